"""What has to happen later about parcels is put on the clock, outside the store's quiet hours where it can wait."""

from __future__ import annotations

from datetime import datetime

from shared.domain.events import Event, OrderCollected, ParcelAttemptFailed, ParcelDelivered
from shared.domain.order import OrderStatus
from shared.domain.store import Store
from shared.ports import Orders, Timers


def arm_timers(event: Event, *, store: Store, orders: Orders, timers: Timers) -> str:
    """Arm what the event calls for; the same event arms nothing twice. Returns what was done."""
    match event:
        case ParcelAttemptFailed():
            return _answers(event, store=store, timers=timers)
        case ParcelDelivered(order_id=order_id) | OrderCollected(order_id=order_id):
            return _follow_up(order_id, event.at, store=store, orders=orders, timers=timers)
    return "nothing"


def _answers(event: ParcelAttemptFailed, *, store: Store, timers: Timers) -> str:
    """A reminder when half of the time to answer is over, outside the quiet hours; and the end."""
    deadline = datetime.fromisoformat(event.deadline)
    about = {
        "order_id": event.order_id,
        "parcel_id": event.parcel_id,
        "attempt": str(event.attempt),
        "deadline": event.deadline,
    }
    name = f"{event.parcel_id}-{event.attempt}"
    half = event.at + (deadline - event.at) / 2
    reminded_at = store.delivery.heard_at(half, store.zone)
    if reminded_at >= deadline:
        # The quiet hours last longer than the time to answer: rather early than not at all.
        reminded_at = store.delivery.hushed_at(half, store.zone)
    if event.at < reminded_at < deadline:
        timers.arm(name=f"remind-{name}", at=reminded_at, payload={"timer": "remind_delivery", **about})
    timers.arm(name=f"waited-{name}", at=deadline, payload={"timer": "end_of_waiting", **about})
    return "armed"


def _follow_up(order_id: str, came: datetime, *, store: Store, orders: Orders, timers: Timers) -> str:
    file = orders.read(order_id)
    if file is None or file.order.status not in (OrderStatus.DELIVERED, OrderStatus.COLLECTED):
        # Another parcel of the order is still on its way; the last one arms it.
        return "not_all_there"
    due = came + store.delivery.follow_up_after(line.sku for line in file.order.lines)
    at = store.delivery.heard_at(due, store.zone)
    timers.arm(name=f"follow-up-{order_id}", at=at, payload={"timer": "follow_up", "order_id": order_id})
    return "armed"
