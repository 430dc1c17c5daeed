"""Something happened that a customer should hear of: say it once, in the way that may be used now."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.customer import SERVICE_WINDOW, Customer
from shared.domain.events import CustomerSpoke, Event, OrderConfirmed, OrderOffered, StaffSpoke
from shared.domain.frozen import dataclass
from shared.domain.messages import (
    ButtonsMessage,
    CatalogMessage,
    Intent,
    MessageState,
    OutboundMessage,
    ProductsMessage,
)
from shared.domain.order import Order
from shared.domain.store import Store
from shared.ports import (
    Ambiguous,
    Chats,
    Customers,
    MessageLog,
    Messenger,
    Orders,
    Refused,
    Timers,
    Unavailable,
    Wording,
)
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Milestone, Telling

#: How long Meta may take to tell what became of a message whose answer we never saw; then a person is called.
SETTLE_AFTER = timedelta(minutes=5)
#: Meta: free-form messages are only taken within 24 hours of the customer's last one.
WINDOW_CLOSED = "131047"
#: Meta: a value it does not take. Of a message that shows products: the catalog is not connected, or lacks them.
NO_CATALOG = "131009"
#: Orders looked through for one that a customer had before.
LOOKED_BACK = 20


def _nowhere(order_id: str) -> str:
    del order_id
    return ""


class StillInFlight(Exception):
    """An earlier run may still be sending this very message: wait ``retry_after`` seconds for what comes of it."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"an earlier try is still in flight, look again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The ports that telling needs, and the store that speaks.

    ``grace`` is how long a run of this function can last at most: an intent that is still SENDING after it belongs to
    a run that died, and Meta, whose status would have come by now, knows nothing of it.
    """

    store: Store
    orders: Orders
    customers: Customers
    chats: Chats
    log: MessageLog
    messenger: Messenger
    wording: Wording
    timers: Timers
    grace: timedelta
    #: Where an order's receipt is to be seen, and where it can be followed, by its id; empty when nobody knows.
    receipts: Callable[[str], str] = _nowhere
    tracking: Callable[[str], str] = _nowhere


@dataclass(frozen=True, kw_only=True)
class Told:
    """The state the message is in now, and whether it moved in this run."""

    state: MessageState
    repeated: bool = False
    code: str | None = None
    alarm: bool = False


def tell_customer(desk: Desk, event: Event, *, customer_id: str, order_id: str | None, now: datetime) -> Told:
    """Intent first, then the call, then what came of it: whatever step a crash falls on, the customer is told once.

    Raises Unavailable (certainly not sent: try again), StillInFlight.
    """
    intent_id = intent_id_of(event)
    standing = desk.log.read(event.subject, intent_id)
    if standing is not None and standing.state not in (MessageState.SENDING, MessageState.WAITING):
        if standing.state is MessageState.AMBIGUOUS:
            _await_settlement(desk, standing)
        return Told(state=standing.state, repeated=True)
    milestone = MILESTONES[type(event)]
    file = desk.orders.read(order_id) if order_id else None
    order = file.order if file else None
    customer = desk.customers.read(customer_id)
    intent = Intent(
        subject=event.subject,
        id=intent_id,
        customer_id=customer_id,
        state=MessageState.SENDING,
        attempted_at=now,
        attempts=1,
    )
    written = _written(desk, event)
    if customer is None or written is None or milestone.overtaken(event, order):
        why = "no_such_customer" if customer is None else "no_words" if written is None else "overtaken"
        return _skip(desk, intent, standing, why=why)
    if milestone.can_wait and (heard_at := desk.store.delivery.heard_at(now, desk.store.zone)) > now:
        return _hold(desk, event, intent_id, until=heard_at)
    telling = Telling(
        event=event,
        order=order,
        customer=customer,
        store=desk.store,
        wording=desk.wording,
        now=now,
        written=written,
        receipt=desk.receipts(order.id) if order is not None and isinstance(event, OrderConfirmed) else "",
        tracking=desk.tracking(order.id) if order is not None and order.ticket is not None else "",
        file=file,
        first=milestone.asks_if_first and _is_first(desk, order),
    )
    if milestone.needless(telling):
        return _skip(desk, intent, standing, why="overtaken")
    message = _message(milestone, telling, window_open=_window_open(customer, order, now))
    if message is None:
        return _skip(desk, intent, standing, why="window_closed")
    intent = _claim(desk, intent, standing, now=now)
    return _send(desk, intent, customer, message, milestone, telling)


def intent_id_of(event: Event) -> str:
    """The id of the message that tells of an event.

    What parcels and returns do is told once for each of them, step and attempt, even if it is announced twice.
    """
    one = getattr(event, "parcel_id", "") or getattr(event, "return_id", "")
    step = getattr(event, "attempt", None) or getattr(event, "state", "") or getattr(event, "expected", "")
    return ".".join(map(str, filter(None, (event.name, one, step)))) if one else f"{event.name}.{event.sequence}"


def _hold(desk: Desk, event: Event, intent_id: str, *, until: datetime) -> Told:
    """Let it come again when the store's quiet hours are over; whatever became of it by then is looked at then.

    Not by the queue: what stands behind it for the same customer would wait too.
    """
    desk.timers.arm(
        name=f"tell-{event.subject}-{intent_id}",
        at=until,
        payload={"timer": "tell_later", "event": json.dumps(event.detail(), separators=(",", ":"))},
    )
    return Told(state=MessageState.WAITING, code="quiet_hours")


def _is_first(desk: Desk, order: Order | None) -> bool:
    """Whether the customer never had another order confirmed."""
    if order is None:
        return False
    recent = desk.orders.recent(order.customer_id, limit=LOOKED_BACK)
    # Who has so many drafts that they fill the list is no stranger.
    return len(recent) < LOOKED_BACK and not any(one.ticket for one in recent if one.id != order.id)


def _claim(desk: Desk, intent: Intent, standing: Intent | None, *, now: datetime) -> Intent:
    """Make this run the one that sends. Raises StillInFlight when another may be at it."""
    if standing is None:
        if desk.log.begin(intent):
            return intent
        raise StillInFlight(int(desk.grace.total_seconds()))
    flying_for = now - standing.attempted_at
    if standing.state is MessageState.SENDING and flying_for < desk.grace:
        raise StillInFlight(int((desk.grace - flying_for).total_seconds()) + 1)
    again = Intent(
        subject=intent.subject,
        id=intent.id,
        customer_id=intent.customer_id,
        state=MessageState.SENDING,
        attempted_at=now,
        attempts=standing.attempts + 1,
    )
    if desk.log.retry(again, seen_attempts=standing.attempts):
        return again
    raise StillInFlight(int(desk.grace.total_seconds()))


def _send(
    desk: Desk, intent: Intent, customer: Customer, message: OutboundMessage, milestone: Milestone, telling: Telling
) -> Told:
    try:
        meta_id = desk.messenger.send(to=customer.identity, message=message, tag=intent.tag)
    except Unavailable:
        desk.log.advance(intent.subject, intent.id, to=MessageState.WAITING)
        raise
    except Ambiguous:
        desk.log.advance(intent.subject, intent.id, to=MessageState.AMBIGUOUS)
        _await_settlement(desk, intent)
        return Told(state=MessageState.AMBIGUOUS)
    except Refused as no:
        fallback = _fallback(message, milestone, telling, code=no.code)
        if fallback is not None and fallback != message:
            told = _send(desk, intent, customer, fallback, milestone, telling)
            # What Meta did not take stays in the log line: a catalog that is not connected is seen there.
            return replace(told, code=told.code or no.code)
        desk.log.advance(intent.subject, intent.id, to=MessageState.FAILED, error=no.code)
        return Told(state=MessageState.FAILED, code=no.code, alarm=no.alarm)
    desk.log.advance(intent.subject, intent.id, to=MessageState.SENT, meta_id=meta_id)
    if answered := _answered(telling):
        desk.messenger.mark_read(answered)
    return Told(state=MessageState.SENT)


def _fallback(message: OutboundMessage, milestone: Milestone, telling: Telling, *, code: str) -> OutboundMessage | None:
    """Another way to say it, when Meta does not take this one."""
    if code == WINDOW_CLOSED:
        return milestone.template(telling) if milestone.template else None
    if code != NO_CATALOG or not isinstance(message, CatalogMessage | ProductsMessage):
        return None
    # Its package loads every reply there is: nothing that a cold start should wait for.
    from shared.usecases.replies.choices import menu_button

    body = message.body if isinstance(message, CatalogMessage) else telling.say("menu_below")
    return ButtonsMessage(body=body, buttons=(menu_button(telling),))


def _answered(telling: Telling) -> str:
    """Meta's id of the message that this answers: the customer sees it as read. Empty when it is not known."""
    event, order = telling.event, telling.order
    if isinstance(event, CustomerSpoke):
        return event.message_id
    if isinstance(event, OrderOffered) and order is not None and order.source.channel == "whatsapp":
        return order.heard[-1].message_id if order.heard else order.source.message_id
    return ""


def give_up(desk: Desk, event: Event) -> Told:
    """The queue will not bring this event again: end its message as failed, for a person to see."""
    intent_id = intent_id_of(event)
    desk.log.advance(event.subject, intent_id, to=MessageState.FAILED, error="gave_up")
    return Told(state=MessageState.FAILED, code="gave_up", alarm=True)


def settle_message(log: MessageLog, *, subject: str, intent_id: str) -> bool:
    """The time for Meta's word on an ambiguous message is over; True when it is unknown, for a person to see."""
    intent = log.read(subject, intent_id)
    if intent is None or intent.state is not MessageState.AMBIGUOUS:
        return False
    return log.advance(subject, intent_id, to=MessageState.UNKNOWN)


def _await_settlement(desk: Desk, intent: Intent) -> None:
    desk.timers.arm(
        name=f"settle-{intent.subject}-{intent.id}",
        at=intent.attempted_at + SETTLE_AFTER,
        payload={"timer": "settle_message", "subject": intent.subject, "intent": intent.id},
    )


def _skip(desk: Desk, intent: Intent, standing: Intent | None, *, why: str) -> Told:
    """Decide not to say it, and leave the decision on the timeline."""
    if standing is None:
        desk.log.begin(intent)
    desk.log.advance(intent.subject, intent.id, to=MessageState.SKIPPED, error=why)
    return Told(state=MessageState.SKIPPED, code=why)


def _written(desk: Desk, event: Event) -> str | None:
    """What a person wrote, for the event that has it told; None when those words are gone, as after an erasure."""
    if not isinstance(event, StaffSpoke):
        return ""
    kept = desk.chats.said_at(event.customer_id, event.place)
    return (kept.text or None) if kept else None


def _message(milestone: Milestone, telling: Telling, *, window_open: bool) -> OutboundMessage | None:
    if window_open:
        return milestone.free_form(telling)
    return milestone.template(telling) if milestone.template else None


def _window_open(customer: Customer, order: Order | None, now: datetime) -> bool:
    """The profile's mark may lag by an hour; the order's own message is exact."""
    if customer.window_open(now):
        return True
    return order is not None and order.source.channel == "whatsapp" and now - order.placed_at < SERVICE_WINDOW
