"""Somebody of the store gives an order up: stock free, links closed, every payment due back, its parcels stopped."""

from __future__ import annotations

from datetime import datetime

from shared.domain.changes import Change
from shared.domain.order import UNPAID, OrderStatus
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.give_up_order import given_up, stock_changes, together
from shared.usecases.money_back import kept_for
from shared.usecases.parcel_room import TRIES, ParcelRoom
from shared.usecases.placed_orders import LOOK_BACK

#: Until it is on the road; then it has to come back first.
STILL_HERE = UNPAID | {OrderStatus.CONFIRMED, OrderStatus.PREPARING, OrderStatus.READY}


class TooLateToCancel(Exception):
    """The order is on its way, or its story is over."""

    def __init__(self, status: OrderStatus) -> None:
        super().__init__(f"the order is {status} and cannot be cancelled any more")
        self.status = status


def cancel_by_staff(room: ParcelRoom, *, order_id: str, now: datetime) -> None:
    """Give the order up, and the changes of it that wait to be paid for; one that is cancelled stays so.

    Stock goes back to what can be sold: what was used is counted off by hand. Raises UnknownOrder, TooLateToCancel,
    Contended.
    """
    for _ in range(TRIES):
        file = room.orders.read(order_id)
        if file is None:
            raise UnknownOrder
        if file.order.status is OrderStatus.CANCELLED:
            return
        if file.order.status not in STILL_HERE:
            raise TooLateToCancel(file.order.status)
        try:
            changes = _changes(room, file, now=now)
            room.commits.commit(changes, token=f"cancelled:{order_id}:{file.order.version}")
        except Conflict:
            continue
        return
    raise Contended(f"order {order_id}: the record kept changing")


def _changes(room: ParcelRoom, file: OrderFile, *, now: datetime) -> list[Change]:
    order = file.order
    waiting = () if order.status in UNPAID else _waiting(room, file)
    kept = kept_for(room.orders, order.id)
    if order.status in UNPAID:
        # What was paid for the order before it is that one's, which stays in force.
        kept = tuple(one for one in kept if one.attempt.order_id == order.id)
    changes: list[Change] = []
    for change in waiting:
        changes += given_up(change, by="store", store=room.store, now=now)
    changes += given_up(file, by="staff", kept=kept, store=room.store, now=now)
    held = together(*(one.order.needs for one in (*waiting, file)))
    return changes + stock_changes(held=held, wanted={}, order_id=order.id)


def _waiting(room: ParcelRoom, file: OrderFile) -> tuple[OrderFile, ...]:
    """The changes of a paid order that would take its place once they are paid for."""
    recent = room.orders.recent(file.order.customer_id, limit=LOOK_BACK)
    files = (room.orders.read(one.id) for one in recent if one.stands_behind == file.order.id)
    return tuple(one for one in files if one is not None and one.order.status in UNPAID)
