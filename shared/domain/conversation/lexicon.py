"""Several languages read as one table. Built for every parser, so what few messages need is split only when asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from shared.domain.conversation.spelling import slips
from shared.domain.conversation.tokens import plain
from shared.domain.conversation.words import Language, Phrase, Role, phrases_of

#: The role under which sizes are kept; the text beside it is the size.
SIZE = "size"
#: The kind of cue that asks about the order it stands in: "2 large taro, how much is it?"
TOTAL = "total"


class Lexicon:
    """The languages' words, the store's own first: a word of two languages keeps the meaning of the first.

    ``phrases``: words joined by ``_`` -> role, and for a size ``size:<which>``. ``known``: every word of any table.
    """

    def __init__(self, languages: Iterable[Language]) -> None:
        self.languages: Sequence[Language] = tuple(languages)
        self.numbers: dict[str, int] = {}
        self.multipliers: dict[str, int] = {}
        self.fractions: dict[str, Fraction] = {}
        self.units: dict[str, tuple[str, int]] = {}
        self.phrases: dict[str, tuple[Role, str]] = {}
        self.known: set[str] = set()
        self._raw_cues: dict[str, dict[tuple[str, str], None]] = {}
        self._cues: dict[str, tuple[tuple[str, Phrase], ...]] = {}
        for language in self.languages:
            self._add(language)
        for language in self.languages:
            self._add_cues(language)
        self.longest = max(map(_length, self.phrases), default=1)
        self.sizes = [
            (word, value.partition(":")[2])
            for word, (_, value) in self.phrases.items()
            if value and len(word) > 3 and "_" not in word
        ]
        self._take_lists()

    def _take_lists(self) -> None:
        every = self.languages
        self.half_more = _all(one.half_more for one in every)
        self.known |= self.half_more
        self.tens_joiners = _all(one.tens_joiner for one in every)
        self.verb_numbers = _all(one.verb_numbers for one in every)
        self.verb_stems = _all(one.verb_stems for one in every)
        self.verb_objects = _all(one.verb_objects for one in every)
        self.late = _all(one.late for one in every)
        self.definite = _all(one.definite for one in every)
        self.becomes = _all(one.roles.get(Role.BECOMES, "") for one in every)
        self.endings = tuple(dict.fromkeys(ending for one in every for ending in one.endings))
        self.clitics = tuple(dict.fromkeys(ending for one in every for ending in one.clitics))
        self.diminutives = tuple(dict.fromkeys(ending for one in every for ending in one.diminutives))
        self.respelled = {plain(word): meant for one in reversed(every) for word, meant in one.respelled.items()}
        self.totals = frozenset(phrase for one in every for phrase in phrases_of(one.cues.get(TOTAL, "")))
        self.repeating = frozenset(phrase for one in every for phrase in phrases_of(one.answers.get("repeat", "")))

    def cues_from(self, word: str) -> Sequence[tuple[str, Phrase]]:
        """Every cue that begins with this word: its kind and its phrase."""
        if word not in self._cues:
            raw = self._raw_cues.get(word, {})
            self._cues[word] = tuple((kind, tuple(phrase.split("_"))) for kind, phrase in raw)
        return self._cues[word]

    def role(self, word: str) -> Role | None:
        """The role of a single word."""
        found = self.phrases.get(word)
        return found[0] if found else None

    def size_like(self, word: str) -> str:
        """The size that a misspelled word means, "" for none."""
        if len(word) < 4 or word in self.known:
            return ""
        near = (size for known, size in self.sizes if word[0] == known[0] and slips(word, known, most=1) < 2)
        return next(near, "")

    def _add(self, language: Language) -> None:
        before = frozenset(self.phrases)
        for table, entries in ((self.numbers, language.numbers), (self.multipliers, language.multipliers)):
            for written, amount in entries.items():
                word = plain(written)
                # May be an empty word of another language: "do" is two in Hindi, "once" eleven in Spanish.
                if self.phrases.get(word, (Role.FILLER, ""))[0] is Role.FILLER:
                    table.setdefault(word, amount)
        fractions = {plain(word): part for word, part in language.fractions.items()}
        for word, part in fractions.items():
            if word not in self.known:
                self.fractions.setdefault(word, Fraction(part))
        self.known.update(fractions)
        for word, unit in language.units.items():
            self.units.setdefault(plain(word), unit)
        for size, words in language.sizes.items():
            self._play(words, Role.WISH, f"{SIZE}:{size}", before)
        for role, words in language.roles.items():
            if role is not Role.BECOMES:
                self._play(words, role, "", before)
        self.known.update(self.numbers, self.multipliers, self.units)

    def _play(self, words: str, role: Role, value: str, before: frozenset[str]) -> None:
        folded = plain(words)
        for phrase in folded.split():
            if phrase not in before:
                self.phrases.setdefault(phrase, (role, value))
        self.known.update(folded.replace("_", " ").split())

    def _add_cues(self, language: Language) -> None:
        # "The usual" orders, though nobody can say from the text what.
        for kind, text in (*language.cues.items(), ("begin", language.answers.get("repeat", ""))):
            folded = plain(text)
            for phrase in folded.split():
                self._raw_cues.setdefault(phrase.partition("_")[0], {})[kind, phrase] = None
            self.known.update(folded.replace("_", " ").split())


def _length(phrase: str) -> int:
    return phrase.count("_") + 1


def _all(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in plain(text).split())
