"""What staff send and are answered: the types are the contract, and ``GET /openapi.json`` is written from them.

Amounts are minor units of ``currency``, times RFC 3339 in UTC, stock in units of its item.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from functions.staff_api.parcels_contract import ParcelView
from functions.staff_api.returns_contract import ReturnView
from shared.domain.order import OrderStatus, ProblemKind
from shared.domain.payment import AttemptStatus
from shared.domain.payment_status import PaymentStatus
from shared.domain.refund import RefundStep
from shared.domain.stock import Cause

Cursor = Annotated[str, Meta(min_length=1, max_length=8192, description="`next_cursor` of the page before")]
PageSize = Annotated[int, Meta(ge=1, le=200)]

#: Far beyond any shelf, and far below where a counter's digits end.
MOST_UNITS = 1_000_000_000


class Query(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """No query parameters."""


class PageQuery(Query, frozen=True, kw_only=True):
    """A list, page by page."""

    limit: PageSize = 100
    cursor: Cursor | None = None


class OrdersQuery(Query, frozen=True, kw_only=True):
    """Newest first; of every status when none is named."""

    status: OrderStatus | None = None
    assignee: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    text: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=100,
                pattern=r"\S",
                description="Ticket, order id, product, customer's name, or the end of their number (4 digits or more)",
            ),
        ]
        | None
    ) = None
    limit: PageSize = 25
    cursor: Cursor | None = None


class StockCorrection(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Units to add to what is available (to take away: below zero), and why."""

    delta: Annotated[int, Meta(ge=-MOST_UNITS, le=MOST_UNITS, extra_json_schema={"not": {"const": 0}})]
    reason: Annotated[
        str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")
    ]


class CustomerView(Struct, frozen=True, kw_only=True):
    """Who ordered. Only ``id`` is left of a customer who was erased; ``phone`` is E.164, and not everybody has one."""

    id: str
    name: str | None
    language: str | None
    phone: str | None
    user_id: str | None


class LineView(Struct, frozen=True, kw_only=True):
    """One line at the price of the moment; whether that contains the tax is said by the order's ``added_tax``."""

    sku: str
    name: str
    quantity: int
    unit_price: int
    total: int


class ProblemView(Struct, frozen=True, kw_only=True):
    """Why a wish could not be taken as it was said: wanted and found are units, or minor units for a price."""

    kind: ProblemKind
    sku: str
    name: str
    wanted: int
    found: int


class MoneyView(Struct, frozen=True, kw_only=True):
    """Minor units of a currency."""

    amount: int
    currency: str


class PaymentView(Struct, frozen=True, kw_only=True):
    """One attempt to pay; ``received`` is what came when that is not simply ``amount``."""

    id: str
    provider: str
    amount: int
    currency: str
    status: AttemptStatus
    created_at: datetime
    url: str | None
    transaction_id: str | None
    received: MoneyView | None
    reason: str | None


class RefundView(Struct, frozen=True, kw_only=True):
    """Money on its way back. ``requested_by``: a person, ``rule``, or ``elsewhere`` for one made at the gateway.

    ``method`` is the gateway's name, or how it is given back by hand: then ``given_by`` says who did, ``slip`` the
    number on the receipt; a ``requested`` one waits for somebody to do it.
    """

    id: str
    amount: int
    currency: str
    reason: str
    state: RefundStep
    requested_by: str
    at: datetime
    transaction_id: str
    gateway_id: str | None
    code: str | None
    method: str
    given_by: str | None
    slip: str | None


class NewRefund(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Minor units to give back, and why; the customer is told the amount, not the reason.

    What was paid at the counter or at the door is given back by hand and recorded with this: cash out of the open
    shift's drawer, the rest at the terminal or in the wallet, before it is recorded. ``method`` names another way than
    the money came by (any payment may be given back by hand), ``slip`` is the number on the terminal's receipt.
    """

    amount: Annotated[int, Meta(ge=1, le=10**12)]
    reason: Annotated[
        str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")
    ]
    method: Literal["cash", "card", "wallet", "transfer"] | None = None
    slip: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S(?:[^\x00-\x1f\x7f]*\S)?$")] | None = None


class SourceView(Struct, frozen=True, kw_only=True):
    """Where an order came from, and the message that made it."""

    channel: str
    message_id: str


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """One thing that happened, or one message to the customer: ``name`` is the event's, or the event it tells of."""

    at: datetime
    kind: Literal["event", "message"]
    name: str
    data: dict[str, Any]


class OrderSummary(Struct, frozen=True, kw_only=True):
    """An order as a list shows it. ``ticket`` is the number called out in the shop on ``ticket_day``.

    ``tax`` is all the tax in ``total``; ``added_tax`` what of it comes on top of the lines, which it completes to that.
    """

    id: str
    ticket: int | None
    ticket_day: date | None
    status: OrderStatus
    customer: CustomerView
    lines: list[LineView]
    total: int
    tax: int
    added_tax: int
    currency: str
    placed_at: datetime
    expires_at: datetime | None
    problems: list[ProblemView]
    source: SourceView
    #: Who looks after it.
    assignee: str | None


class OrderDetail(OrderSummary, frozen=True, kw_only=True):
    """An order with all that hangs on it."""

    payment_status: PaymentStatus
    payments: list[PaymentView]
    refunds: list[RefundView]
    parcels: list[ParcelView]
    returns: list[ReturnView]
    timeline: list[TimelineEntry]
    #: How it was, 1 to 5 and in words, as the customer said.
    score: int | None = None
    review: str = ""


class OrderList(Struct, frozen=True, kw_only=True):
    """A page of orders."""

    items: list[OrderSummary]
    next_cursor: str | None


class ProductView(Struct, frozen=True, kw_only=True):
    """Something a customer can buy. ``recipe``: units by stock item; ``tax_bp``: its tax, basis points."""

    sku: str
    name: str
    names: dict[str, str]
    aliases: list[str]
    price: int
    currency: str
    tax_bp: int
    size: str | None
    pack: str | None
    recipe: dict[str, int]


class ProductList(Struct, frozen=True, kw_only=True):
    """A page of products, by sku."""

    items: list[ProductView]
    next_cursor: str | None


class StockView(Struct, frozen=True, kw_only=True):
    """What may be promised, what is promised and still there, and the level at which more is ordered."""

    id: str
    available: int
    reserved: int
    reorder_point: int


class StockDetail(StockView, frozen=True, kw_only=True):
    """A stock item with how it is reordered. ``open_purchase`` is the purchase order whose goods have not come yet."""

    reorder_quantity: int
    supplier: str
    lead_time_days: int
    open_purchase: str | None


class StockList(Struct, frozen=True, kw_only=True):
    """A page of stock items, by id."""

    items: list[StockView]
    next_cursor: str | None


class MovementView(Struct, frozen=True, kw_only=True):
    """One change of a counter: by how much, why, for what (an order id, a person's reason), and what it left."""

    version: int
    at: datetime
    cause: Cause
    reference: str
    available_delta: int
    reserved_delta: int
    available: int
    reserved: int


class MovementList(Struct, frozen=True, kw_only=True):
    """A page of movements, newest first."""

    items: list[MovementView]
    next_cursor: str | None


class FieldError(Struct, frozen=True, kw_only=True):
    """One field that is not as it should be, and what is expected of it."""

    field: str
    expected: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457. ``detail`` says what to do about it where something can be done."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
