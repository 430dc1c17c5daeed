"""What staff send and are answered about goods that come back; see ``contract``. Items are sku to units."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from functions.staff_api.media_contract import MediaView
from shared.domain.goods_return import Decision, ReturnState, Trouble

Sku = Annotated[str, Meta(min_length=1, max_length=128)]
Items = Annotated[dict[Sku, Annotated[int, Meta(ge=1, le=10_000)]], Meta(min_length=1, max_length=100)]
Found = Annotated[dict[Sku, Annotated[int, Meta(ge=0, le=10_000)]], Meta(max_length=100)]
#: The customer reads it: lines are kept, other control characters are none of it.
Explanation = Annotated[str, Meta(max_length=600, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]
#: What may be done next with a return.
Step = Literal["decide", "inspect", "cancel"]


class NewReturn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A complaint that came by phone or at the counter; without ``items`` it is about all that may still come back."""

    trouble: Trouble
    items: Items | None = None
    words: Explanation = ""


class ReturnDecision(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the store does about it; the customer reads the ``explanation`` of a refusal."""

    decision: Decision
    explanation: Explanation = ""


class Inspection(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What came back: ``restocked`` can be sold again, ``damaged`` cannot. Nothing at all needs its ``explanation``."""

    restocked: Found = field(default_factory=dict)
    damaged: Found = field(default_factory=dict)
    explanation: Explanation = ""


class ReturnView(Struct, frozen=True, kw_only=True):
    """One return. ``amount`` (minor units) goes back, or will once the goods came; ``next`` is what may be done now.

    ``decided_by`` is a user name, or ``rule``. ``refund_id``, ``parcel_id`` and ``replacement_id`` (an order) are null
    until there are such.
    """

    id: str
    state: ReturnState
    requested_at: datetime
    items: dict[str, int]
    trouble: Trouble | None
    words: str
    photos: list[MediaView]
    decision: Decision | None
    decided_by: str | None
    explanation: str
    amount: int
    currency: str
    parcel_id: str | None
    refund_id: str | None
    replacement_id: str | None
    restocked: dict[str, int] | None
    damaged: dict[str, int] | None
    next: list[Step]
