"""Whatever order a courier's news arrive in, and however often: the parcel ends the same."""

import itertools
from datetime import UTC, datetime
from functools import reduce

import pytest

from shared.adapters.couriers.easypost_news import news_of_event
from shared.domain.parcel import Address, Direction, Parcel, ParcelNews, ParcelState, parcel_id_for
from tests.shared.adapters.couriers.test_recorded_news import news, recorded

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
