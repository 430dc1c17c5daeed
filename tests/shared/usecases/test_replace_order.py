"""A changed order takes the place of the first: once, with only the difference of stock and money."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.changes import Change
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.usecases.replace_order import PastChanging, what_stands_behind
from tests.fakes.people import ANA
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import (
    accept,
    asked,
    assert_nothing_is_lost,
    attempts,
    change,
    names,
    now,
    paid,
    pay,
    refunds,
)


def test_an_unpaid_order_goes_at_once_and_only_the_difference_moves(world: World) -> None:
    """Two taro become three and a waffle: fifty pearls and a cup more, and mix for one."""
    first = asked(world, ("TARO-R", 2))
    changes_before = len(world.record.state.counter_changes)
    second = accept(world, change(world, first, ("TARO-R", 3), ("WAFFLE", 1), number=2), number=3)
    assert (now(world, first).status, second.status) == (OrderStatus.CANCELLED, OrderStatus.RECEIVED)
    assert world.record.levels() == {"pearls": (150, 150), "cup": (97, 3), "mix": (110, 110)}
    moved = world.record.state.counter_changes[changes_before:]
    assert [(one.after.id, one.after.reserved - one.before.reserved) for one in moved] == [
        ("cup", 1),
        ("mix", 110),
        ("pearls", 50),
    ]
    assert second.to_pay.amount == 3 * 575 + 695
    assert attempts(world, first) == [AttemptStatus.CLOSED]
    assert_nothing_is_lost(world)


def test_the_customer_is_not_told_that_the_first_order_is_off(world: World) -> None:
    """Its cancellation names the order that took its place, which is what they are told of."""
    first = asked(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    (cancelled,) = [one for one in world.record.state.events if one.name == "OrderCancelled"]
    assert cancelled.replaced_by == second.id  # type: ignore[attr-defined]
    world.record.customers.save(ANA)
    assert world.tell(cancelled).code == "overtaken"


def test_money_that_comes_for_the_first_order_after_all_is_due_back(world: World) -> None:
    """The old link was paid in the moment in which the change was confirmed."""
    first = asked(world, ("TARO-R", 2))
    accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    pay(world, first)
    assert refunds(world) == [(f"pi_{first.id}-1", 1150, "cancelled")]
    assert_nothing_is_lost(world)


def test_a_change_for_less_is_confirmed_at_once_and_sends_the_rest_back(world: World) -> None:
    """18.45 were paid, 11.50 are left: a ticket of its own, 6.95 back, one movement of the waffle's mix."""
    first = paid(world, ("TARO-R", 2), ("WAFFLE", 1))
    second = accept(world, change(world, first, ("TARO-R", 2), number=2), number=3)
    assert (now(world, first).status, second.status) == (OrderStatus.CANCELLED, OrderStatus.CONFIRMED)
    assert (first.ticket and first.ticket.number, second.ticket and second.ticket.number) == (1, 2)
    assert world.record.orders.last_ticket(world.store.business_day(world.now)) == 2
    assert refunds(world) == [(f"pi_{first.id}-1", 695, "changed")]
    assert world.record.levels() == {"pearls": (200, 100), "cup": (98, 2), "mix": (220, 0)}
    assert names(world, second) == ["OrderOffered", "OrderConfirmed"]
    assert names(world, first)[-2:] == ["OrderCancelled", "RefundDue"]
    assert attempts(world, first) == [AttemptStatus.PAID]
    assert_nothing_is_lost(world)


def test_a_change_for_the_same_money_moves_no_money(world: World) -> None:
    """A drink for one that costs the same."""
    world.record.state.products["MANGO-R"] = replace(world.record.state.products["MANGO-R"], price=575)
    first = paid(world, ("TARO-R", 1))
    second = accept(world, change(world, first, ("MANGO-R", 1), number=2), number=3)
    assert (second.status, refunds(world)) == (OrderStatus.CONFIRMED, [])
    assert_nothing_is_lost(world)


def test_a_change_for_more_leaves_the_first_order_in_force_until_it_is_paid_for(world: World) -> None:
    """Beside it only the extra is held; the link asks for the difference; paying it swaps the two."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    assert (now(world, first).status, second.status) == (OrderStatus.CONFIRMED, OrderStatus.RECEIVED)
    assert (dict(second.needs), world.record.levels()["pearls"]) == ({"cup": 1, "pearls": 50}, (150, 150))
    assert world.request(second) == "requested"
    assert world.gateway.links[f"{second.id}-1"].amount.amount == 575
    after = pay(world, second)
    assert (now(world, first).status, after.status) == (OrderStatus.CANCELLED, OrderStatus.CONFIRMED)
    assert (dict(after.needs), refunds(world)) == ({"cup": 3, "pearls": 150}, [])
    assert after.ticket is not None
    assert after.ticket.number == 2
    assert_nothing_is_lost(world)


def test_what_the_change_needs_no_more_is_freed_by_the_swap_only(world: World) -> None:
    """A taro becomes a waffle: dearer, and its pearls stay held until that is paid for."""
    first = paid(world, ("TARO-R", 1))
    second = accept(world, change(world, first, ("WAFFLE", 1), number=2), number=3)
    assert world.record.levels() == {"pearls": (250, 50), "cup": (99, 1), "mix": (110, 110)}
    world.request(second)
    pay(world, second)
    assert world.record.levels() == {"pearls": (300, 0), "cup": (100, 0), "mix": (110, 110)}
    assert_nothing_is_lost(world)


def test_a_change_that_nobody_pays_for_leaves_the_first_order_untouched(world: World) -> None:
    """Only what the change held beside it is freed."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    world.request(second)
    assert world.expire(now(world, second)) == "expired"
    assert now(world, first) == first
    assert world.record.levels()["pearls"] == (200, 100)
    assert_nothing_is_lost(world)


def test_money_for_an_expired_change_still_makes_it_if_the_shelf_can(world: World) -> None:
    """The extra is taken again, and the swap happens."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    world.request(second)
    world.expire(now(world, second))
    assert pay(world, second, late=True).status is OrderStatus.CONFIRMED
    assert now(world, first).status is OrderStatus.CANCELLED
    assert_nothing_is_lost(world)


@pytest.mark.parametrize(
    ("status", "reason"), [(OrderStatus.PREPARING, "too_late"), (OrderStatus.CANCELLED, "cancelled")]
)
def test_a_change_paid_for_too_late_ends_and_its_money_goes_back(
    world: World, status: OrderStatus, reason: str
) -> None:
    """The kitchen began, or somebody cancelled, while the customer was on the payment page."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    world.request(second)
    world.record.state.orders[first.id] = replace(first, status=status)
    after = pay(world, second)
    assert (after.status, now(world, first).status) == (OrderStatus.CANCELLED, status)
    assert refunds(world) == [(f"pi_{second.id}-1", 575, reason)]
    assert names(world, second)[-2:] == ["OrderCancelled", "RefundDue"]
    assert world.record.levels()["pearls"] == (200, 100)


def test_a_change_of_a_change_that_waits_for_money_takes_the_place_of_both(world: World) -> None:
    """Two became three, unpaid; then four: the first stays in force, the second goes, the third holds two more."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    third = accept(world, change(world, second, ("TARO-R", 4), number=4), number=5)
    assert [now(world, one).status for one in (first, second, third)] == [
        OrderStatus.CONFIRMED,
        OrderStatus.CANCELLED,
        OrderStatus.RECEIVED,
    ]
    assert (third.replaces, third.to_pay.amount, dict(third.needs)) == (first.id, 1150, {"cup": 2, "pearls": 100})
    world.request(third)
    assert pay(world, third).status is OrderStatus.CONFIRMED
    assert now(world, first).status is OrderStatus.CANCELLED
    assert_nothing_is_lost(world)


def test_going_back_on_a_change_that_waits_for_money_needs_none(world: World) -> None:
    """Two, then three, then two again: confirmed at once, both others off."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    third = accept(world, change(world, second, ("TARO-R", 2), number=4), number=5)
    assert [now(world, one).status for one in (first, second, third)] == [
        OrderStatus.CANCELLED,
        OrderStatus.CANCELLED,
        OrderStatus.CONFIRMED,
    ]
    assert refunds(world) == []
    assert_nothing_is_lost(world)


def test_refunds_come_out_of_the_newest_payments_first_and_of_none_twice(world: World) -> None:
    """11.50, then 5.75 more, then down to one drink, then none of it: every cent goes back once."""
    first = paid(world, ("TARO-R", 2))
    second = accept(world, change(world, first, ("TARO-R", 3), number=2), number=3)
    world.request(second)
    second = pay(world, second)
    third = accept(world, change(world, second, ("TARO-R", 1), number=4), number=5)
    assert refunds(world) == [(f"pi_{second.id}-1", 575, "changed"), (f"pi_{first.id}-1", 575, "changed")]
    assert (third.credit, third.to_pay.amount) == (1725, 0)
    fourth = accept(world, change(world, third, ("WAFFLE", 1), number=6), number=7)
    assert (fourth.status, fourth.to_pay.amount) == (OrderStatus.RECEIVED, 120)
    assert_nothing_is_lost(world)


def test_a_draft_whose_first_order_was_paid_meanwhile_is_read_back_anew(world: World) -> None:
    """The difference is another one now: nobody confirms what they did not see."""
    first = asked(world, ("TARO-R", 2))
    draft = change(world, first, ("TARO-R", 3), number=2)
    pay(world, first)
    after = accept(world, draft, number=3)
    assert (after.status, after.credit, after.version) == (OrderStatus.DRAFT, 1150, 2)
    assert now(world, first).status is OrderStatus.CONFIRMED
    assert accept(world, after, number=4).status is OrderStatus.RECEIVED


def test_a_draft_whose_first_order_expired_is_read_back_as_a_new_order(world: World) -> None:
    """Nothing is left that it could replace."""
    first = asked(world, ("TARO-R", 2))
    draft = change(world, first, ("TARO-R", 3), number=2)
    world.expire(first)
    after = accept(world, draft, number=3)
    assert (after.status, after.replaces, after.to_pay.amount) == (OrderStatus.DRAFT, None, 1725)
    assert accept(world, after, number=4).status is OrderStatus.RECEIVED
    assert_nothing_is_lost(world)


def test_an_order_that_is_being_made_is_past_changing(world: World) -> None:
    """Only a person can still do something."""
    first = paid(world, ("TARO-R", 2))
    draft = change(world, first, ("TARO-R", 3), number=2)
    world.record.state.orders[first.id] = replace(first, status=OrderStatus.PREPARING)
    with pytest.raises(PastChanging):
        what_stands_behind(world.record.orders, draft)


def test_the_units_of_the_first_order_count_as_there(world: World) -> None:
    """All six drinks are Ana's: turning them into six others takes nothing from the shelf."""
    first = asked(world, ("TARO-R", 6))
    second = accept(world, change(world, first, ("MANGO-R", 6), number=2), number=3)
    assert (second.status, world.record.levels()["pearls"]) == (OrderStatus.RECEIVED, (0, 300))
    assert_nothing_is_lost(world)


def test_a_payment_quicker_than_the_confirmation_wins(world: World) -> None:
    """It is recorded between our look and our transaction: the transaction fails as a whole, and we look again."""
    first = asked(world, ("TARO-R", 2))
    draft = change(world, first, ("TARO-R", 3), number=2)
    commit = world.record.commits.commit
    payment = world.gateway.pay(f"{first.id}-1")

    def slow(changes: Sequence[Change], *, token: str) -> None:
        world.record.commits.commit = commit  # type: ignore[method-assign]
        world.paid(payment)
        commit(changes, token=token)

    world.record.commits.commit = slow  # type: ignore[method-assign]
    after = accept(world, draft, number=3)
    assert (after.status, after.credit, now(world, first).status) == (OrderStatus.DRAFT, 1150, OrderStatus.CONFIRMED)
    assert_nothing_is_lost(world)


def test_a_confirmation_whose_answer_is_lost_happens_once(world: World) -> None:
    """The same tap is delivered again."""
    first = paid(world, ("TARO-R", 2), ("WAFFLE", 1))
    draft = change(world, first, ("TARO-R", 2), number=2)
    world.now += timedelta(seconds=1)
    calls = len(world.record.calls)
    clone = accept(world, draft, number=3)
    assert clone.status is OrderStatus.CONFIRMED
    assert "commits.commit" in world.record.calls[calls:]
    world.record.forget_tokens()
    again = accept(world, draft, number=3)
    assert again == clone
    assert len(refunds(world)) == 1
    assert_nothing_is_lost(world)
