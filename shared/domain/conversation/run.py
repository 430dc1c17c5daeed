"""One run of pieces, what stands between two breaks, read from left to right."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from shared.domain.conversation.items import Item
from shared.domain.conversation.matching import Match
from shared.domain.conversation.pieces import Part, Piece
from shared.domain.conversation.turns import Turns
from shared.domain.conversation.words import Role

#: How many pieces ahead a word is understood by; nobody's order needs more.
_AHEAD = 16
_QUANTITY = frozenset({Part.NUMBER, Part.PACK})
_BEFORE_GOODS = _QUANTITY | {Part.SIZE, Role.A, Role.OF, Role.CONTAINER, Role.TIMES}
_GOODS = frozenset({Part.PRODUCT, Role.OTHER_GOODS})


class Run(Turns):
    """One run. A new item begins where the words say so; what stands alone is put in its place afterwards."""

    def read(self) -> None:
        """Add the run's items to what was gathered."""
        stance = self.stance
        for at, piece in enumerate(self.run):
            if at >= self.passed_until:
                self._take(at, piece)
        self._close()
        kept = [item for item in self.made if not item.empty]
        if kept:
            kept[0].joined = stance.joined
        self.got.items += kept
        # What is refused or corrected ends with the run it was said about, unless nothing was said yet.
        if any(item.match for item in kept) and (kept[-1].match or kept[-1].strange):
            stance.refusing = stance.correcting = False
        if stance.denied:
            stance.correcting, stance.denied = True, False

    def _take(self, at: int, piece: Piece) -> None:
        if (read := self._readers.get(piece.part)) is not None:
            read(self, at, piece)
        elif isinstance(piece.part, Role) and (turn := self._turning.get(piece.part)) is not None:
            turn(self, at, piece)
        if self.stance.swapping and self.stance.refusing and self._ends_swap(piece):
            self._close()
            self.stance.refusing = False
            self.item = self.stance.item()

    # --- quantities ------------------------------------------------------------------------------

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
                item.vague = True  # "2-3 waffles"
                return
        self.item.number, self.item.weak = piece.number, False
        self.item.number_at = (piece.first, piece.end)
        self.item.reach(piece)

    def _pack(self, at: int, piece: Piece) -> None:
        item = self.item
        if self.or_pending and item.pack:
            item.pack, self.or_pending = None, False  # "5 kg or 10 kg"
            item.reach(piece)
            return
        if item.pack or (item.match and self._next(at) in _GOODS and not self.trailing):
            self._close()
        self.item.pack = piece.pack
        self.item.reach(piece)

    def _size(self, at: int, piece: Piece) -> None:
        item = self.item
        if item.match and item.size and (item.other or self.or_pending):
            self._size_or(at, piece)
            return
        if item.match and (item.size or (self._next(at) in _GOODS and self.size_first)):
            self._close()
        if not self.item.size:
            self.item.size = piece.size
        self.item.reach(piece)

    def _size_or(self, at: int, piece: Piece) -> None:
        if self.item.size == piece.size:
            self.item.reach(piece)  # "a large taro or a large mango"
        elif self._next(at) in _GOODS:
            self._close()
            self.item.size = piece.size
            self.item.reach(piece)
        else:
            self.item.size, self.or_pending = "?", False  # "large or regular"

    def _article(self, at: int, piece: Piece) -> None:
        if self.or_pending and self.item.match:
            return  # "a taro or a mango"
        timed = at + 1 < len(self.run) and self.run[at + 1].part is Role.AFTER_NUMBER  # "an hour ago"
        sized = self.item.match is None and self._next(at) is Part.SIZE
        if timed or not (sized or self._product_follows(at)):
            return
        if self.item.match:
            self._close()
        if self.item.number is None:
            self.item.number, self.item.weak = Fraction(1), True
            self.item.reach(piece)

    def _again(self, at: int, piece: Piece) -> None:
        if self.item.match and self.item.number is None and self._product_follows(at):
            self.item.number = Fraction(1)  # "chawal ek aur ghee do": one of the first, and another product
            self._close()
            return
        if self.item.match:
            self._close()
        self.item.again, self.item.number = True, self.item.number or Fraction(1)
        self.item.reach(piece)

    def _container(self, _: int, __: Piece) -> None:
        self.item.container = True

    def _vague(self, _: int, __: Piece) -> None:
        if not self.item.match:
            self.item.vague = True

    def _for_all(self, _: int, __: Piece) -> None:
        if self.item.number is not None and not self.item.match:
            self.item.for_all = True  # "2 packets each of salt and masala"
            self._close()
            return
        self._close()
        self.item.for_all = True

    # --- goods -----------------------------------------------------------------------------------

    def _product(self, at: int, piece: Piece) -> None:
        item = self.item
        if item.match and item.match.generic and not item.match.exact and self.run[at - 1].part is Role.OF:
            item.match = piece.match  # "dos tes grandes de taro": the tea was no drink of its own
            item.reach(piece)
            return
        if item.match and piece.match and self._narrows(item.match, piece):
            item.match = piece.match
            item.reach(piece)
            return
        if item.match and self.or_pending:
            item.other, self.or_pending = piece.match, False
            item.reach(piece)
            return
        if item.match or (item.strange and item.goods and self.item.end != piece.first):
            self._close()
        self.item.match, self.item.product_at = piece.match, piece.first
        self.item.definite = piece.first > 0 and self.stance.texts[piece.first - 1] in self.stance.definite
        self.item.reach(piece)

    def _narrows(self, named: Match, piece: Piece) -> bool:
        # As in "dal (toor)", where the second says which.
        opened = piece.first > 0 and self.stance.texts[piece.first - 1] == "("
        return opened and piece.match is not None and set(piece.match.skus) < set(named.skus)

    def _other_goods(self, at: int, piece: Piece) -> None:
        item = self.item
        of = at > 0 and self.run[at - 1].part is Role.OF
        if item.match and not of:
            if item.beside is None and at > 0 and self.run[at - 1].part is Role.WITH:
                item.notes.append((piece.first, piece.end))
                return
            if item.end == piece.first and self.run[at - 1].match:
                item.goods = True  # a "mango lassi" is no mango
                item.strange += range(piece.first, piece.end)
                item.reach(piece)
                return
            self._close()
        self.item.goods = True
        self.item.strange += range(piece.first, piece.end)
        self.item.reach(piece)

    def _word(self, _: int, piece: Piece) -> None:
        item = self.item
        item.strange.append(piece.first)
        if item.number is not None or item.match is not None:
            item.reach(piece)

    def _wish(self, _: int, piece: Piece) -> None:
        (self.item.notes if self.item.match else self.got.notes).append((piece.first, piece.end))

    def _with(self, _: int, __: Piece) -> None:
        if self.item.for_all and self.made:
            self.item = self.stance.item()  # "2 taros, each with pudding"
            self.item.beside = self.made[-1]
        elif self.item.match and not self.stance.swapping:
            self._close()
            self.item.beside = self.made[-1]

    def _or(self, _: int, __: Piece) -> None:
        self.or_pending = True

    # --- where it goes ---------------------------------------------------------------------------

    def _place(self, at: int, _: Piece) -> None:
        end = at + 1
        while end < len(self.run) and not self._sold(end):
            end += 1
        if end > at + 1 or self.run[at].end - self.run[at].first > 1:
            self.got.notes.append((self.run[at].first, self.run[end - 1].end))
        self.passed_until = end

    def _sold(self, at: int) -> bool:
        for piece in self.run[at : at + _AHEAD]:
            if piece.part is Part.PRODUCT:
                return True
            if piece.part not in _BEFORE_GOODS:
                return False
        return False

    #: What each part of a message does to the run.
    _readers = MappingProxyType(
        {
            Part.NUMBER: _number,
            Part.PACK: _pack,
            Part.SIZE: _size,
            Part.PRODUCT: _product,
            Part.WORD: _word,
            Part.NOTE: _wish,
            Role.NOUN: _wish,
            Role.OTHER_GOODS: _other_goods,
            Role.A: _article,
            Role.AGAIN: _again,
            Role.CONTAINER: _container,
            Role.VAGUE: _vague,
            Role.ALL: _for_all,
            Role.WITH: _with,
            Role.OR: _or,
            Role.PLACE: _place,
        }
    )
