"""What a parse is: the answer of the parser, as `till parse` prints it."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.conversation.kinds import MessageKind

#: From here on an order is read back to be confirmed; below it, only what is unclear is asked.
SURE = 0.85


@dataclass(frozen=True, kw_only=True)
class Line:
    """One product, decided. ``quantity`` is 1 to 99; ``note`` is the customer's own words about it."""

    sku: str
    quantity: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """Something to ask about: which of the ``candidates``, or (with one candidate) whether it was really meant so."""

    text: str
    quantity: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Parse:
    """What a message says. ``confidence``: 0 to 1. ``removed``: taken away by a change. ``notes``: about the order."""

    kind: MessageKind
    confidence: float
    lines: tuple[Line, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As `till parse` prints it."""
        return {
            "kind": self.kind.value,
            "confidence": self.confidence,
            "lines": [{"sku": line.sku, "quantity": line.quantity, "note": line.note} for line in self.lines],
            "unclear": [
                {"text": one.text, "quantity": one.quantity, "candidates": list(one.candidates)} for one in self.unclear
            ],
            "unknown": list(self.unknown),
        }
