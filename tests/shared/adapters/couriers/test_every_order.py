"""Whatever order a courier's news arrive in, and however often: the parcel ends the same."""

import itertools
from datetime import UTC, datetime
from functools import reduce

import pytest

from shared.adapters.couriers.easypost_news import news_of_event
from shared.domain.order import TRANSITIONS, OrderStatus
from shared.domain.parcel import Address, Direction, Parcel, ParcelNews, ParcelState, parcel_id_for
from shared.usecases.record_parcel import record_parcel
from tests.fakes.people import NOW as SAID
from tests.shared.adapters.couriers.conftest import Account
from tests.shared.adapters.couriers.test_recorded_news import news, recorded
from tests.shared.usecases.parcels_of_a_shop import Shop

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
HOME = Address(name="Ana", line1="1 Main St", city="Minneapolis", postal_code="55408", country="US")
_P = ParcelState

DELIVERED = {
    "easypost": ("pre_transit", "in_transit", "late_in_transit", "out_for_delivery", "failure", "delivered"),
    "shiprocket": ("manifest_generated", "picked_up", "in_transit", "out_for_delivery", "undelivered", "delivered"),
}
TURNED_BACK = {
    "easypost": ("pre_transit", "in_transit", "out_for_delivery", "failure", "return_to_sender", "delivered_to_sender"),
    "shiprocket": ("picked_up", "in_transit", "out_for_delivery", "undelivered", "rto_initiated", "rto_delivered"),
}


def parcel(courier: str) -> Parcel:
    """A booked parcel of which nothing was heard."""
    return Parcel(
        id=parcel_id_for("k1"),
        order_id="ord_1",
        number=1,
        courier=courier,
        direction=Direction.OUTBOUND,
        to=HOME,
        lines={"TARO-R": 1},
        at=NOW,
    )


def heard(courier: str, told: tuple[ParcelNews, ...]) -> Parcel:
    """The parcel after these news, one after the other."""
    return reduce(lambda after, news: after.hear(news, now=NOW), told, parcel(courier))


@pytest.mark.parametrize("courier", DELIVERED)
@pytest.mark.parametrize(("life", "end"), [(DELIVERED, _P.DELIVERED), (TURNED_BACK, _P.RETURNED)])
def test_all_720_orders_of_six_webhooks_end_the_same(
    courier: str, life: dict[str, tuple[str, ...]], end: ParcelState
) -> None:
    """The same state, the same scans, the same number of attempts."""
    told = [news(f"{courier}_{name}") for name in life[courier]]
    ends = {
        (one.state, one.scans, one.attempts) for one in (heard(courier, way) for way in itertools.permutations(told))
    }
    ((state, _, attempts),) = ends
    assert (state, attempts) == (end, 1)


def test_all_720_orders_of_six_bare_webhooks_end_the_same() -> None:
    """Also when each tells of nothing but itself: no details, only a status and when it changed."""
    statuses = ("pre_transit", "in_transit", "out_for_delivery", "failure", "out_for_delivery", "delivered")
    told = []
    for hour, status in enumerate(statuses):
        event = recorded("easypost_empty_details")
        event["result"] |= {"status": status, "status_detail": "", "updated_at": f"2026-11-21T{10 + hour}:00:00Z"}
        found = news_of_event(event)
        assert found is not None
        told.append(found)
    ends = {
        (one.state, one.scans, one.attempts) for one in (heard("easypost", w) for w in itertools.permutations(told))
    }
    ((state, scans, attempts),) = ends
    assert (state, len(scans), attempts) == (_P.DELIVERED, 6, 1)


@pytest.mark.parametrize("courier", DELIVERED)
def test_hearing_it_all_again_changes_nothing(courier: str) -> None:
    """Not even the version."""
    told = tuple(news(f"{courier}_{name}") for name in DELIVERED[courier])
    once = heard(courier, told)
    assert reduce(lambda after, one: after.hear(one, now=NOW), told * 2, once) is once


ANSWERS = {
    _P.DELIVERED: ("in_transit", "out_for_delivery", "failed_attempt", "out_for_delivery", "delivered"),
    _P.RETURNED: ("in_transit", "out_for_delivery", "failed_attempt", "return_to_sender", "returned"),
}
ENDS = {_P.DELIVERED: ("ParcelDelivered", OrderStatus.DELIVERED), _P.RETURNED: ("ParcelReturned", OrderStatus.RETURNED)}


@pytest.mark.parametrize("end", ANSWERS)
def test_a_couriers_answers_in_every_order_end_the_same_and_tell_nothing_twice(
    account: Account, end: ParcelState
) -> None:
    """What it answered after each step, recorded in all 120 orders, two of each twice: one end, told once.

    The order never moves back on the way: each status it has is one that comes later.
    """
    booked = account.booked()
    courier, told = account.courier(), []
    for status in ANSWERS[end]:
        account.happens(booked, status)
        told.append(courier.track(booked, now=SAID))
    for way in itertools.permutations(told):
        shop = Shop()
        ours, seen = shop.sent(), [shop.order.status]
        for one in (*way, *way[:2]):
            record_parcel(shop.room, order_id="ord_1", parcel_id=ours.id, news=one, now=SAID)
            seen.append(shop.order.status)
        named, status = ENDS[end]
        assert (shop.parcel().state, shop.parcel().attempts, shop.order.status) == (end, 1, status)
        names = [(one.name, getattr(one, "attempt", None)) for one in shop.events() if one.name != "ParcelMoved"]
        assert names[-1] == (named, None)
        assert len(names) == len(set(names))
        assert ("ParcelDelivered", None) in names or end is not _P.DELIVERED
        steps = [one for one, _ in itertools.groupby(seen)]
        assert all(after in TRANSITIONS[before] for before, after in itertools.pairwise(steps))
