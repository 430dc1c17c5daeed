"""One message while it is read: what was gathered from it, decided line by line, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from shared.domain.catalog import MOST_OF_ONE_LINE
from shared.domain.conversation.gather import gathered
from shared.domain.conversation.items import Gathered, Item
from shared.domain.conversation.kinds import MessageKind, Ordered, cues_in, decide
from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.matching import Match, ProductIndex
from shared.domain.conversation.meant import meant
from shared.domain.conversation.packs import packs_for
from shared.domain.conversation.pieces import Part, Piece, Reader
from shared.domain.conversation.result import Line, Parse, Unclear
from shared.domain.conversation.settle import Settled, settle
from shared.domain.conversation.surety import plainly_said
from shared.domain.conversation.tokens import LARGEST_NUMBER, LONGEST_TEXT, Kind, tokenize
from shared.domain.conversation.words import Role

_UNSURE = 0.8
_NOT_PLAIN = 0.84
_EXACT = 0.98
#: More of one thing than this is read back as unusual, though it may be right.
_MANY = 30


_COUNTING = frozenset({Role.TIMES, Role.CONTAINER, Role.OF, Part.SIZE})
_HAD = frozenset({("to", "my"), ("in", "my"), ("on", "my"), ("to", "the"), ("a", "mi"), ("en", "mi"), ("to", "our")})


class Reading:
    """One message while it is read."""

    def __init__(self, text: str, words: Lexicon, index: ProductIndex) -> None:
        self.text, self.words, self.index = text, words, index
        self.tokens, self.slipped = meant(tokenize(text), words, index)
        self.pieces: list[Piece] = list(Reader(self.tokens, words, index).pieces())
        texts = [token.text for token in self.tokens]
        self.got: Gathered = gathered(self.pieces, words, texts)
        self.settled: Settled = settle(self.got)
        self.cues = cues_in(self.tokens, self.pieces, words)
        self.lines: list[Line] = []
        self.unclear: list[Unclear] = []
        self.unknown: list[str] = []
        self.notes: list[str] = [self._said(first, end) for first, end in self.got.notes]
        self.certainty = _EXACT

    def parse(self) -> Parse:
        """What it says."""
        self._forget_what_is_said_about_the_message()
        wanted = [item for item in self.settled.wanted if self._is_meant(item) or self._is_unknown(item)]
        kind, sure = self._kind(wanted)
        if self.slipped or not plainly_said(self.pieces, self.cues, wanted, spare=self._spare()):
            self.certainty = min(self.certainty, _NOT_PLAIN)
        if kind not in {MessageKind.ORDER, MessageKind.CHANGE}:
            if any(item.match and item.said for item in wanted):
                sure = min(sure, _NOT_PLAIN)
            return Parse(kind=kind, confidence=round(self._shortened(sure), 2), notes=tuple(filter(None, self.notes)))
        wanted = [item for item in wanted if not self._is_asked_about(item, wanted)]
        for item in wanted:
            if not (kind is MessageKind.CHANGE and self._is_had(item)):
                self._resolve(item)
        for item in self.settled.wanted:
            if item not in wanted and (strange := self._strange(item)):
                self.notes.append(strange)
                self.certainty *= 0.9
        removed = dict.fromkeys(sku for item in self.settled.refused if item.match for sku in item.match.skus)
        return Parse(
            kind=kind,
            confidence=round(self._confidence(kind, sure), 2),
            lines=_merged(self.lines),
            unclear=tuple(self.unclear),
            unknown=tuple(self.unknown),
            notes=tuple(filter(None, self.notes)),
            removed=tuple(removed),
        )

    def _forget_what_is_said_about_the_message(self) -> None:
        # "ek namak aur badha do": what says that this is a change is no product nobody knows.
        said = {
            at
            for cue in self.cues
            if (len(cue.phrase) > 1 or cue.kind == "change") and "@" not in cue.phrase
            for at in range(cue.first, cue.end)
        }
        for item in self.settled.wanted:
            if not item.goods:
                item.strange = [at for at in item.strange if at not in said]

    def _spare(self) -> frozenset[int]:
        numbers = {at for piece in self.pieces if piece.part is Part.NUMBER for at in range(piece.first, piece.end)}
        could_be = (at for at, token in enumerate(self.tokens) if token.text in self.words.verb_numbers)
        return frozenset(could_be) - numbers

    # --- kind and confidence ---------------------------------------------------------------------

    def _kind(self, wanted: Sequence[Item]) -> tuple[MessageKind, float]:
        real = [item for item in wanted if item.match]
        placed = [item for item in wanted if item.first >= 0]
        ordered = Ordered(
            sentences=frozenset(item.sentence for item in real),
            first=min((item.first for item in placed), default=-1) if real else -1,
            end=max((item.end for item in placed), default=-1),
            explicit=any(item.said for item in wanted),
            again=bool(real) and real[0].again,
            refused=any(item.match for item in self.settled.refused),
            replaced=any(piece.part in {Role.INSTEAD, Role.REPLACED, Role.SWAP} for piece in self.pieces),
            asked_for=any(piece.part is Role.WANT and not self._in_question(piece) for piece in self.pieces),
            begins_with_correction=self.got.begins_with_correction,
            strange=bool(wanted),
            loose=bool(self.settled.loose),
            mentioned=any(cue.kind == "mention" for cue in self.cues),
        )
        return decide(self.cues, ordered, self.tokens, self.words)

    def _in_question(self, piece: Piece) -> bool:
        # The "have" of "do you have" asks for nothing.
        return any(
            cue.kind in {"question", "status", "menu", "complaint"} and cue.first <= piece.first < cue.end
            for cue in self.cues
        )

    def _confidence(self, kind: MessageKind, sure: float) -> float:
        # What a change is applied to is not in the text: it is always read back.
        certainty = min(self.certainty * sure, _NOT_PLAIN) if kind is MessageKind.CHANGE else self.certainty
        if self.unknown or any(cue.kind == "begin" for cue in self.cues if cue.phrase in self.words.repeating):
            certainty = min(certainty, 0.6)
        if self.unclear:
            certainty = min(certainty, _UNSURE)
        if self.settled.loose or self.settled.corrected or not (self.lines or self.unclear or self.unknown):
            certainty = min(certainty, _UNSURE)
        return self._shortened(certainty)

    def _shortened(self, certainty: float) -> float:
        return min(certainty, 0.5) if len(self.text) > LONGEST_TEXT else certainty

    # --- one item --------------------------------------------------------------------------------

    def _is_meant(self, item: Item) -> bool:
        # "my tea tastes weird": a word that any drink may have orders nothing, unless it is counted or all there is.
        match = item.match
        if match is None:
            return False
        spoken = [token for token in self.tokens if token.kind is Kind.WORD]
        return not match.generic or match.exact or item.said or item.weak or len(spoken) <= 2

    def _is_asked_about(self, item: Item, wanted: Sequence[Item]) -> bool:
        # "do you have mochi? also 2 large mangos": one sentence asks, another orders.
        if item.said or item.number is not None:
            return False
        asking = {cue.sentence for cue in self.cues if cue.kind == "question"}
        return item.sentence in asking and any(one.said and one.sentence not in asking for one in wanted)

    def _is_had(self, item: Item) -> bool:
        # "add boba to my taro": the taro was ordered before.
        texts = [token.text for token in self.tokens[max(0, item.first - 2) : item.first + 2]]
        return not item.said and any(pair in _HAD for pair in pairwise(texts))

    def _is_unknown(self, item: Item) -> bool:
        if not item.strange:
            return False
        if item.goods or (item.number is not None and not item.weak and self._is_counted(item)):
            return True
        if item.pack is not None and not item.match:
            return True
        if item.weak and any(piece.part is Role.WANT for piece in self.pieces):
            return True
        return item.joined is Role.AND and len(item.strange) <= 3 and any(one.match for one in self.settled.wanted)

    def _is_counted(self, item: Item) -> bool:
        # "2 kachori", "kachori: 2"; but nothing is counted in "ill be there in 20".
        first, end = item.number_at
        before = [at for at in item.strange if at < first]
        if first < 0 or not before:
            return True
        between = self._parts_between(before[-1] + 1, first)
        return any(at >= end for at in item.strange) or all(part in _COUNTING for part in between)

    def _parts_between(self, first: int, end: int) -> list[Part | Role]:
        return [piece.part for piece in self.pieces if first <= piece.first < end]

    def _resolve(self, item: Item) -> None:
        match = item.match
        if match is None or (item.strange and (item.goods or self._is_half_a_name(item, match))):
            self.unknown.append(self._span(item))
            return
        if item.strange:
            self.certainty = min(self.certainty, 0.6)
        self.certainty *= match.certainty
        skus = match.skus if item.other is None else tuple(dict.fromkeys(match.skus + item.other.skus))
        skus = self._by_size(item, skus)
        skus, count, decided = self._by_pack(item, skus)
        number = item.number
        if number is None and item.beside is not None:
            number = item.beside.number
            self.certainty = min(self.certainty, _UNSURE) if number and number != 1 else self.certainty
        quantity = (Fraction(1) if number is None else number) * count
        whole = quantity.denominator == 1 and 1 <= quantity <= MOST_OF_ONE_LINE
        if len(skus) == 1 and whole and decided and not item.other and not self._unsaid(item):
            self.lines.append(Line(sku=skus[0], quantity=int(quantity), note=self._note(item)))
            self._look_twice(item, skus[0], int(quantity))
        else:
            asked = int(quantity) if quantity.denominator == 1 and quantity >= 1 else 1
            self.unclear.append(Unclear(text=self._span(item), quantity=min(asked, LARGEST_NUMBER), candidates=skus))

    def _is_half_a_name(self, item: Item, match: Match) -> bool:
        # "egg tarts" are neither egg waffles nor egg puddings, and "passion fruit tea" is no tea we have.
        begins = item.product_at
        if match.exact:
            return begins - 1 in item.strange and self.index.any_may_have(match.words)
        return match.end in item.strange or begins - 1 in item.strange or (match.generic and min(item.strange) < begins)

    def _unsaid(self, item: Item) -> bool:
        # "2 or 3 waffles" is a number for the customer to choose.
        return item.vague and item.number is not None

    def _by_size(self, item: Item, skus: tuple[str, ...]) -> tuple[str, ...]:
        sized = [sku for sku in skus if self.index.products[sku].size]
        if item.pack and item.pack.unit == "ml" and sized and not item.size:
            # "2 L taro": no tea comes in litres.
            item.size, item.number, item.pack = "large", item.number or item.pack.spoken, None
        if not item.size:
            return skus
        fitting = tuple(sku for sku in sized if self.index.products[sku].size == item.size)
        if not fitting:
            self.certainty = min(self.certainty, _UNSURE)
        return fitting or skus

    def _by_pack(self, item: Item, skus: tuple[str, ...]) -> tuple[tuple[str, ...], int, bool]:
        if item.pack is None:
            return skus, 1, True
        family = tuple(dict.fromkeys(sku for one in (item.match, item.other) if one for sku in one.family))
        found = packs_for(item.pack, (self.index.products[sku] for sku in family), self.words)
        if found is None or (not found.exact and item.number is not None and item.container):
            return (family if found is None else found.skus), 1, False
        if not found.exact and not found.only:
            self.certainty = min(self.certainty, _UNSURE)
        elif item.match and item.match.certainty == 0.8:
            self.certainty /= 0.8
        return found.skus, found.count, True

    def _look_twice(self, item: Item, sku: str, quantity: int) -> None:
        named = {int(token.value) for token in tokenize(self.index.products[sku].name) if token.value is not None}
        packed = self.index.products[sku].pack in {None, "pack", "carton"}
        if quantity > 1 and quantity in named and packed and not item.container:
            self.certainty = min(self.certainty, _UNSURE)  # six mochi, or one box of six?
        if quantity > _MANY or item.vague:
            self.certainty = min(self.certainty, _UNSURE)

    # --- the customer's own words ----------------------------------------------------------------

    def _note(self, item: Item) -> str:
        spans = [self._said(first, end) for first, end in item.notes]
        return ", ".join(filter(None, [*spans, self._strange(item)]))

    def _strange(self, item: Item) -> str:
        return " ".join(self._said(at, at + 1) for at in item.strange)

    def _span(self, item: Item) -> str:
        places = [*item.strange, *((item.first, item.end - 1) if item.first >= 0 else ())]
        return self._said(min(places), max(places) + 1) if places else ""

    def _said(self, first: int, end: int) -> str:
        return " ".join(self.text[self.tokens[first].start : self.tokens[end - 1].end].split())


def _merged(lines: Sequence[Line]) -> tuple[Line, ...]:
    merged: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.sku, line.note)
        merged[key] = min(MOST_OF_ONE_LINE, merged.get(key, 0) + line.quantity)
    return tuple(Line(sku=sku, quantity=quantity, note=note) for (sku, note), quantity in merged.items())
