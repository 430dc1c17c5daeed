"""From the cart to the question how it was: each message reaches Meta once, whatever breaks off, repeats, is late."""

from __future__ import annotations

import pytest

from shared.domain.order import OrderStatus
from shared.domain.parcel import ParcelState
from tests.fakes.simulated_world import LocalWorld
from tests.storms.parcel_of_ana import send, the_parcel
from tests.storms.post_of_ana import Post, bought, hand_in_templates, post

BEFORE = {
    "easypost": ["PaymentRequested.2", "OrderConfirmed.3", "OrderPreparing.4"],
    "shiprocket": ["OrderPreparing.2"],
}
ON_THE_ROAD = [
    "ParcelDispatched",
    "ParcelOutForDelivery.1",
    "ParcelAttemptFailed.1",
    "DeliveryReminded.1",
    "ParcelOutForDelivery.2",
    "ParcelDelivered",
]
#: Hours after the parcel was asked for, and what happens then; the reminder comes of itself.
LIFE = (
    (5, "in_transit"),
    (20, "out_for_delivery"),
    (24, "failed_attempt"),
    (43, "out_for_delivery"),
    (48, "delivered"),
)
#: How deliveries are broken off, and from which of their calls on: at EasyPost at each of them, until none is
#: left. What is Shiprocket's own is few calls more.
STRIKES = {
    "easypost": (("after", 0), ("after", 3), ("lost", 1), ("lost", 3)),
    "shiprocket": (("after", 1), ("lost", 2)),
}
BOTH = pytest.mark.parametrize("courier", ["easypost", "shiprocket"])


@pytest.fixture(scope="module")
def approved(served: LocalWorld) -> LocalWorld:
    """Simulated couriers, and Meta, which has approved the stores' templates."""
    hand_in_templates(served)
    return served


def lives(p: Post) -> None:
    """Ana's order from the cart to some days after it came, one step after the other."""
    bought(p)
    p.says(OrderStatus.PREPARING)
    p.settle()
    begun = p.stage.now
    send(p.stage, p.courier, p.order_id)
    p.settle()
    for hours, status in LIFE:
        if status == "out_for_delivery" and hours > 24:
            # Half of her time to answer is over.
            p.until(36, begun)
            p.settle()
        p.until(hours, begun)
        p.scanned(status)
        p.settle()
    p.until(48 + 3 * 24 + 1, begun)
    p.settle()


def came_to_an_end(p: Post, where: str) -> None:
    """Delivered after one vain attempt; all that was announced has its place."""
    file, parcel = p.stage.order(p.order_id), the_parcel(p.stage, p.order_id)
    assert (parcel.state, parcel.attempts, file.order.status) == (ParcelState.DELIVERED, 1, OrderStatus.DELIVERED), (
        where
    )
    first = 1 if p.courier == "easypost" else 2
    assert [one.sequence for one in file.events] == list(range(first, file.order.version + 1)), where
    made = p.world.get("/sim/parcels")["parcels"]
    assert [one["tracking_code"] for one in made] == [parcel.tracking_code], where


@BOTH
def test_each_message_reaches_meta_once_wherever_the_deliveries_break_off(
    monkeypatch: pytest.MonkeyPatch, approved: LocalWorld, courier: str
) -> None:
    """Each three times, one call later every time: killed after it, or its answer lost."""
    struck = []
    for how, at in STRIKES[courier]:
        with post(monkeypatch, approved, courier, seed=at, strike=(how, at)) as p:
            lives(p)
            where = f"{how} call {at}"
            told = [one for one in p.told if not one.startswith("FollowUpDue")]
            assert told == BEFORE[courier] + ON_THE_ROAD, where
            assert [one.partition(".")[0] for one in p.told].count("FollowUpDue") == 1, where
            came_to_an_end(p, where)
            struck.append(p.struck)
    assert struck[0] > 50
    assert all(struck)


@BOTH
@pytest.mark.parametrize("seed", [20261121, 20261123])
def test_shuffled_and_repeated_news_tell_nothing_twice_and_nothing_that_is_over(
    monkeypatch: pytest.MonkeyPatch, approved: LocalWorld, courier: str, seed: int
) -> None:
    """All webhooks of a life at once, thirty of a hundred twice, in any order, each delivery broken off somewhere."""
    with post(monkeypatch, approved, courier, seed=seed, strike=("after", seed % 4)) as p:
        bought(p)
        begun = p.stage.now
        send(p.stage, p.courier, p.order_id)
        p.settle()
        for hours, status in LIFE:
            p.until(hours, begun)
            p.scanned(status)
        p.rage()
        p.until(48 + 3 * 24 + 1, begun)
        p.rage()
        told = [one for one in p.told if not one.startswith("FollowUpDue")][len(BEFORE[courier]) - 1 :]
        assert [one for one in ON_THE_ROAD if one in told] == told
        assert told[-1] == "ParcelDelivered"
        assert len(p.told) == len(set(p.told))
        assert p.told[-1].startswith("FollowUpDue")
        came_to_an_end(p, f"seed {seed}")
