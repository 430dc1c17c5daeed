"""An order was given up or paid otherwise: its links are closed at the gateway, so that nobody pays in vain."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.order import OrderStatus
from shared.domain.payment import COUNTER, AttemptStatus, PaymentAttempt
from shared.domain.store import Store
from shared.ports import Commits, Orders, PaymentGateway
from shared.usecases.record_payment import record_payment

#: Gateways end a link by themselves within this time after the reservation's own end.
LINK_OUTLIVES = timedelta(hours=1)


def close_links(
    *, order_id: str, store: Store, orders: Orders, gateway: PaymentGateway, commits: Commits, now: datetime
) -> str:
    """Close every link that the record calls closed and no money came through; returns what was done.

    The record says closed since the order was cancelled, or since money was taken for it at the counter; asking the
    gateway again for the same link changes nothing, so this may run as often as it likes. A link that turns out to have
    been paid is recorded like any payment: the money is due back. Raises Unavailable, Refused, Contended.
    """
    file = orders.read(order_id)
    if file is None or (
        file.order.status is not OrderStatus.CANCELLED and not any(map(_at_the_counter, file.payments))
    ):
        return "moved_on"
    closed = "nothing_open"
    for attempt in file.payments:
        if attempt.status is not AttemptStatus.CLOSED or attempt.link_id is None:
            continue
        paid = gateway.close_link(attempt)
        closed = "closed" if closed == "nothing_open" else closed
        if paid is not None:
            done = record_payment(payment=paid, store=store, orders=orders, commits=commits, now=now)
            closed = f"paid_{done.outcome}"
    return closed


def _at_the_counter(attempt: PaymentAttempt) -> bool:
    return attempt.id.startswith(COUNTER)


def worth_another_try(orders: Orders, order_id: str, *, now: datetime) -> bool:
    """Whether a link may still be open: not for ever, because a gateway ends every link by itself."""
    file = orders.read(order_id)
    ends = file.order.expires_at if file is not None else None
    return ends is not None and now < ends + LINK_OUTLIVES
