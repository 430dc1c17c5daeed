"""Somebody of the store notes what a customer said is wrong with goods that came: a return, ready to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, PutOrder, PutReturn
from shared.domain.events import ReturnMoved, order_event
from shared.domain.frozen import dataclass
from shared.domain.goods_return import GoodsReturn, ReturnState, Trouble, return_id_for
from shared.ports import Conflict, Contended
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.correct_stock import RequestReused
from shared.usecases.goods_at_hand import at_hand
from shared.usecases.return_room import TRIES, ReturnRoom, case_shown, return_in


class NothingToReturn(Exception):
    """The customer has nothing of the order, or all of it is in a return."""

    def __init__(self) -> None:
        super().__init__("nothing of this order has come to the customer that is in no return yet")


class NotToReturn(Exception):
    """More of a product than the customer has of the order and no return has yet."""

    def __init__(self, sku: str, *, wanted: int, left: int) -> None:
        super().__init__(f"{wanted} of {sku} were to come back, and {left} can")
        self.sku, self.wanted, self.left = sku, wanted, left


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What is wrong with which goods (sku to units; None: with all that may come back), in the customer's words."""

    trouble: Trouble
    items: Mapping[str, int] | None = None
    words: str = ""


def request_return(
    room: ReturnRoom, *, order_id: str, complaint: Complaint, request: str, now: datetime
) -> GoodsReturn:
    """The return, requested; the same ``request`` is the same return. A person decides, also on what a rule would.

    The store's ``days`` are the customer's limit, not the staff's. Raises UnknownOrder, NothingToReturn, NotToReturn,
    RequestReused, Contended.
    """
    return_id = return_id_for(f"staff:{order_id}:{request}")
    for _ in range(TRIES):
        file = room.orders.read_all(order_id)
        if file is None:
            raise UnknownOrder
        known = return_in(file, return_id)
        if known is not None:
            if not _same(known, complaint):
                raise RequestReused(request)
            return known
        left = at_hand(file)
        if not left:
            raise NothingToReturn
        one = GoodsReturn(
            id=return_id,
            order_id=order_id,
            customer_id=file.order.customer_id,
            state=ReturnState.REQUESTED,
            version=1,
            at=now,
            items=_items(complaint, left),
            trouble=complaint.trouble,
            words=complaint.words,
        )
        noted = file.order.noted()
        event = order_event(ReturnMoved, noted, now=now, return_id=one.id, state=one.state.value)
        changes: list[Change] = [
            PutOrder(order=noted, over=file.order.version),
            PutReturn(goods_return=one, over=None),
            AppendEvent(event=event),
            *case_shown(room.cases, one, store=room.store, now=now),
        ]
        try:
            room.commits.commit(changes, token=f"return:{return_id}:{noted.version}")
        except Conflict:
            continue
        return one
    raise Contended(f"order {order_id}: the record kept changing")


def _items(complaint: Complaint, left: Mapping[str, int]) -> dict[str, int]:
    wanted = left if complaint.items is None else complaint.items
    for sku, units in wanted.items():
        if units > left.get(sku, 0):
            raise NotToReturn(sku, wanted=units, left=left.get(sku, 0))
    return dict(wanted)


def _same(known: GoodsReturn, complaint: Complaint) -> bool:
    items = known.items if complaint.items is None else complaint.items
    return (known.trouble, known.words, dict(known.items)) == (complaint.trouble, complaint.words, dict(items))
