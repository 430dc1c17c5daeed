"""An order was given up: its parcels are given up as well, where their courier does not have them yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, PutOrder, PutParcel
from shared.domain.events import ParcelMoved, order_event
from shared.domain.order import OrderStatus
from shared.domain.parcel import ENDED, Direction, ParcelState, Scan
from shared.ports import Conflict, Contended, Courier, Refused
from shared.usecases.parcel_room import TRIES, ParcelRoom, found, show_to_staff

#: What the scan of our own cancelling is called.
GIVEN_UP = "given_up"
_WITH_US = (ParcelState.REQUESTED, ParcelState.PRE_TRANSIT)


def parcels_to_give_up(room: ParcelRoom, *, order_id: str) -> tuple[tuple[str, str], ...]:
    """Id and courier of each parcel that a cancelled order still sends."""
    file = room.orders.read(order_id)
    if file is None or file.order.status is not OrderStatus.CANCELLED:
        return ()
    sent = (one for one in file.parcels if one.direction is Direction.OUTBOUND and one.state not in ENDED)
    return tuple((one.id, one.courier) for one in sent)


def cancel_parcel(room: ParcelRoom, *, order_id: str, parcel_id: str, courier: Courier, now: datetime) -> str:
    """What was done: ``given_up``, or ``under_way`` (a person has to call the courier, who has it).

    Raises UnknownParcel, Unavailable, Refused (one that a person must look into), Contended.
    """
    file, parcel = found(room, order_id, parcel_id)
    if parcel.state is not ParcelState.CANCELLED and parcel.state not in _WITH_US:
        return _under_way(room, order_id, parcel_id, note="", now=now)
    try:
        # Also when no booking is on record: one that was broken off may have bought a label.
        courier.cancel(parcel, now=now)
    except Refused as no:
        if no.alarm:
            raise
        return _under_way(room, order_id, parcel_id, note=no.reason, now=now)
    for _ in range(TRIES):
        if parcel.state is ParcelState.CANCELLED:
            return "given_up"
        scan = Scan(at=now, state=ParcelState.CANCELLED, code=GIVEN_UP)
        after = replace(parcel, state=ParcelState.CANCELLED, scans=(*parcel.scans, scan), version=parcel.version + 1)
        noted = file.order.noted()
        event = order_event(ParcelMoved, noted, now=now, parcel_id=parcel_id, state=after.state.value)
        try:
            room.commits.commit(
                [
                    PutOrder(order=noted, over=file.order.version),
                    PutParcel(parcel=after, over=parcel.version),
                    AppendEvent(event=event),
                ],
                token=f"given_up:{parcel_id}:{file.order.version}",
            )
        except Conflict:
            file, parcel = found(room, order_id, parcel_id)
            if parcel.shipment_id is not None and parcel.state is not ParcelState.CANCELLED:
                # It was booked meanwhile: whoever comes again gives up what the courier has.
                raise Contended(f"parcel {parcel_id} was booked meanwhile") from None
            continue
        return "given_up"
    raise Contended(f"order {order_id}: the record kept changing")


def _under_way(room: ParcelRoom, order_id: str, parcel_id: str, *, note: str, now: datetime) -> str:
    file, _ = found(room, order_id, parcel_id)
    show_to_staff(room, reason=CaseReason.PARCEL_UNDER_WAY, about=parcel_id, order=file.order, note=note, now=now)
    return "under_way"
