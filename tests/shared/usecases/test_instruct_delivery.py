"""After a failed attempt: what may be wanted, that the courier is told it, and what happens when nobody answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.domain.case import CaseReason
from shared.domain.events import OrderCollected, ParcelAttemptFailed, ParcelDelivered, StockLow, order_event
from shared.domain.order import OrderStatus
from shared.domain.parcel import Address, Instruction, InstructionKind, Parcel
from shared.ports import Refused, Unavailable
from shared.usecases.arm_timers import arm_timers
from shared.usecases.follow_up import follow_up
from shared.usecases.instruct_delivery import (
    AlreadyInstructed,
    DayNotAllowed,
    NotInTheArea,
    NotWaiting,
    days_to_choose,
    instruct_delivery,
)
from shared.usecases.parcel_room import UnknownParcel
from shared.usecases.poll_parcels import poll_parcels
from shared.usecases.remind_delivery import end_of_waiting, remind_delivery
from shared.usecases.tell_courier import tell_courier
from tests.fakes.people import NOW
from tests.fakes.timers import FakeTimers
from tests.shared.usecases.parcels_of_a_shop import OFFICE, SHIPPING, P, Shop, crashes, scan

K = InstructionKind
FAR = Address(name="Ana", line1="1 Main St", city="Duluth", postal_code="55802", country="US")
DEADLINE = NOW + timedelta(hours=20)


def failed() -> Shop:
    """A parcel that nobody took."""
    shop = Shop()
    shop.hear(shop.sent(), scan(-1, P.OUT_FOR_DELIVERY), scan(0, P.FAILED_ATTEMPT, note="Nobody home"))
    return shop


def say(shop: Shop, kind: InstructionKind = K.AGAIN, *, attempt: int = 1, **more: Any) -> Parcel:
    """Ana says what to do."""
    wanted = Instruction(kind=kind, attempt=attempt, by="customer", at=shop.now, **more)
    return instruct_delivery(shop.room, order_id="ord_1", parcel_id=shop.parcel().id, instruction=wanted, now=shop.now)


def tell(shop: Shop, attempt: int = 1) -> str:
    """The worker is woken."""
    return tell_courier(
        shop.room,
        order_id="ord_1",
        parcel_id=shop.parcel().id,
        attempt=attempt,
        courier=shop.courier,
        now=shop.now,
    )


def test_what_was_said_is_told_to_the_courier_and_confirmed_back() -> None:
    """Once, however often it is said and told."""
    shop = failed()
    say(shop, K.OTHER_DAY, day=date(2026, 11, 24))
    say(shop, K.OTHER_DAY, day=date(2026, 11, 24))
    asked = shop.courier.calls
    assert [tell(shop), tell(shop)] == ["taken", "repeated"]
    assert shop.courier.calls == asked + 1
    ((_, told),) = shop.courier.instructions
    assert (told.kind, told.day) == (K.OTHER_DAY, date(2026, 11, 24))
    assert shop.told()[-2:] == ["DeliveryInstructed", "DeliveryInstructionTaken"]
    assert getattr(shop.events("DeliveryInstructionTaken")[0], "kind", "") == "other_day"
    assert shop.parcel().instructions[0].told_at == NOW


def test_only_the_first_answer_to_an_attempt_counts() -> None:
    """The courier may be on its way with it."""
    shop = failed()
    say(shop, K.AGAIN)
    with pytest.raises(AlreadyInstructed) as caught:
        say(shop, K.SEND_BACK)
    assert caught.value.instruction.kind is K.AGAIN


def test_a_day_is_one_of_the_next_seven_and_no_holiday() -> None:
    """Thanksgiving is closed; today is too late, and so is a month from now."""
    days = days_to_choose(SHIPPING, NOW)
    assert days == tuple(date(2026, 11, day) for day in (22, 23, 24, 25, 27, 28))
    for day in (None, date(2026, 11, 21), date(2026, 11, 26), date(2026, 11, 29), date(2026, 12, 21)):
        with pytest.raises(DayNotAllowed) as caught:
            say(failed(), K.OTHER_DAY, day=day)
        assert caught.value.days == days


def test_the_days_are_those_of_the_stores_clock() -> None:
    """At half past eleven in the evening tomorrow is half an hour away."""
    assert days_to_choose(SHIPPING, datetime(2026, 11, 22, 5, 30, tzinfo=UTC))[0] == date(2026, 11, 22)


@pytest.mark.parametrize("address", [None, FAR], ids=["none", "too far"])
def test_another_address_lies_where_the_store_delivers(address: Any) -> None:
    """Postal codes that begin with 554, as the store's file says."""
    with pytest.raises(NotInTheArea):
        say(failed(), K.OTHER_ADDRESS, address=address)
    assert say(failed(), K.OTHER_ADDRESS, address=OFFICE).instructions[0].address == OFFICE


def test_an_answer_that_comes_too_late_is_none() -> None:
    """The parcel is out again, delivered, or at another attempt."""
    shop = failed()
    for attempt in (0, 2):
        with pytest.raises(NotWaiting):
            say(shop, attempt=attempt)
    shop.hear(shop.parcel(), scan(2, P.OUT_FOR_DELIVERY, "again"))
    with pytest.raises(NotWaiting) as caught:
        say(shop)
    assert (caught.value.state, caught.value.attempts) == (P.OUT_FOR_DELIVERY, 1)
    with pytest.raises(UnknownParcel):
        instruct_delivery(
            shop.room,
            order_id="ord_1",
            parcel_id="pcl_nobodys",
            instruction=Instruction(kind=K.AGAIN, attempt=1, by="kim", at=NOW),
            now=NOW,
        )


def test_a_courier_that_takes_no_instructions_is_called_by_a_person() -> None:
    """With what it said; nobody is told that it was taken."""
    shop = failed()
    say(shop)
    shop.courier.fail_next(Refused("by_hand", "EasyPost takes no instructions; call UPS"), times=2)
    assert [tell(shop), tell(shop)] == ["refused", "refused"]
    (case,) = shop.cases()
    assert (case.reason, case.note) == (CaseReason.COURIER_REFUSED, "EasyPost takes no instructions; call UPS")
    assert shop.told()[-1] == "DeliveryInstructed"


def test_an_instruction_that_is_broken_off_anywhere_is_told_and_confirmed_once() -> None:
    """Killed before and after every call of the record."""

    def act(shop: Shop) -> None:
        parcel = shop.sent()
        shop.hear(parcel, scan(0, P.FAILED_ATTEMPT))
        say(shop)
        tell(shop)

    for shop, where in crashes(act):
        assert len(shop.courier.instructions) == 1, where
        assert shop.told()[-2:] == ["DeliveryInstructed", "DeliveryInstructionTaken"], where


def test_a_lost_answer_of_the_couriers_tells_it_again() -> None:
    """The same again changes nothing there."""
    shop = failed()
    say(shop)
    shop.courier.lose_next_answer()
    with pytest.raises(Unavailable):
        tell(shop)
    assert tell(shop) == "taken"
    assert len(shop.courier.instructions) == 1


def test_what_was_overtaken_is_not_told() -> None:
    """The parcel was delivered before the courier was asked."""
    shop = failed()
    say(shop)
    shop.hear(shop.parcel(), scan(3, P.DELIVERED))
    assert (tell(shop), shop.courier.instructions) == ("moved_on", [])


def remind(shop: Shop, *, attempt: int = 1) -> str:
    """Half of the time is over."""
    return remind_delivery(
        shop.room, order_id="ord_1", parcel_id=shop.parcel().id, attempt=attempt, deadline=DEADLINE, now=shop.now
    )


def wait_over(shop: Shop) -> str:
    """The time to answer is over."""
    return end_of_waiting(shop.room, order_id="ord_1", parcel_id=shop.parcel().id, attempt=1, now=DEADLINE)


def test_who_does_not_answer_is_reminded_once_and_then_a_person_decides() -> None:
    """One reminder and one case, however often the timers fire."""
    shop = failed()
    shop.now = NOW + timedelta(hours=10)
    assert [remind(shop), remind(shop)] == ["reminded", "repeated"]
    assert getattr(shop.events("DeliveryReminded")[0], "deadline", "") == "2026-11-22T14:00:00Z"
    assert [wait_over(shop), wait_over(shop)] == ["handed_over", "handed_over"]
    assert [one.reason for one in shop.cases()] == [CaseReason.DELIVERY_UNDECIDED]
    shop.now = DEADLINE
    assert remind(failed_at(DEADLINE)) == "too_late"


def failed_at(now: datetime) -> Shop:
    """The same, at another time."""
    shop = failed()
    shop.now = now
    return shop


def test_who_answered_is_left_alone_unless_the_courier_never_heard_of_it() -> None:
    """At the deadline somebody calls the courier."""
    shop = failed()
    say(shop)
    assert remind(shop) == "answered"
    assert wait_over(shop) == "handed_over"
    assert [one.note for one in shop.cases()] == ["not told to the courier: again"]
    shop = failed()
    say(shop)
    tell(shop)
    assert (wait_over(shop), shop.cases()) == ("answered", [])
    shop.hear(shop.parcel(), scan(3, P.DELIVERED))
    assert (remind(shop), wait_over(shop)) == ("moved_on", "moved_on")


def test_timers_of_an_attempt_are_armed_outside_the_quiet_hours() -> None:
    """Half of twenty hours after noon is ten in the evening: the reminder waits until nine."""
    shop, timers = failed(), FakeTimers()
    (event,) = shop.events("ParcelAttemptFailed")
    assert isinstance(event, ParcelAttemptFailed)
    late = ParcelAttemptFailed(**(vars(event) | {"deadline": "2026-11-23T08:00:00Z"}))
    for one in (late, late):
        arm_timers(one, store=SHIPPING, orders=shop.record.orders, timers=timers)
    parcel_id = shop.parcel().id
    assert {name: one.at for name, one in timers.armed.items()} == {
        f"remind-{parcel_id}-1": datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
        f"waited-{parcel_id}-1": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    }


def test_a_reminder_comes_before_the_night_when_the_morning_is_too_late() -> None:
    """Noon to eight in the morning: said in the last minute before nine in the evening."""
    shop, timers = failed(), FakeTimers()
    (event,) = shop.events("ParcelAttemptFailed")
    arm_timers(event, store=SHIPPING, orders=shop.record.orders, timers=timers)
    assert timers.armed[f"remind-{shop.parcel().id}-1"].at == datetime(2026, 11, 22, 2, 59, tzinfo=UTC)


def test_a_reminder_that_could_only_come_at_night_is_not_armed() -> None:
    """The deadline is before the store's morning."""
    shop, timers = failed(), FakeTimers()
    (event,) = shop.events("ParcelAttemptFailed")
    assert isinstance(event, ParcelAttemptFailed)
    soon = ParcelAttemptFailed(**(vars(event) | {"at": datetime(2026, 11, 22, 3, tzinfo=UTC)}))
    arm_timers(soon, store=SHIPPING, orders=shop.record.orders, timers=timers)
    assert [name.partition("-")[0] for name in timers.armed] == ["waited"]


def test_the_follow_up_is_armed_by_the_last_parcel_and_asked_once() -> None:
    """Three days after it came, when the store is not quiet."""
    shop, timers = Shop(), FakeTimers()
    one, other = shop.sent(lines={"TARO-R": 2}), shop.sent("r2")
    for parcel, outcome in ((one, "not_all_there"), (other, "armed")):
        shop.hear(parcel, scan(1, P.DELIVERED))
        event = shop.events("ParcelDelivered")[-1]
        assert isinstance(event, ParcelDelivered)
        assert arm_timers(event, store=SHIPPING, orders=shop.record.orders, timers=timers) == outcome
    assert {name: armed.at for name, armed in timers.armed.items()} == {"follow-up-ord_1": NOW + timedelta(days=3)}
    done = [follow_up(shop.room, order_id="ord_1", now=NOW + timedelta(days=3)) for _ in range(2)]
    assert (done, shop.told()[-1]) == (["due", "repeated"], "FollowUpDue")


def test_who_collected_is_asked_too_and_who_sent_it_back_is_not() -> None:
    """Nor is somebody asked about an order that is no more."""
    shop, timers = Shop(), FakeTimers()
    shop.put(status=OrderStatus.COLLECTED)
    collected = order_event(OrderCollected, shop.order, now=NOW)
    assert arm_timers(collected, store=SHIPPING, orders=shop.record.orders, timers=timers) == "armed"
    for status in (OrderStatus.RETURNED, OrderStatus.CANCELLED):
        shop.put(status=status)
        assert follow_up(shop.room, order_id="ord_1", now=NOW) == "moved_on"
    assert follow_up(shop.room, order_id="ord_9", now=NOW) == "moved_on"
    low = StockLow(store="mpls", subject="STOCK#milk", sequence=1, at=NOW, item="milk", available=1, reorder_point=2)
    assert arm_timers(low, store=SHIPPING, orders=shop.record.orders, timers=timers) == "nothing"


def test_silent_parcels_are_looked_at_and_those_that_spoke_are_not() -> None:
    """A day without a word; what was never booked cannot be asked about."""
    shop = Shop()
    parcel = shop.sent(lines={"TARO-R": 2})
    shop.requested("r2")
    asked: list[str] = []

    def look(parcel: Parcel) -> None:
        asked.append(parcel.id)

    assert poll_parcels(shop.record.parcels, look=look, now=NOW + timedelta(hours=23)) == 0
    assert poll_parcels(shop.record.parcels, look=look, now=NOW + timedelta(hours=25)) == 1
    assert asked == [parcel.id]
