"""What a run takes back: things that are not wanted, or wanted otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from shared.domain.conversation.items import Item, Stance
from shared.domain.conversation.pieces import Part, Piece
from shared.domain.conversation.words import Role

#: How many pieces ahead a word is understood by; nobody's order needs more.
_AHEAD = 16
_QUANTITY = frozenset({Part.NUMBER, Part.PACK})
_BEFORE_GOODS = _QUANTITY | {Part.SIZE, Role.A, Role.OF, Role.CONTAINER, Role.TIMES}
_GOODS = frozenset({Part.PRODUCT, Role.OTHER_GOODS})


class Turns:
    """The part of a run that turns what was said around; `Run` reads everything else."""

    def __init__(self, stance: Stance, run: Sequence[Piece]) -> None:
        self.stance, self.run, self.got = stance, run, stance.got
        core = [piece.part for piece in run if piece.part in _QUANTITY | _GOODS]
        self.trailing = bool(core) and core[0] in _GOODS and core[-1] in _QUANTITY
        first_goods = next((at for at, piece in enumerate(run) if piece.part in _GOODS), len(run))
        self.size_first = any(piece.part is Part.SIZE for piece in run[:first_goods])
        self.item = stance.item()
        self.made: list[Item] = []
        self.passed_until = -1
        self.or_pending = False

    def _ends_swap(self, piece: Piece) -> bool:
        refused = self.item.match is not None or any(one.refused for one in self.made)
        return refused and self.stance.texts[piece.first] in self.stance.becomes

    def _close(self) -> None:
        if not self.item.empty:
            self.made.append(self.item)
        self.item = self.stance.item()

    def _next(self, at: int) -> Part | Role | None:
        for piece in self.run[at + 1 : at + _AHEAD]:
            if piece.part in _QUANTITY | _GOODS | {Part.SIZE, Part.WORD}:
                return piece.part
        return None

    def _product_follows(self, at: int) -> bool:
        for piece in self.run[at + 1 : at + _AHEAD]:
            if piece.part in _GOODS or piece.part is Part.WORD:
                return True
            if piece.part in _QUANTITY and piece.part is not Part.PACK:
                return False
        return False

    # --- what is not wanted, or wanted otherwise -------------------------------------------------

    def _negation(self, at: int, _: Piece) -> None:
        stance = self.stance
        after_number = at > 0 and self.run[at - 1].part is Part.NUMBER
        if after_number and self._next(at) is None and self.item.match:
            return  # "chawal 2 no": "no" is short for numbers
        following = self._next(at)
        if following is None and self.item.match and at == len(self.run) - 1:
            self._denial(at, _)  # "dos grandes no, tres"
            return
        if following in {None, Part.NUMBER} and self.item.match is None and (self.got.items or self.made):
            stance.correcting = True
            self.item = stance.item()
            return
        if following is Part.NUMBER:
            self._close()
            stance.correcting = True
            self.item = stance.item()
            return
        self._close()
        self.item.refused = True

    def _contrast(self, at: int, piece: Piece) -> None:
        # "3 not 2 waffles", "large not regular": what was said holds, what follows is passed over.
        end = at + 1
        while end < len(self.run) and self.run[end].part in _QUANTITY | {Part.SIZE}:
            end += 1
        if end == at + 1 or self.item.empty:
            self._negation(at, piece)
            return
        same = end < len(self.run) and self.item.match and self._names_again(self.run[end])
        self.passed_until = end + bool(same)

    def _names_again(self, piece: Piece) -> bool:
        mine, other = self.item.match, piece.match
        return mine is not None and other is not None and mine.family == other.family

    def _refusal(self, _: int, __: Piece) -> None:
        if self.item.match:
            self.item.refused = True
            self._close()
        elif self.made and self.made[-1].match:
            self.made[-1].refused = True

    def _denial(self, at: int, piece: Piece) -> None:
        if self.item.match and at == len(self.run) - 1:
            self.item.refused = True
            self._close()
            self.stance.correcting = self.stance.denied = True
            return
        self._correction(at, piece)

    def _correction(self, at: int, _: Piece) -> None:
        if not (self.got.items or self.made or self.item.match):
            self.got.begins_with_correction = True
        if self._next(at) is None and self.item.match is None and not self.item.empty:
            self.item.corrects = True  # "teen kar do": the number stands before the verb
            return
        if self._next(at) is None and at == len(self.run) - 1 and self.item.match and at > 0:
            # "namak 3 kar do" after something was ordered corrects it; alone it is an order.
            self.item.corrects = self.item.corrects or bool(self.got.items)
            return
        self._close()
        self.stance.correcting = True
        self.item = self.stance.item()

    def _remove(self, _: int, __: Piece) -> None:
        self._close()
        self.stance.refusing = True
        self.item = self.stance.item()

    def _instead(self, _: int, __: Piece) -> None:
        self._close()
        self.item.refused = True

    def _replaced(self, _: int, __: Piece) -> None:
        if self.item.match:
            self.item.refused = True
        self._close()

    def _swap(self, _: int, __: Piece) -> None:
        self._close()
        self.stance.refusing = self.stance.swapping = True
        self.item = self.stance.item()

    #: What each part of a message takes back.
    _turning = MappingProxyType(
        {
            Role.NEGATION: _negation,
            Role.CONTRAST: _contrast,
            Role.REFUSAL: _refusal,
            Role.DENIAL: _denial,
            Role.CORRECTION: _correction,
            Role.REMOVE: _remove,
            Role.INSTEAD: _instead,
            Role.REPLACED: _replaced,
            Role.SWAP: _swap,
        }
    )
