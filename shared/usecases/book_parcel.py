"""A recorded parcel is booked at its courier, under our own id for ever: a repeat finds what an earlier try booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, Change, FileTracking, PutOrder, PutParcel, PutReturn
from shared.domain.events import ParcelBooked, order_event
from shared.domain.goods_return import ReturnState
from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, Parcel, ParcelState, Scan, state_after
from shared.domain.standing import standing
from shared.ports import Booking, Conflict, Contended, Courier, OrderFile, Refused
from shared.usecases.cancel_parcels import cancel_parcel
from shared.usecases.parcel_room import TRIES, ParcelRoom, found, show_to_staff

#: What the scan of our own booking is called.
BOOKED = "booked"


def book_parcel(room: ParcelRoom, *, order_id: str, parcel_id: str, courier: Courier, now: datetime) -> str:
    """What was done: ``booked``, ``refused`` (staff have a case with the courier's words) or ``given_up``.

    Raises UnknownParcel, Unavailable, Refused (one that no other parcel would fare better with), Contended.
    """
    for _ in range(TRIES):
        file, parcel = found(room, order_id, parcel_id)
        if _given_up(file, parcel):
            return cancel_parcel(room, order_id=order_id, parcel_id=parcel_id, courier=courier, now=now)
        if parcel.shipment_id is not None:
            return "booked"
        due = due_at_the_door(file, parcel)
        try:
            if not parcel.prepared:
                made = courier.prepare(parcel, order=file.order, store=room.store, due=due, now=now)
                if made and not _keep(room, replace(parcel, prepared=made, version=parcel.version + 1)):
                    continue
                parcel = replace(parcel, prepared=made)
            booking = courier.book(parcel, order=file.order, store=room.store, due=due, now=now)
        except Refused as no:
            if no.alarm:
                raise
            return _refused(room, file, parcel, no, now=now)
        return _booked(room, order_id, parcel_id, booking, courier, now=now)
    raise Contended(f"order {order_id}: the record kept changing")


def _keep(room: ParcelRoom, parcel: Parcel) -> bool:
    """Write down what is to be bought; False when another wrote first, who may have something else in hand."""
    try:
        room.commits.commit(
            [PutParcel(parcel=parcel, over=parcel.version - 1)], token=f"prepared:{parcel.id}:{parcel.prepared}"
        )
    except Conflict:
        return False
    return True


def due_at_the_door(file: OrderFile, parcel: Parcel) -> int:
    """Minor units that whoever brings the parcel has to collect: what is owed, with the first parcel."""
    if parcel.direction is Direction.INBOUND:
        return 0
    sent = (one for one in file.parcels if one.direction is Direction.OUTBOUND)
    first = next((one for one in sent if one.state is not ParcelState.CANCELLED), parcel)
    return max(standing(file.order, file.payments).due, 0) if first.id == parcel.id else 0


def _booked(
    room: ParcelRoom, order_id: str, parcel_id: str, booking: Booking, courier: Courier, *, now: datetime
) -> str:
    for _ in range(TRIES):
        file, before = found(room, order_id, parcel_id)
        if before.shipment_id is not None:
            return "booked"
        parcel = _with(before, booking, now=now)
        noted = file.order.noted()
        event = order_event(
            ParcelBooked,
            noted,
            now=now,
            parcel_id=parcel_id,
            tracking_code=booking.tracking_code,
            return_id=parcel.return_id,
        )
        filed = FileTracking(
            courier=parcel.courier, tracking_code=booking.tracking_code, order_id=order_id, parcel_id=parcel_id
        )
        try:
            room.commits.commit(
                [
                    PutOrder(order=noted, over=file.order.version),
                    PutParcel(parcel=parcel, over=before.version),
                    filed,
                    AppendEvent(event=event),
                    *_way_back(file, parcel),
                ],
                token=f"booked:{parcel_id}:{file.order.version}",
            )
        except Conflict as conflict:
            if filed in conflict.failed:
                raise Refused("tracking_code", "that code is another parcel's", alarm=True) from conflict
            continue
        if _given_up(file, parcel):
            # It was given up while the courier was asked.
            return cancel_parcel(room, order_id=order_id, parcel_id=parcel_id, courier=courier, now=now)
        return "booked"
    raise Contended(f"order {order_id}: the record kept changing")


def _way_back(file: OrderFile, parcel: Parcel) -> list[Change]:
    """The return whose goods are to be in it has its label, or its pickup."""
    waits = [one for one in file.returns if one.id == parcel.return_id and one.state is ReturnState.ACCEPTED]
    return [PutReturn(goods_return=one.become(ReturnState.BOOKED), over=one.version) for one in waits]


def _given_up(file: OrderFile, parcel: Parcel) -> bool:
    unwanted = file.order.status is OrderStatus.CANCELLED and parcel.direction is Direction.OUTBOUND
    return unwanted or parcel.state is ParcelState.CANCELLED


def _with(before: Parcel, booking: Booking, *, now: datetime) -> Parcel:
    scans = (*before.scans, Scan(at=now, state=ParcelState.PRE_TRANSIT, code=BOOKED))
    return replace(
        before,
        state=state_after(scans),
        scans=scans,
        version=before.version + 1,
        shipment_id=booking.shipment_id,
        tracking_code=booking.tracking_code,
        tracking_url=booking.tracking_url,
        courier_name=booking.courier_name,
        label_url=booking.label_url,
        cost=booking.cost,
        cost_currency=booking.currency,
        expected=booking.expected,
        heard_at=now,
        refused="",
    )


def _refused(room: ParcelRoom, file: OrderFile, parcel: Parcel, no: Refused, *, now: datetime) -> str:
    """Keep the courier's words with the parcel, and show them to a person: another address, another courier."""
    show_to_staff(room, reason=CaseReason.COURIER_REFUSED, about=parcel.id, order=file.order, note=no.reason, now=now)
    for _ in range(TRIES):
        _, before = found(room, parcel.order_id, parcel.id)
        if before.shipment_id is not None or before.refused == no.reason:
            break
        after = replace(before, refused=no.reason, version=before.version + 1)
        try:
            room.commits.commit(
                [PutParcel(parcel=after, over=before.version)], token=f"refused:{parcel.id}:{after.version}"
            )
        except Conflict:
            continue
        break
    return "refused"
