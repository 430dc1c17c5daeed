"""What a customer said, free of any provider's words."""

from __future__ import annotations

import hashlib
from dataclasses import field
from datetime import datetime

from shared.domain.customer import Identity
from shared.domain.frozen import dataclass


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
class Media:
    """A picture, video, voice note, document or sticker, not yet fetched. ``type`` is Meta's word, ``id`` Meta's name.

    ``sha256`` is base64 as the webhook gives it; ``voice`` marks a voice note among audio.
    """

    type: str
    id: str
    mime_type: str
    sha256: str = ""
    caption: str = ""
    filename: str = ""
    voice: bool = False


@dataclass(frozen=True, kw_only=True)
class Location:
    """A place on the map, in degrees; a pin of where the customer is has no name and no address."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """Contact cards: the names and the phone numbers on them."""

    names: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """An emoji on a message; empty when it was taken back."""

    message_id: str
    emoji: str


@dataclass(frozen=True, kw_only=True)
class Edit:
    """An earlier message, changed: ``body`` is its words now, empty when it has none."""

    message_id: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Revoke:
    """An earlier message, taken back."""

    message_id: str


@dataclass(frozen=True, kw_only=True)
class IdentityChange:
    """The customer has a new phone number or a new business-scoped id, from now on."""

    wa_id: str | None = None
    user_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class FormReply:
    """A filled form (Meta: flow): its name and its fields, as text."""

    name: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Other:
    """Anything else; ``type`` is Meta's word for it."""

    type: str


Content = (
    Cart
    | ButtonTap
    | Text
    | Media
    | Location
    | Contacts
    | Reaction
    | Edit
    | Revoke
    | IdentityChange
    | FormReply
    | Other
)


@dataclass(frozen=True, kw_only=True)
class InboundMessage:
    """One message from a customer: who, when (UTC), and what.

    ``type`` is Meta's word for it. ``reply_to`` is the id of the message it answers, ``product`` the sku whose page it
    was written on, ``referral`` the id of the advertisement that led here.
    """

    id: str
    identity: Identity
    profile_name: str
    at: datetime
    said: Content
    type: str = "text"
    reply_to: str | None = None
    product: str | None = None
    forwarded: bool = False
    referral: str | None = None
    #: Meta's codes of what it could not hand over with the message.
    errors: tuple[int, ...] = field(default=())
    #: A card number was in it, and has been taken out: the customer has to be warned.
    cards_removed: bool = False

    @property
    def place(self) -> int:
        """Where it stands among its customer's messages: by its second, within it by its id, the same each time."""
        within = int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 1_000_000
        return int(self.at.timestamp()) * 1_000_000 + within
