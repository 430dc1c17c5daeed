"""What staff send and are answered about conversations; see ``contract``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from functions.staff_api.contract import CustomerView, OrderSummary
from functions.staff_api.media_contract import MediaView
from shared.domain.case import CaseReason, CaseStatus


class StaffMessage(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a person writes to a customer, as it will be sent."""

    text: Annotated[
        str, Meta(min_length=1, max_length=4096, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*\S[^\x00-\x08\x0b-\x1f\x7f]*$")
    ]


class LineCorrection(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One line as a person read it."""

    sku: Annotated[str, Meta(min_length=1, max_length=100)]
    quantity: Annotated[int, Meta(ge=1, le=99)]
    note: Annotated[str, Meta(max_length=500)] = ""


class LinesCorrection(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """All lines of a draft, in place of those it has. Prices are the catalog's."""

    lines: Annotated[list[LineCorrection], Meta(min_length=1, max_length=30)]


class NewAlias(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Another name by which customers call a product."""

    alias: Annotated[str, Meta(min_length=2, max_length=60, pattern=r"^\S(?:[^\x00-\x1f\x7f]*\S)?$")]


class MessageView(Struct, frozen=True, kw_only=True):
    """One message of a chat: ``in`` from the customer, ``out`` from a person of the store (``by``).

    ``understood`` and ``confidence`` (0 to 1) are how it was read, ``state`` how far one of ours came.
    """

    id: str
    at: datetime
    direction: Literal["in", "out"]
    type: str
    text: str
    by: str | None
    understood: str | None
    confidence: float | None
    order_id: str | None
    case_id: str | None
    reply_to: str | None
    media: MediaView | None
    state: str | None


class MessageList(Struct, frozen=True, kw_only=True):
    """A page of a chat, newest first."""

    items: list[MessageView]
    next_cursor: str | None


class CaseView(Struct, frozen=True, kw_only=True):
    """Something that only a person can settle. ``text`` is what it began with."""

    id: str
    status: CaseStatus
    reason: CaseReason
    customer: CustomerView
    order_id: str | None
    claimed_by: str | None
    opened_at: datetime
    closed_at: datetime | None
    #: What nobody wrote in the chat and a person has to know, like a courier's own words.
    note: str
    text: str


class CaseList(Struct, frozen=True, kw_only=True):
    """A page of cases, oldest first."""

    items: list[CaseView]
    next_cursor: str | None


class CaseDetail(CaseView, frozen=True, kw_only=True):
    """A case with the customer's newest messages, oldest first, before it and in it, and the order it is about."""

    messages: list[MessageView]
    order: OrderSummary | None
    window_open: bool
