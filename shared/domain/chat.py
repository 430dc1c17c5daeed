"""What a store remembers of its talk with one customer: the open draft, who is answering, and what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.frozen import dataclass
from shared.domain.inbound import InboundMessage, Media

#: An open draft that nobody touched for this long is left alone: what is ordered next begins a new one.
DRAFT_LIVES = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Chat:
    """The state of one customer's conversation. ``version`` counts its writes; 0: nothing was ever written.

    ``person_until`` (UTC): a person is talking, and the bot stays silent till then. ``told_at``: when the customer was
    last told that a person will answer. ``misses``: messages in a row that were not understood. ``asked``: the id of
    the button that a plain yes to the last message stands for; asked at ``asked_at``, forgotten by the next turn.
    """

    customer_id: str
    version: int = 0
    draft_id: str | None = None
    draft_at: datetime | None = None
    case_id: str | None = None
    person_until: datetime | None = None
    told_at: datetime | None = None
    misses: int = 0
    asked: str | None = None
    asked_at: datetime | None = None

    def with_person(self, now: datetime) -> bool:
        """Whether the bot has to be silent."""
        return self.person_until is not None and now < self.person_until

    def open_draft(self, now: datetime) -> str | None:
        """The draft that what is said next belongs to."""
        return self.draft_id if self.draft_at is not None and now - self.draft_at < DRAFT_LIVES else None

    def drafting(self, order_id: str | None, now: datetime) -> Chat:
        """The chat with that draft open (None: with none), and nothing misunderstood."""
        return replace(self, draft_id=order_id, draft_at=now if order_id else None, misses=0)

    def asking(self, button_id: str, now: datetime) -> Chat:
        """The chat in which a plain yes is a tap on that button."""
        return replace(self, asked=button_id, asked_at=now)

    def next(self) -> Chat:
        """The same state one write on: what ``PutChat`` takes, over the version before."""
        return replace(self, version=self.version + 1)


@dataclass(frozen=True, kw_only=True)
class StoredMedia:
    """Where a customer's picture, voice note or document is. ``state``: ``due``, ``stored`` or ``refused``.

    ``key`` is the object's in the store's media bucket, ``reason`` why it was refused.
    """

    media: Media
    state: str = "due"
    key: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message of a chat, kept: ``direction`` is ``in`` (the customer) or ``out`` (a person of the store).

    ``place`` orders a customer's messages and is the message's own: the same message always has the same place, so
    writing it is what makes a repeat be seen. ``text`` has card numbers taken out. ``understood`` is the parser's kind,
    ``confidence`` its own, 0 to 1.
    """

    customer_id: str
    place: int
    message_id: str
    at: datetime
    direction: str = "in"
    type: str = "text"
    text: str = ""
    understood: str | None = None
    confidence: float | None = None
    order_id: str | None = None
    case_id: str | None = None
    reply_to: str | None = None
    media: StoredMedia | None = None
    #: Who wrote it, for ``out``: the staff member's user name.
    by: str | None = None


def said(message: InboundMessage, *, customer_id: str, text: str = "", media: Media | None = None) -> Said:
    """What is kept of a message that came in."""
    return Said(
        customer_id=customer_id,
        place=message.place,
        message_id=message.id,
        at=message.at,
        type=message.type,
        text=text,
        reply_to=message.reply_to,
        media=StoredMedia(media=media) if media else None,
    )
