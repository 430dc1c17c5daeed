"""The same once more: at today's prices and names, with what is gone named, and never taken without a yes."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.inbound import Text
from shared.domain.order import Handover, Order, OrderStatus
from shared.usecases.order_again import order_again
from shared.usecases.order_tap import again_id
from shared.usecases.take_turn import take_turn
from shared.usecases.turn import Heard
from tests.fakes.people import ANA, tap
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import asked, paid, read
from tests.shared.usecases.turns import turn


def again(world: World, order_id: str | None = None, *, number: int = 50) -> Order:
    """Ana asks for the same; the draft that it makes."""
    heard = order_again(turn(world, Text(body="same as last time"), number=number), order_id)
    assert heard.outcome == "offered"
    return read(world, heard.order_id)


def test_the_last_order_is_read_back_and_nothing_is_held(world: World) -> None:
    """Two taro and a waffle, as a draft of its own."""
    first = paid(world, ("TARO-R", 2), ("WAFFLE", 1))
    levels = world.record.levels()
    draft = again(world)
    assert (draft.status, draft.replaces, draft.credit) == (OrderStatus.DRAFT, None, 0)
    assert [(line.sku, line.quantity) for line in draft.lines] == [("TARO-R", 2), ("WAFFLE", 1)]
    assert (draft.id != first.id, draft.problems) == (True, ())
    assert world.record.levels() == levels
    assert world.record.chats.read(ANA.id).draft_id == draft.id


def test_prices_and_names_are_todays(world: World) -> None:
    """In the customer's language."""
    paid(world, ("TARO-R", 2))
    taro = world.record.state.products["TARO-R"]
    world.record.state.products["TARO-R"] = replace(taro, price=600, names={"en": "Royal taro"})
    (line,) = again(world).lines
    assert (line.name, line.unit_price) == ("Royal taro", 600)


def test_what_is_gone_is_named_and_what_is_sold_out_is_told(world: World) -> None:
    """The mango left the catalog, and the mix is for one waffle."""
    paid(world, ("MANGO-R", 1), ("WAFFLE", 1))
    del world.record.state.products["MANGO-R"]
    world.record.state.stock["mix"] = replace(world.record.state.stock["mix"], available=0)
    world.record.state.products["TARO-R"] = world.record.state.products["TARO-R"]
    draft = again(world)
    assert draft.lines == ()
    assert [(one.kind, one.name) for one in draft.problems] == [
        ("unknown_product", "Mango green tea, regular"),
        ("short", "Egg waffle"),
    ]


def test_an_order_that_was_kept_comes_before_one_that_was_given_up(world: World) -> None:
    """The newest was never paid for; the one before was drunk."""
    paid(world, ("TARO-R", 1), number=1)
    world.now += timedelta(minutes=20)
    expired = asked(world, ("WAFFLE", 1), number=2)
    world.expire(expired)
    assert [line.sku for line in again(world).lines] == ["TARO-R"]


def test_an_order_that_was_given_up_is_better_than_none(world: World) -> None:
    """It expired, and Ana wants it after all."""
    world.expire(asked(world, ("WAFFLE", 1)))
    assert [line.sku for line in again(world).lines] == ["WAFFLE"]


def test_it_goes_to_the_same_place_but_not_at_the_same_time(world: World) -> None:
    """The time of then means nothing today."""
    there = Handover(kind="delivery", address="14 Elm St", at=world.now + timedelta(hours=1))
    first = replace(paid(world, ("TARO-R", 1)), handover=there)
    world.record.state.orders[first.id] = first
    assert again(world).handover == Handover(kind="delivery", address="14 Elm St")


def test_the_button_names_its_order(world: World) -> None:
    """Through the door that all taps come by."""
    older = paid(world, ("TARO-R", 1), number=1)
    world.now += timedelta(minutes=20)
    paid(world, ("WAFFLE", 1), number=2)
    heard = take_turn(turn(world, tap(again_id(older.id)), number=50))
    assert [line.sku for line in read(world, heard.order_id).lines] == ["TARO-R"]


def test_somebody_elses_order_is_not_ordered_again(world: World) -> None:
    """As if there were none."""
    other = replace(paid(world, ("TARO-R", 1)), customer_id="cus_other")
    world.record.state.orders[other.id] = other
    heard = order_again(turn(world, tap(again_id(other.id)), number=50), other.id)
    assert heard == Heard(outcome="no_order", order_id=None)


def test_without_any_order_the_menu_is_shown(world: World) -> None:
    """There is no last time."""
    assert order_again(turn(world, Text(body="same as last time"), number=50), None).outcome == "no_order"
