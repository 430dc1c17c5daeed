"""What somebody wants after a failed attempt is told to the courier; who asked for it hears that it was taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, PutOrder, PutParcel
from shared.domain.events import DeliveryInstructionTaken, order_event
from shared.domain.parcel import ENDED
from shared.ports import Conflict, Contended, Courier, Refused
from shared.usecases.instruct_delivery import instruction_for
from shared.usecases.parcel_room import TRIES, ParcelRoom, found, show_to_staff


def tell_courier(
    room: ParcelRoom, *, order_id: str, parcel_id: str, attempt: int, courier: Courier, now: datetime
) -> str:
    """What was done: ``taken``, ``repeated``, ``refused`` (a person has to call the courier), ``moved_on``.

    Raises UnknownParcel, Unavailable, Refused (one that a person must look into), Contended.
    """
    file, parcel = found(room, order_id, parcel_id)
    said = instruction_for(parcel, attempt)
    if said is None or parcel.attempts > attempt or parcel.state in ENDED:
        return "moved_on"
    if said.told_at is not None:
        return "repeated"
    try:
        courier.instruct(parcel, said, now=now)
    except Refused as no:
        if no.alarm:
            raise
        about = f"{parcel_id}:{attempt}"
        show_to_staff(room, reason=CaseReason.COURIER_REFUSED, about=about, order=file.order, note=no.reason, now=now)
        return "refused"
    for _ in range(TRIES):
        told = instruction_for(parcel, attempt)
        if told is None or told.told_at is not None:
            return "repeated"
        others = tuple(replace(one, told_at=now) if one == told else one for one in parcel.instructions)
        after = replace(parcel, instructions=others, version=parcel.version + 1)
        noted = file.order.noted()
        event = order_event(
            DeliveryInstructionTaken, noted, now=now, parcel_id=parcel_id, attempt=attempt, kind=told.kind.value
        )
        try:
            room.commits.commit(
                [
                    PutOrder(order=noted, over=file.order.version),
                    PutParcel(parcel=after, over=parcel.version),
                    AppendEvent(event=event),
                ],
                token=f"told:{parcel_id}:{attempt}:{file.order.version}",
            )
        except Conflict:
            file, parcel = found(room, order_id, parcel_id)
            continue
        return "taken"
    raise Contended(f"order {order_id}: the record kept changing")
