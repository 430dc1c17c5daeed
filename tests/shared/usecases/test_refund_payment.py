"""Money that goes back: asked for once whatever breaks, followed to its end, booked, and never more than came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from shared.domain.case import CaseReason
from shared.domain.events import RefundDue
from shared.domain.gateway_facts import RefundState
from shared.domain.ledger import Account, Ledger
from shared.domain.money import Money
from shared.domain.payment_status import PaymentStatus, payment_status
from shared.domain.refund import OrderRefund, RefundStep
from shared.ports import PortError, Refused, Unavailable
from shared.usecases.correct_stock import RequestReused
from shared.usecases.move_refund import RefundRoom
from shared.usecases.refund_payment import record_due, refund_payment
from shared.usecases.request_refund import MoreThanLeft, request_refund
from tests.fakes.people import cart
from tests.fakes.refund_desk import FakeRefundDesk
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import again, tapped

A = Account
TODAY = date(2026, 11, 21)


def sold(world: World) -> FakeRefundDesk:
    """Ana paid 18.45, with 9.03 % of tax in it."""
    products = world.record.state.products
    products |= {sku: replace(one, tax_bp=903) for sku, one in products.items()}
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    world.request(world.order())
    payment = world.gateway.pay(f"{world.order().id}-1")
    world.paid(payment)
    return FakeRefundDesk(paid={payment.transaction_id: payment.amount}, provider=payment.provider)


def room(world: World) -> RefundRoom:
    """The ports."""
    return RefundRoom(store=world.store, orders=world.record.orders, commits=world.record.commits)


def asked(world: World, amount: int = 500, *, request: str = "r1", reason: str = "cold") -> OrderRefund:
    """Kim gives something back."""
    order_id = world.order().id
    return request_refund(
        room(world), order_id=order_id, amount=amount, reason=reason, by="kim", request=request, now=world.now
    )


def work(world: World, refund: OrderRefund, desk: FakeRefundDesk) -> RefundStep:
    """The worker is woken."""
    done = refund_payment(room(world), order_id=refund.order_id, refund_id=refund.id, desk=desk, now=world.now)
    return done.state


def balance(world: World) -> dict[Account, int]:
    """The books after the day."""
    return Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).trial_balance("USD")


def status(world: World) -> PaymentStatus:
    """How the order stands with its money."""
    file = world.record.orders.read(world.order().id)
    assert file is not None
    return payment_status(file.order, file.payments, file.refunds)


def test_a_part_that_is_given_back_takes_its_tax_with_it(world: World) -> None:
    """5.00 of 18.45, in which 1.53 is tax: 0.41 of it."""
    desk = sold(world)
    assert work(world, asked(world), desk) is RefundStep.SUCCEEDED
    assert balance(world) == {A.GATEWAY_CLEARING: 1345, A.REFUNDS: 459, A.SALES: -1692, A.TAX: -112}
    assert world.events()[-2:] == ["RefundRequested", "RefundSucceeded"]
    assert status(world) is PaymentStatus.PAID


def test_an_order_given_up_after_paying_is_given_back_whole_by_rule(world: World) -> None:
    """It was the customer's money: no sale is left, no refund is an expense."""
    desk = sold(world)
    tapped(world, world.order(), "cancel_yes", number=9)
    due = next(one for one in world.record.state.events if isinstance(one, RefundDue))
    assert status(world) is PaymentStatus.REFUND_DUE
    for _ in range(3):
        refund_id = record_due(room(world), due, provider="stripe")
    file = world.record.orders.read(due.order_id)
    assert file is not None
    (refund,) = file.refunds
    assert (refund.id, refund.amount, refund.requested_by) == (refund_id, Money(1845, "USD"), "rule")
    assert [work(world, refund, desk) for _ in range(3)] == [RefundStep.SUCCEEDED] * 3
    assert balance(world) == {}
    assert len(desk.refunds) == 1
    assert status(world) is not PaymentStatus.REFUND_DUE


def test_what_a_rule_has_promised_is_not_given_back_by_hand_too(world: World) -> None:
    """The order was given up a moment ago and the worker has not run: nothing is left of its payment."""
    sold(world)
    tapped(world, world.order(), "cancel_yes", number=9)
    with pytest.raises(MoreThanLeft) as refusal:
        asked(world, 1)
    assert refusal.value.left == 0


def test_a_pending_refund_is_followed_until_it_ends(world: World) -> None:
    """It counts as gone from the first moment, and the customer is told of the end only."""
    desk = sold(world)
    desk.ending = RefundState.PENDING
    refund = asked(world)
    assert [work(world, refund, desk) for _ in range(2)] == [RefundStep.PENDING] * 2
    assert world.events()[-1] == "RefundRequested"
    desk.end(refund.id, RefundState.SUCCEEDED)
    assert work(world, refund, desk) is RefundStep.SUCCEEDED
    assert len(world.record.books.entries(TODAY)) == 3


def test_a_refund_that_fails_is_booked_back_and_seen_by_a_person(world: World) -> None:
    """Whether it failed at once or after a while; the customer is told again."""
    desk = sold(world)
    desk.ending = RefundState.PENDING
    refund = asked(world)
    work(world, refund, desk)
    desk.end(refund.id, RefundState.FAILED)
    assert work(world, refund, desk) is RefundStep.FAILED
    assert balance(world) == {A.GATEWAY_CLEARING: 1845, A.SALES: -1692, A.TAX: -153}
    assert world.events()[-1] == "RefundFailed"
    assert [one.reason for one in world.record.state.cases.values()] == [CaseReason.REFUND_FAILED]
    assert asked(world, 1845, request="r2").amount.amount == 1845


def test_a_refund_that_the_gateway_will_not_make_moves_no_money(world: World) -> None:
    """Its word is kept; a key that it does not take is another matter, and is tried again."""
    desk = sold(world)
    refund = asked(world)
    desk.fail_next(Refused("401", "no such key", alarm=True))
    with pytest.raises(Refused):
        work(world, refund, desk)
    desk.fail_next(Refused("charge_already_refunded", "already"))
    assert work(world, refund, desk) is RefundStep.FAILED
    assert balance(world) == {A.GATEWAY_CLEARING: 1845, A.SALES: -1692, A.TAX: -153}


def test_never_more_goes_back_than_came(world: World) -> None:
    """However it is asked for; the same request is the same refund."""
    sold(world)
    assert asked(world, 1000).id == asked(world, 1000).id
    with pytest.raises(RequestReused):
        asked(world, 999)
    with pytest.raises(MoreThanLeft) as refusal:
        asked(world, 846, request="r2")
    assert refusal.value.left == 845
    assert asked(world, 845, request="r3").amount == Money(845, "USD")
    tapped(world, world.order(), "cancel_yes", number=9)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("by_rule", [False, True], ids=["staff", "rule"])
def test_a_crash_at_any_call_leaves_one_refund(world: World, *, after: bool, by_rule: bool) -> None:
    """Struck at every call to the record in turn, and the gateway's answer lost: one refund, one entry, one message."""
    for nth in count(1):
        shop = again(world)
        desk = sold(shop)
        if by_rule:
            tapped(shop, shop.order(), "cancel_yes", number=9)
        shop.record.strike(nth, Unavailable("struck"), after=after)
        desk.lose_next_answer()
        _persist(shop, desk, by_rule=by_rule)
        missed = bool(shop.record.state.faults)
        shop.record.state.faults.clear()
        assert len(desk.refunds) == 1
        kinds = [one.kind for one in shop.record.books.entries(TODAY)]
        assert kinds.count("refund_made") == 1
        assert shop.events().count("RefundSucceeded") == 1
        assert sum(balance(shop).values()) == 0
        if missed:
            assert nth > 5
            return


def _persist(shop: World, desk: FakeRefundDesk, *, by_rule: bool) -> None:
    """Deliver until it is done, as a queue and a person at a tablet do."""
    for _ in range(6):
        try:
            if by_rule:
                due = next(one for one in shop.record.state.events if isinstance(one, RefundDue))
                refund_id = record_due(room(shop), due, provider="stripe")
            else:
                refund_id = asked(shop).id
            done = refund_payment(room(shop), order_id=shop.order().id, refund_id=refund_id, desk=desk, now=shop.now)
        except PortError:
            continue
        if done.state is RefundStep.SUCCEEDED:
            return
    raise AssertionError("never done")


def test_an_order_given_up_after_a_part_went_back_gives_back_the_rest(world: World) -> None:
    """5.00 was given back for a cold tea: the rest of 18.45 is due, and no cost is left of a sale that is none."""
    desk = sold(world)
    work(world, asked(world), desk)
    tapped(world, world.order(), "cancel_yes", number=9)
    (due,) = [one for one in world.record.state.events if isinstance(one, RefundDue)]
    assert due.amount == 1345
    refund_id = record_due(room(world), due, provider="stripe")
    done = refund_payment(room(world), order_id=due.order_id, refund_id=refund_id, desk=desk, now=world.now)
    assert done.state is RefundStep.SUCCEEDED
    assert balance(world) == {}


def test_an_order_given_up_while_a_part_goes_back_owes_nothing_when_that_fails(world: World) -> None:
    """The bank sends the 5.00 back: they are the customer's, as all of it is."""
    desk = sold(world)
    desk.ending = RefundState.PENDING
    refund = asked(world)
    work(world, refund, desk)
    tapped(world, world.order(), "cancel_yes", number=9)
    desk.end(refund.id, RefundState.FAILED)
    assert work(world, refund, desk) is RefundStep.FAILED
    assert balance(world) == {A.GATEWAY_CLEARING: 1845, A.RECEIVABLE: -1845}


def test_money_put_aside_goes_back_out_of_where_it_waited(world: World) -> None:
    """One cent too little came: sent back, nothing waits for an explanation, and the order still owes nothing."""
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    world.request(world.order())
    wrong = world.gateway.pay(f"{world.order().id}-1", amount=Money(1844, "USD"))
    world.paid(wrong)
    assert balance(world) == {A.GATEWAY_CLEARING: 1844, A.SUSPENSE: -1844}
    desk = FakeRefundDesk(paid={wrong.transaction_id: wrong.amount}, provider=wrong.provider)
    assert work(world, asked(world, 1844), desk) is RefundStep.SUCCEEDED
    assert balance(world) == {}
