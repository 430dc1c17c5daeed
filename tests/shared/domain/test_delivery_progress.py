"""An order stands where its parcels stand, whatever order the news of them came in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery_progress import status_by_parcels
from shared.domain.order import TRANSITIONS, OrderStatus
from shared.domain.parcel import Direction, Parcel, ParcelState, Scan
from tests.shared.domain.test_parcel import PARCEL, scan, told

P, S = ParcelState, OrderStatus
#: Scans of the life of a parcel as a courier might tell it, with what goes wrong.
LIFE = st.lists(
    st.builds(scan, st.integers(0, 40), st.sampled_from([one for one in P if one is not P.CANCELLED])), max_size=5
)


def at(*states: ParcelState) -> tuple[Scan, ...]:
    """A scan of each state, an hour apart."""
    return tuple(scan(hour, state) for hour, state in enumerate(states))


ON_THE_WAY, OUT = at(P.IN_TRANSIT), at(P.IN_TRANSIT, P.OUT_FOR_DELIVERY)
FAILED, DELIVERED = (*OUT, scan(2, P.FAILED_ATTEMPT)), (*OUT, scan(2, P.DELIVERED))
TURNED, BACK = (*FAILED, scan(3, P.RETURN_TO_SENDER)), (*FAILED, scan(3, P.RETURN_TO_SENDER), scan(9, P.RETURNED))
LATER_BACK = (*DELIVERED, scan(5, P.RETURN_TO_SENDER))


@pytest.mark.parametrize(
    ("lives", "status"),
    [
        ([], None),
        ([()], None),
        ([at(P.PRE_TRANSIT), ()], None),
        ([ON_THE_WAY, ()], S.DISPATCHED),
        ([at(P.EXCEPTION)], S.DISPATCHED),
        ([OUT, ON_THE_WAY], S.OUT_FOR_DELIVERY),
        ([at(P.AVAILABLE_FOR_PICKUP)], S.OUT_FOR_DELIVERY),
        ([DELIVERED, ON_THE_WAY], S.OUT_FOR_DELIVERY),
        ([DELIVERED, ()], S.OUT_FOR_DELIVERY),
        ([FAILED, DELIVERED], S.DELIVERY_FAILED),
        ([(*FAILED, scan(3, P.IN_TRANSIT))], S.OUT_FOR_DELIVERY),
        ([DELIVERED, DELIVERED], S.DELIVERED),
        ([DELIVERED, BACK], S.DELIVERED),
        ([DELIVERED, LATER_BACK], S.DELIVERED),
        ([TURNED, TURNED], S.RETURNING),
        ([TURNED, BACK], S.RETURNING),
        ([LATER_BACK], S.RETURNING),
        ([BACK, BACK], S.RETURNED),
        ([TURNED, OUT], S.DELIVERY_FAILED),
        ([TURNED, ()], S.DELIVERY_FAILED),
    ],
)
def test_the_status_is_read_off_all_parcels(lives: Sequence[Sequence[Scan]], status: OrderStatus | None) -> None:
    """Delivered when all are; before that, what still has to be said."""
    parcels = [told(replace(PARCEL, id=f"pcl_{number}"), *life) for number, life in enumerate(lives)]
    assert status_by_parcels(parcels) is status


def test_what_comes_back_and_what_was_given_up_say_nothing_of_the_delivery() -> None:
    """A cancelled parcel and one with returned goods are left out."""
    inbound = replace(told(PARCEL, *DELIVERED), direction=Direction.INBOUND)
    given_up = told(PARCEL, scan(0, P.CANCELLED))
    assert status_by_parcels([inbound, given_up]) is None
    assert status_by_parcels([inbound, given_up, told(PARCEL, *ON_THE_WAY)]) is S.DISPATCHED


def ends(order_of_news: Iterable[tuple[int, Scan]]) -> OrderStatus:
    """Where an order of two parcels stands after that news, moved along its own table as the record moves it."""
    parcels: list[Parcel] = [replace(PARCEL, id="pcl_1"), replace(PARCEL, id="pcl_2", number=2)]
    status = S.CONFIRMED
    for number, one in order_of_news:
        parcels[number] = told(parcels[number], one)
        wanted = status_by_parcels(parcels)
        if wanted in TRANSITIONS[status]:
            status = wanted
    return status


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        (at(P.PRE_TRANSIT, P.IN_TRANSIT, P.DELIVERED), OUT, S.OUT_FOR_DELIVERY),
        (DELIVERED, FAILED, S.DELIVERY_FAILED),
        (DELIVERED, DELIVERED, S.DELIVERED),
        (LATER_BACK, LATER_BACK[1:], S.RETURNING),
        (BACK[1:], at(P.IN_TRANSIT, P.DELIVERED), S.DELIVERED),
        (BACK[2:], TURNED[1:], S.RETURNING),
    ],
)
def test_every_permutation_of_two_parcels_news_ends_the_same(
    one: Sequence[Scan], other: Sequence[Scan], status: OrderStatus
) -> None:
    """Thousands of orders of what both couriers tell."""
    all_news = [(0, scan) for scan in one] + [(1, scan) for scan in other]
    assert {ends(shuffled) for shuffled in itertools.permutations(all_news)} == {status}


@given(LIFE, LIFE, st.randoms(use_true_random=False))
def test_any_news_of_two_parcels_end_the_same_in_any_order(
    one: list[Scan], other: list[Scan], chance: random.Random
) -> None:
    """Also what no courier should tell."""
    all_news = [(0, scan) for scan in {(s.at, s.code): s for s in one}.values()]
    all_news += [(1, scan) for scan in {(s.at, s.code): s for s in other}.values()]
    shuffled = chance.sample(all_news, len(all_news)) + chance.choices(all_news, k=3) if all_news else []
    assert ends(shuffled) is ends(sorted(all_news, key=lambda told: told[1].place))
