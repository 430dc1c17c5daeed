"""A tapped button or row that is about a placed order."""

from __future__ import annotations

from shared.domain.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class OrderTap:
    """Which order, which version of it the customer saw, and what they want of it."""

    order_id: str
    version: int
    verb: str

    CANCEL = "cancel"
    CANCEL_YES = "cancel_yes"
    KEEP = "keep"
    CHANGE = "change"
    STATUS = "status"
    CASH = "cash"

    @property
    def id(self) -> str:
        """The id that the button or row is sent with."""
        return f"order:{self.order_id}:{self.version}:{self.verb}"

    @classmethod
    def parse(cls, button_id: str) -> OrderTap | None:
        """The tap an id stands for, or None if it is not of a placed order."""
        kind, _, rest = button_id.partition(":")
        parts = rest.split(":")
        known = (cls.CANCEL, cls.CANCEL_YES, cls.KEEP, cls.CHANGE, cls.STATUS, cls.CASH)
        if kind != "order" or len(parts) != 3 or not _is_version(parts[1]) or parts[2] not in known:
            return None
        return cls(order_id=parts[0], version=int(parts[1]), verb=parts[2])


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def again_id(order_id: str) -> str:
    """The id of the button that orders the same once more."""
    return f"again:{order_id}"
