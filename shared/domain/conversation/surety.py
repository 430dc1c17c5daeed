"""Whether an order was said so plainly that nothing about it has to be guessed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shared.domain.conversation.items import Item
from shared.domain.conversation.kinds import SMALL, Cue
from shared.domain.conversation.pieces import Part, Piece
from shared.domain.conversation.words import Role

#: Words that turn what was said around, or leave it open; and words nobody knows.
_TURNS = frozenset(
    {Role.NEGATION, Role.CONTRAST, Role.DENIAL, Role.REFUSAL, Role.INSTEAD, Role.REPLACED, Role.SWAP, Role.REMOVE}
    | {Role.OR, Role.VAGUE, Role.AGAIN, Role.ALL, Part.WORD}
)
_SAID = frozenset({Part.NUMBER, Part.PACK, Part.SIZE, Part.PRODUCT})


def plainly_said(
    pieces: Sequence[Piece], cues: Sequence[Cue], wanted: Sequence[Item], *, spare: Collection[int]
) -> bool:
    """Whether every word is understood, every number belongs to a product, and no product is named twice.

    ``spare``: tokens that could have been numbers, such as the "do" of "bhej do".
    """
    if any(piece.part in _TURNS or piece.weak for piece in pieces) or _corrected(pieces):
        return False
    if any(cue.kind not in SMALL for cue in cues):
        return False
    # "toor dal do chahiye" wants two, though "daal do" is a verb.
    sold = {piece.end for piece in pieces if piece.part is Part.PRODUCT}
    if any(at in sold for at in spare):
        return False
    counted = {item.number_at for item in wanted}
    if any((piece.first, piece.end) not in counted for piece in pieces if piece.part is Part.NUMBER):
        return False
    named = [(item.match.family, item.size, item.pack) for item in wanted if item.match]
    return len(set(named)) == len(named)


def _corrected(pieces: Sequence[Piece]) -> bool:
    # "namak 2 kar do" ends with a verb; what goes on behind such a word is a correction.
    corrected = False
    for piece in pieces:
        if piece.part is Role.CORRECTION:
            corrected = True
        elif corrected and piece.part in _SAID:
            return True
    return False
