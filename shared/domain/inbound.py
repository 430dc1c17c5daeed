"""What a customer said, free of any provider's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.customer import Identity


@dataclass(frozen=True, kw_only=True)
class CartLine:
    """One line of a cart. ``seen_price`` is what the customer's phone showed (minor units), None when unreadable."""

    sku: str
    quantity: int
    seen_price: int | None


@dataclass(frozen=True, kw_only=True)
class Cart:
    """A cart sent from the catalog. ``note`` is the customer's own words with it."""

    lines: tuple[CartLine, ...]
    currency: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ButtonTap:
    """A reply button of ours was tapped: its id as we sent it."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """Typed words."""

    body: str


@dataclass(frozen=True, kw_only=True)
class Other:
    """Anything else; ``type`` is Meta's word for it."""

    type: str


Said = Cart | ButtonTap | Text | Other


@dataclass(frozen=True, kw_only=True)
class InboundMessage:
    """One message from a customer: who, when (UTC), and what."""

    id: str
    identity: Identity
    profile_name: str
    at: datetime
    said: Said
