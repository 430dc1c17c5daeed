"""What a message was found to hold, before it is known what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from shared.domain.conversation.matching import Match
from shared.domain.conversation.packs import Pack
from shared.domain.conversation.pieces import Part, Piece
from shared.domain.conversation.words import Role


# Here and beside it: nobody compares or prints these, and generating that is half of what a cold start pays for them.
@dataclass(eq=False, repr=False)
class Item:
    """Something wanted, as far as it was said. ``first`` and ``end`` are tokens, None until something was said."""

    number: Fraction | None = None
    number_at: tuple[int, int] = (-1, -1)
    product_at: int = -1
    definite: bool = False
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


@dataclass(eq=False, repr=False)
class Gathered:
    """All items of a message, in order; ``notes`` are token spans that belong to the order as a whole."""

    items: list[Item] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    stray: int = 0
    begins_with_correction: bool = False


@dataclass(eq=False, repr=False)
class Stance:
    """What was said holds on beyond its run: things are being corrected, refused, swapped."""

    texts: Sequence[str]
    becomes: frozenset[str]
    definite: frozenset[str]
    got: Gathered = field(default_factory=Gathered)
    correcting: bool = False
    denied: bool = False
    refusing: bool = False
    swapping: bool = False
    sentence: int = 0
    runs: int = 0
    joined: Part | Role | None = None

    def item(self) -> Item:
        """An empty item of the current run."""
        return Item(sentence=self.sentence, run=self.runs, corrects=self.correcting, refused=self.refusing)

    def pass_break(self, piece: Piece) -> None:
        """What ends with a line or a sentence, ends."""
        self.joined = piece.part
        if piece.part in {Part.LINE, Part.END}:
            self.sentence += piece.part is Part.END or 1
            self.refusing = self.swapping = False
            if piece.part is Part.LINE:
                self.correcting = False
