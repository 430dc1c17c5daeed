"""The time to pay is over: close the link, give the stock back, tell the customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, FreeStock, PutOrder, PutPayment
from shared.domain.events import OrderExpired, order_event
from shared.domain.order import UNPAID, OrderStatus
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.store import Store
from shared.ports import Commits, Conflict, Contended, OrderFile, Orders, PaymentGateway, PortError
from shared.usecases.record_payment import record_payment

TRIES = 6


def expire_reservation(
    *,
    order_id: str,
    expires_at: datetime,
    store: Store,
    orders: Orders,
    gateway: PaymentGateway,
    commits: Commits,
    now: datetime,
) -> str:
    """End the reservation if it is still the one the timer was armed for; returns what was done.

    The timer names the reservation by its end, so the clock is not asked again: a timer that comes late, twice or by
    hand has the same one effect. The link is closed first, and a link that turns out to be paid confirms the order
    instead. A gateway that cannot be reached does not keep the stock: a payment that comes later is dealt with then.
    Raises Contended.
    """
    for _ in range(TRIES):
        file = orders.read(order_id)
        if file is None or file.order.status not in UNPAID or file.order.expires_at != expires_at:
            return "moved_on"
        closed: list[PaymentAttempt] = []
        for attempt in file.payments:
            if attempt.status is AttemptStatus.OPEN:
                paid, shut = _close(gateway, attempt)
                if paid is not None:
                    done = record_payment(payment=paid, store=store, orders=orders, commits=commits, now=now)
                    return f"paid_{done.outcome}"
                closed += [replace(attempt, status=AttemptStatus.CLOSED)] if shut else []
        if _release(file, closed, commits, now=now):
            return "expired"
    raise Contended(f"order {order_id}: the record kept changing")


def _close(gateway: PaymentGateway, attempt: PaymentAttempt) -> tuple[Payment | None, bool]:
    """The payment, if the link turns out to be paid; and whether the link is closed now."""
    try:
        return gateway.close_link(attempt), True
    except PortError:
        return None, False


def _release(file: OrderFile, closed: list[PaymentAttempt], commits: Commits, *, now: datetime) -> bool:
    expired = file.order.become(OrderStatus.EXPIRED)
    changes: list[Change] = [
        PutOrder(order=expired, over=file.order.version),
        AppendEvent(event=order_event(OrderExpired, expired, now=now)),
        *[FreeStock(item=item, units=units, order_id=expired.id) for item, units in expired.needs.items()],
        *[PutPayment(attempt=attempt, new=False) for attempt in closed],
    ]
    try:
        commits.commit(changes, token=f"{expired.id}:{expired.version}:expired")
    except Conflict:
        return False
    return True
