"""An order and the one table of how its status may change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from shared.domain.money import Money


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

#: Every move an order may make. What is not here cannot happen.
TRANSITIONS: Mapping[OrderStatus, frozenset[OrderStatus]] = {
    _S.DRAFT: frozenset({_S.RECEIVED, _S.CANCELLED, _S.EXPIRED}),
    _S.RECEIVED: frozenset({_S.AWAITING_PAYMENT, _S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.AWAITING_PAYMENT: frozenset({_S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.CONFIRMED: frozenset({_S.PREPARING, _S.READY, _S.DISPATCHED, _S.CANCELLED}),
    _S.PREPARING: frozenset({_S.READY, _S.DISPATCHED, _S.CANCELLED}),
    _S.READY: frozenset({_S.COLLECTED, _S.DISPATCHED, _S.OUT_FOR_DELIVERY, _S.CANCELLED}),
    _S.DISPATCHED: frozenset({_S.OUT_FOR_DELIVERY, _S.DELIVERED, _S.DELIVERY_FAILED, _S.RETURNING}),
    _S.OUT_FOR_DELIVERY: frozenset({_S.DELIVERED, _S.DELIVERY_FAILED, _S.RETURNING}),
    _S.DELIVERY_FAILED: frozenset({_S.OUT_FOR_DELIVERY, _S.DELIVERED, _S.RETURNING}),
    _S.DELIVERED: frozenset({_S.RETURNING}),
    _S.COLLECTED: frozenset({_S.RETURNING}),
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
    """So many of one product at the price of the moment (minor units, tax included)."""

    sku: str
    name: str
    quantity: int
    unit_price: int

    @property
    def total(self) -> int:
        """Minor units for the whole line."""
        return self.quantity * self.unit_price


class ProblemKind(StrEnum):
    """Why a wish could not be taken as it was said."""

    UNKNOWN_PRODUCT = "unknown_product"
    PRICE_CHANGED = "price_changed"
    SHORT = "short"
    QUANTITY = "quantity"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing the customer is told about a line: what they wanted, and what there is (units or minor units)."""

    kind: ProblemKind
    sku: str
    name: str
    wanted: int
    found: int


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

    @property
    def total(self) -> Money:
        """What the customer pays: the sum of the lines, tax included."""
        return Money(sum(line.total for line in self.lines), self.currency)

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
