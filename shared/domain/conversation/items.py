"""Pieces put together: which number, size, pack and wish belong to which product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from shared.domain.conversation.matching import Match
from shared.domain.conversation.packs import Pack
from shared.domain.conversation.pieces import BREAKS, Part, Piece
from shared.domain.conversation.words import Role

#: How many pieces ahead a word is understood by; nobody's order needs more.
_AHEAD = 16
_QUANTITY = frozenset({Part.NUMBER, Part.PACK})
_BEFORE_GOODS = _QUANTITY | {Part.SIZE, Role.A, Role.OF, Role.CONTAINER, Role.TIMES}
_GOODS = frozenset({Part.PRODUCT, Role.OTHER_GOODS})


@dataclass
class Item:
    """Something wanted, as far as it was said. ``first`` and ``end`` are tokens, None until something was said."""

    number: Fraction | None = None
    weak: bool = False
    vague: bool = False
    size: str = ""
    pack: Pack | None = None
    match: Match | None = None
    notes: list[tuple[int, int]] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    goods: bool = False
    container: bool = False
    refused: bool = False
    again: bool = False
    for_all: bool = False
    corrects: bool = False
    beside: Item | None = None
    other: Match | None = None
    joined: Part | Role | None = None
    sentence: int = 0
    run: int = 0
    first: int = -1
    end: int = -1

    def reach(self, piece: Piece) -> None:
        """Let the item span this piece too."""
        self.first = piece.first if self.first < 0 else min(self.first, piece.first)
        self.end = max(self.end, piece.end)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was said."""
        return not (
            self.match or self.strange or self.goods or self.size or self.pack or self.number is not None or self.again
        )

    @property
    def said(self) -> bool:
        """Whether a quantity, a size or a pack was said, so that it can hardly be a mere mention."""
        return bool((self.number is not None and not self.weak) or self.size or self.pack or self.again)


@dataclass
class Gathered:
    """All items of a message, in order; ``notes`` are token spans that belong to the order as a whole."""

    items: list[Item] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    stray: int = 0
    begins_with_correction: bool = False


class Gatherer:
    """Walks over the pieces once, one run (what stands between two breaks) after the other."""

    def __init__(self, pieces: Sequence[Piece], becomes: frozenset[str], texts: Sequence[str]) -> None:
        self.pieces = pieces
        self.becomes = becomes
        self.texts = texts
        self.got = Gathered()
        self.correcting = False
        self.denied = False
        self.refusing = False
        self.swapping = False
        self.sentence = 0
        self.joined: Part | Role | None = None
        self.runs = 0

    def gathered(self) -> Gathered:
        """Read everything."""
        start = 0
        for place, piece in enumerate([*self.pieces, None]):
            if piece is None or piece.part in BREAKS:
                self._run(self.pieces[start:place])
                start = place + 1
                if piece is not None:
                    self._break(piece)
        return self.got

    def _break(self, piece: Piece) -> None:
        self.joined = piece.part
        if piece.part in {Part.LINE, Part.END}:
            self.sentence += piece.part is Part.END or 1
            self.refusing = self.swapping = False
            if piece.part is Part.LINE:
                self.correcting = False

    def _run(self, run: Sequence[Piece]) -> None:
        if not run:
            return
        self.runs += 1
        _Run(self, run).read()


class _Run:
    """One run. A new item begins where the words say so; what stands alone is put in its place afterwards."""

    def __init__(self, owner: Gatherer, run: Sequence[Piece]) -> None:
        self.owner, self.run, self.got = owner, run, owner.got
        core = [piece.part for piece in run if piece.part in _QUANTITY | _GOODS]
        self.trailing = bool(core) and core[0] in _GOODS and core[-1] in _QUANTITY
        first_goods = next((at for at, piece in enumerate(run) if piece.part in _GOODS), len(run))
        self.size_first = any(piece.part is Part.SIZE for piece in run[:first_goods])
        self.item = self._new()
        self.made: list[Item] = []
        self.place_until = -1
        self.or_pending = False

    def read(self) -> None:
        owner = self.owner
        for at, piece in enumerate(self.run):
            if at < self.place_until:
                continue
            self._take(at, piece)
        self._close()
        kept = [item for item in self.made if not item.empty]
        if kept:
            kept[0].joined = owner.joined
        self.got.items += kept
        # What is refused or corrected ends with the run it was said about, unless nothing was said yet.
        if any(item.match for item in kept) and (kept[-1].match or kept[-1].strange):
            owner.refusing = owner.correcting = False
        if owner.denied:
            owner.correcting, owner.denied = True, False

    def _new(self) -> Item:
        owner = self.owner
        return Item(
            sentence=owner.sentence,
            run=owner.runs,
            corrects=owner.correcting,
            refused=owner.refusing,
        )

    def _close(self) -> None:
        if not self.item.empty:
            self.made.append(self.item)
        self.item = self._new()

    def _next(self, at: int, *, over: frozenset[Part | Role] = frozenset()) -> Part | Role | None:
        for piece in self.run[at + 1 : at + _AHEAD]:
            if piece.part in _QUANTITY | _GOODS | {Part.SIZE, Part.WORD} and piece.part not in over:
                return piece.part
        return None

    def _product_follows(self, at: int) -> bool:
        for piece in self.run[at + 1 : at + _AHEAD]:
            if piece.part in _GOODS or piece.part is Part.WORD:
                return True
            if piece.part in _QUANTITY and piece.part is not Part.PACK:
                return False
        return False

    def _take(self, at: int, piece: Piece) -> None:  # noqa: C901, PLR0912, PLR0915 - one branch per part, in one place to read
        owner, item = self.owner, self.item
        part = piece.part
        if part is Part.NUMBER:
            self._number(at, piece)
        elif part is Part.PACK:
            if (item.match and (item.pack or (self._next(at) in _GOODS and not self.trailing))) or (item.pack):
                self._close()
            self.item.pack = piece.pack
            self.item.reach(piece)
        elif part is Part.SIZE:
            self._size(at, piece)
        elif part is Part.PRODUCT:
            self._product(at, piece)
        elif part is Role.OTHER_GOODS:
            self._other_goods(at, piece)
        elif part is Part.WORD:
            self._word(piece)
        elif part in {Part.NOTE, Role.NOUN}:
            (item.notes if item.match else self.got.notes).append((piece.first, piece.end))
        elif part is Role.A:
            if not (item.match or item.number is not None) or self._product_follows(at):
                if item.match:
                    self._close()
                if self.item.number is None and self._product_follows(at):
                    self.item.number, self.item.weak = Fraction(1), True
                    self.item.reach(piece)
        elif part is Role.AGAIN:
            if item.match:
                self._close()
            self.item.again, self.item.number = True, self.item.number or Fraction(1)
            self.item.reach(piece)
        elif part is Role.CONTAINER:
            item.container = True
        elif part is Role.VAGUE:
            if not item.match:
                item.vague = True
        elif part is Role.ALL:
            self._close()
            self.item.for_all = True
        elif part is Role.NEGATION:
            self._negation(at)
        elif part is Role.REFUSAL:
            self._refusal()
        elif part is Role.DENIAL and self.item.match and at == len(self.run) - 1:
            self.item.refused = True
            self._close()
            owner.correcting = owner.denied = True
        elif part in {Role.CORRECTION, Role.DENIAL}:
            self._correction(at)
        elif part is Role.REMOVE:
            self._close()
            owner.refusing = True
            self.item = self._new()
        elif part is Role.INSTEAD:
            self._close()
            self.item.refused = True
        elif part is Role.REPLACED:
            if item.match:
                item.refused = True
            self._close()
        elif part is Role.SWAP:
            self._close()
            owner.refusing = owner.swapping = True
            self.item = self._new()
        elif part is Role.OR:
            self.or_pending = True
        elif part is Role.PLACE:
            self._place(at)
        if part is Role.WITH and item.match and not owner.swapping:
            self._close()
            self.item.beside = self.made[-1]
        if owner.swapping and owner.refusing and self._ends_swap(piece):
            self._close()
            owner.refusing = False
            self.item = self._new()

    def _ends_swap(self, piece: Piece) -> bool:
        return (self.item.match is not None or any(one.refused for one in self.made)) and self.owner.texts[
            piece.first
        ] in self.owner.becomes

    def _number(self, at: int, piece: Piece) -> None:
        item = self.item
        if self.or_pending and item.number is not None and not item.match:
            item.vague, self.or_pending = True, False
            return
        has_goods = bool(item.match or item.strange)
        if has_goods:
            leads = item.number is not None or (self._product_follows(at) and not self.trailing)
            if leads and not (item.weak and not self._product_follows(at) and item.number == 1):
                self._close()
        elif item.number is not None and not item.weak:
            if item.size:
                self._close()
            elif item.number == piece.number:
                self.made.append(Item(number=piece.number, for_all=True))  # "do do packet": two of each
            else:
                item.vague = True
        self.item.number, self.item.weak = piece.number, False
        self.item.reach(piece)

    def _size(self, at: int, piece: Piece) -> None:
        item = self.item
        if item.match and (item.size or (self._next(at) in _GOODS and self.size_first)):
            self._close()
        if not self.item.size:
            self.item.size = piece.size
        self.item.reach(piece)

    def _product(self, at: int, piece: Piece) -> None:
        item = self.item
        if item.match and item.match.generic and not item.match.exact and self.run[at - 1].part is Role.OF:
            item.match = piece.match  # "dos tes grandes de taro": the tea was no drink of its own
            item.reach(piece)
            return
        if item.match and self.or_pending:
            item.other, self.or_pending = piece.match, False
            item.reach(piece)
            return
        if item.match or (item.strange and item.goods and not self._touches(piece)):
            self._close()
        self.item.match = piece.match
        self.item.reach(piece)

    def _touches(self, piece: Piece) -> bool:
        return self.item.end == piece.first

    def _other_goods(self, at: int, piece: Piece) -> None:
        item = self.item
        of = at > 0 and self.run[at - 1].part is Role.OF
        if item.match and not of:
            if item.beside is None and at > 0 and self.run[at - 1].part is Role.WITH:
                item.notes.append((piece.first, piece.end))
                return
            self._close()
        self.item.goods = True
        self.item.strange += range(piece.first, piece.end)
        self.item.reach(piece)

    def _word(self, piece: Piece) -> None:
        item = self.item
        item.strange.append(piece.first)
        if item.number is not None or item.match is not None:
            item.reach(piece)

    def _negation(self, at: int) -> None:
        owner = self.owner
        after_number = at > 0 and self.run[at - 1].part is Part.NUMBER
        if after_number and self._next(at) is None and self.item.match:
            return  # "chawal 2 no": "no" is short for numbers
        following = self._next(at)
        if following in {None, Part.NUMBER} and self.item.match is None and (self.got.items or self.made):
            owner.correcting = True
            self.item = self._new()
            return
        if following is Part.NUMBER:
            self._close()
            owner.correcting = True
            self.item = self._new()
            return
        self._close()
        self.item.refused = True

    def _refusal(self) -> None:
        if self.item.match:
            self.item.refused = True
            self._close()
        elif self.made and self.made[-1].match:
            self.made[-1].refused = True

    def _correction(self, at: int) -> None:
        if not (self.got.items or self.made or self.item.match):
            self.got.begins_with_correction = True
        if self._next(at) is None and self.item.match is None and not self.item.empty:
            self.item.corrects = True  # "teen kar do": the number stands before the verb
            return
        if self._next(at) is None and at == len(self.run) - 1 and self.item.match and at > 0:
            # "namak 3 kar do" after something was ordered corrects it; alone it is an order.
            self.item.corrects = bool(self.got.items)
            return
        self._close()
        self.owner.correcting = True
        self.item = self._new()

    def _place(self, at: int) -> None:
        end = at + 1
        while end < len(self.run) and not self._sold(end):
            end += 1
        if end > at + 1 or self.run[at].end - self.run[at].first > 1:
            self.got.notes.append((self.run[at].first, self.run[end - 1].end))
        self.place_until = end

    def _sold(self, at: int) -> bool:
        for piece in self.run[at : at + _AHEAD]:
            if piece.part is Part.PRODUCT:
                return True
            if piece.part not in _BEFORE_GOODS:
                return False
        return False
