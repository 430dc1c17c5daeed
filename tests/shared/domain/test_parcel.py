"""A parcel is what was heard of it: in any order, twice, late, in words of every courier."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.parcel import (
    ENDED,
    MOVES,
    ON_THE_WAY,
    Address,
    Direction,
    Parcel,
    ParcelNews,
    ParcelState,
    Scan,
    parcel_id_for,
    state_after,
)

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
P = ParcelState
PARCEL = Parcel(
    id="pcl_1",
    order_id="ord_1",
    number=1,
    courier="easypost",
    direction=Direction.OUTBOUND,
    to=Address(name="Ana", line1="80 S 8th St", city="Minneapolis", postal_code="55402", country="US"),
    lines={"TARO-R": 2},
    at=NOW,
)


def scan(hour: float, state: ParcelState, code: str = "") -> Scan:
    """Something that happened so many hours after noon."""
    return Scan(at=NOW + timedelta(hours=hour), state=state, code=code or state.value)


def news(*scans: Scan, **more: object) -> ParcelNews:
    """What the courier tells at once."""
    return ParcelNews(courier="easypost", tracking_code="9400", scans=scans, **more)  # type: ignore[arg-type]


def told(parcel: Parcel, *scans: Scan) -> Parcel:
    """The parcel after each scan was told by itself."""
    for one in scans:
        parcel = parcel.hear(news(one), now=NOW)
    return parcel


SCANS = st.builds(
    scan,
    st.integers(0, 60),
    st.sampled_from(ParcelState),
    st.sampled_from(["a", "b"]),
)
A_LIFE = (
    scan(0, P.PRE_TRANSIT),
    scan(5, P.IN_TRANSIT),
    scan(20, P.OUT_FOR_DELIVERY),
    scan(24, P.FAILED_ATTEMPT),
    scan(44, P.OUT_FOR_DELIVERY, "again"),
    scan(48, P.DELIVERED),
)


def test_every_one_of_720_orders_of_a_parcels_life_ends_delivered() -> None:
    """Six scans, told one by one in each order there is."""
    ends = {told(PARCEL, *shuffled).state for shuffled in itertools.permutations(A_LIFE)}
    assert ends == {P.DELIVERED}


def test_every_order_of_a_life_that_turns_back_ends_returned() -> None:
    """The last one is told as delivered: to the sender."""
    back = (*A_LIFE[1:4], scan(30, P.RETURN_TO_SENDER), scan(80, P.DELIVERED))
    ends = {told(PARCEL, *shuffled).state for shuffled in itertools.permutations(back)}
    assert ends == {P.RETURNED}


@given(st.lists(SCANS, max_size=12), st.randoms(use_true_random=False))
def test_any_order_of_the_same_scans_told_any_number_of_times_ends_in_the_same_state(
    scans: list[Scan], chance: random.Random
) -> None:
    """Whatever the courier tells, also what no courier should."""
    unique = list({(one.at, one.code): one for one in scans}.values())
    repeated = unique + chance.choices(unique, k=6) if unique else []
    chance.shuffle(repeated)
    heard = told(PARCEL, *repeated)
    assert heard.state is state_after(unique)
    assert heard.scans == told(PARCEL, *unique).scans


@given(st.lists(SCANS, max_size=12))
def test_each_step_of_a_parcel_is_in_the_table(scans: list[Scan]) -> None:
    """Scans that come in their order move it along the table, or not at all."""
    parcel = PARCEL
    for one in sorted(scans, key=lambda one: one.place):
        before, parcel = parcel, told(parcel, one)
        assert parcel.state is before.state or parcel.state in MOVES[before.state]


@given(st.lists(SCANS, max_size=12))
def test_delivered_is_final_but_for_a_return(scans: list[Scan]) -> None:
    """Scans that are older than the delivery or newer: what was delivered is delivered or went back."""
    there = told(PARCEL, scan(30.5, P.DELIVERED))
    after = told(there, *(one for one in scans if one.state is not P.RETURNED))
    assert after.state in (P.DELIVERED, P.RETURN_TO_SENDER, P.RETURNED)


def test_the_same_news_again_are_the_same_parcel() -> None:
    """Nothing to write, no version, nobody to tell."""
    once = PARCEL.hear(news(*A_LIFE[:3], expected=date(2026, 11, 24)), now=NOW)
    assert (once.version, once.heard_at) == (2, NOW)
    assert once.hear(news(*A_LIFE[:3], expected=date(2026, 11, 24)), now=NOW + timedelta(hours=9)) is once


def test_an_unknown_word_never_moves_a_parcel() -> None:
    """It is kept by who hears it, and shown to a person."""
    moving = told(PARCEL, *A_LIFE[:2])
    assert moving.hear(news(unknown=("MISROUTED TO MARS",)), now=NOW) is moving


def test_delivered_after_it_turned_back_is_delivered_to_the_sender() -> None:
    """An "RTO DELIVERED" is no delivery."""
    back = told(PARCEL, scan(0, P.IN_TRANSIT), scan(5, P.RETURN_TO_SENDER), scan(30, P.DELIVERED))
    assert back.state is P.RETURNED
    assert P.DELIVERED not in back.ever


def test_a_late_scan_moves_nothing_back() -> None:
    """Yesterday's warehouse, told after today's door."""
    out = told(PARCEL, scan(20, P.OUT_FOR_DELIVERY))
    late = told(out, scan(5, P.IN_TRANSIT))
    assert (late.state, late.last_move) == (P.OUT_FOR_DELIVERY, scan(20, P.OUT_FOR_DELIVERY))
    assert late.scans == (scan(5, P.IN_TRANSIT), scan(20, P.OUT_FOR_DELIVERY))


def test_what_was_cancelled_and_is_carried_all_the_same_is_where_it_is() -> None:
    """Whoever gave it up has to know."""
    given_up = told(PARCEL, scan(0, P.PRE_TRANSIT), scan(1, P.CANCELLED))
    assert given_up.state is P.CANCELLED
    assert told(given_up, scan(9, P.IN_TRANSIT)).state is P.IN_TRANSIT


@pytest.mark.parametrize(
    ("scans", "attempts"),
    [
        ([], 0),
        ([scan(0, P.FAILED_ATTEMPT)], 1),
        ([scan(0, P.FAILED_ATTEMPT, "21"), scan(1, P.FAILED_ATTEMPT, "NDR raised")], 1),
        ([scan(0, P.FAILED_ATTEMPT), scan(24, P.FAILED_ATTEMPT)], 2),
        ([scan(0, P.FAILED_ATTEMPT), scan(1, P.OUT_FOR_DELIVERY), scan(2, P.FAILED_ATTEMPT)], 2),
        ([scan(0, P.DELIVERED), scan(1, P.FAILED_ATTEMPT)], 0),
    ],
    ids=["none", "one", "one in two words", "the next day", "the same day again", "after it was there"],
)
def test_an_attempt_is_counted_once_however_often_it_is_told(scans: list[Scan], attempts: int) -> None:
    """A customer is asked once for each time somebody stood before the door."""
    assert told(PARCEL, *scans).attempts == attempts
    assert told(PARCEL, *reversed(scans)).attempts == attempts


def test_old_news_set_no_day_and_no_deadline() -> None:
    """A webhook that was a day on its way says when the parcel was expected a day ago."""
    fresh = PARCEL.hear(
        news(scan(24, P.OUT_FOR_DELIVERY), expected=date(2026, 11, 24), deadline=NOW + timedelta(days=2)), now=NOW
    )
    stale = news(scan(2, P.IN_TRANSIT), expected=date(2026, 11, 23), deadline=NOW + timedelta(days=1))
    after = fresh.hear(stale, now=NOW)
    assert (after.expected, after.deadline) == (date(2026, 11, 24), NOW + timedelta(days=2))
    assert after.hear(news(expected=date(2026, 11, 26)), now=NOW).expected == date(2026, 11, 26)


def test_a_courier_that_repeats_itself_for_ever_fills_no_record_and_moves_nothing_back() -> None:
    """Sixty scans are kept, and among them those that brought it where it stands."""
    there = told(PARCEL, *A_LIFE)
    chatter = [scan(50 + hour, P.IN_TRANSIT, f"hub {hour}") for hour in range(100)]
    after = there.hear(news(*chatter), now=NOW)
    assert len(after.scans) == 60
    assert (after.state, after.attempts) == (P.DELIVERED, 1)
    assert set(A_LIFE) <= set(after.scans)


def test_what_is_on_its_way_is_what_is_booked_and_not_over() -> None:
    """Those are asked about when nothing is heard of them."""
    assert {*ON_THE_WAY} | ENDED | {P.REQUESTED} == set(ParcelState)
    assert not {*ON_THE_WAY} & ENDED


def test_an_id_is_the_same_for_the_same_cause_and_short_enough_for_every_courier() -> None:
    """Shiprocket takes 50 characters, EasyPost's reference at least 40."""
    assert parcel_id_for("ord_1:req_1") == parcel_id_for("ord_1:req_1") != parcel_id_for("ord_1:req_2")
    assert len(parcel_id_for("ord_1:req_1")) == 28


def test_who_signed_is_kept_when_later_news_do_not_tell() -> None:
    """An answer without the name takes nothing away."""
    signed = PARCEL.hear(news(scan(1, P.DELIVERED), signed_by="R. Joshi", agent_phone="+919845012345"), now=NOW)
    assert replace(signed.hear(news(scan(0, P.IN_TRANSIT)), now=NOW), scans=()).signed_by == "R. Joshi"
