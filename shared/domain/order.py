"""An order and the one table of how its status may change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum

from shared.domain.frozen import dataclass
from shared.domain.money import Money, step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.tax import Taxed


class OrderStatus(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    PREPARING = "preparing"
    READY = "ready"
    DISPATCHED = "dispatched"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DELIVERY_FAILED = "delivery_failed"
    RETURNING = "returning"
    RETURNED = "returned"


_S = OrderStatus
_ON_THE_ROAD = frozenset(
    {_S.DISPATCHED, _S.OUT_FOR_DELIVERY, _S.DELIVERY_FAILED, _S.DELIVERED, _S.RETURNING, _S.RETURNED}
)

#: Every move an order may make. What is not here cannot happen.
TRANSITIONS: Mapping[OrderStatus, frozenset[OrderStatus]] = {
    #: A change that costs no more than what was paid already is confirmed at once.
    _S.DRAFT: frozenset({_S.RECEIVED, _S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.RECEIVED: frozenset({_S.AWAITING_PAYMENT, _S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.AWAITING_PAYMENT: frozenset({_S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    #: A courier's news of an earlier step may come late or never: a parcel's steps may be left out.
    _S.CONFIRMED: frozenset({_S.PREPARING, _S.READY, _S.COLLECTED, _S.CANCELLED}) | _ON_THE_ROAD,
    _S.PREPARING: frozenset({_S.READY, _S.COLLECTED, _S.CANCELLED}) | _ON_THE_ROAD,
    _S.READY: frozenset({_S.COLLECTED, _S.CANCELLED}) | _ON_THE_ROAD,
    _S.DISPATCHED: _ON_THE_ROAD - {_S.DISPATCHED},
    _S.OUT_FOR_DELIVERY: _ON_THE_ROAD - {_S.DISPATCHED, _S.OUT_FOR_DELIVERY},
    _S.DELIVERY_FAILED: _ON_THE_ROAD - {_S.DISPATCHED, _S.DELIVERY_FAILED},
    _S.DELIVERED: frozenset({_S.RETURNING, _S.RETURNED}),
    _S.COLLECTED: frozenset({_S.RETURNING, _S.RETURNED}),
    _S.RETURNING: frozenset({_S.RETURNED}),
    _S.RETURNED: frozenset(),
    _S.CANCELLED: frozenset(),
    #: A payment that comes after expiry takes the stock again if it is there.
    _S.EXPIRED: frozenset({_S.CONFIRMED}),
}

#: Waiting for money, stock held.
UNPAID = frozenset({_S.RECEIVED, _S.AWAITING_PAYMENT})


class IllegalTransition(Exception):
    """The order may not move like that."""

    def __init__(self, order_id: str, status: OrderStatus, wanted: OrderStatus) -> None:
        super().__init__(f"order {order_id} is {status} and cannot become {wanted}")
        self.order_id, self.status, self.wanted = order_id, status, wanted


@dataclass(frozen=True, kw_only=True)
class Line:
    """So many of one product at the price of the moment (minor units); ``note``: the customer's words.

    ``tax_bp`` is the rate of its tax in basis points; the price contains it, or, ``tax_on_top``, does not.
    """

    sku: str
    name: str
    quantity: int
    unit_price: int
    note: str = ""
    tax_bp: int = 0
    tax_on_top: bool = False

    @property
    def total(self) -> int:
        """Minor units for the whole line at its price; tax that comes on top is not part of it."""
        return self.quantity * self.unit_price


class ProblemKind(StrEnum):
    """Why a wish could not be taken as it was said."""

    UNKNOWN_PRODUCT = "unknown_product"
    PRICE_CHANGED = "price_changed"
    SHORT = "short"
    QUANTITY = "quantity"
    #: Words that may mean any of the ``candidates``: ``name`` is the words, ``wanted`` the quantity.
    UNCLEAR = "unclear"
    #: Words for something that is not sold here: ``name`` is the words.
    NOT_SOLD = "not_sold"
    #: Far more than this customer or anybody usually takes: ``wanted`` units against ``found``.
    UNUSUAL = "unusual"
    #: The same as an order of a moment ago: ``found`` is the minutes since, ``sku`` that order's id.
    REPEATED = "repeated"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing the customer is told about a line: what they wanted, and what there is (units or minor units)."""

    kind: ProblemKind
    sku: str
    name: str
    wanted: int
    found: int
    #: Skus to choose from; ``names`` is what the customer reads for each of them.
    candidates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Handover:
    """How the customer gets the goods: ``pickup`` or ``delivery``, where to, and when (UTC; None: as soon as ready).

    ``latitude`` and ``longitude`` are in degrees, as text so that a record reads back what was written.
    """

    kind: str
    address: str = ""
    postal_code: str = ""
    latitude: str | None = None
    longitude: str | None = None
    at: datetime | None = None

    @property
    def placed(self) -> bool:
        """Whether it is known where the goods go."""
        return self.kind == "pickup" or bool(self.address) or self.latitude is not None


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """What was said for an order and how it was read: ``kind`` and ``confidence`` are the parser's, 0 to 1.

    ``corrected_by`` is the staff user name of who changed that reading.
    """

    message_id: str
    at: datetime
    text: str
    kind: str
    confidence: float
    corrected_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the order came from: ``whatsapp`` or ``counter``, and the message that made it."""

    channel: str
    message_id: str


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """The number called out in the shop: gapless per business day."""

    number: int
    day: date


@dataclass(frozen=True, kw_only=True)
class Order:
    """One order. ``version`` is the number of its last timeline event; ``needs`` is stock units held for it."""

    id: str
    store: str
    customer_id: str
    status: OrderStatus
    version: int
    lines: tuple[Line, ...]
    currency: str
    placed_at: datetime
    source: Source
    needs: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    expires_at: datetime | None = None
    ticket: Ticket | None = None
    #: The customer's own words with the cart; at a store that delivers, where to.
    note: str = ""
    handover: Handover | None = None
    heard: tuple[Utterance, ...] = ()
    #: The order that this one takes the place of, once it is placed (and paid, if there is more to pay).
    replaces: str | None = None
    #: Minor units already paid on the order that this one replaces.
    credit: int = 0
    #: While that order is in force: its units that this one does not need; ``needs`` is then what is held beside it.
    spares: Mapping[str, int] = field(default_factory=dict)
    #: The staff user name of who looks after it; empty: nobody in particular.
    assignee: str = ""
    #: How it was, 1 to 5, as the customer said last; None: not said.
    score: int | None = None
    #: What the customer wrote about it after the score.
    review: str = ""

    @property
    def stands_behind(self) -> str | None:
        """The paid order that stays in force until this one is paid for, if there is one."""
        return self.replaces if self.credit and self.status in (*UNPAID, OrderStatus.EXPIRED) else None

    @property
    def to_pay(self) -> Money:
        """What is still asked for: the total less the credit, never below zero."""
        return Money(max(self.total.amount - self.credit, 0), self.currency)

    @property
    def total(self) -> Money:
        """What the customer pays: the sum of the lines, and the tax that their prices do not contain."""
        return Money(sum(line.total for line in self.lines) + self.added_tax.amount, self.currency)

    @property
    def added_tax(self) -> Money:
        """The tax that comes on top of the lines' prices: rounded line by line, halves up."""
        added = any(line.tax_on_top for line in self.lines)
        taxes = zip(self.lines, self.taxed_lines(), strict=True) if added else ()
        return Money(sum(taxed.tax for line, taxed in taxes if line.tax_on_top), self.currency)

    def taxed_lines(self) -> tuple[Taxed, ...]:
        """Each line taken apart into what is the store's and its tax; together they are the total."""
        # A cart, measured from a cold start, asks for its tax only where tax comes on top.
        from shared.domain.tax import taxed

        return tuple(
            taxed(line.total, tax_bp=line.tax_bp, inclusive=not line.tax_on_top, step=step(self.currency))
            for line in self.lines
        )

    def become(self, status: OrderStatus) -> Order:
        """The order in its next status, one version on. Raises IllegalTransition."""
        if status not in TRANSITIONS[self.status]:
            raise IllegalTransition(self.id, self.status, status)
        return replace(self, status=status, version=self.version + 1)

    def noted(self) -> Order:
        """The same order one version on, for an event that changes no status."""
        return replace(self, version=self.version + 1)


def order_id_for(message_id: str) -> str:
    """The id of the order that a message makes: the same message always finds the same order."""
    return "ord_" + hashlib.sha256(message_id.encode()).hexdigest()[:24]
