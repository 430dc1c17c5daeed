"""Somebody of the store gives a parcel up that its courier does not have yet; the courier is told later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, PutOrder, PutParcel
from shared.domain.events import ParcelGivenUp, order_event
from shared.domain.parcel import Parcel, ParcelState, Scan
from shared.ports import Conflict, Contended
from shared.usecases.cancel_parcels import GIVEN_UP
from shared.usecases.parcel_room import TRIES, ParcelRoom, found

_WITH_US = (ParcelState.REQUESTED, ParcelState.PRE_TRANSIT)


class OnItsWay(Exception):
    """The courier has the parcel, or its story is over."""

    def __init__(self, state: ParcelState) -> None:
        super().__init__(f"the parcel is {state} and cannot be given up any more")
        self.state = state


def give_up_parcel(room: ParcelRoom, *, order_id: str, parcel_id: str, now: datetime) -> Parcel:
    """The parcel, cancelled with ``ParcelGivenUp``; the same again. Raises UnknownParcel, OnItsWay, Contended."""
    for _ in range(TRIES):
        file, before = found(room, order_id, parcel_id)
        if before.state is ParcelState.CANCELLED:
            return before
        if before.state not in _WITH_US:
            raise OnItsWay(before.state)
        scan = Scan(at=now, state=ParcelState.CANCELLED, code=GIVEN_UP)
        after = replace(before, state=ParcelState.CANCELLED, scans=(*before.scans, scan), version=before.version + 1)
        noted = file.order.noted()
        event = order_event(ParcelGivenUp, noted, now=now, parcel_id=parcel_id)
        try:
            room.commits.commit(
                [
                    PutOrder(order=noted, over=file.order.version),
                    PutParcel(parcel=after, over=before.version),
                    AppendEvent(event=event),
                ],
                token=f"give_up:{parcel_id}:{file.order.version}",
            )
        except Conflict:
            continue
        return after
    raise Contended(f"order {order_id}: the record kept changing")
