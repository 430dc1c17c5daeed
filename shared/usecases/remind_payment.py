"""The time to pay is nearly over and nobody paid: remind the customer, once."""

from __future__ import annotations

from datetime import datetime

from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.events import PaymentReminded, order_event
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.ports import Commits, Conflict, Contended, OrderFile, Orders

TRIES = 6


def remind_payment(*, order_id: str, expires_at: datetime, orders: Orders, commits: Commits, now: datetime) -> str:
    """Announce the reminder if the reservation is still the one the timer was armed for; returns what was done.

    Nobody is reminded twice of one reservation, nor of a link that is closed. Raises Contended.
    """
    for _ in range(TRIES):
        file = orders.read_all(order_id)
        if file is None or file.order.status is not OrderStatus.AWAITING_PAYMENT or file.order.expires_at != expires_at:
            return "moved_on"
        if now >= expires_at:
            return "too_late"
        if any(isinstance(event, PaymentReminded) and event.expires_at == _stamp(expires_at) for event in file.events):
            return "repeated"
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


def _open_link(file: OrderFile) -> str | None:
    links = [one.url for one in file.payments if one.status is AttemptStatus.OPEN and one.url]
    return links[-1] if links else None


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
