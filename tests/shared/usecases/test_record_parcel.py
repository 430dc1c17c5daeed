"""News of parcels: one event of where a parcel stands now, in any order, however often they are told."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.case import CaseReason
from shared.domain.changes import PutReturn
from shared.domain.goods_return import GoodsReturn, ReturnState
from shared.domain.order import OrderStatus
from shared.domain.parcel import (
    OWN_RIDER,
    Direction,
    Instruction,
    InstructionKind,
    ParcelNews,
    ParcelState,
    Scan,
)
from shared.usecases.instruct_delivery import instruct_delivery
from shared.usecases.parcel_room import UnknownParcel
from shared.usecases.record_parcel import NotOurParcelYet, find_parcel, heard_nothing_new, record_parcel
from tests.fakes.people import NOW
from tests.shared.usecases.parcels_of_a_shop import P, Shop, crashes, scan

S = OrderStatus
A_LIFE = (
    scan(5, P.IN_TRANSIT),
    scan(20, P.OUT_FOR_DELIVERY),
    scan(24, P.FAILED_ATTEMPT, note="Nobody home"),
    scan(44, P.OUT_FOR_DELIVERY, "again"),
    scan(48, P.DELIVERED),
)
BEFORE = ["ParcelRequested", "ParcelBooked"]


def test_a_parcels_life_is_told_step_by_step() -> None:
    """Each step moves the order, and is one event."""
    shop = Shop()
    parcel = shop.sent()
    steps = [(shop.hear(parcel, one), shop.order.status) for one in A_LIFE]
    assert steps == [
        ("ParcelDispatched", S.DISPATCHED),
        ("ParcelOutForDelivery", S.OUT_FOR_DELIVERY),
        ("ParcelAttemptFailed", S.DELIVERY_FAILED),
        ("ParcelOutForDelivery", S.OUT_FOR_DELIVERY),
        ("ParcelDelivered", S.DELIVERED),
    ]
    assert [one.sequence for one in shop.events()] == [2, 3, 4, 5, 6, 7, 8]
    attempts = [getattr(one, "attempt", None) for one in shop.events()[2:]]
    assert attempts == [None, 1, 1, 2, None]


def test_what_is_told_at_once_is_one_event_of_the_newest_state() -> None:
    """Nobody is sent out to the door after it was delivered."""
    shop = Shop()
    assert shop.hear(shop.sent(), *A_LIFE) == "ParcelDelivered"
    assert shop.told() == [*BEFORE, "ParcelDelivered"]
    assert [one.state for one in shop.parcel().scans][-5:] == [one.state for one in A_LIFE]


def test_news_that_come_late_or_twice_tell_nobody_anything() -> None:
    """Nor do they write anything the second time."""
    shop = Shop()
    parcel = shop.sent()
    shop.hear(parcel, A_LIFE[1])
    assert shop.hear(parcel, A_LIFE[0]) == ""
    version = shop.parcel().version
    assert [shop.hear(parcel, one) for one in (*A_LIFE[:2], *A_LIFE[:2])] == [""] * 4
    assert (shop.parcel().version, shop.order.status) == (version, S.OUT_FOR_DELIVERY)
    assert shop.told() == [*BEFORE, "ParcelOutForDelivery"]


@pytest.mark.parametrize("shuffled", list(itertools.permutations(range(5)))[::3])
def test_news_in_any_order_end_the_same_and_no_milestone_is_told_twice(shuffled: tuple[int, ...]) -> None:
    """Delivered; and no attempt is told of twice, whichever came first."""
    shop = Shop()
    parcel = shop.sent()
    for number in (*shuffled, *shuffled[:2]):
        shop.hear(parcel, A_LIFE[number])
    assert (shop.parcel().state, shop.order.status) == (P.DELIVERED, S.DELIVERED)
    milestones = [(one.name, getattr(one, "attempt", None)) for one in shop.events() if one.name != "ParcelMoved"]
    assert len(set(milestones)) == len(milestones)
    assert milestones[-1] == ("ParcelDelivered", None)


@given(st.lists(st.builds(scan, st.integers(0, 50), st.sampled_from(P)), max_size=8), st.randoms())
@settings(max_examples=60)
def test_any_news_leave_a_timeline_without_gaps(scans: list[Scan], chance: random.Random) -> None:
    """The order's version is that of its newest event, whatever was told."""
    shop = Shop()
    parcel = shop.sent()
    for one in [*scans, *chance.sample(scans, len(scans) // 2)]:
        shop.hear(parcel, one)
    assert [one.sequence for one in shop.events()] == list(range(2, shop.order.version + 1))


#: Without the courier's cancelling: what it carries all the same may come after the other parcel ended its order.
SCANNED = st.builds(
    scan, st.integers(0, 50), st.sampled_from([one for one in P if one not in (P.REQUESTED, P.CANCELLED)])
)


@given(st.lists(st.tuples(st.booleans(), SCANNED), min_size=2, max_size=7), st.randoms())
@settings(max_examples=40, deadline=None)
def test_news_of_two_parcels_in_any_order_end_the_order_the_same(
    scans: list[tuple[bool, Scan]], chance: random.Random
) -> None:
    """Whatever the courier scanned of either, and whichever of it was heard of first; each attempt has its deadline."""
    numbered = [(which, replace(one, code=f"{one.state}-{place}")) for place, (which, one) in enumerate(scans)]
    ends = set()
    for _ in range(3):
        shop = Shop()
        parcels = shop.sent(lines={"TARO-R": 2}), shop.sent("r2")
        for which, one in chance.sample(numbered, len(numbered)):
            shop.hear(parcels[which], one)
        ends.add((shop.order.status, *((one.state, one.attempts) for one in shop.file.parcels)))
        assert all(getattr(one, "deadline", "") for one in shop.events("ParcelAttemptFailed"))
    assert len(ends) == 1


def test_a_crash_anywhere_tells_each_step_once() -> None:
    """Killed before or after each call, and delivered again."""

    def act(shop: Shop) -> None:
        parcel = shop.sent()
        for one in A_LIFE:
            shop.hear(parcel, one)

    seen = 0
    for shop, where in crashes(act):
        told = [one for one in shop.told() if one not in ("ParcelMoved", *BEFORE)]
        assert told == [
            "ParcelDispatched",
            "ParcelOutForDelivery",
            "ParcelAttemptFailed",
            "ParcelOutForDelivery",
            "ParcelDelivered",
        ], where
        seen += 1
    assert seen >= 30


def test_an_order_of_two_parcels_is_delivered_when_both_are() -> None:
    """Each parcel tells of itself."""
    shop = Shop()
    one, other = shop.sent(lines={"TARO-R": 2}), shop.sent("r2")
    statuses = []
    for parcel, scans in ((one, (A_LIFE[0], A_LIFE[-1])), (other, A_LIFE[2:3]), (other, A_LIFE[-1:])):
        shop.hear(parcel, *scans)
        statuses.append(shop.order.status)
    assert statuses == [S.OUT_FOR_DELIVERY, S.DELIVERY_FAILED, S.DELIVERED]
    assert [getattr(event, "parcel_id", "") for event in shop.events("ParcelDelivered")] == [one.id, other.id]


def test_a_failed_attempt_waits_as_long_as_its_courier_or_else_as_the_store_says() -> None:
    """Each attempt anew."""
    shop = Shop()
    parcel = shop.sent()
    shop.hear(parcel, A_LIFE[2])
    assert shop.parcel().deadline == NOW + timedelta(hours=20)
    assert [getattr(one, "deadline", "") for one in shop.events("ParcelAttemptFailed")] == ["2026-11-22T14:00:00Z"]
    shop.now = NOW + timedelta(hours=50)
    told = NOW + timedelta(hours=60)
    shop.hear(parcel, A_LIFE[3], replace(A_LIFE[2], at=NOW + timedelta(hours=49), code="2"), deadline=told)
    assert (shop.parcel().deadline, shop.parcel().attempts) == (told, 2)


def test_an_attempt_that_is_heard_of_after_the_next_one_is_asked_about_with_its_number() -> None:
    """Else the answer to the first question would be about an attempt that is not the last any more."""
    shop = Shop()
    parcel = shop.sent()
    second = replace(A_LIFE[2], at=NOW + timedelta(hours=48), code="second")
    assert [shop.hear(parcel, second), shop.hear(parcel, A_LIFE[2])] == ["ParcelAttemptFailed"] * 2
    assert [getattr(one, "attempt", 0) for one in shop.events("ParcelAttemptFailed")] == [1, 2]
    wish = Instruction(kind=InstructionKind.AGAIN, attempt=2, by="customer", at=NOW)
    said = instruct_delivery(shop.room, order_id="ord_1", parcel_id=parcel.id, instruction=wish, now=NOW)
    assert said.instructions == (wish,)


def test_another_day_is_announced_and_the_same_day_is_not() -> None:
    """Once for each change; a state that changes as well says it by itself."""
    shop = Shop()
    parcel = shop.sent()
    assert parcel.expected == date(2026, 11, 24)
    shop.hear(parcel, A_LIFE[0], expected=date(2026, 11, 24))
    assert shop.hear(parcel, expected=date(2026, 11, 26)) == "ParcelDelayed"
    assert shop.hear(parcel, expected=date(2026, 11, 26)) == ""
    (delayed,) = shop.events("ParcelDelayed")
    assert (getattr(delayed, "expected", ""), getattr(delayed, "before", "")) == ("2026-11-26", "2026-11-24")
    assert shop.hear(parcel, A_LIFE[1], expected=date(2026, 11, 27)) == "ParcelOutForDelivery"


def test_a_courier_whose_clock_is_behind_ours_announces_days_all_the_same() -> None:
    """Our own booking is no news of the courier's: nothing is older than it."""
    shop = Shop()
    parcel = shop.sent()
    assert shop.hear(parcel, scan(-5, P.IN_TRANSIT), expected=date(2026, 11, 24)) == "ParcelDispatched"
    assert shop.hear(parcel, scan(-5, P.IN_TRANSIT), expected=date(2026, 11, 26)) == "ParcelDelayed"
    assert shop.parcel().expected == date(2026, 11, 26)


def test_a_word_that_nobody_knows_moves_nothing_and_is_shown_once() -> None:
    """With the word, and the order."""
    shop = Shop()
    parcel = shop.sent()
    for _ in range(2):
        assert shop.hear(parcel, unknown=("MISROUTED TO MARS",)) == ""
    (case,) = shop.cases()
    assert (case.reason, case.note) == (CaseReason.UNKNOWN_PARCEL_STATUS, "MISROUTED TO MARS")
    assert (shop.parcel().state, shop.told()) == (P.PRE_TRANSIT, BEFORE)


def test_trouble_is_a_persons_and_what_comes_after_it_is_told_of_once() -> None:
    """Held, then on its way again: the customer hears of the dispatch once."""
    shop = Shop()
    parcel = shop.sent()
    names = [
        shop.hear(parcel, one)
        for one in (A_LIFE[0], scan(8, P.EXCEPTION, note="Held by customs"), scan(12, P.IN_TRANSIT, "on"))
    ]
    assert names == ["ParcelDispatched", "ParcelMoved", "ParcelMoved"]
    (case,) = shop.cases()
    assert (case.reason, case.note) == (CaseReason.PARCEL_TROUBLE, "Held by customs")


def test_a_parcel_that_turns_back_is_no_delivery() -> None:
    """And the order follows it home."""
    shop = Shop()
    parcel = shop.sent()
    shop.hear(parcel, *A_LIFE[:3])
    assert shop.hear(parcel, scan(60, P.RETURN_TO_SENDER)) == "ParcelReturning"
    assert shop.order.status is S.RETURNING
    assert shop.hear(parcel, scan(90, P.DELIVERED)) == "ParcelReturned"
    assert (shop.order.status, shop.events("ParcelDelivered")) == (S.RETURNED, [])


def test_a_return_follows_the_parcel_that_brings_it_back() -> None:
    """On its way, arrived; the order that was delivered stays so."""
    shop = Shop()
    shop.put(status=S.DELIVERED)
    back = shop.sent(direction=Direction.INBOUND, lines={"WAFFLE": 1}, return_id="ret_1")
    booked = GoodsReturn(
        id="ret_1",
        order_id="ord_1",
        customer_id=shop.order.customer_id,
        state=ReturnState.BOOKED,
        version=3,
        at=NOW,
        items={"WAFFLE": 1},
    )
    shop.record.commits.commit([PutReturn(goods_return=booked, over=None)], token="return")
    assert shop.hear(back, A_LIFE[0]) == "ReturnMoved"
    assert shop.file.returns[0].state is ReturnState.ON_ITS_WAY
    assert shop.hear(back, A_LIFE[1]) == "ParcelMoved"
    assert shop.hear(back, A_LIFE[-1]) == "ReturnMoved"
    assert (shop.file.returns[0].state, shop.file.returns[0].version) == (ReturnState.ARRIVED, 5)
    assert shop.order.status is S.DELIVERED
    assert [getattr(one, "state", "") for one in shop.events("ReturnMoved")] == ["on_its_way", "arrived"]


def test_a_rider_proves_what_was_delivered() -> None:
    """Recorded by staff, with who it was and what shows it."""
    shop = Shop()
    shop.courier.name = OWN_RIDER
    parcel = shop.sent(courier=OWN_RIDER)
    news = ParcelNews(courier=OWN_RIDER, tracking_code=parcel.id, scans=(scan(1, P.DELIVERED),), signed_by="A. Ruiz")
    done = record_parcel(
        shop.room, order_id="ord_1", parcel_id=parcel.id, news=news, now=NOW, rider="kim", proof="proofs/1.jpg"
    )
    assert (done.event, done.parcel.rider, done.parcel.proof) == ("ParcelDelivered", "kim", "proofs/1.jpg")
    assert (shop.parcel().signed_by, shop.order.status) == ("A. Ruiz", S.DELIVERED)


def test_a_code_that_is_nobodys_yet_says_so() -> None:
    """And a parcel that no order has."""
    shop = Shop()
    with pytest.raises(NotOurParcelYet):
        find_parcel(shop.record.parcels, courier="easypost", tracking_code="TRACK1")
    parcel = shop.sent()
    assert find_parcel(shop.record.parcels, courier="easypost", tracking_code="TRACK1") == ("ord_1", parcel.id)
    with pytest.raises(UnknownParcel):
        shop.hear(replace(parcel, id="pcl_nobodys"), A_LIFE[0])


def test_a_courier_that_knows_no_more_is_not_asked_again_at_once() -> None:
    """It was heard of, if nothing new."""
    shop = Shop()
    parcel = shop.sent()
    later = NOW + timedelta(hours=30)
    since = later - timedelta(hours=24)
    assert [one.id for one in shop.record.parcels.silent(since=since, limit=9)] == [parcel.id]
    heard_nothing_new(shop.room, order_id="ord_1", parcel_id=parcel.id, now=later)
    assert shop.record.parcels.silent(since=since, limit=9) == []
    assert (shop.parcel().heard_at, shop.told()) == (later, BEFORE)
    version = shop.parcel().version
    heard_nothing_new(shop.room, order_id="ord_1", parcel_id=parcel.id, now=later + timedelta(minutes=30))
    assert shop.parcel().version == version


def test_a_courier_that_waits_at_its_counter_is_kept_and_moves_the_order() -> None:
    """There is no message for it; the page shows it."""
    shop = Shop()
    assert shop.hear(shop.sent(), scan(9, P.AVAILABLE_FOR_PICKUP)) == "ParcelMoved"
    assert (shop.parcel().state, shop.order.status) == (ParcelState.AVAILABLE_FOR_PICKUP, S.OUT_FOR_DELIVERY)
