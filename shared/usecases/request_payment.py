"""A received order gets its payment link: wake-up call first, then the link, then the record of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.changes import AppendEvent, PutOrder, PutPayment
from shared.domain.events import PaymentRequested, order_event
from shared.domain.order import Order, OrderStatus
from shared.domain.payment import AttemptStatus, PaymentAttempt, attempt_id
from shared.domain.store import Store
from shared.ports import Commits, Conflict, Orders, PaymentGateway, Timers

#: A customer tells where an order goes once or twice, not more often while its link is made.
TRIES = 4
#: Nobody is reminded of what they did so little while ago.
TOO_SOON = timedelta(minutes=5)


def request_payment(
    *,
    order_id: str,
    store: Store,
    orders: Orders,
    gateway: PaymentGateway,
    timers: Timers,
    commits: Commits,
    now: datetime,
) -> str:
    """Open the order's link and record it; returns ``requested``, or why there was nothing to do.

    The expiry is armed before anything else, so that a gateway that stays down cannot hold stock for ever. The
    attempt's id is the gateway's idempotency key: a repeat after a crash finds the same link. Raises Unavailable,
    Refused.
    """
    file = orders.read(order_id)
    if file is None or file.order.expires_at is None:
        return "no_such_order"
    order = file.order
    if order.status is not OrderStatus.RECEIVED:
        return "moved_on"
    arm_expiry(order, store, timers)
    if now >= file.order.expires_at:
        return "too_late"
    attempt = PaymentAttempt(
        id=attempt_id(order.id, 1),
        order_id=order.id,
        provider=gateway.provider,
        amount=order.to_pay,
        status=AttemptStatus.OPEN,
        created_at=now,
    )
    link = gateway.open_link(attempt=attempt, order=order, store=store, expires_at=file.order.expires_at, now=now)
    opened = replace(attempt, link_id=link.id, url=link.url)
    return _record(order, opened, orders, gateway, commits, now=now)


def _record(
    order: Order, opened: PaymentAttempt, orders: Orders, gateway: PaymentGateway, commits: Commits, *, now: datetime
) -> str:
    """Write the link to the order, or close it when the order has moved on."""
    for _ in range(TRIES):
        asked = order.become(OrderStatus.AWAITING_PAYMENT)
        event = order_event(PaymentRequested, asked, now=now, attempt_id=opened.id, url=opened.url)
        try:
            commits.commit(
                [
                    PutOrder(order=asked, over=order.version),
                    PutPayment(attempt=opened, new=True),
                    AppendEvent(event=event),
                ],
                token=f"{opened.id}:{asked.version}:{opened.link_id}",
            )
        except Conflict:
            file = orders.read(order.id)
            if file is not None and any(attempt.link_id == opened.link_id for attempt in file.payments):
                return "repeated"
            if file is None or file.order.status is not OrderStatus.RECEIVED:
                break
            # Its address was told while the link was made: it is the same order at the same price.
            order = file.order
            continue
        return "requested"
    gateway.close_link(opened)
    return "moved_on"


def arm_expiry(order: Order, store: Store, timers: Timers) -> None:
    """Wake ``run_timer`` when the reservation ends, and, as the store's file says, before. Again changes nothing."""
    if order.expires_at is None:
        return
    timers.arm(
        name=f"expire-{order.id}",
        at=order.expires_at + timedelta(seconds=1),
        payload={"timer": "expire_reservation", "order_id": order.id, "expires_at": order.expires_at.isoformat()},
    )
    due = order.expires_at - timedelta(minutes=store.reminder_minutes)
    if store.reminder_minutes and due >= order.placed_at + TOO_SOON:
        timers.arm(
            name=f"remind-{order.id}",
            at=due,
            payload={"timer": "remind_payment", "order_id": order.id, "expires_at": order.expires_at.isoformat()},
        )
