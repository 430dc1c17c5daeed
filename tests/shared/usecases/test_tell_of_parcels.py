"""Each step of a parcel is told once, in the way that may be used now, and what can wait lets the customer sleep."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.domain.events import (
    Event,
    OrderPreparing,
    ParcelAttemptFailed,
    ParcelDelayed,
    ParcelDispatched,
    ParcelOutForDelivery,
    from_detail,
    order_event,
)
from shared.domain.messages import LinkMessage, MessageState, TemplateMessage
from shared.domain.order import Order, OrderStatus
from shared.domain.parcel import Parcel, ParcelState
from shared.domain.store import Store
from tests.fakes.parcels_of_ana import failed, parcel, sent_order
from tests.fakes.people import ANA, MPLS_PROFILE, NOW
from tests.shared.usecases.conftest import World

#: Quiet from nine in the evening until nine in the morning.
SLEEPS = Store.from_profile(
    MPLS_PROFILE
    | {
        "delivery": {
            "courier": "easypost",
            "own_rider": True,
            "answer_hours": 20,
            "follow_up_days": 3,
            "quiet_hours": ["21:00", "09:00"],
            "parcel": {},
        }
    }
)
#: Eleven in the evening in Minneapolis, and nine of the next morning.
NIGHT = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def there(world: World) -> World:
    """Ana's order 17 is on its way in one parcel."""
    world.record.state.profiles[ANA.id] = ANA
    world.store = SLEEPS
    put(world, parcel())
    return world


def put(world: World, *parcels: Parcel, order: Order | None = None) -> None:
    """The order and its parcels, as they stand."""
    about = order or sent_order()
    world.record.state.orders[about.id] = about
    for one in parcels:
        world.record.state.parcels[about.id, one.id] = one


def happened(kind: type[Event], *, version: int = 6, **more: Any) -> Any:
    """An event of the order's version."""
    return order_event(kind, sent_order(version=version), now=NOW, **more)


def delayed() -> Any:
    """The courier says Thursday."""
    return happened(ParcelDelayed, parcel_id="pcl_1", expected="2026-11-26")


def test_a_step_that_is_announced_twice_is_told_once(there: World) -> None:
    """Two events of one parcel, step and attempt; another attempt is another step."""
    put(there, parcel(state=ParcelState.OUT_FOR_DELIVERY))
    for version, attempt in ((6, 1), (7, 1), (7, 1)):
        there.tell(happened(ParcelOutForDelivery, version=version, parcel_id="pcl_1", attempt=attempt))
    assert len(there.messenger.sent) == 1
    put(there, parcel(state=ParcelState.OUT_FOR_DELIVERY, scans=failed()))
    there.tell(happened(ParcelOutForDelivery, version=9, parcel_id="pcl_1", attempt=2))
    assert len(there.messenger.sent) == 2


def test_each_of_two_parcels_is_told(there: World) -> None:
    """Under its own name."""
    put(there, parcel(), parcel(id="pcl_2", number=2))
    for parcel_id in ("pcl_1", "pcl_2"):
        there.tell(happened(ParcelDispatched, parcel_id=parcel_id))
    bodies = [one.message.body for one in there.messenger.sent if isinstance(one.message, LinkMessage)]
    assert [body.split("*")[1] for body in bodies] == ["Order 17, parcel 1 of 2", "Order 17, parcel 2 of 2"]


def test_a_step_that_is_over_when_its_turn_comes_is_skipped(there: World) -> None:
    """Dispatched, told after it was delivered; the decision stays on the timeline."""
    put(there, parcel(state=ParcelState.DELIVERED))
    told = there.tell(happened(ParcelDispatched, parcel_id="pcl_1"))
    assert (told.state, told.code, there.messenger.sent) == (MessageState.SKIPPED, "overtaken", [])


def test_outside_the_window_the_template_is_sent(there: World) -> None:
    """Decided when it is sent, not when it happened."""
    there.record.state.profiles[ANA.id] = replace(ANA, last_inbound_at=NOW - timedelta(days=3))
    put(there, order=sent_order(placed_at=NOW - timedelta(days=3)))
    there.tell(happened(ParcelDispatched, parcel_id="pcl_1"))
    (sent,) = there.messenger.sent
    assert sent.message == TemplateMessage(
        name="parcel_dispatched",
        language="en",
        values=(
            "Order 17",
            "UPS",
            "EZ4000000004",
            "Tuesday, 11/24",
            "https://track.easypost.example/djE6",
        ),
    )


def test_what_can_wait_is_held_until_the_quiet_hours_are_over_and_then_told_once(there: World) -> None:
    """The timer brings the very same event back; nothing is lost, however often it is fired too early."""
    put(there, parcel(expected=date(2026, 11, 26)))
    there.now = NIGHT
    for _ in range(3):
        told = there.tell(delayed())
        assert (told.state, told.code) == (MessageState.WAITING, "quiet_hours")
    ((name, armed),) = there.timers.armed.items()
    assert (armed.at, armed.payload["timer"]) == (MORNING, "tell_later")
    assert there.messenger.sent == []
    again = from_detail(json.loads(there.timers.fire(name)["event"]))
    assert again == delayed()
    assert there.tell(again).state is MessageState.WAITING
    there.now = MORNING
    assert [there.tell(again).state for _ in range(2)] == [MessageState.SENT, MessageState.SENT]
    assert len(there.messenger.sent) == 1


def test_what_cannot_wait_is_said_at_night(there: World) -> None:
    """A courier waits for the answer, or stands before the door."""
    there.now = NIGHT
    put(there, parcel(state=ParcelState.FAILED_ATTEMPT, scans=failed()))
    deadline = (NIGHT + timedelta(hours=12)).isoformat()
    there.tell(happened(ParcelAttemptFailed, parcel_id="pcl_1", attempt=1, deadline=deadline))
    put(there, parcel(state=ParcelState.OUT_FOR_DELIVERY, scans=failed()))
    there.tell(happened(ParcelOutForDelivery, parcel_id="pcl_1", attempt=2))
    assert len(there.messenger.sent) == 2


def test_what_was_held_and_is_no_longer_so_is_not_told_in_the_morning(there: World) -> None:
    """It came after all."""
    put(there, parcel(expected=date(2026, 11, 26)))
    there.now = NIGHT
    there.tell(delayed())
    put(there, parcel(expected=date(2026, 11, 26), state=ParcelState.OUT_FOR_DELIVERY))
    there.now = MORNING
    assert there.tell(delayed()).state is MessageState.SKIPPED


@pytest.mark.parametrize(("before", "told"), [(None, 1), ("awaiting", 1), ("had_one", 0)])
def test_a_customers_first_order_hears_that_it_is_being_prepared(there: World, before: str | None, told: int) -> None:
    """One that was never paid for is not an order they had."""
    preparing = sent_order(status=OrderStatus.PREPARING)
    put(there, order=preparing)
    if before:
        earlier = sent_order(id="ord_0", placed_at=NOW - timedelta(days=9))
        put(there, order=earlier if before == "had_one" else replace(earlier, ticket=None))
    there.tell(order_event(OrderPreparing, preparing, now=NOW))
    assert len(there.messenger.sent) == told
