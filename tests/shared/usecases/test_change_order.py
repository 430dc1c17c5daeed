"""A placed order is changed in words: the first stays as it is until the customer has confirmed the second."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.conversation.parse import Parser
from shared.domain.inbound import Text
from shared.domain.order import Handover, Order, OrderStatus
from shared.usecases.change_order import change, past_changing
from shared.usecases.take_turn import take_turn
from shared.usecases.turn import Heard, Turn
from tests.fakes.people import ANA, tap
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import (
    asked,
    assert_nothing_is_lost,
    now,
    paid,
    pay,
    read,
    refunds,
)
from tests.shared.usecases.turns import turn


def reading(world: World, text: str, *, number: int) -> Turn:
    """Ana's n-th message, with a parser of the shop's catalog."""
    parser = Parser(world.record.catalog.all_products(), languages=world.store.languages)
    plain = turn(world, Text(body=text), number=number)
    return replace(plain, talk=replace(plain.talk, parser=lambda: parser))


def say(world: World, text: str, *, number: int = 50) -> Heard:
    """Ana writes it, and it is a change."""
    moment = reading(world, text, number=number)
    return change(moment, moment.talk.parser().parse(text))


def lines(order: Order) -> list[tuple[str, int]]:
    """What is in it."""
    return [(line.sku, line.quantity) for line in order.lines]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("make it 3", [("TARO-R", 3)]),
        ("add a waffle", [("TARO-R", 2), ("WAFFLE", 1)]),
        ("add one more taro", [("TARO-R", 3)]),
        ("change the taro to mango", [("MANGO-R", 2)]),
        ("agrega un waffle por favor", [("TARO-R", 2), ("WAFFLE", 1)]),
    ],
)
def test_a_change_is_a_draft_beside_the_order(world: World, text: str, wanted: list[tuple[str, int]]) -> None:
    """With the lines as they would be, and what was paid counted; the order itself has not moved."""
    first = paid(world, ("TARO-R", 2))
    heard = say(world, text)
    draft = read(world, heard.order_id)
    assert (heard.outcome, draft.status) == ("offered", OrderStatus.DRAFT)
    assert (lines(draft), draft.replaces, draft.credit) == (wanted, first.id, 1150)
    assert now(world, first) == first
    assert world.record.state.events[-1].name == "OrderOffered"
    assert world.record.chats.read(ANA.id).draft_id == draft.id
    assert draft.heard[-1].text == text


def test_what_is_taken_away_finds_the_order_that_holds_it(world: World) -> None:
    """The waffle is in the older of the two."""
    older = paid(world, ("TARO-R", 1), ("WAFFLE", 1), number=1)
    world.now += timedelta(minutes=20)
    paid(world, ("MANGO-R", 1), number=2)
    draft = read(world, say(world, "without the waffle please").order_id)
    assert (draft.replaces, lines(draft)) == (older.id, [("TARO-R", 1)])


def test_a_name_that_is_misspelled_still_finds_its_order(world: World) -> None:
    """The parser knows what it means, and the order that holds it is the one."""
    older = paid(world, ("TARO-R", 1), ("WAFFLE", 1), number=1)
    world.now += timedelta(minutes=20)
    paid(world, ("MANGO-R", 1), number=2)
    assert read(world, say(world, "remove the wafle").order_id).replaces == older.id


def test_without_a_hint_the_newest_order_is_meant(world: World) -> None:
    """It is read back anyway."""
    paid(world, ("TARO-R", 1), number=1)
    world.now += timedelta(minutes=20)
    newer = asked(world, ("MANGO-R", 1), number=2)
    assert read(world, say(world, "add a waffle").order_id).replaces == newer.id


def test_a_changed_order_goes_where_the_first_one_went(world: World) -> None:
    """And it keeps the notes."""
    there = Handover(kind="delivery", address="14 Elm St")
    first = replace(paid(world, ("TARO-R", 1)), handover=there, note="ring twice")
    world.record.state.orders[first.id] = first
    draft = read(world, say(world, "add a waffle").order_id)
    assert (draft.handover, draft.note) == (there, "ring twice")


def test_todays_prices_are_read_back(world: World) -> None:
    """The taro has become dearer since."""
    paid(world, ("TARO-R", 2))
    world.record.state.products["TARO-R"] = replace(world.record.state.products["TARO-R"], price=600)
    draft = read(world, say(world, "add a waffle").order_id)
    assert draft.total.amount == 2 * 600 + 695


def test_what_is_no_longer_sold_is_named(world: World) -> None:
    """It cannot be read back silently without it."""
    paid(world, ("TARO-R", 1), ("MANGO-R", 1))
    del world.record.state.products["MANGO-R"]
    draft = read(world, say(world, "add a waffle").order_id)
    assert lines(draft) == [("TARO-R", 1), ("WAFFLE", 1)]
    assert [(one.kind, one.name) for one in draft.problems] == [("unknown_product", "Mango green tea, regular")]


def test_taking_everything_away_is_a_cancellation_that_is_asked_about(world: World) -> None:
    """An order of nothing is none."""
    order = paid(world, ("WAFFLE", 1))
    assert say(world, "without the waffle") == Heard(outcome="asked_to_cancel", order_id=order.id)


def test_an_order_that_is_being_made_is_a_persons(world: World) -> None:
    """With a case about that order."""
    order = replace(paid(world, ("TARO-R", 2)), status=OrderStatus.PREPARING)
    world.record.state.orders[order.id] = order
    assert say(world, "make it 3") == Heard(outcome="case_opened", order_id=order.id)
    (case,) = world.record.state.cases.values()
    assert (case.reason, case.order_id) == ("order_change", order.id)


@pytest.mark.parametrize("status", [OrderStatus.COLLECTED, OrderStatus.EXPIRED, OrderStatus.CANCELLED])
def test_after_the_end_of_an_order_what_is_asked_for_is_a_new_one(world: World, status: OrderStatus) -> None:
    """A waffle to add, a day later."""
    first = replace(paid(world, ("TARO-R", 1)), status=status)
    world.record.state.orders[first.id] = first
    draft = read(world, say(world, "add a waffle").order_id)
    assert (lines(draft), draft.replaces, draft.credit) == ([("WAFFLE", 1)], None, 0)


def test_with_nothing_to_change_and_nothing_named_the_menu_is_shown(world: World) -> None:
    """No order, no goods."""
    assert say(world, "change my order").outcome == "no_order"


def test_words_that_name_no_change_are_asked_about(world: World) -> None:
    """Which order, and how to say it."""
    order = paid(world, ("TARO-R", 1), ("WAFFLE", 1))
    assert say(world, "change my order") == Heard(outcome="asked_what_to_change", order_id=order.id)


def test_too_late_is_told_of_what_is_over(world: World) -> None:
    """Not a person's business."""
    order = replace(paid(world, ("TARO-R", 1)), status=OrderStatus.COLLECTED)
    world.record.state.orders[order.id] = order
    assert past_changing(turn(world, Text(body="make it 3"), number=50), order).outcome == "status"


def test_the_whole_story_of_a_change_in_words(world: World) -> None:
    """A waffle more, yes, paid: one order in force, with its own ticket, and every unit and cent in its place."""
    first = paid(world, ("TARO-R", 2))
    heard = take_turn(reading(world, "please add a waffle to my order", number=50))
    draft = read(world, heard.order_id)
    assert (lines(draft), draft.replaces) == ([("TARO-R", 2), ("WAFFLE", 1)], first.id)
    take_turn(turn(world, tap(f"offer:{draft.id}:{draft.version}:accept"), number=51))
    assert now(world, draft).status is OrderStatus.RECEIVED
    assert world.request(now(world, draft)) == "requested"
    second = pay(world, draft)
    assert (second.status, now(world, first).status) == (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
    assert (second.ticket and second.ticket.number, refunds(world)) == (2, [])
    assert world.record.chats.read(ANA.id).draft_id is None
    assert_nothing_is_lost(world)


def test_a_kitchen_quicker_than_the_yes_has_a_person_look(world: World) -> None:
    """It began to make the order between the read-back and the tap."""
    first = paid(world, ("TARO-R", 2))
    draft = read(world, say(world, "make it 3").order_id)
    world.record.state.orders[first.id] = replace(first, status=OrderStatus.PREPARING)
    heard = take_turn(turn(world, tap(f"offer:{draft.id}:{draft.version}:accept"), number=51))
    assert heard == Heard(outcome="case_opened", order_id=first.id)
    assert now(world, draft).status is OrderStatus.DRAFT
    assert_nothing_is_lost(world)


def test_a_change_is_not_taken_for_a_slip(world: World) -> None:
    """What is added is what another order of a moment ago was: no reason to ask whether it is meant."""
    paid(world, ("WAFFLE", 1), number=1)
    world.now += timedelta(minutes=2)
    paid(world, ("TARO-R", 2), number=2)
    draft = read(world, say(world, "add a waffle to the taro order").order_id)
    assert (lines(draft), draft.problems) == ([("TARO-R", 2), ("WAFFLE", 1)], ())


def test_a_second_change_while_one_is_open_changes_that_one(world: World) -> None:
    """One draft, in a newer version; the order is still as it was."""
    first = paid(world, ("TARO-R", 2))
    one = take_turn(reading(world, "please add a waffle to my order", number=50))
    two = take_turn(reading(world, "make it 3 taro", number=51))
    assert one.order_id == two.order_id
    assert lines(read(world, two.order_id)) == [("TARO-R", 3), ("WAFFLE", 1)]
    assert read(world, two.order_id).replaces == first.id
