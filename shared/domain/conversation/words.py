"""What a language file holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    MORE = "more"  # "double": an AMOUNT that may be meant as one more of what is sold
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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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
    clitics: tuple[str, ...] = ()  # pronouns written onto a verb
    respelled: Mapping[str, str] = field(default_factory=dict)  # "u" -> "you", "शुगर" -> "sugar"
    definite: str = ""  # before a product that was named already
    late: str = ""  # first words of the changes that are said behind what they add


Phrase = tuple[str, ...]


def phrases_of(text: str) -> Iterable[Phrase]:
    """The phrases of one entry of a table."""
    return (tuple(one.split("_")) for one in plain(text).split())
