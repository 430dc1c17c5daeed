"""The ids of the buttons under a draft: written by the message that asks, read when one is tapped."""

from __future__ import annotations

from shared.domain.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class OfferTap:
    """What a tapped button says: which order, which version of it the customer saw, and which answer.

    ``at`` is the place of the problem that the answer is about, ``sku`` the product that was picked.
    """

    order_id: str
    version: int
    answer: str
    at: int = -1
    sku: str = ""

    ACCEPT = "accept"
    CHANGE = "change"
    CANCEL = "cancel"
    PICK = "pick"
    DROP = "drop"
    KEEP = "keep"
    PICKUP = "pickup"
    DELIVERY = "delivery"

    @property
    def button_id(self) -> str:
        """The id the button is sent with."""
        about = "" if self.at < 0 else f".{self.at}.{self.sku}" if self.sku else f".{self.at}"
        return f"offer:{self.order_id}:{self.version}:{self.answer}{about}"

    @classmethod
    def parse(cls, button_id: str) -> OfferTap | None:
        """The tap a button id stands for, or None if it is not of an offer."""
        parts = button_id.split(":", 3)
        if len(parts) != 4 or parts[0] != "offer" or not _whole(parts[2]):
            return None
        answer, _, about = parts[3].partition(".")
        place, _, sku = about.partition(".")
        if answer in _PLAIN and not about:
            return cls(order_id=parts[1], version=int(parts[2]), answer=answer)
        if answer in _ABOUT and _whole(place) and bool(sku) == (answer == cls.PICK):
            return cls(order_id=parts[1], version=int(parts[2]), answer=answer, at=int(place), sku=sku)
        return None


_PLAIN = frozenset({OfferTap.ACCEPT, OfferTap.CHANGE, OfferTap.CANCEL, OfferTap.PICKUP, OfferTap.DELIVERY})
_ABOUT = frozenset({OfferTap.PICK, OfferTap.DROP, OfferTap.KEEP})


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
