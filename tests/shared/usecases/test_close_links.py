"""Nobody pays for an order that is off: its links are closed, and money that was quicker goes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.order import Order, OrderStatus
from shared.domain.payment import AttemptStatus
from shared.ports import Unavailable
from shared.usecases.close_links import close_links, worth_another_try
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import (
    asked,
    assert_nothing_is_lost,
    attempts,
    now,
    paid,
    place,
    refunds,
    tapped,
)


def close(world: World, order: Order) -> str:
    """The bus tells of the cancellation."""
    return close_links(
        order_id=order.id,
        store=world.store,
        orders=world.record.orders,
        gateway=world.gateway,
        commits=world.record.commits,
        now=world.now,
    )


@pytest.fixture
def off(world: World) -> Order:
    """Ana gave up an order that she had a link for."""
    order = asked(world, ("TARO-R", 2))
    tapped(world, order, "cancel_yes", number=51)
    return now(world, order)


def test_the_link_of_a_cancelled_order_is_closed_however_often_we_are_told(world: World, off: Order) -> None:
    """Ten deliveries, one closed link, nothing written."""
    assert [close(world, off) for _ in range(10)] == ["closed"] * 10
    assert world.gateway.links[f"{off.id}-1"].status == "closed"
    assert now(world, off) == off


def test_a_link_that_was_paid_meanwhile_sends_its_money_back_once(world: World, off: Order) -> None:
    """The webhook may come before or after: the gateway's transaction is one."""
    payment = world.gateway.pay(f"{off.id}-1")
    assert close(world, off) == "paid_refund_due"
    assert world.paid(payment).outcome == "repeated"
    assert close(world, off) == "nothing_open"
    assert refunds(world) == [(f"pi_{off.id}-1", 1150, "cancelled")]
    assert attempts(world, off) == [AttemptStatus.REFUND_DUE]
    assert_nothing_is_lost(world)


def test_a_gateway_that_is_down_is_asked_again_until_the_link_ends_by_itself(world: World, off: Order) -> None:
    """Half an hour of reservation, and an hour more."""
    world.gateway.fail_next(Unavailable("down"))
    with pytest.raises(Unavailable):
        close(world, off)
    assert worth_another_try(world.record.orders, off.id, now=world.now + timedelta(minutes=89))
    assert not worth_another_try(world.record.orders, off.id, now=world.now + timedelta(minutes=90))
    assert not worth_another_try(world.record.orders, "ord_none", now=world.now)
    assert close(world, off) == "closed"


def test_a_closing_whose_answer_is_lost_is_asked_for_again(world: World, off: Order) -> None:
    """It was closed all the same."""
    world.gateway.lose_next_answer()
    with pytest.raises(Unavailable):
        close(world, off)
    assert close(world, off) == "closed"


def test_an_order_that_never_had_a_link_has_none_to_close(world: World) -> None:
    """Cancelled before the link was made."""
    order = place(world, ("TARO-R", 2))
    tapped(world, order, "cancel_yes", number=51)
    assert close(world, order) == "nothing_open"


def test_the_link_of_an_order_in_force_is_left_alone(world: World) -> None:
    """A message for an order that is not cancelled, or not there, does nothing."""
    order = asked(world, ("TARO-R", 2))
    assert close(world, order) == "moved_on"
    assert close(world, replace(order, id="ord_none")) == "moved_on"
    assert world.gateway.links[f"{order.id}-1"].status == "open"


def test_a_payment_that_was_refunded_with_its_order_is_not_closed_again(world: World) -> None:
    """The link was paid long ago: the gateway is not asked."""
    order = paid(world, ("TARO-R", 2))
    tapped(world, order, "cancel_yes", number=51)
    world.gateway.fail_next(Unavailable("down"))
    assert close(world, order) == "nothing_open"
    assert now(world, order).status is OrderStatus.CANCELLED
