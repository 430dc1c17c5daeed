"""Somebody of the store looks after an order, or somebody else, or nobody in particular any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.events import OrderAssigned, order_event
from shared.domain.order import OrderStatus
from shared.ports import Commits, Conflict, Contended, Orders
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.parcel_room import TRIES


class TakenByAnother(Exception):
    """``assignee`` looks after the order already."""

    def __init__(self, assignee: str) -> None:
        super().__init__(f"{assignee} looks after this order; it can be assigned to somebody else")
        self.assignee = assignee


class NotAnOrderYet(Exception):
    """The customer has not confirmed it: its case in the queue is what can be taken."""

    def __init__(self) -> None:
        super().__init__("the customer has not confirmed this order; take its case instead")


def assign_order(
    orders: Orders, commits: Commits, *, order_id: str, to: str, now: datetime, only_if_free: bool = False
) -> None:
    """Give the order to a staff user name, or to nobody (empty); the same again changes nothing.

    ``only_if_free``: not if somebody else has it. Raises UnknownOrder, NotAnOrderYet, TakenByAnother, Contended.
    """
    for _ in range(TRIES):
        file = orders.read(order_id)
        if file is None:
            raise UnknownOrder
        order = file.order
        if order.status is OrderStatus.DRAFT:
            raise NotAnOrderYet
        if order.assignee == to:
            return
        if only_if_free and order.assignee:
            raise TakenByAnother(order.assignee)
        given = replace(order.noted(), assignee=to)
        event = order_event(OrderAssigned, given, now=now, assignee=to)
        try:
            commits.commit(
                [PutOrder(order=given, over=order.version), AppendEvent(event=event)],
                token=f"assigned:{order_id}:{given.version}:{to}",
            )
        except Conflict:
            continue
        return
    raise Contended(f"order {order_id}: the record kept changing")
