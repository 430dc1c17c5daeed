"""Which products of a catalog a few words mean: exact names and aliases first, then coverage, then misspellings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shared.domain.catalog import Product
from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.spelling import closeness, is_devanagari, sound
from shared.domain.conversation.tokens import Kind, Token, plain, tokenize
from shared.domain.conversation.words import Phrase, Role

#: How surely one word was meant to be another, 0 to 1.
Closeness = Callable[[str, str], float]

#: Words of a name that say nothing by themselves: they count within a whole name or alias only.
_SILENT = frozenset(Role) - {Role.NOUN, Role.OTHER_GOODS}
#: Of these even a single word may be an alias, where it is counted: "2 gifts".
_MAY_NAME = frozenset({Role.FILLER, Role.CONTAINER})
#: Left out of names and of what is compared with them.
_SKIPPED = frozenset({Role.OF, Role.WITH})
_LONGEST = 7
_REORDERED = 0.9
_PART_OF_FAMILY = 0.8
_ABSORBED = 0.84
_PART_OF_NAME = 0.84


@dataclass(frozen=True, eq=False, repr=False)
class Match:
    """Words that mean one or several products. ``family``: the same goods in every size and pack."""

    skus: tuple[str, ...]
    family: tuple[str, ...]
    certainty: float
    end: int
    words: Phrase
    exact: bool
    generic: bool = False


class ProductIndex:
    """A catalog, ready to be asked."""

    def __init__(self, products: Iterable[Product], words: Lexicon, *, close: Closeness = closeness) -> None:
        self.products = {product.sku: product for product in products}
        self._words = words
        self.close = close
        self._phrases: dict[Phrase, set[str]] = defaultdict(set)
        self._vocabulary: dict[str, set[str]] = defaultdict(set)
        self._families: dict[str, tuple[str, ...]] = {}
        self._cached = lru_cache(maxsize=8192)(self._resolve)
        self._aliases = Counter(alias for product in self.products.values() for alias in product.aliases)
        for product in self.products.values():
            self._add(product)
        self._group()
        self._by_set: dict[frozenset[str], set[str]] = defaultdict(set)
        for phrase, skus in self._phrases.items():
            self._by_set[frozenset(phrase)] |= skus
        self._first_words = {word for phrase in self._phrases for word in phrase}

    def _add(self, product: Product) -> None:
        names = [(_before_comma(name), True) for name in (product.name, *product.names.values())]
        for text, is_name in [*names, *((alias, False) for alias in product.aliases), (product.sku, True)]:
            phrase = self._phrase(text, is_name=is_name, sized=self._aliases[text] == 1)
            if not phrase or self._says_something_else(phrase):
                continue
            self._phrases[phrase].add(product.sku)
            for word in phrase:
                if self._words.role(word) not in _SILENT and word not in self._words.numbers:
                    self._vocabulary[word].add(product.sku)

    def _phrase(self, text: str, *, is_name: bool, sized: bool = False) -> Phrase:
        kept: list[str] = []
        for token in tokenize(text):
            role = self._words.phrases.get(token.text, (None, ""))
            dropped = token.kind is not Kind.WORD or role[0] in _SKIPPED or token.text in self._words.units
            # A size is no part of a name, but it is of an alias that only one product has: "bada chai".
            if not dropped and not (role[1] and not sized) and not (is_name and role[0] is Role.CONTAINER):
                kept.append(token.text)
        return tuple(kept)

    def _says_something_else(self, phrase: Phrase) -> bool:
        # Nobody can be taught that "please" is a pudding: every other order would have one.
        return len(phrase) == 1 and self._words.role(phrase[0]) in _SILENT - _MAY_NAME

    def _group(self) -> None:
        base: dict[Phrase, list[str]] = defaultdict(list)
        for product in self.products.values():
            base[self._phrase(_before_comma(product.name), is_name=True)].append(product.sku)
        for skus in base.values():
            for sku in skus:
                self._families[sku] = tuple(skus)
        spread = Counter({word: len({self._families[sku] for sku in skus}) for word, skus in self._vocabulary.items()})
        self._generic = frozenset(word for word, families in spread.items() if families >= 3)

    def any_may_have(self, phrase: Phrase) -> bool:
        """Whether these words say nothing by themselves, as "milk tea" where there are many."""
        return self._only_generic([(word, 1.0, 0) for word in phrase])

    def knows(self, word: str) -> bool:
        """Whether the catalog has this very word."""
        return word in self._first_words

    def resolve(self, text: str, *, beside: bool = False) -> tuple[str, float]:
        """The catalog's word for a word of the customer, and how surely; ("", 0) when it has none.

        ``beside``: another word of a product stands right before it, so that a short slip ("milk tee") is believed.
        """
        found = self._cached(text)
        if not found[1] and beside and len(text) == 3 and text not in self._words.known:
            near = [word for word in self._generic if len(word) == 3 and word[:2] == text[:2]]
            return (near[0], 0.9) if near else found
        return found

    def _resolve(self, text: str) -> tuple[str, float]:
        if text in self._vocabulary or text in self._first_words:
            return text, 1.0
        for ending in self._words.endings:
            stem = text.removesuffix(ending)
            if len(stem) > 1 and stem != text and (stem in self._vocabulary or stem in self._first_words):
                return stem, 1.0
        if text.endswith("ies") and text[:-3] + "y" in self._vocabulary:
            return text[:-3] + "y", 1.0
        if len(text) < 3 or len(text) > 24 or text in self._words.numbers or self._words.role(text):
            return "", 0.0
        written = self._first_words if is_devanagari(text) else self._vocabulary
        if text in self._words.known:
            # A word of some phrase is no misspelling, but it may be a homophone: "daal".
            alike = [word for word in written if len(text) > 3 and sound(word) == sound(text)]
            return (alike[0], 0.95) if alike else ("", 0.0)
        best = max(((self.close(text, word), word) for word in written), default=(0.0, ""))
        if best[0] and len(text) > 4 and text.endswith("s"):
            best = max(best, *((self.close(text[:-1], word), word) for word in self._vocabulary))
        return (best[1], best[0]) if best[0] >= 0.7 else ("", 0.0)

    def match(self, tokens: Sequence[Token], at: int) -> Match | None:
        """The products named by the words that begin at this token, None when they name none."""
        run = self._run(tokens, at)
        if not run:
            return None
        covered = self._covered(run)
        exact = self._exact(run, least=covered)
        if exact is None and not covered:
            return None
        found = exact or self._by_coverage(run[:covered])
        return self._with_generic_neighbours(tokens, found)

    def _run(self, tokens: Sequence[Token], at: int) -> list[tuple[str, float, int]]:
        # Up to seven words of the catalog in a row: (word, certainty, index behind it).
        run: list[tuple[str, float, int]] = []
        for place in range(at, min(len(tokens), at + 2 * _LONGEST)):
            token = tokens[place]
            if token.kind is not Kind.WORD or len(run) == _LONGEST:
                break
            if run and self._words.role(token.text) in _SKIPPED:
                continue
            word, certainty = self.resolve(token.text, beside=bool(run))
            if not certainty or any(word == earlier for earlier, _, _ in run):
                break
            run.append((word, certainty, place + 1))
        return run

    def _covered(self, run: list[tuple[str, float, int]]) -> int:
        # How many words of the run are words of one and the same product.
        skus: set[str] | None = None
        for length, (word, _, _) in enumerate(run):
            having = self._vocabulary.get(word, set())
            skus = having if skus is None else skus & having
            if not skus:
                return length
        return len(run)

    def _exact(self, run: list[tuple[str, float, int]], *, least: int) -> Match | None:
        for length in range(len(run), 0, -1):
            part = run[:length]
            words = tuple(word for word, _, _ in part)
            certainty = min(certain for _, certain, _ in part)
            skus = self._phrases.get(words)
            if skus is None and length > 1:
                skus, certainty = self._by_set.get(frozenset(words)), certainty * _REORDERED
            if skus and (length >= least or self._only_generic(run[length:least])):
                return self._made(
                    skus, certainty, part[-1][2] if length >= least else run[least - 1][2], words, exact=True
                )
        return None

    def _only_generic(self, rest: list[tuple[str, float, int]]) -> bool:
        return all(word in self._generic for word, _, _ in rest)

    def _by_coverage(self, run: list[tuple[str, float, int]]) -> Match:
        skus = set.intersection(*(self._vocabulary[word] for word, _, _ in run))
        generic = self._only_generic(run)
        certainty = min(certain for _, certain, _ in run) * _PART_OF_NAME
        words = tuple(word for word, _, _ in run)
        if begun := self._begun(words) & skus:
            skus = begun
        if generic and (inner := self._inner(words)):
            return self._made(inner, certainty * _REORDERED, run[-1][2], words, exact=True)
        return self._made(skus, certainty, run[-1][2], words, exact=False, generic=generic)

    def _begun(self, words: Phrase) -> set[str]:
        # "leche con boba" begins the name of the brown sugar milk, though the taro tea has both words somewhere.
        if len(words) < 2:
            return set()
        return {sku for phrase, skus in self._phrases.items() if phrase[: len(words)] == words for sku in skus}

    def _inner(self, words: Phrase) -> set[str] | None:
        # "boba milk tea" is not the taro milk tea, though that has boba: it is a milk tea.
        for start in range(1, len(words)):
            if skus := self._phrases.get(words[start:]):
                return skus
        return None

    def _with_generic_neighbours(self, tokens: Sequence[Token], found: Match) -> Match:
        # "thai boba", "boba matcha": a word that any drink may have joins the drink beside it.
        behind = self._run(tokens, found.end)
        extra = 0
        while extra < len(behind) and behind[extra][0] in self._generic:
            extra += 1
        if found.generic and not found.exact and behind and not extra:
            following = self.match(tokens, found.end)
            return following or found
        if extra and not found.exact and not found.generic:
            # "bubble tea" is a tea, though only the waffle has "bubble" in its name.
            return self.match(tokens, found.end) or found
        if not extra or found.generic or self._exact_length(behind) > extra:
            return found
        return Match(
            found.skus, found.family, found.certainty * _ABSORBED, behind[extra - 1][2], found.words, found.exact
        )

    def _exact_length(self, run: list[tuple[str, float, int]]) -> int:
        found = self._exact(run, least=0) if run else None
        return len(found.words) if found else 0

    def _made(
        self, skus: Iterable[str], certainty: float, end: int, words: Phrase, *, exact: bool, generic: bool = False
    ) -> Match:
        wanted = set(skus)
        ordered = tuple(sku for sku in self.products if sku in wanted)
        family = tuple(dict.fromkeys(one for sku in ordered for one in self._families[sku]))
        if len(family) > len(ordered) and words != self._phrase(ordered[0], is_name=True):
            certainty *= _PART_OF_FAMILY
        return Match(ordered, family, certainty, end, words, exact, generic)


def _before_comma(name: str) -> str:
    return name.partition(",")[0]


def as_phrase(text: str) -> Phrase:
    """The plain words of a text."""
    return tuple(plain(word) for word in text.split())
