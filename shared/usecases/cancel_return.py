"""A return is called off, by the customer while nobody has decided, or by staff until the goods are on their way."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, PutOrder, PutReturn
from shared.domain.events import ReturnMoved, order_event
from shared.domain.goods_return import RETURN_MOVES, GoodsReturn, ReturnState
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.give_up_parcel import OnItsWay, give_up_parcel
from shared.usecases.parcel_room import ParcelRoom
from shared.usecases.return_room import TRIES, NotNow, ReturnRoom, case_closed, found_return


def cancel_return(room: ReturnRoom, *, order_id: str, return_id: str, now: datetime) -> GoodsReturn:
    """The return, called off, with its parcel if the courier does not have that yet; the same again.

    Raises UnknownReturn, NotNow, Contended.
    """
    for _ in range(TRIES):
        file, before = found_return(room, order_id, return_id)
        if before.state is not ReturnState.CANCELLED:
            if ReturnState.CANCELLED not in RETURN_MOVES[before.state]:
                raise NotNow(before)
            changes = [*called_off(file, before, now=now), *case_closed(room.cases, before, now=now)]
            try:
                room.commits.commit(changes, token=f"called_off:{return_id}:{before.version}:{file.order.version}")
            except Conflict:
                continue
        # After the return, which is over even if the courier was quicker; a repeat comes this way again.
        if before.parcel_id:
            parcels = ParcelRoom(store=room.store, orders=room.orders, commits=room.commits)
            with suppress(OnItsWay):
                give_up_parcel(parcels, order_id=order_id, parcel_id=before.parcel_id, now=now)
        return found_return(room, order_id, return_id)[1]
    raise Contended(f"return {return_id}: the record kept changing")


def called_off(file: OrderFile, before: GoodsReturn, *, now: datetime) -> list[Change]:
    """The changes of the order and the return. Raises IllegalReturnMove."""
    after, noted = before.become(ReturnState.CANCELLED), file.order.noted()
    event = order_event(ReturnMoved, noted, now=now, return_id=after.id, state=after.state.value)
    return [
        PutOrder(order=noted, over=file.order.version),
        PutReturn(goods_return=after, over=before.version),
        AppendEvent(event=event),
    ]
