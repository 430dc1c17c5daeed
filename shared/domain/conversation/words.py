"""What a language file holds, and the one table that several of them are read as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from shared.domain.conversation.tokens import plain


class Role(StrEnum):
    """What a word does in an order."""

    A = "a"  # "a", "un": one, if a product follows
    ALL = "all"  # "both", "all": what follows holds for every drink named
    AND = "and"
    OR = "or"
    WITH = "with"
    OF = "of"
    TIMES = "times"  # "x", "times"
    CONTAINER = "container"  # "packet", "nos": says that a number is a count
    NEGATION = "negation"  # "no", "without"
    REFUSAL = "refusal"  # stands behind what is not wanted: "mat bhejna"
    CORRECTION = "correction"  # "make that", "no wait"
    AGAIN = "again"  # "another": one more of it, as an addition
    INSTEAD = "instead"  # "instead of": what follows goes
    REPLACED = "replaced"  # "ki jagah": what stands before it goes
    SWAP = "swap"  # "replace": what follows goes, what stands behind BECOMES comes
    BECOMES = "becomes"
    REMOVE = "remove"
    VAGUE = "vague"  # "some", "a few": a number nobody said
    AMOUNT = "amount"  # "less", "half": how much of a NOUN
    NOUN = "noun"  # "ice": part of a wish about the preparation
    WISH = "wish"  # a wish by itself: "to go"
    BEFORE_TIME = "before time"
    AFTER_NUMBER = "after number"  # "pm", "minutes": the number before it is no quantity
    BEFORE_NUMBER = "before number"  # "flat", "room": the number behind it is no quantity
    PLACE = "place"  # "deliver to": what follows is where, not what
    WANT = "want"  # "send", "i want": this is an order
    OTHER_GOODS = "other goods"  # things sold in shops: never a misspelling of ours
    FILLER = "filler"


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language's words. Every table is plain text as people write it; a phrase's words are joined by ``_``.

    ``units``: word -> (``g`` or ``ml``, how many of it). ``sizes``: size as in the catalogs -> words. ``cues``: kind -> phrases,
    where ``~`` stands for up to four words, ``#`` for a number and ``@`` for a product.
    """

    code: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    multipliers: Mapping[str, int] = field(default_factory=dict)
    fractions: Mapping[str, str] = field(default_factory=dict)
    tens_joiner: str = ""
    units: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[Role, str] = field(default_factory=dict)
    cues: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[str, ...] = ()


Phrase = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Several languages as one. A word of two languages keeps the meaning of the one that was named first."""

    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]
    fractions: Mapping[str, Fraction]
    tens_joiners: frozenset[str]
    units: Mapping[str, tuple[str, int]]
    phrases: Mapping[Phrase, tuple[Role, str]]
    longest: int
    cues: tuple[tuple[str, Phrase], ...]
    endings: tuple[str, ...]
    becomes: frozenset[str]
    known: frozenset[str]
    sizes: tuple[tuple[str, str], ...]

    def role(self, word: str) -> Role | None:
        """The role of a single word."""
        found = self.phrases.get((word,))
        return found[0] if found else None

    def size_like(self, word: str, close: Callable[[str, str], float]) -> str:
        """The size that a misspelled word means, "" for none."""
        if len(word) < 4 or word in self.known:
            return ""
        return next((size for known, size in self.sizes if close(word, known) > 0.7), "")


#: The role under which sizes are kept; the text beside it is the size.
SIZE = "size"


def lexicon(languages: Iterable[Language]) -> Lexicon:
    """The table of these languages, the store's own first."""
    gathered = list(languages)
    numbers: dict[str, int] = {}
    multipliers: dict[str, int] = {}
    fractions: dict[str, Fraction] = {}
    units: dict[str, tuple[str, int]] = {}
    phrases: dict[Phrase, tuple[Role, str]] = {}
    cues: list[tuple[str, Phrase]] = []
    taken: set[str] = set()
    single: set[str] = set()
    becomes = {plain(word) for one in gathered for word in one.roles.get(Role.BECOMES, "").split()}
    for language in gathered:
        own: set[str] = set()
        for table, entries in ((numbers, language.numbers), (multipliers, language.multipliers)):
            for word, amount in entries.items():
                # A number of one language may be an empty word of another: "do" is two in Hindi, "once" eleven in Spanish.
                role, _ = phrases.get((plain(word),), (Role.FILLER, ""))
                if plain(word) not in single or role is Role.FILLER:
                    table.setdefault(plain(word), amount)
                    own.add(plain(word))
        for word, part in language.fractions.items():
            if plain(word) not in taken:
                fractions.setdefault(plain(word), Fraction(part))
                own.add(plain(word))
        for word, unit in language.units.items():
            units.setdefault(plain(word), unit)
            own.add(plain(word))
        for phrase, role, value in _roles(language):
            if len(phrase) > 1 or phrase[0] not in single:
                phrases.setdefault(phrase, (role, value))
                own.update(phrase)
                single.update(phrase if len(phrase) == 1 else ())
        for kind, text in language.cues.items():
            cues += [(kind, _phrase(one)) for one in text.split()]
        taken |= own
    known = frozenset(taken | {word for _, cue in cues for word in cue})
    return Lexicon(
        numbers=numbers,
        multipliers=multipliers,
        fractions=fractions,
        tens_joiners=frozenset(plain(one.tens_joiner) for one in gathered if one.tens_joiner),
        units=units,
        phrases=phrases,
        longest=max((len(phrase) for phrase in phrases), default=1),
        cues=tuple(dict.fromkeys(cues)),
        endings=tuple(dict.fromkeys(ending for one in gathered for ending in one.endings)),
        becomes=frozenset(becomes),
        known=known,
        sizes=tuple(
            (phrase[0], value.partition(":")[2])
            for phrase, (_, value) in phrases.items()
            if len(phrase) == 1 and len(phrase[0]) > 3 and value.startswith(SIZE)
        ),
    )


def _roles(language: Language) -> Iterable[tuple[Phrase, Role, str]]:
    for size, words in language.sizes.items():
        for word in words.split():
            yield _phrase(word), Role.WISH, f"{SIZE}:{size}"
    for role, words in language.roles.items():
        if role is Role.BECOMES:
            continue
        for word in words.split():
            yield _phrase(word), role, ""


def _phrase(text: str) -> Phrase:
    return tuple(word if word in {"~", "#", "@"} else plain(word) for word in text.split("_"))
