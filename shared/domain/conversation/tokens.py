"""A message as words, numbers and marks, each with its place in what the customer wrote."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

#: WhatsApp's own limit for a text message, in characters. What stands behind it is not read, and the parse says so.
LONGEST_TEXT = 4096
#: No quantity is larger than this; a longer row of digits is cut to it.
LARGEST_NUMBER = 1_000_000_000

_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0971-\u097f])"
_TOKEN = re.compile(
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?![\d])|\d+/\d+|\d+(?:\.\d+)?)|(?P<word>{_LETTER}(?:{_LETTER}|'(?={_LETTER}))*)"
    r"|(?P<line>[\n;]+)|(?P<mark>[^\w\s])"
)
# Glued to digits these are units, counts and clock times; any other letters after digits are a word of their own.
_NUKTA = "\u093c"
_MOST_CODES = 4096


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"
    LINE = "line"


@dataclass(frozen=True)
class Token:
    """One piece of the message. ``text`` is its plain form; ``start`` and ``end`` are places in the original."""

    kind: Kind
    text: str
    start: int
    end: int
    value: Fraction | None = None


def plain(text: str) -> str:
    """Lower case, without accents, width variants and invisible characters; Devanagari digits become 0-9."""
    return text.translate(_PLAIN).replace("'", "").strip()


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a message, no more than `LONGEST_TEXT` characters of it."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text[:LONGEST_TEXT]):
        if len(characters) >= LONGEST_TEXT:
            break  # one character may stand for many
        for one in _PLAIN[ord(character)]:
            characters.append(one)
            places.append(place)
    return tuple(_token(match, places) for match in _TOKEN.finditer("".join(characters)))


def _token(match: re.Match[str], places: list[int]) -> Token:
    start, end = places[match.start()], places[match.end() - 1] + 1
    if match["number"]:
        return Token(Kind.NUMBER, match["number"], start, end, _number(match["number"]))
    if match["word"]:
        return Token(Kind.WORD, match["word"].replace("'", ""), start, end)
    return Token(Kind.LINE if match["line"] else Kind.MARK, match.group()[0], start, end)


def _number(digits: str) -> Fraction:
    if "/" in digits:
        above, below = (int(part[:9]) for part in digits.split("/"))
        return Fraction(above, below) if below else Fraction(above)
    whole, _, rest = digits.replace(",", "").partition(".")
    if len(whole.lstrip("0")) > len(str(LARGEST_NUMBER)) - 1:
        return Fraction(LARGEST_NUMBER)
    return Fraction(f"{whole}.{rest[:6]}" if rest else whole)


class _Plain(dict[int, str]):
    """Code point -> what it is folded to, found out when it is first seen; a new message brings few new ones."""

    def __missing__(self, code: int) -> str:
        if len(self) > _MOST_CODES:
            self.clear()
        return self.setdefault(code, _plain_character(chr(code)))


_PLAIN = _Plain()


def _plain_character(character: str) -> str:
    if character in "\n\u2028\u2029\r":
        return "\n"
    if character in "’‘`´":
        return "'"
    if character in "–—−‐‑•·●▪◦*":
        return {"*": "*"}.get(character, "-")
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character).casefold())
    return "".join(_kept(one) for one in folded)


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if character == "\u0901":
        return "\u0902"
    if character == "\u2044":
        return "/"
    if character == _NUKTA or category in {"Cf", "Cc", "Cs", "Me"}:
        return " " if category == "Cc" else ""
    if category == "Mn" and not "\u0900" <= character <= "\u097f":
        return ""
    return character
