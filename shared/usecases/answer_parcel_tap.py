"""After a failed attempt the customer says what is to happen: again, another day or address, or back to the store.

What may be wrong with it (a day that is none, an address out of reach) is asked about again. The courier is told by
``ask_courier``, and the customer once more when it took it.
"""

from __future__ import annotations

from dataclasses import replace

from shared.domain.case import CaseReason
from shared.domain.conversation.answers import agreed
from shared.domain.day_words import day_in
from shared.domain.handover import address_given, names_a_place, postal_code_in
from shared.domain.order import OrderStatus
from shared.domain.parcel import Instruction, InstructionKind, Parcel
from shared.domain.parcel_words import LONGEST_ANSWER, instruction_in
from shared.ports import OrderFile
from shared.usecases.hand_over import hand_over
from shared.usecases.instruct_delivery import (
    AlreadyInstructed,
    DayNotAllowed,
    NotInTheArea,
    NotWaiting,
    days_to_choose,
    instructed,
    instruction_for,
)
from shared.usecases.parcel_room import UnknownParcel, parcel_in
from shared.usecases.parcel_tap import ParcelTap
from shared.usecases.placed_orders import placed_orders
from shared.usecases.tell_status import status_of
from shared.usecases.turn import Heard, Turn

INSTRUCTED, WHICH_DAY, WHICH_ADDRESS, SURE = "instructed", "which_day", "which_address", "send_back_sure"
NOTED, CHOICES = "parcel_noted", "parcel_choices"
BY_CUSTOMER = "customer"


def answer_parcel_tap(turn: Turn, button_id: str) -> Heard | None:
    """What came of it; None for what is no such button, or about no parcel of this customer. Raises Contended."""
    tap = ParcelTap.parse(button_id)
    file = turn.shop.orders.read(tap.order_id) if tap else None
    if tap is None or file is None or file.order.customer_id != turn.customer.id:
        return None
    parcel = parcel_in(file, tap.parcel_id)
    return _answer(turn, tap, file, parcel) if parcel is not None else None


def answer_parcel_in_words(turn: Turn, text: str) -> Heard | None:
    """Words that answer what was asked last about a parcel; None when they say something else. Raises Contended."""
    asked = ParcelTap.parse(turn.chat.asked or "")
    file = turn.shop.orders.read(asked.order_id) if asked else None
    parcel = parcel_in(file, asked.parcel_id) if asked else None
    if asked is None or file is None or parcel is None or len(text) > LONGEST_ANSWER:
        return None
    tap = _meant(turn, asked, text)
    if tap is None and asked.verb == InstructionKind.OTHER_ADDRESS and not _names_goods(turn, text):
        return _take_address(turn, asked, file, parcel, text)
    return _answer(turn, tap, file, parcel, text=text) if tap is not None else None


def decide_in_words(turn: Turn, text: str) -> Heard | None:
    """Words that say what is to happen to a parcel which waits for just that; None when none does. Raises Contended."""
    newest = next(iter(placed_orders(turn)), None)
    if newest is None or newest.status is not OrderStatus.DELIVERY_FAILED:
        return None
    file = turn.shop.orders.read(newest.id)
    parcels = file.parcels if file else ()
    waiting = [one for one in parcels if one.attempts and instruction_for(one, one.attempts) is None]
    if file is None or not waiting or _names_goods(turn, text):
        return None
    parcel = waiting[-1]
    open_question = ParcelTap(order_id=newest.id, parcel_id=parcel.id, attempt=parcel.attempts, verb=ParcelTap.CHOICES)
    tap = _meant(turn, open_question, text)
    return _answer(turn, tap, file, parcel, text=text) if tap is not None else None


def _names_goods(turn: Turn, text: str) -> bool:
    parse = turn.talk.parser().parse(text)
    return bool(parse.lines or parse.unclear)


def _meant(turn: Turn, asked: ParcelTap, text: str) -> ParcelTap | None:
    """The button that the words stand for."""
    if asked.verb == ParcelTap.SURE and (yes := agreed(text)) is not None:
        return asked if yes else replace(asked, verb=ParcelTap.CHOICES)
    if asked.verb == InstructionKind.OTHER_ADDRESS and names_a_place(text):
        return None
    store = turn.shop.store
    kind = instruction_in(text)
    if kind is not None and kind is not InstructionKind.AGAIN:
        return replace(asked, verb=kind.value, day=None)
    day = day_in(text, today=turn.now.astimezone(store.zone).date(), country=store.country)
    if day is not None:
        return replace(asked, verb=InstructionKind.OTHER_DAY.value, day=day)
    return replace(asked, verb=kind.value) if kind else None


def _answer(turn: Turn, tap: ParcelTap, file: OrderFile, parcel: Parcel, *, text: str = "") -> Heard:
    if parcel.deadline is not None and turn.now >= parcel.deadline and instruction_for(parcel, tap.attempt) is None:
        # The courier waits no longer: what the customer wants is a person's to arrange.
        return hand_over(turn, reason=CaseReason.DELIVERY_UNDECIDED, order_id=file.order.id, text=text)
    match tap.verb:
        case InstructionKind.OTHER_DAY if tap.day is None:
            return _ask(turn, tap, WHICH_DAY, text=text)
        case InstructionKind.OTHER_ADDRESS:
            return _ask(turn, tap, WHICH_ADDRESS, text=text)
        case InstructionKind.SEND_BACK:
            return _ask(turn, replace(tap, verb=ParcelTap.SURE), SURE, text=text)
        case ParcelTap.CHOICES:
            return _offer(turn, tap, file, parcel, text=text)
    kind = InstructionKind.SEND_BACK if tap.verb == ParcelTap.SURE else InstructionKind(tap.verb)
    said = Instruction(kind=kind, attempt=tap.attempt, by=BY_CUSTOMER, at=turn.now, day=tap.day)
    return _instruct(turn, tap, file, said, text=text)


def _take_address(turn: Turn, asked: ParcelTap, file: OrderFile, parcel: Parcel, text: str) -> Heard:
    """The words are the new address, in the city of the one before; the courier needs its postal code."""
    country = turn.shop.store.country
    where = " ".join(address_given(text, country).split())
    code = postal_code_in(where, country)
    if not code or not names_a_place(where):
        return _ask(turn, asked, WHICH_ADDRESS, text=text, problem="postal_code")
    there = replace(parcel.to, line1=where, line2="", postal_code=code)
    said = Instruction(
        kind=InstructionKind.OTHER_ADDRESS, attempt=asked.attempt, by=BY_CUSTOMER, at=turn.now, address=there
    )
    return _instruct(turn, asked, file, said, text=text)


def _instruct(turn: Turn, tap: ParcelTap, file: OrderFile, said: Instruction, *, text: str) -> Heard:
    store = turn.shop.store
    try:
        _, changes = instructed(file, tap.parcel_id, said, store=store, now=turn.now)
    except (UnknownParcel, NotWaiting, AlreadyInstructed):
        return status_of(turn, file.order, text)
    except DayNotAllowed:
        return _ask(turn, replace(tap, day=None), WHICH_DAY, text=text, problem="day")
    except NotInTheArea:
        return _ask(turn, tap, WHICH_ADDRESS, text=text, problem="area")
    if not changes:
        return status_of(turn, file.order, text)
    told = turn.reply(NOTED, order_id=file.order.id)
    return turn.close(INSTRUCTED, *changes, told, said=turn.said(text), order_id=file.order.id)


def _offer(turn: Turn, tap: ParcelTap, file: OrderFile, parcel: Parcel, *, text: str) -> Heard:
    """What there is to choose from, while that is still the question."""
    if instruction_for(parcel, tap.attempt) is not None or parcel.attempts != tap.attempt:
        return status_of(turn, file.order, text)
    until = parcel.deadline.isoformat() if parcel.deadline else ""
    told = turn.reply(CHOICES, order_id=tap.order_id, parcel_id=tap.parcel_id, attempt=tap.attempt, deadline=until)
    return turn.close(CHOICES, told, said=turn.said(text), order_id=tap.order_id)


def _ask(turn: Turn, tap: ParcelTap, topic: str, *, text: str, problem: str = "") -> Heard:
    days = [day.isoformat() for day in days_to_choose(turn.shop.store, turn.now)] if topic == WHICH_DAY else []
    facts: dict[str, object] = {"parcel_id": tap.parcel_id, "attempt": tap.attempt, "problem": problem}
    told = turn.reply(topic, order_id=tap.order_id, **facts, **({"days": days} if days else {}))
    chat = turn.chat.asking(tap.id, turn.now)
    return turn.close(topic, told, said=turn.said(text), chat=chat, order_id=tap.order_id)
