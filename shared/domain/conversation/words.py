"""What a language file holds, and the one table that several of them are read as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from shared.domain.conversation.spelling import slips
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
    CONTRAST = "contrast"  # "not" before a number or a size takes it back, before a product it is a NEGATION
    REFUSAL = "refusal"  # stands behind what is not wanted: "mat bhejna"
    DENIAL = "denial"  # "chini nahi, namak": not this but what follows
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
    TO = "to"  # before a number that nothing we sell follows: a house
    PLACE = "place"  # "deliver to": what follows is where, not what
    WANT = "want"  # "send", "i want": this is an order
    OTHER_GOODS = "other goods"  # things sold in shops: never a misspelling of ours
    FILLER = "filler"


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language's words. Every table is plain text as people write it; a phrase's words are joined by ``_``.

    ``units``: word -> (``g`` or ``ml``, how many of it). ``sizes``: size as in the catalogs -> words.
    ``cues``: kind -> phrases, where ``~`` stands for up to four words and ``@`` for a product. ``asks``: topic of a
    question -> phrases. ``answers``: what is meant by an answer -> phrases.
    """

    code: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    multipliers: Mapping[str, int] = field(default_factory=dict)
    fractions: Mapping[str, str] = field(default_factory=dict)
    tens_joiner: str = ""
    half_more: str = ""  # "साढ़े": half more than the number behind it
    units: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[Role, str] = field(default_factory=dict)
    cues: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    verb_numbers: str = ""  # numbers that are verbs too
    verb_stems: str = ""  # behind these they are verbs
    verb_objects: str = ""  # before these they are verbs
    diminutives: tuple[str, ...] = ()
    respelled: Mapping[str, str] = field(default_factory=dict)  # "u" -> "you", "शुगर" -> "sugar"
    definite: str = ""  # before a product that was named already
    late: str = ""  # first words of the changes that are said behind what they add


Phrase = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Several languages as one. A word of two languages keeps the meaning of the one that was named first."""

    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]
    fractions: Mapping[str, Fraction]
    tens_joiners: frozenset[str]
    half_more: frozenset[str]
    units: Mapping[str, tuple[str, int]]
    phrases: Mapping[Phrase, tuple[Role, str]]
    longest: int
    cues: Mapping[str, tuple[tuple[str, Phrase], ...]]
    totals: frozenset[Phrase]
    verb_numbers: frozenset[str]
    verb_stems: frozenset[str]
    verb_objects: frozenset[str]
    late: frozenset[str]
    endings: tuple[str, ...]
    diminutives: tuple[str, ...]
    respelled: Mapping[str, str]
    definite: frozenset[str]
    becomes: frozenset[str]
    known: frozenset[str]
    repeating: frozenset[Phrase]
    sizes: tuple[tuple[str, str], ...]

    def role(self, word: str) -> Role | None:
        """The role of a single word."""
        found = self.phrases.get((word,))
        return found[0] if found else None

    def size_like(self, word: str) -> str:
        """The size that a misspelled word means, "" for none."""
        if len(word) < 4 or word in self.known:
            return ""
        near = (size for known, size in self.sizes if word[0] == known[0] and slips(word, known, most=1) < 2)
        return next(near, "")


#: The role under which sizes are kept; the text beside it is the size.
SIZE = "size"
#: The kind of cue that asks about the order it stands in: "2 large taro, how much is it?"
TOTAL = "total"


def lexicon(languages: Iterable[Language]) -> Lexicon:
    """The table of these languages, the store's own first."""
    gathered = list(languages)
    tables = _Tables()
    for language in gathered:
        tables.add(language)
    cues: dict[str, list[tuple[str, Phrase]]] = {}
    for kind, phrase in dict.fromkeys(_cues(gathered)):
        cues.setdefault(phrase[0], []).append((kind, phrase))
    spoken = frozenset(word for _, phrase in _cues(gathered) for word in phrase)
    return Lexicon(
        numbers=tables.numbers,
        multipliers=tables.multipliers,
        fractions=tables.fractions,
        half_more=_all(one.half_more for one in gathered),
        tens_joiners=_all(one.tens_joiner for one in gathered),
        units=tables.units,
        phrases=tables.phrases,
        longest=max((len(phrase) for phrase in tables.phrases), default=1),
        cues={first: tuple(found) for first, found in cues.items()},
        totals=frozenset(phrase for kind, phrase in _cues(gathered) if kind == TOTAL),
        verb_numbers=_all(one.verb_numbers for one in gathered),
        verb_stems=_all(one.verb_stems for one in gathered),
        verb_objects=_all(one.verb_objects for one in gathered),
        late=_all(one.late for one in gathered),
        endings=tuple(dict.fromkeys(ending for one in gathered for ending in one.endings)),
        diminutives=tuple(dict.fromkeys(ending for one in gathered for ending in one.diminutives)),
        respelled={plain(word): meant for one in reversed(gathered) for word, meant in one.respelled.items()},
        definite=_all(one.definite for one in gathered),
        becomes=_all(one.roles.get(Role.BECOMES, "") for one in gathered),
        known=frozenset(tables.taken) | spoken | _all(one.half_more for one in gathered),
        repeating=frozenset(phrase for one in gathered for phrase in phrases_of(one.answers.get("repeat", ""))),
        sizes=tuple(
            (phrase[0], value.partition(":")[2])
            for phrase, (_, value) in tables.phrases.items()
            if len(phrase) == 1 and len(phrase[0]) > 3 and value.startswith(SIZE)
        ),
    )


class _Tables:
    """Tables that grow language by language; what an earlier one said stays."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.multipliers: dict[str, int] = {}
        self.fractions: dict[str, Fraction] = {}
        self.units: dict[str, tuple[str, int]] = {}
        self.phrases: dict[Phrase, tuple[Role, str]] = {}
        self.taken: set[str] = set()
        self._single: set[str] = set()

    def add(self, language: Language) -> None:
        own: set[str] = set()
        for table, entries in ((self.numbers, language.numbers), (self.multipliers, language.multipliers)):
            for word, amount in entries.items():
                # May be an empty word of another language: "do" is two in Hindi, "once" eleven in Spanish.
                role, _ = self.phrases.get((plain(word),), (Role.FILLER, ""))
                if plain(word) not in self._single or role is Role.FILLER:
                    table.setdefault(plain(word), amount)
                    own.add(plain(word))
        for word, part in language.fractions.items():
            if plain(word) not in self.taken:
                self.fractions.setdefault(plain(word), Fraction(part))
                own.add(plain(word))
        for word, unit in language.units.items():
            self.units.setdefault(plain(word), unit)
            own.add(plain(word))
        single = set(self._single)
        for phrase, role, value in _roles(language):
            if len(phrase) > 1 or phrase[0] not in single:
                self.phrases.setdefault(phrase, (role, value))
                own.update(phrase)
                self._single.update(phrase if len(phrase) == 1 else ())
        self.taken |= own


def _cues(languages: Iterable[Language]) -> Iterable[tuple[str, Phrase]]:
    for language in languages:
        for kind, text in language.cues.items():
            yield from ((kind, phrase) for phrase in phrases_of(text))
        # "The usual" orders, though nobody can say from the text what.
        yield from (("begin", phrase) for phrase in phrases_of(language.answers.get("repeat", "")))


def _all(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(word) for text in texts for word in text.split())


def _roles(language: Language) -> Iterable[tuple[Phrase, Role, str]]:
    for size, words in language.sizes.items():
        for word in words.split():
            yield _phrase(word), Role.WISH, f"{SIZE}:{size}"
    for role, words in language.roles.items():
        if role is Role.BECOMES:
            continue
        for word in words.split():
            yield _phrase(word), role, ""


def phrases_of(text: str) -> Iterable[Phrase]:
    """The phrases of one entry of a table."""
    return (_phrase(one) for one in text.split())


def _phrase(text: str) -> Phrase:
    return tuple(word if word in {"~", "@"} else plain(word) for word in text.split("_"))
