"""The customer asks where their order is: the right one, as it stands, or a list to choose from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.events import CustomerSpoke
from shared.domain.inbound import Text
from shared.domain.order import OrderStatus
from shared.usecases.draft_order import add_to_draft
from shared.usecases.tell_status import tell_status
from shared.usecases.turn import Heard
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import accept, asked, change, now, paid, place, read, tapped
from tests.shared.usecases.turns import turn


def ask(world: World, text: str = "where is my order?", *, number: int = 50) -> Heard:
    """Ana asks."""
    return tell_status(turn(world, Text(body=text), number=number), text)


def spoken(world: World) -> CustomerSpoke:
    """The newest answer."""
    return [one for one in world.record.state.events if isinstance(one, CustomerSpoke)][-1]


def test_the_only_order_is_the_one_that_is_meant(world: World) -> None:
    """Paid at six: from then its time is reckoned."""
    order = paid(world, ("TARO-R", 2))
    assert ask(world) == Heard(outcome="status", order_id=order.id)
    assert (spoken(world).topic, spoken(world).order_id) == ("order_status", order.id)
    assert spoken(world).facts == {"confirmed_at": "2026-11-21T18:00:00+00:00"}


def test_an_order_that_waits_for_money_has_its_link_told_again(world: World) -> None:
    """Nobody has to scroll up for it."""
    order = asked(world, ("TARO-R", 2))
    ask(world)
    assert spoken(world).facts == {"url": world.gateway.links[f"{order.id}-1"].link.url}


def test_an_order_without_its_link_yet_promises_none(world: World) -> None:
    """It was placed a second ago."""
    order = place(world, ("TARO-R", 2))
    assert ask(world) == Heard(outcome="status", order_id=order.id)
    assert spoken(world).facts == {}


def test_several_on_their_way_are_a_list_newest_first(world: World) -> None:
    """Each row has what tells the orders apart."""
    first = paid(world, ("TARO-R", 1), number=1)
    world.now += timedelta(minutes=5)
    second = asked(world, ("WAFFLE", 1), ("MANGO-R", 1), number=2)
    assert ask(world).outcome == "which_order"
    assert spoken(world).facts["verb"] == "status"
    assert list(spoken(world).facts["orders"]) == [
        {
            "id": second.id,
            "version": 2,
            "status": "awaiting_payment",
            "ticket": 0,
            "quantity": 1,
            "name": "Egg waffle",
            "more": 1,
            "total": 1220,
            "currency": "USD",
        },
        {
            "id": first.id,
            "version": 3,
            "status": "confirmed",
            "ticket": 1,
            "quantity": 1,
            "name": "Taro milk tea, regular",
            "more": 0,
            "total": 575,
            "currency": "USD",
        },
    ]


@pytest.mark.parametrize(("text", "which"), [("where is my waffle", 2), ("order 1?", 1), ("¿y mi taro?", 1)])
def test_the_one_that_is_named_is_told(world: World, text: str, which: int) -> None:
    """By product or ticket."""
    orders = {1: paid(world, ("TARO-R", 1), number=1), 2: asked(world, ("WAFFLE", 1), number=2)}
    assert ask(world, text) == Heard(outcome="status", order_id=orders[which].id)


def test_the_list_holds_only_those_that_are_named(world: World) -> None:
    """Two of the three have taro in them."""
    one, two = paid(world, ("TARO-R", 1), number=1), paid(world, ("TARO-R", 1), ("MANGO-R", 1), number=2)
    paid(world, ("WAFFLE", 1), number=3)
    assert ask(world, "where is my taro").outcome == "which_order"
    assert {row["id"] for row in spoken(world).facts["orders"]} == {one.id, two.id}


def test_what_is_over_does_not_stand_in_the_way(world: World) -> None:
    """Yesterday's order was collected, today's is meant; but yesterday's can be named."""
    first = paid(world, ("WAFFLE", 1), number=1)
    world.record.state.orders[first.id] = replace(first, status=OrderStatus.COLLECTED)
    second = paid(world, ("TARO-R", 1), number=2)
    assert ask(world) == Heard(outcome="status", order_id=second.id)
    assert ask(world, "what about the waffle", number=51) == Heard(outcome="status", order_id=first.id)


def test_with_none_on_its_way_the_end_of_the_last_is_told(world: World) -> None:
    """It expired an hour ago."""
    order = asked(world, ("TARO-R", 1))
    world.expire(order)
    assert ask(world) == Heard(outcome="status", order_id=order.id)
    assert spoken(world).facts == {}


def test_without_any_order_the_menu_is_shown(world: World) -> None:
    """And nothing is invented."""
    assert ask(world) == Heard(outcome="no_order", order_id=None)


def test_an_open_draft_waits_for_the_customers_own_word(world: World) -> None:
    """It is said not to be placed yet; the draft stays as it is, so its buttons work wherever they stand."""
    heard = add_to_draft(turn(world, Text(body="a taro"), number=1), {"TARO-R": 1}, kind="menu")
    again = ask(world)
    assert (again.outcome, again.order_id) == ("draft_waits", heard.order_id)
    assert read(world, heard.order_id).version == 1
    assert spoken(world).topic == "draft_waits"


def test_an_order_and_the_change_that_waits_for_money_are_one(world: World) -> None:
    """The change is told of, which says that the order stays as it was."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    assert ask(world) == Heard(outcome="status", order_id=second.id)


def test_a_change_that_came_too_late_hides_nothing(world: World) -> None:
    """The kitchen began: what is being made is what is told."""
    first = paid(world, ("TARO-R", 2))
    accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    world.record.state.orders[first.id] = replace(first, status=OrderStatus.PREPARING)
    assert ask(world) == Heard(outcome="status", order_id=first.id)


def test_a_row_of_the_list_tells_of_that_order_even_when_it_has_moved_on(world: World) -> None:
    """A question cannot be stale."""
    order = asked(world, ("TARO-R", 2))
    assert tapped(world, order, "status", number=51, version=1) == Heard(outcome="status", order_id=order.id)
    assert now(world, order) == order


def test_a_question_that_is_delivered_twice_is_answered_once(world: World) -> None:
    """The message's own place is what the repeat meets."""
    order = paid(world, ("TARO-R", 2))
    ask(world)
    world.record.forget_tokens()
    assert ask(world) == Heard(outcome="repeated", order_id=order.id)
    assert len([one for one in world.record.state.events if isinstance(one, CustomerSpoke)]) == 1
