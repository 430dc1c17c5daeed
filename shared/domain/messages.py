"""What can be said to a customer, and the life of one message from intent to read."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from shared.domain.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Button:
    """A reply button. ``id`` comes back when it is tapped; ``title`` is at most 20 characters."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class TextMessage:
    """Plain text, in-window only."""

    body: str


@dataclass(frozen=True, kw_only=True)
class ButtonsMessage:
    """Text with one to three reply buttons, in-window only."""

    body: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class LinkMessage:
    """Text with one button that opens a page (``cta_url``), in-window only."""

    body: str
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class CatalogMessage:
    """Text with a button that opens the store's catalog, in-window only."""

    body: str


@dataclass(frozen=True, kw_only=True)
class TemplateMessage:
    """An approved template, its body's values in order; may be sent any time. ``url_suffix`` fills a URL button."""

    name: str
    language: str
    values: tuple[str, ...]
    url_suffix: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a list. ``id`` (at most 200 characters) comes back when it is chosen; title 24, description 72."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class ListMessage:
    """Text with a button that opens up to ten rows, in-window only. ``button`` is at most 20 characters."""

    body: str
    button: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class ProductsMessage:
    """Products of the store's catalog under headings (title of at most 24, skus), 30 in all, in-window only."""

    header: str
    body: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class LocationRequest:
    """Text with a button that sends where the customer is, in-window only."""

    body: str


OutboundMessage = (
    TextMessage
    | ButtonsMessage
    | LinkMessage
    | CatalogMessage
    | ListMessage
    | ProductsMessage
    | LocationRequest
    | TemplateMessage
)


class MessageState(StrEnum):
    """How far a message has come. Only ever moves forward along RANK; FAILED, UNKNOWN and SKIPPED are ends."""

    SENDING = "sending"
    #: The last try certainly did not send it: another one will.
    WAITING = "waiting"
    #: We asked Meta to send it and never heard: its status webhook will tell.
    AMBIGUOUS = "ambiguous"
    #: Nobody ever told: staff are alarmed.
    UNKNOWN = "unknown"
    #: Decided not to send: a newer state had overtaken it.
    SKIPPED = "skipped"
    FAILED = "failed"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"


#: A state may only be replaced by one of a higher rank. What Meta says outranks what we guessed.
RANK = {
    MessageState.SENDING: 0,
    MessageState.WAITING: 1,
    MessageState.AMBIGUOUS: 2,
    MessageState.UNKNOWN: 3,
    MessageState.SENT: 4,
    MessageState.FAILED: 5,
    MessageState.DELIVERED: 6,
    MessageState.READ: 7,
    MessageState.SKIPPED: 9,
}


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One message we mean to send, kept before it is sent.

    ``subject`` is the timeline it belongs to; ``id`` is the event it tells of; ``meta_id`` is Meta's ``wamid``.
    """

    subject: str
    id: str
    customer_id: str
    state: MessageState
    attempted_at: datetime
    attempts: int = 1
    meta_id: str | None = None
    error: str | None = None

    @property
    def tag(self) -> str:
        """What we ask Meta to echo in every status of this message (``biz_opaque_callback_data``)."""
        return f"{self.subject}|{self.id}"


def split_tag(tag: str) -> tuple[str, str] | None:
    """Subject and intent id of an echoed tag, or None for a tag that is not ours."""
    subject, bar, intent = tag.partition("|")
    return (subject, intent) if bar and "#" in subject and intent else None
