"""An order is given up in the chat: asked first, done once, and everything comes back to where it belongs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import ConnectionClosedError

from shared.domain.changes import Change
from shared.domain.conversation.kinds import MessageKind
from shared.domain.conversation.parse import Parse
from shared.domain.events import CustomerSpoke, OrderCancelled, RefundDue
from shared.domain.inbound import Text
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.ports import Contended
from shared.usecases.cancel_order import cancel
from shared.usecases.turn import Heard
from tests.fakes.people import ANA, cart, tap
from tests.shared.usecases.chat_of_ana import ChatOfAna
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import (
    SHELF,
    accept,
    again,
    asked,
    assert_nothing_is_lost,
    attempts,
    change,
    names,
    now,
    paid,
    pay,
    persist,
    place,
    refunds,
    tapped,
)
from tests.shared.usecases.turns import turn

CANCEL = Parse(kind=MessageKind.CANCEL, confidence=0.95)


def ask(world: World, text: str = "cancel my order", *, number: int = 50) -> Heard:
    """Ana asks for it in words."""
    return cancel(turn(world, Text(body=text), number=number), CANCEL)


def spoken(world: World) -> CustomerSpoke:
    """The newest answer."""
    return [one for one in world.record.state.events if isinstance(one, CustomerSpoke)][-1]


def test_an_order_is_not_cancelled_before_the_customer_is_sure(world: World) -> None:
    """Asked about the version that stands, and nothing has moved."""
    order = asked(world, ("TARO-R", 2))
    assert ask(world) == Heard(outcome="asked_to_cancel", order_id=order.id)
    assert (spoken(world).topic, spoken(world).facts) == ("cancel_sure", {"version": 2, "refund": 0})
    assert now(world, order) == order


def test_an_unpaid_order_is_off_at_once_and_its_stock_free(world: World) -> None:
    """The link takes no more money, and the bus is told to have it closed."""
    order = asked(world, ("TARO-R", 2))
    assert tapped(world, order, "cancel_yes", number=51) == Heard(outcome="cancelled", order_id=order.id)
    assert now(world, order).status is OrderStatus.CANCELLED
    assert world.record.levels()["pearls"] == (300, 0)
    assert attempts(world, order) == [AttemptStatus.CLOSED]
    assert names(world, order) == ["OrderReceived", "PaymentRequested", "OrderCancelled"]
    assert_nothing_is_lost(world)


def test_a_paid_order_is_off_and_what_was_paid_is_due_back(world: World) -> None:
    """With the amount named in the question, and in the message that tells of it."""
    order = paid(world, ("TARO-R", 2))
    ask(world)
    assert spoken(world).facts == {"version": 3, "refund": 1150}
    tapped(world, order, "cancel_yes", number=51)
    assert refunds(world) == [(f"pi_{order.id}-1", 1150, "cancelled")]
    assert attempts(world, order) == [AttemptStatus.REFUND_DUE]
    (cancelled,) = [one for one in world.record.state.events if isinstance(one, OrderCancelled)]
    assert (cancelled.by, cancelled.refund) == ("customer", 1150)
    (due,) = [one for one in world.record.state.events if isinstance(one, RefundDue)]
    assert due.told_with == "OrderCancelled"
    assert names(world, order)[-2:] == ["OrderCancelled", "RefundDue"]
    assert_nothing_is_lost(world)


def test_the_customer_gets_one_message_about_a_cancelled_and_refunded_order(world: World) -> None:
    """It says both; the refund has none of its own."""
    world.record.customers.save(ANA)
    tapped(world, paid(world, ("TARO-R", 2)), "cancel_yes", number=51)
    told = [world.tell(one).code for one in world.record.state.events if one.name in ("OrderCancelled", "RefundDue")]
    assert told == [None, "overtaken"]
    said = "*Order 1* is cancelled. You'll get $11.50 back. Your bank usually shows it within 5 to 10 working days."
    assert world.messenger.sent[-1].message.body == said  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [OrderStatus.PREPARING, OrderStatus.READY, OrderStatus.OUT_FOR_DELIVERY])
def test_an_order_that_is_being_made_is_handed_to_a_person(world: World, status: OrderStatus) -> None:
    """In words and by an old button alike; the order stays as it is."""
    order = replace(paid(world, ("TARO-R", 2)), status=status)
    world.record.state.orders[order.id] = order
    ask(world)
    (case,) = world.record.state.cases.values()
    assert (case.reason, case.order_id) == ("order_change", order.id)
    tapped(world, order, "cancel_yes", number=51, version=order.version)
    assert now(world, order) == order


@pytest.mark.parametrize("status", [OrderStatus.DELIVERED, OrderStatus.COLLECTED, OrderStatus.EXPIRED])
def test_of_an_order_that_is_over_its_end_is_told(world: World, status: OrderStatus) -> None:
    """There is nothing to cancel any more."""
    order = replace(paid(world, ("TARO-R", 2)), status=status)
    world.record.state.orders[order.id] = order
    assert ask(world).outcome == "status"
    assert (spoken(world).topic, spoken(world).order_id) == ("order_status", order.id)


def test_without_any_order_the_menu_is_shown(world: World) -> None:
    """Never a word about an order that is not there."""
    assert ask(world).outcome == "no_order"


def test_several_orders_are_a_list_and_a_named_one_is_asked_about(world: World) -> None:
    """By its product, by its ticket; else all that may be cancelled."""
    first = paid(world, ("TARO-R", 1), number=1)
    world.now += timedelta(minutes=5)
    second = asked(world, ("WAFFLE", 1), number=2)
    assert ask(world).outcome == "which_order"
    assert [one["id"] for one in spoken(world).facts["orders"]] == [second.id, first.id]
    assert ask(world, "cancel the waffle", number=51) == Heard(outcome="asked_to_cancel", order_id=second.id)
    assert ask(world, "please cancel order 1", number=52) == Heard(outcome="asked_to_cancel", order_id=first.id)


def test_a_tap_under_an_older_version_is_asked_again_with_what_stands(world: World) -> None:
    """It was paid for meanwhile: now money would come back, and that has to be seen first."""
    order = asked(world, ("TARO-R", 2))
    pay(world, order)
    assert tapped(world, order, "cancel_yes", number=51) == Heard(outcome="asked_to_cancel", order_id=order.id)
    assert spoken(world).facts == {"version": 3, "refund": 1150}
    assert now(world, order).status is OrderStatus.CONFIRMED


def test_a_second_yes_changes_nothing_and_is_answered(world: World) -> None:
    """Another tap, another message: it is told that the order is off."""
    order = paid(world, ("TARO-R", 2))
    tapped(world, order, "cancel_yes", number=51)
    assert tapped(world, order, "cancel_yes", number=52) == Heard(outcome="status", order_id=order.id)
    assert len(refunds(world)) == 1
    assert_nothing_is_lost(world)


def test_the_same_tap_delivered_again_is_one_cancellation(world: World) -> None:
    """Ten times."""
    order = paid(world, ("TARO-R", 2))
    tapped(world, order, "cancel_yes", number=51)
    for _ in range(9):
        heard = tapped(world, order, "cancel_yes", number=51, version=order.version)
        assert heard == Heard(outcome="repeated", order_id=order.id)
    assert names(world, order)[-2:] == ["OrderCancelled", "RefundDue"]
    assert_nothing_is_lost(world)


def test_keeping_it_leaves_it_as_it_is(world: World) -> None:
    """The other button."""
    order = asked(world, ("TARO-R", 2))
    assert tapped(world, order, "keep", number=51) == Heard(outcome="kept", order_id=order.id)
    assert now(world, order) == order


def test_a_button_about_somebody_elses_order_is_an_unknown_button(world: World) -> None:
    """As are words that are no button, and a draft."""
    order = replace(asked(world, ("TARO-R", 2)), customer_id="cus_other")
    world.record.state.orders[order.id] = order
    assert tapped(world, order, "cancel_yes", number=51) is None
    world.record.state.orders[order.id] = replace(order, customer_id=ANA.id, status=OrderStatus.DRAFT)
    assert tapped(world, order, "cancel_yes", number=51) is None
    assert tapped(world, replace(order, id="ord_none"), "status", number=51) is None
    assert tapped(world, order, "explode", number=51) is None
    assert world.record.levels()["pearls"] == (200, 100)


def test_an_order_and_the_change_that_waits_for_money_go_together(world: World) -> None:
    """One question, one transaction, one message; what was paid comes back."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    assert ask(world) == Heard(outcome="asked_to_cancel", order_id=second.id)
    assert spoken(world).facts["refund"] == 1150
    tapped(world, second, "cancel_yes", number=51)
    assert {now(world, one).status for one in (first, second)} == {OrderStatus.CANCELLED}
    assert refunds(world) == [(f"pi_{first.id}-1", 1150, "cancelled")]
    assert {name: sum(both) for name, both in world.record.levels().items()} == SHELF
    assert world.record.levels()["pearls"] == (300, 0)
    told = [one.by for one in world.record.state.events if isinstance(one, OrderCancelled)]
    assert told == ["store", "customer"]
    assert_nothing_is_lost(world)


@pytest.mark.parametrize("quicker", ["payment", "expiry"])
def test_whoever_is_quicker_wins_and_the_turn_begins_again(world: World, quicker: str) -> None:
    """Between our look and our transaction the order moves: nothing of ours is done, and the next try sees it."""
    order = asked(world, ("TARO-R", 2))
    commit = world.record.commits.commit

    def slow(changes: Sequence[Change], *, token: str) -> None:
        world.record.commits.commit = commit  # type: ignore[method-assign]
        pay(world, order) if quicker == "payment" else world.expire(order)
        commit(changes, token=token)

    world.record.commits.commit = slow  # type: ignore[method-assign]
    with pytest.raises(Contended):
        tapped(world, order, "cancel_yes", number=51)
    again = tapped(world, order, "cancel_yes", number=51)
    assert again is not None
    assert again.outcome == ("asked_to_cancel" if quicker == "payment" else "status")
    assert_nothing_is_lost(world)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("state", ["unpaid", "paid", "changed"])
def test_a_crash_at_any_call_leaves_one_cancellation(world: World, state: str, *, after: bool) -> None:
    """Struck before or after each call in turn, delivered again until done."""
    calls = 0
    for nth in range(1, 30):
        struck = again(world)
        order = asked(struck, ("TARO-R", 2)) if state == "unpaid" else paid(struck, ("TARO-R", 2))
        if state == "changed":
            order = accept(struck, change(struck, order, ("TARO-R", 3), number=2), number=3)
        what = tap(f"order:{order.id}:{order.version}:cancel_yes")
        begun = len(struck.record.calls)
        struck.record.strike(nth, ConnectionClosedError(endpoint_url="dynamodb"), after=after)
        for _ in range(3):
            try:
                persist(struck, what, number=51)
                break
            except ConnectionClosedError:
                struck.record.forget_tokens()
        struck.record.state.faults.clear()
        assert now(struck, order).status is OrderStatus.CANCELLED, nth
        assert len(refunds(struck)) == (0 if state == "unpaid" else 1), nth
        assert len([one for one in struck.record.state.events if isinstance(one, OrderCancelled)]) == (
            2 if state == "changed" else 1
        )
        assert_nothing_is_lost(struck)
        calls = len(struck.record.calls) - begun
        if nth > calls:
            return
    raise AssertionError(f"{calls} calls, not all struck")


def test_the_words_of_a_cancellation_are_kept_with_the_chat(world: World) -> None:
    """For a person who reads it later, with the order they were about."""
    order = asked(world, ("TARO-R", 2))
    ask(world, "actually forget it")
    (kept,) = world.record.chats.said(ANA.id, limit=5)
    assert (kept.text, kept.order_id) == ("actually forget it", order.id)


def test_an_order_without_its_link_yet_can_be_cancelled_too(world: World) -> None:
    """The link is still on its way; whoever makes it closes it again."""
    order = place(world, ("TARO-R", 2))
    tapped(world, order, "cancel_yes", number=51)
    assert world.request(order) == "moved_on"
    assert not world.gateway.links
    assert_nothing_is_lost(world)


@pytest.mark.parametrize(
    ("answer", "outcome", "stands"),
    [
        ("yes", "cancelled", OrderStatus.CANCELLED),
        ("sí", "cancelled", OrderStatus.CANCELLED),
        ("हाँ", "cancelled", OrderStatus.CANCELLED),
        ("yes, cancel it", "cancelled", OrderStatus.CANCELLED),
        ("no", "kept", OrderStatus.AWAITING_PAYMENT),
    ],
)
def test_a_typed_answer_is_as_good_as_the_button(answer: str, outcome: str, stands: OrderStatus) -> None:
    """Who reads "You're welcome!" after a yes believes that the order is off."""
    chat = ChatOfAna("mpls", waffle=40)
    chat.send(cart(("WAFFLE", 1, 695)))
    assert chat.send("cancel my order").outcome == "asked_to_cancel"
    assert chat.send(answer).outcome == outcome
    assert chat.order.status is stands
    (customer_id,) = chat.world.record.state.chats
    assert chat.world.record.chats.read(customer_id).asked is None


def test_a_yes_after_something_else_cancels_nothing() -> None:
    """The question is forgotten by the next message, and by a cart that comes in between."""
    chat = ChatOfAna("mpls", waffle=40)
    chat.send(cart(("WAFFLE", 1, 695)))
    for between in ("what time do you close?", cart(("WAFFLE", 2, 695))):
        chat.send("cancel my order")
        chat.send(between)
        chat.send("ok")
    assert all(one.status is OrderStatus.AWAITING_PAYMENT for one in chat.orders)
