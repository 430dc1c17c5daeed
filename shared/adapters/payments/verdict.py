"""What reading a gateway's event may come to, besides a payment; and the few readings all gateways need. Pure.

UnreadableEvent     it says that money came, but not which or how much: a person must look

``Nothing`` is the other outcome: the event is understood and brings no money.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@dataclass(frozen=True)
class Nothing:
    """The event is understood and no payment of an order; ``reason`` is for the log and names no person."""

    reason: str


class UnreadableEvent(ValueError):
    """``what`` is wrong with an event that should have told of a payment."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def mapping(value: object) -> Mapping[str, Any]:
    """The JSON object, or an empty one: gateways write ``[]`` and ``null`` where they have none."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """The JSON string, or an empty one."""
    return value if isinstance(value, str) else ""


def amount_of(value: object) -> int:
    """An amount in minor units. Raises UnreadableEvent for anything but a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnreadableEvent(f"an amount that is {type(value).__name__}")
    return value
