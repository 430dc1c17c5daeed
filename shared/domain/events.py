"""What happened, in the past tense. The dataclass is the schema: its name is the bus's detail type.

An event is one item of its subject's timeline and, by the table's stream, the outbox. ``subject`` is ``ORDER#<id>``,
``CUSTOMER#<id>`` or ``STOCK#<item>``; ``sequence`` orders the events of one subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, field, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from shared.domain.frozen import dataclass
from shared.domain.order import Order


@dataclass(frozen=True, kw_only=True)
class Event:
    """What all events have. ``customer_id`` is set on those a customer should hear of."""

    VERSION: ClassVar[int] = 1

    store: str
    subject: str
    sequence: int
    at: datetime

    @property
    def name(self) -> str:
        """The bus's detail type."""
        return type(self).__name__

    @property
    def id(self) -> str:
        """Stable over every repeat of this event."""
        return f"{self.store}:{self.subject}:{self.sequence}"

    def detail(self) -> dict[str, Any]:
        """The event as it travels: JSON types only, times RFC 3339 in UTC."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        own["at"] = self.at.isoformat().replace("+00:00", "Z")
        return {"id": self.id, "name": self.name, "version": self.VERSION, **own}


@dataclass(frozen=True, kw_only=True)
class OrderOffered(Event):
    """A draft is put to the customer: what is unclear or missing in it, what there is instead, or to confirm it."""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderReceived(Event):
    """Stock is held for the order."""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event):
    """A payment link exists."""

    customer_id: str
    order_id: str
    attempt_id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PaymentReminded(Event):
    """The reservation ends soon, at ``expires_at`` (RFC 3339, UTC), and nobody paid; ``url`` is the same link."""

    customer_id: str
    order_id: str
    url: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(Event):
    """The order is paid for and has its ticket. ``transaction_id`` is the gateway's.

    ``amount`` is what came with it: less than the total, or nothing, for an order that takes a paid one's place; what
    comes back of a larger one was paid by ``refund_method``.
    """

    customer_id: str
    order_id: str
    ticket: int
    transaction_id: str
    amount: int
    currency: str
    refund_method: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentTaken(Event):
    """Somebody of the store took money for the order; ``due`` is what is still owed (minor units).

    ``method`` is ``cash``, ``card``, ``wallet`` or ``cash_on_delivery``. Links that are still open are closed.
    """

    customer_id: str
    order_id: str
    payment_id: str
    method: str
    amount: int
    currency: str
    due: int


@dataclass(frozen=True, kw_only=True)
class OrderExpired(Event):
    """Nobody paid in time: the stock is free again."""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """The order was given up. ``by`` is ``customer``, ``staff`` or ``store`` (it can no longer be done).

    ``replaced_by`` is the order that took its place, ``refund`` what comes back of what was paid (minor units), and
    ``refund_method`` how it was paid, ``several`` for more than one way.
    """

    customer_id: str
    order_id: str
    by: str
    replaced_by: str = ""
    refund: int = 0
    refund_method: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentQuarantined(Event):
    """Money came that is not what was asked for; it does not count as paid."""

    customer_id: str
    order_id: str
    transaction_id: str
    amount: int
    currency: str
    expected_amount: int
    expected_currency: str


@dataclass(frozen=True, kw_only=True)
class RefundDue(Event):
    """Money that cannot be kept. ``reason``: ``sold_out``, ``cancelled``, ``paid_twice``, ``changed`` or ``too_late``.

    ``told_with`` is the event whose message tells the customer of it, when it needs none of its own. ``method`` is how
    the money was paid: the gateway's name, or a way of paying at the counter or at the door.
    """

    customer_id: str
    order_id: str
    transaction_id: str
    amount: int
    currency: str
    reason: str
    told_with: str = ""
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    """A person of the store gives money back. Why, and who, is kept with the refund; it does not travel.

    ``method`` is how it goes back: the gateway's name.
    """

    customer_id: str
    order_id: str
    refund_id: str
    transaction_id: str
    amount: int
    currency: str
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundSucceeded(Event):
    """The money was sent or given back; ``method``: a gateway, ``cash``, ``card``, ``wallet`` or ``transfer``."""

    customer_id: str
    order_id: str
    refund_id: str
    transaction_id: str
    amount: int
    currency: str
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    """The money could not be sent back, or came back to us: a person has to find another way."""

    customer_id: str
    order_id: str
    refund_id: str
    transaction_id: str
    amount: int
    currency: str
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentDisputed(Event):
    """The customer's bank wants a payment back, or has decided: ``state`` is ``open``, ``won`` or ``lost``.

    ``reason`` is the gateway's code, ``respond_by`` (RFC 3339, UTC) when it is lost without an answer; either is empty
    when the gateway does not say. The customer hears of it from their bank.
    """

    customer_id: str
    order_id: str
    dispute_id: str
    transaction_id: str
    amount: int
    currency: str
    reason: str
    state: str
    respond_by: str
    method: str


@dataclass(frozen=True, kw_only=True)
class OrderPreparing(Event):
    """Somebody began to prepare the order. Customers are told of it only where a rule of the store says so."""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderAssigned(Event):
    """Somebody of the store looks after the order from now on: a staff user name, or empty for nobody any more."""

    customer_id: str
    order_id: str
    assignee: str


@dataclass(frozen=True, kw_only=True)
class OrderReady(Event):
    """The order is ready: to be picked up, or for its courier."""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderCollected(Event):
    """The customer picked the order up."""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelRequested(Event):
    """A parcel is recorded; its courier is to be asked for it. The address is with the parcel, it does not travel."""

    customer_id: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelBooked(Event):
    """The courier has the parcel in its books; there is a label. ``return_id``: it brings goods back, and the customer
    is told how.
    """

    customer_id: str
    order_id: str
    parcel_id: str
    tracking_code: str
    return_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ParcelGivenUp(Event):
    """Somebody of the store gave the parcel up; its courier is to be told."""

    customer_id: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelMoved(Event):
    """A parcel is in another ``state`` (as in ``ParcelState``), of which a customer is not told by itself."""

    customer_id: str
    order_id: str
    parcel_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ParcelDispatched(Event):
    """The courier has the parcel."""

    customer_id: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelOutForDelivery(Event):
    """Somebody is on the way with the parcel; ``attempt`` counts from 1."""

    customer_id: str
    order_id: str
    parcel_id: str
    attempt: int = 1


@dataclass(frozen=True, kw_only=True)
class ParcelDelayed(Event):
    """The courier announces another day (ISO 8601) than before."""

    customer_id: str
    order_id: str
    parcel_id: str
    expected: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class ParcelAttemptFailed(Event):
    """Delivery attempt number ``attempt`` failed; the courier waits until ``deadline`` (RFC 3339) for what to do."""

    customer_id: str
    order_id: str
    parcel_id: str
    attempt: int
    deadline: str


@dataclass(frozen=True, kw_only=True)
class DeliveryReminded(Event):
    """The customer is asked once more what to do after attempt number ``attempt``."""

    customer_id: str
    order_id: str
    parcel_id: str
    attempt: int
    deadline: str


@dataclass(frozen=True, kw_only=True)
class DeliveryInstructed(Event):
    """Somebody said what to do after attempt number ``attempt``; the courier is to be told."""

    customer_id: str
    order_id: str
    parcel_id: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class DeliveryInstructionTaken(Event):
    """The courier took the instruction (``kind`` as in ``InstructionKind``); the customer is told so."""

    customer_id: str
    order_id: str
    parcel_id: str
    attempt: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ParcelDelivered(Event):
    """The parcel is with the customer."""

    customer_id: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelReturning(Event):
    """The courier brings the parcel back to the store."""

    customer_id: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelReturned(Event):
    """The parcel is back at the store."""

    customer_id: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class FollowUpDue(Event):
    """The goods have been with the customer for some days: how was it, and once more?"""

    customer_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderScored(Event):
    """The customer said how it was: ``score`` 1 to 5; ``reviewed``: in words as well, which are kept with the order."""

    customer_id: str
    order_id: str
    score: int
    reviewed: bool = False


@dataclass(frozen=True, kw_only=True)
class ReturnMoved(Event):
    """A return is in its next ``state`` (as in ``ReturnState``); the customer is told those that concern them."""

    customer_id: str
    order_id: str
    return_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CustomerSpoke(Event):
    """The customer said something that is no cart. ``topic`` is what to answer with; the words are not here.

    ``facts`` is what the answer is made of (each topic's file under usecases/replies says which), ``order_id`` the
    order it is about, if it is about one.
    """

    customer_id: str
    message_id: str
    topic: str
    order_id: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A person has to answer, and the customer is told so. ``reason`` as in ``CaseReason``."""

    customer_id: str
    case_id: str
    reason: str
    order_id: str = ""


@dataclass(frozen=True, kw_only=True)
class StaffSpoke(Event):
    """A person of the store answers. The words are kept with the chat, at ``place``; they do not travel."""

    customer_id: str
    place: int
    case_id: str = ""


@dataclass(frozen=True, kw_only=True)
class MediaReceived(Event):
    """A picture, voice note or document waits at Meta to be fetched. Subject ``MEDIA#<customer>``, place as in Said."""

    customer_id: str
    place: int
    media_id: str


@dataclass(frozen=True, kw_only=True)
class StockLow(Event):
    """A counter went from above its reorder point to it or below. ``sequence`` is the counter's version."""

    item: str
    available: int
    reorder_point: int


#: Every event there is, by name.
CATALOGUE: dict[str, type[Event]] = {
    event.__name__: event
    for event in (
        OrderOffered,
        OrderReceived,
        PaymentRequested,
        PaymentReminded,
        OrderConfirmed,
        PaymentTaken,
        OrderExpired,
        OrderCancelled,
        PaymentQuarantined,
        RefundDue,
        RefundRequested,
        RefundSucceeded,
        RefundFailed,
        PaymentDisputed,
        OrderPreparing,
        OrderAssigned,
        OrderReady,
        OrderCollected,
        ParcelRequested,
        ParcelBooked,
        ParcelGivenUp,
        ParcelMoved,
        ParcelDispatched,
        ParcelOutForDelivery,
        ParcelDelayed,
        ParcelAttemptFailed,
        DeliveryReminded,
        DeliveryInstructed,
        DeliveryInstructionTaken,
        ParcelDelivered,
        ParcelReturning,
        ParcelReturned,
        FollowUpDue,
        OrderScored,
        ReturnMoved,
        CustomerSpoke,
        CaseOpened,
        StaffSpoke,
        MediaReceived,
        StockLow,
    )
}

#: Those a customer hears of: they carry ``customer_id`` and go through the Messages queue.
FOR_CUSTOMERS = (
    "OrderOffered",
    "PaymentRequested",
    "PaymentReminded",
    "OrderConfirmed",
    "OrderExpired",
    "OrderCancelled",
    "RefundDue",
    "RefundRequested",
    "RefundSucceeded",
    "RefundFailed",
    "OrderPreparing",
    "OrderReady",
    "OrderCollected",
    "ParcelBooked",
    "ParcelDispatched",
    "ParcelOutForDelivery",
    "ParcelDelayed",
    "ParcelAttemptFailed",
    "DeliveryReminded",
    "DeliveryInstructionTaken",
    "ParcelDelivered",
    "ParcelReturning",
    "ParcelReturned",
    "FollowUpDue",
    "ReturnMoved",
    "CustomerSpoke",
    "CaseOpened",
    "StaffSpoke",
)


def from_detail(detail: dict[str, Any]) -> Event:
    """The event that a bus detail or a timeline item holds. Raises KeyError for a name not in the catalogue."""
    kind = CATALOGUE[detail["name"]]
    # A field that was added later has a default, which is what events recorded before it get.
    values = {f.name: detail[f.name] for f in fields(kind) if f.name in detail or _required(f)}
    values["at"] = datetime.fromisoformat(values["at"])
    return kind(**values)


def _required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


_E = TypeVar("_E", bound=Event)


def order_event(kind: type[_E], order: Order, /, *, now: datetime, **more: Any) -> _E:
    """The event of an order's newest version."""
    values: dict[str, Any] = dict(
        store=order.store,
        subject=f"ORDER#{order.id}",
        sequence=order.version,
        at=now,
        customer_id=order.customer_id,
        order_id=order.id,
        **more,
    )
    return kind(**values)
