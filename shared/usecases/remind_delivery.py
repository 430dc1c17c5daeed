"""A courier waits for what a customer wants: remind them once, and at the deadline let a person decide."""

from __future__ import annotations

from datetime import datetime

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.events import DeliveryReminded, order_event
from shared.domain.parcel import Parcel, ParcelState
from shared.ports import Conflict, Contended
from shared.usecases.instruct_delivery import instruction_for
from shared.usecases.parcel_room import TRIES, ParcelRoom, found, show_to_staff


def remind_delivery(
    room: ParcelRoom, *, order_id: str, parcel_id: str, attempt: int, deadline: datetime, now: datetime
) -> str:
    """Announce the reminder if nobody answered yet; returns what was done. Nobody is reminded twice of one attempt.

    Raises UnknownParcel, Contended.
    """
    for _ in range(TRIES):
        file, parcel = found(room, order_id, parcel_id)
        if not _waits(parcel, attempt):
            return "moved_on"
        if instruction_for(parcel, attempt) is not None:
            return "answered"
        if now >= deadline:
            return "too_late"
        if any(isinstance(one, DeliveryReminded) and _about(one, parcel_id, attempt) for one in file.events):
            return "repeated"
        noted = file.order.noted()
        event = order_event(
            DeliveryReminded, noted, now=now, parcel_id=parcel_id, attempt=attempt, deadline=_stamp(deadline)
        )
        try:
            room.commits.commit(
                [PutOrder(order=noted, over=file.order.version), AppendEvent(event=event)],
                token=f"reminded:{parcel_id}:{attempt}:{file.order.version}",
            )
        except Conflict:
            continue
        return "reminded"
    raise Contended(f"order {order_id}: the record kept changing")


def end_of_waiting(room: ParcelRoom, *, order_id: str, parcel_id: str, attempt: int, now: datetime) -> str:
    """At the deadline a person gets what nobody answered, and what the courier was not told; returns what was done.

    Raises UnknownParcel.
    """
    file, parcel = found(room, order_id, parcel_id)
    if not _waits(parcel, attempt):
        return "moved_on"
    said = instruction_for(parcel, attempt)
    if said is not None and said.told_at is not None:
        return "answered"
    show_to_staff(
        room,
        reason=CaseReason.DELIVERY_UNDECIDED,
        about=f"{parcel_id}:{attempt}",
        order=file.order,
        note=f"not told to the courier: {said.kind}" if said else "",
        now=now,
    )
    return "handed_over"


def _waits(parcel: Parcel, attempt: int) -> bool:
    return parcel.state is ParcelState.FAILED_ATTEMPT and parcel.attempts == attempt


def _about(event: DeliveryReminded, parcel_id: str, attempt: int) -> bool:
    return (event.parcel_id, event.attempt) == (parcel_id, attempt)


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
