"""The time to pay is nearly over and nobody paid: remind the customer, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.events import PaymentReminded, order_event
from shared.domain.order import Order, OrderStatus
from shared.domain.payment import AttemptStatus
from shared.ports import Commits, Conflict, Contended, OrderFile, Orders

TRIES = 6
#: With less time than this left, a reminder helps nobody: the link would close under the customer's hands.
TOO_LATE = timedelta(minutes=1)


def remind_payment(*, order_id: str, expires_at: datetime, orders: Orders, commits: Commits, now: datetime) -> str:
    """Announce the reminder if the reservation is still the one the timer was armed for; returns what was done.

    Nobody is reminded twice of one reservation, nor of a link that is closed, nor of a change that can no longer be
    made. Raises Contended.
    """
    for _ in range(TRIES):
        file = orders.read_all(order_id)
        if file is None or file.order.status is not OrderStatus.AWAITING_PAYMENT or file.order.expires_at != expires_at:
            return "moved_on"
        if expires_at - now < TOO_LATE:
            return "too_late"
        if any(isinstance(event, PaymentReminded) and event.expires_at == _stamp(expires_at) for event in file.events):
            return "repeated"
        if _in_vain(orders, file.order):
            return "superseded"
        url = _open_link(file)
        if url is None:
            return "nothing_open"
        noted = file.order.noted()
        event = order_event(PaymentReminded, noted, now=now, url=url, expires_at=_stamp(expires_at))
        try:
            commits.commit(
                [PutOrder(order=noted, over=file.order.version), AppendEvent(event=event)],
                token=f"{order_id}:{noted.version}:reminded",
            )
        except Conflict:
            continue
        return "reminded"
    raise Contended(f"order {order_id}: the record kept changing")


def _in_vain(orders: Orders, order: Order) -> bool:
    """Whether it would change a paid order that is being made, or is no more: its money would only come back."""
    first = orders.read(order.stands_behind) if order.stands_behind else None
    return order.stands_behind is not None and (first is None or first.order.status is not OrderStatus.CONFIRMED)


def _open_link(file: OrderFile) -> str | None:
    links = [one.url for one in file.payments if one.status is AttemptStatus.OPEN and one.url]
    return links[-1] if links else None


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
