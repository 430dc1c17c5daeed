"""All pieces of a message put together, run by run."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.conversation.items import Gathered, Stance
from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.pieces import BREAKS, Piece
from shared.domain.conversation.run import Run


def gathered(pieces: Sequence[Piece], words: Lexicon, texts: Sequence[str]) -> Gathered:
    """Which number, size, pack and wish belong to which product; ``texts`` are the tokens' plain texts."""
    stance, start = Stance(texts, words.becomes, words.definite), 0
    for place, piece in enumerate([*pieces, None]):
        if piece is None or piece.part in BREAKS:
            if place > start:
                stance.runs += 1
                Run(stance, pieces[start:place]).read()
            start = place + 1
            if piece is not None:
                stance.pass_break(piece)
    return stance.got
