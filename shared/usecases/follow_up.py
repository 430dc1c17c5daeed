"""Some days after the goods came their customer is asked how it was, once."""

from __future__ import annotations

from datetime import datetime

from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.events import FollowUpDue, order_event
from shared.domain.order import OrderStatus
from shared.ports import Conflict, Contended
from shared.usecases.parcel_room import TRIES, ParcelRoom

_THERE = frozenset({OrderStatus.DELIVERED, OrderStatus.COLLECTED})


def follow_up(room: ParcelRoom, *, order_id: str, now: datetime) -> str:
    """Announce that it is time to ask, if the goods are with the customer; returns what was done. Raises Contended."""
    for _ in range(TRIES):
        file = room.orders.read_all(order_id)
        if file is None or file.order.status not in _THERE:
            return "moved_on"
        if any(isinstance(one, FollowUpDue) for one in file.events):
            return "repeated"
        noted = file.order.noted()
        try:
            room.commits.commit(
                [
                    PutOrder(order=noted, over=file.order.version),
                    AppendEvent(event=order_event(FollowUpDue, noted, now=now)),
                ],
                token=f"follow_up:{order_id}:{file.order.version}",
            )
        except Conflict:
            continue
        return "due"
    raise Contended(f"order {order_id}: the record kept changing")
