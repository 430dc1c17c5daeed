"""Numbers in digits and words: "2", "two", "half a dozen", "dos docenas", "treinta y dos", "do", "ढाई"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.tokens import LARGEST_NUMBER, Kind, Token
from shared.domain.conversation.words import Role


@dataclass(frozen=True, eq=False, repr=False)
class Number:
    """A number that was read: what it is worth, the index behind its last token."""

    value: Fraction
    end: int


def read_number(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    """The number that begins at this token, if one does."""
    if tokens[at].kind is Kind.NUMBER:
        value = tokens[at].value or Fraction(0)
        return _bounded(*_multiplied(tokens, at + 1, words, value))
    if tokens[at].kind is not Kind.WORD or _is_verb(tokens, at, words):
        return None
    found = _fraction(tokens, at, words) or _cardinal(tokens, at, words)
    return _bounded(*_multiplied(tokens, found.end, words, found.value)) if found else _article(tokens, at, words)


def _fraction(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    # "half" is a number only before what it halves; before "sugar" it is a wish.
    part = words.fractions.get(tokens[at].text)
    if part is None:
        return None
    behind = _skip(tokens, at + 1, words, Role.A, Role.OF)
    text = _word(tokens, behind)
    return Number(part, behind) if text in words.multipliers or text in words.units else None


def _cardinal(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    value = words.numbers.get(tokens[at].text)
    if tokens[at].text in words.half_more and at + 1 < len(tokens):
        whole = words.numbers.get(_word(tokens, at + 1)) or tokens[at + 1].value
        return Number(whole + Fraction(1, 2), at + 2) if whole else None  # "साढ़े तीन"
    if value is None:
        return Number(Fraction(1), at) if tokens[at].text in words.multipliers else None
    end = at + 1
    if value >= 20 and value % 10 == 0:
        joined = value >= 30 and _word(tokens, end) in words.tens_joiners
        hyphen = end < len(tokens) and tokens[end].text == "-" and tokens[end].start == tokens[at].end
        behind = end + (joined or hyphen)
        unit = words.numbers.get(_word(tokens, behind), 0)
        if 0 < unit < 10 and _word(tokens, behind) not in words.verb_numbers:
            return Number(Fraction(value + unit), behind + 1)
    return Number(Fraction(value), end)


def _article(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    # "a dozen", "una docena": the article is part of the number.
    if words.role(tokens[at].text) is not Role.A:
        return None
    behind = _word(tokens, at + 1)
    if behind in words.multipliers:
        return _bounded(*_multiplied(tokens, at + 1, words, Fraction(1)))
    counted = words.numbers.get(behind, 0)
    if counted == 2 and behind not in words.verb_numbers and behind in {"couple", "pair", "par"}:
        return Number(Fraction(2), at + 2)
    return None


def _multiplied(tokens: Sequence[Token], at: int, words: Lexicon, value: Fraction) -> tuple[Fraction, int]:
    while (factor := words.multipliers.get(_word(tokens, at))) is not None and value < LARGEST_NUMBER:
        value, at = value * factor, at + 1
        rest = words.numbers.get(_word(tokens, at), 0)
        if factor >= 100 and 0 < rest < factor and _word(tokens, at) not in words.verb_numbers:
            value, at = value + rest, at + 1
    return value, at


def _bounded(value: Fraction, end: int) -> Number:
    return Number(min(value, Fraction(LARGEST_NUMBER)), end)


def _is_verb(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    # The Hindi "do" is two, but not in "bhej do" ("send it"); and in English it is no number at all: "do you".
    if tokens[at].text not in words.verb_numbers or _word(tokens, at + 1) in words.units:
        return False
    if words.role(_word(tokens, at + 1)) is Role.CONTAINER:
        return False  # "dal do packet"
    return _word(tokens, at + 1) in words.verb_objects or _word(tokens, at - 1) in words.verb_stems


def _skip(tokens: Sequence[Token], at: int, words: Lexicon, *roles: Role) -> int:
    while words.role(_word(tokens, at)) in roles:
        at += 1
    return at


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) and tokens[at].kind is Kind.WORD else ""
