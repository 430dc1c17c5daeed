"""Somebody says what the courier is to do after a failed attempt: checked, recorded once, told to the courier later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from shared.domain.changes import AppendEvent, Change, PutOrder, PutParcel
from shared.domain.events import DeliveryInstructed, order_event
from shared.domain.parcel import Direction, Instruction, InstructionKind, Parcel, ParcelState
from shared.domain.store import Store
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.parcel_room import TRIES, ParcelRoom, UnknownParcel, found, parcel_in

#: Another day lies at most so far ahead.
DAYS_AHEAD = 7


class NotWaiting(Exception):
    """The courier waits for no instruction about that attempt (any more)."""

    def __init__(self, state: ParcelState, attempts: int) -> None:
        super().__init__(f"the parcel is {state} after {attempts} attempts")
        self.state, self.attempts = state, attempts


class AlreadyInstructed(Exception):
    """Something else was said about that attempt."""

    def __init__(self, instruction: Instruction) -> None:
        super().__init__(f"the courier was asked for {instruction.kind} already")
        self.instruction = instruction


class DayNotAllowed(Exception):
    """The day is missing, too near, too far or a holiday; ``days`` are those that may be chosen."""

    def __init__(self, days: tuple[date, ...]) -> None:
        super().__init__("choose one of " + ", ".join(day.isoformat() for day in days))
        self.days = days


class NotInTheArea(Exception):
    """No address, or one that the store does not deliver to."""

    def __init__(self, postal_code: str) -> None:
        super().__init__(f"nothing is delivered to {postal_code or 'an address that is missing'}")
        self.postal_code = postal_code


def days_to_choose(store: Store, now: datetime) -> tuple[date, ...]:
    """The days that another attempt may be made on: from tomorrow, for a week, without the store's holidays."""
    today = now.astimezone(store.zone).date()
    ahead = (today + timedelta(days=number) for number in range(1, DAYS_AHEAD + 1))
    return tuple(day for day in ahead if day not in store.hours.holidays)


def instruct_delivery(
    room: ParcelRoom, *, order_id: str, parcel_id: str, instruction: Instruction, now: datetime
) -> Parcel:
    """The parcel with its instruction, recorded with ``DeliveryInstructed``; the same again changes nothing.

    Raises UnknownParcel, NotWaiting, AlreadyInstructed, DayNotAllowed, NotInTheArea, Contended.
    """
    for _ in range(TRIES):
        file, before = found(room, order_id, parcel_id)
        parcel, changes = instructed(file, parcel_id, instruction, store=room.store, now=now)
        if not changes:
            return before
        try:
            room.commits.commit(changes, token=f"instructed:{parcel_id}:{instruction.attempt}:{file.order.version}")
        except Conflict:
            continue
        return parcel
    raise Contended(f"order {order_id}: the record kept changing")


def instructed(
    file: OrderFile, parcel_id: str, instruction: Instruction, *, store: Store, now: datetime
) -> tuple[Parcel, list[Change]]:
    """The parcel with its instruction and what a transaction has to change for it; nothing if it was said before.

    Raises UnknownParcel, NotWaiting, AlreadyInstructed, DayNotAllowed, NotInTheArea.
    """
    before = parcel_in(file, parcel_id)
    if before is None or before.direction is not Direction.OUTBOUND:
        raise UnknownParcel(parcel_id)
    said = instruction_for(before, instruction.attempt)
    if said is not None:
        if replace(said, by=instruction.by, at=instruction.at, told_at=None) == replace(instruction, told_at=None):
            return before, []
        raise AlreadyInstructed(said)
    if before.state is not ParcelState.FAILED_ATTEMPT or before.attempts != instruction.attempt:
        raise NotWaiting(before.state, before.attempts)
    _check(instruction, store=store, now=now)
    parcel = replace(before, instructions=(*before.instructions, instruction), version=before.version + 1)
    noted = file.order.noted()
    event = order_event(DeliveryInstructed, noted, now=now, parcel_id=parcel_id, attempt=instruction.attempt)
    return parcel, [
        PutOrder(order=noted, over=file.order.version),
        PutParcel(parcel=parcel, over=before.version),
        AppendEvent(event=event),
    ]


def instruction_for(parcel: Parcel, attempt: int) -> Instruction | None:
    """What was said about an attempt."""
    return next((one for one in parcel.instructions if one.attempt == attempt), None)


def _check(instruction: Instruction, *, store: Store, now: datetime) -> None:
    if instruction.kind is InstructionKind.OTHER_DAY:
        days = days_to_choose(store, now)
        if instruction.day not in days:
            raise DayNotAllowed(days)
    if instruction.kind is InstructionKind.OTHER_ADDRESS:
        code = instruction.address.postal_code if instruction.address else ""
        if not code or not store.fulfilment.reaches(code):
            raise NotInTheArea(code)
