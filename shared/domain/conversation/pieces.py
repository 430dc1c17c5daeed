"""A message as pieces that each play one part in an order: a number, a size, a pack, a product, a wish, a break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from shared.domain.conversation.lexicon import SIZE, Lexicon
from shared.domain.conversation.matching import Match, ProductIndex
from shared.domain.conversation.numbers import Number, read_number
from shared.domain.conversation.packs import Pack, read_pack
from shared.domain.conversation.tokens import Kind, Token
from shared.domain.conversation.words import Role


class Part(StrEnum):
    """What a piece is; every other part a word can play is its `Role`."""

    NUMBER = "number piece"
    PACK = "pack"
    SIZE = "size"
    PRODUCT = "product"
    NOTE = "note"
    WORD = "word"
    COMMA = "comma"
    LINE = "line"
    END = "end of sentence"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Piece:
    """Tokens ``first`` to ``end`` (exclusive) and the part they play. ``weak``: it may be something else."""

    part: Part | Role
    first: int
    end: int
    number: Fraction = Fraction(1)
    weak: bool = False
    size: str = ""
    pack: Pack | None = None
    match: Match | None = None


#: Where a sentence, a line or a list item ends.
BREAKS = frozenset({Part.COMMA, Part.LINE, Part.END, Role.AND})
_MARKS: dict[str, Part | Role] = {
    ",": Part.COMMA,
    "+": Role.AND,
    "&": Role.AND,
    ".": Part.END,
    "!": Part.END,
    "?": Part.END,
    "|": Part.COMMA,
}
_MARKS |= {
    "*": Role.TIMES,
    "×": Role.TIMES,
    "।": Part.END,
    "，": Part.COMMA,
    "؟": Part.END,
    "،": Part.COMMA,
    "/": Part.COMMA,
}
_PHONE_DIGITS = 7
_AMOUNTS = frozenset({Role.AMOUNT, Role.MORE})


@dataclass(eq=False, repr=False)
class Reader:
    """Reads the pieces of one message, from left to right."""

    tokens: Sequence[Token]
    words: Lexicon
    index: ProductIndex
    numbering: frozenset[int] = field(default_factory=frozenset)
    last: Part | Role | None = None

    def pieces(self) -> Iterator[Piece]:
        """Every piece, in order."""
        self.numbering = _list_numbers(self.tokens)
        at = 0
        while at < len(self.tokens):
            if at in self.numbering:
                at += 2
                continue
            piece = self._piece(at)
            if piece is not None:
                yield piece
                self.last = piece.part
                at = piece.end
            else:
                at += 1

    def _piece(self, at: int) -> Piece | None:  # noqa: C901, PLR0911 - the order of these rules is the grammar
        token = self.tokens[at]
        if token.kind is Kind.LINE:
            return Piece(part=Part.LINE, first=at, end=at + 1)
        if token.kind is Kind.MARK:
            if token.text == "/" and self._text(at - 1) == "w":
                return None
            if token.text == "." and self._abbreviated(at):
                return None
            part = _MARKS.get(token.text)
            return Piece(part=part, first=at, end=at + 1) if part else None
        phrase = self._phrase(at)
        if phrase is not None and phrase.end - at > 1 and not self._longer_product(at, phrase.end):
            return self._wish(at, phrase)
        number = read_number(self.tokens, at, self.words)
        if number is not None:
            return self._number(at, number)
        if phrase is not None and phrase.size == "regular" and self._is_preparation(phrase.end):
            return self._through(at, phrase.end + 1, Part.NOTE)  # "regular sugar"
        if phrase is not None and phrase.part is Role.NOUN and self._is_wish(at, phrase.end):
            return self._through(at, self._behind_wish(phrase.end), Part.NOTE)
        match = self.index.match(self.tokens, at)
        if match is not None and not (phrase is not None and self._is_said_idly(phrase, match)):
            return Piece(part=Part.PRODUCT, first=at, end=match.end, match=match)
        if phrase is not None:
            return self._wish(at, phrase)
        return self._loose(at)

    def _is_said_idly(self, phrase: Piece, match: Match) -> bool:
        counted = self.last in {Part.NUMBER, Part.SIZE}
        if phrase.part is Role.NOUN:
            return match.generic and not counted and self.last is not Role.A
        return phrase.part in {Role.FILLER, Role.CONTAINER} and match.end == phrase.end and not counted

    def _phrase(self, at: int) -> Piece | None:
        texts = []
        for token in self.tokens[at : at + self.words.longest]:
            if token.kind is not Kind.WORD:
                break
            texts.append(token.text)
        for length in range(len(texts), 0, -1):
            found = self.words.phrases.get("_".join(texts[:length]))
            if found is not None:
                role, value = found
                if value.startswith(SIZE):
                    return Piece(part=Part.SIZE, first=at, end=at + length, size=value.partition(":")[2])
                part = Part.NOTE if role is Role.WISH else role
                return Piece(part=part, first=at, end=at + length)
        return None

    def _longer_product(self, at: int, end: int) -> bool:
        match = self.index.match(self.tokens, at)
        return match is not None and match.end >= end and match.exact

    # --- numbers ---------------------------------------------------------------------------------

    def _number(self, at: int, number: Number) -> Piece:
        end = number.end
        if note := self._number_note(at, end, number.value):
            return note
        pack = read_pack(self.tokens, end, number.value, self.words)
        if pack is not None:
            return Piece(part=Part.PACK, first=at, end=end + 1, pack=pack)
        # "ek paav": one quarter of a kilo.
        quarter = self.words.fractions.get(self._text(end), Fraction(0))
        if quarter == Fraction(1, 4) and self._text(end) not in {"quarter", "cuarto"}:
            end += 1 + (self._text(end + 1) in self.words.units)
            return Piece(part=Part.PACK, first=at, end=end, pack=Pack("g", number.value * 250))
        return Piece(part=Part.NUMBER, first=at, end=end, number=number.value)

    def _number_note(self, at: int, end: int, value: Fraction) -> Piece | None:  # noqa: PLR0911 - a table of rules
        before = self._before(at)
        if not value and self._role(end) is Role.NOUN:
            return self._through(at, end + 1, Part.NOTE)  # "zero ice"
        if self._mark(end) == "%":
            return self._through(at, end + 1 + (self._role(end + 1) is Role.NOUN), Part.NOTE)
        if self._mark(end) == ":" and self._is_digit(end + 1) and self.tokens[end].start == self.tokens[at].end:
            end += 2
            return self._through(at, end + (self._role(end) is Role.AFTER_NUMBER), Part.NOTE)
        after = self._phrase(end) if end < len(self.tokens) and self.tokens[end].kind is Kind.WORD else None
        if after is not None and after.part is Role.AFTER_NUMBER:
            if self._is_all_of_them(after):
                return None
            return self._through(at, after.end, Part.NOTE)
        timed = before is Role.BEFORE_TIME and not self._counts(end)
        if self._mark(at - 1) in {"$", "₹", "#"} or timed or before is Role.BEFORE_NUMBER:
            return self._through(at, end, Part.NOTE)
        if before is Role.TO and self._is_strange(end):
            while self._is_strange(end):
                end += 1
            return self._through(at, end, Part.NOTE)
        return self._through(at, end, Part.NOTE) if self._is_phone(at, end) else None

    def _is_all_of_them(self, after: Piece) -> bool:
        # "taro, two of them" counts; "two of them without ice" is about two of those that were counted.
        ends = not self._text(after.end)
        return ends and after.end - after.first > 1 and self._role(after.end - 2) is Role.OF

    def _is_phone(self, at: int, end: int) -> bool:
        token = self.tokens[at]
        return token.kind is Kind.NUMBER and len(token.text) >= _PHONE_DIGITS and not self._text(end)

    def _counts(self, at: int) -> bool:
        # "pick up 2 large taro" is no time of day.
        phrase = self._phrase(at) if self._text(at) else None
        sized = phrase is not None and phrase.part in {Part.SIZE, Role.CONTAINER}
        return bool(self._text(at)) and (sized or self.index.match(self.tokens, at) is not None)

    def _is_strange(self, at: int) -> bool:
        text = self._text(at)
        return bool(text) and text not in self.words.known and not self.index.resolve(text)[1]

    def _before(self, at: int) -> Role | Part | None:
        for length in range(3, 0, -1):
            if at >= length:
                phrase = self._phrase(at - length)
                if phrase is not None and phrase.end == at:
                    return phrase.part
        return None

    # --- wishes ----------------------------------------------------------------------------------

    def _wish(self, at: int, phrase: Piece) -> Piece:
        end = phrase.end
        if phrase.part not in {*_AMOUNTS, Role.NEGATION, Role.CONTRAST}:
            return phrase
        while self._role(end) in {*_AMOUNTS, Role.OF, Role.A}:
            end += 1
        if self._role(end) is Role.NOUN:
            match = self.index.match(self.tokens, end)
            negated = phrase.part not in _AMOUNTS
            if match is None or not match.exact or (negated and match.generic) or not negated:
                while self._role(end) is Role.NOUN:
                    end += 1
                note = self._through(at, end, Part.NOTE)
                sold = any(self.index.knows(self._text(place)) for place in range(phrase.end, end))
                return replace(note, weak=phrase.part is Role.MORE and sold)
        return phrase if phrase.part not in _AMOUNTS else self._through(at, phrase.end, Role.FILLER)

    def _is_wish(self, at: int, end: int) -> bool:
        # As in: sugar 50%.
        match = self.index.match(self.tokens, at)
        if match is not None and match.exact:
            return False
        if self._role(end) in {*_AMOUNTS, Role.DENIAL}:
            return True
        return self._is_digit(end) and self._mark(end + 1) == "%"

    def _is_preparation(self, at: int) -> bool:
        if self._role(at) is not Role.NOUN:
            return False
        match = self.index.match(self.tokens, at)
        return match is None or (len(match.words) == 1 and not match.exact)

    def _behind_wish(self, end: int) -> int:
        return end + 2 if self._is_digit(end) else end + 1

    def _loose(self, at: int) -> Piece:
        text = self.tokens[at].text
        if text in self.words.units:
            return Piece(part=Part.PACK, first=at, end=at + 1, pack=Pack(*_one(self.words.units[text])))
        if text in self.words.fractions:
            return Piece(part=Part.PACK, first=at, end=at + 1, pack=Pack("g", self.words.fractions[text] * 1000))
        size = self.words.size_like(text)
        if size:
            return Piece(part=Part.SIZE, first=at, end=at + 1, size=size, weak=True)
        return Piece(part=Part.WORD, first=at, end=at + 1)

    def _abbreviated(self, at: int) -> bool:
        # "2 reg. taro", "3 pkt. salt"
        word = self._text(at - 1)
        short = bool(word) and len(word) <= 4 and self.tokens[at - 1].end == self.tokens[at].start
        known = self.words.phrases.get(word, (None, ""))
        return short and (bool(known[1]) or known[0] is Role.CONTAINER or word in self.words.units)

    # --- looking around --------------------------------------------------------------------------

    def _through(self, first: int, end: int, part: Part | Role) -> Piece:
        return Piece(part=part, first=first, end=min(end, len(self.tokens)))

    def _text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) and self.tokens[at].kind is Kind.WORD else ""

    def _mark(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) and self.tokens[at].kind is Kind.MARK else ""

    def _is_digit(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].kind is Kind.NUMBER

    def _role(self, at: int) -> Role | Part | None:
        return self.words.role(self._text(at))


def _one(unit: tuple[str, int]) -> tuple[str, Fraction]:
    return unit[0], Fraction(unit[1])


def _list_numbers(tokens: Sequence[Token]) -> frozenset[int]:
    # "1. taro" / "2) waffle" at the beginning of lines count the lines, when they count from 1 and there are several.
    found: list[int] = []
    for at, token in enumerate(tokens[:-1]):
        starts_line = at == 0 or tokens[at - 1].kind is Kind.LINE
        if starts_line and token.value is not None and tokens[at + 1].text in {".", ")"}:
            found.append(at)
    counted = [int(tokens[at].value or 0) for at in found]
    return frozenset(found) if len(found) > 1 and counted == list(range(1, len(found) + 1)) else frozenset()
