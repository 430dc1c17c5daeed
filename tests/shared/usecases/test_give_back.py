"""Money that was taken at the counter or at the door goes back by hand: once, out of where it lies, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from shared.domain.case import CaseReason
from shared.domain.drawer import DrawerClosed
from shared.domain.events import RefundDue
from shared.domain.ledger import Account, Ledger
from shared.domain.payment_status import PaymentStatus, payment_status
from shared.domain.refund import OrderRefund, RefundStep
from shared.ports import OrderFile, PortError, Unavailable
from shared.usecases.correct_stock import RequestReused
from shared.usecases.give_back import Wish, give_back
from shared.usecases.move_refund import RefundRoom
from shared.usecases.refund_payment import record_due, refund_payment
from shared.usecases.request_refund import MoreThanLeft
from shared.usecases.run_drawer import Act, close_drawer, count_drawer, open_drawer
from shared.usecases.take_payment import Counter, Method, Taking, take_payment
from tests.fakes.people import MPLS, cart
from tests.fakes.refund_desk import FakeRefundDesk
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import again, tapped

A = Account
TODAY = date(2026, 11, 21)


@pytest.fixture
def world(world: World) -> World:
    """The drawer is open with 100.00; Ana's order of 18.45, 1.53 of tax in it, waits for money."""
    return ready(world)


def ready(world: World) -> World:
    """The same in any shop."""
    world.store = replace(MPLS, payment_methods=("card", "cash_on_delivery"))
    products = world.record.state.products
    products |= {sku: replace(one, tax_bp=903) for sku, one in products.items()}
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    world.request(world.order())
    open_drawer(counter(world), Act(by="mia", request="open"), opening=10_000, now=world.now)
    return world


def counter(world: World) -> Counter:
    """The ports."""
    return Counter(store=world.store, orders=world.record.orders, till=world.record.till, commits=world.record.commits)


def take(
    world: World, method: Method = Method.CASH, amount: int = 1845, *, by: str | None = None, key: str = "k"
) -> None:
    """Somebody takes money."""
    taking = Taking(order_id=world.order().id, method=method, amount=amount, request=key, collected_by=by)
    take_payment(counter(world), taking, now=world.now)


def back(world: World, amount: int = 500, *, request: str = "r1", reason: str = "cold", **more: str) -> OrderRefund:
    """Kim gives something back."""
    wish = Wish(order_id=world.order().id, amount=amount, reason=reason, by="kim", request=request, **more)
    return give_back(counter(world), wish, now=world.now)


def balance(world: World) -> dict[Account, int]:
    """The accounts that are not at zero."""
    return Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).trial_balance("USD")


def file(world: World) -> OrderFile:
    """Ana's order and what hangs on it."""
    found = world.record.orders.read(world.order().id)
    assert found is not None
    return found


def told(world: World) -> str:
    """What the newest event has Ana read."""
    world.tell(world.record.state.events[-1])
    return world.messenger.sent[-1].message.body  # type: ignore[union-attr]


def test_cash_goes_back_out_of_the_drawer(world: World) -> None:
    """5.00, 0.41 of tax in it; the shift expects so much less, and Ana reads of it."""
    take(world)
    given = back(world)
    assert (given.state, given.provider, given.given_by, given.tax) == (RefundStep.SUCCEEDED, "cash", "kim", 41)
    shift = world.record.till.drawer().open_shift
    assert (shift.sales, shift.refunds, shift.expected) == (1845, 500, 11_345)
    assert balance(world) == {
        A.CASH_DRAWER: 11_345,
        A.SAFE: -10_000,
        A.REFUNDS: 459,
        A.SALES: -1692,
        A.TAX: -112,
    }
    assert told(world) == "We've given you $5.00 back in cash."
    assert world.events()[-2:] == ["OrderConfirmed", "RefundSucceeded"]


def test_a_counted_drawer_has_no_difference_after_a_refund(world: World) -> None:
    """What was given back is known to who counts."""
    take(world)
    back(world)
    count_drawer(counter(world), Act(by="mia", request="count"), counted=11_345, now=world.now)
    close_drawer(counter(world), Act(by="mia", request="close"), now=world.now)
    assert A.CASH_DIFFERENCES not in balance(world)


def test_the_same_request_gives_once(world: World) -> None:
    """Another amount, reason or way under the same key is another request."""
    take(world)
    assert back(world) == back(world)
    assert world.record.till.drawer().open_shift.refunds == 500
    for other in ({"amount": 501}, {"reason": "late"}, {"method": "card"}):
        with pytest.raises(RequestReused):
            back(world, **other)


def test_no_cash_leaves_a_drawer_that_is_closed(world: World) -> None:
    """Nothing is recorded that did not happen."""
    take(world)
    for act, do in (("count", count_drawer), ("close", close_drawer)):
        more = {"counted": 11_845} if act == "count" else {}
        do(counter(world), Act(by="mia", request=act), now=world.now, **more)
    with pytest.raises(DrawerClosed):
        back(world)
    assert file(world).refunds == ()


@pytest.mark.parametrize("method", [Method.CARD, Method.WALLET])
def test_a_terminal_or_wallet_payment_goes_back_the_same_way(world: World, method: Method) -> None:
    """Done at the terminal first, recorded with the number on its receipt; the drawer is not touched."""
    take(world, method)
    given = back(world, slip="T-0042")
    assert (given.provider, given.slip, given.state) == (method.value, "T-0042", RefundStep.SUCCEEDED)
    assert balance(world)[A.COUNTER_CLEARING] == 1345
    assert world.record.till.drawer().open_shift.refunds == 0


def test_cash_on_delivery_goes_back_in_cash_or_by_bank_transfer(world: World) -> None:
    """Sam collected 18.45; 5.00 go back over the counter, 3.00 to Ana's account."""
    take(world, Method.CASH_ON_DELIVERY)
    take(world, Method.CASH_ON_DELIVERY, by="sam", key="door")
    assert back(world).provider == "cash"
    assert back(world, 300, request="r2", method="transfer").provider == "transfer"
    books = balance(world)
    assert (books[A.RIDER_CASH], books[A.CASH_DRAWER], books[A.BANK], books[A.REFUNDS]) == (1845, 9_500, -300, 734)


def test_never_more_goes_back_than_came(world: World) -> None:
    """By hand as through a gateway."""
    take(world)
    back(world, 1000)
    with pytest.raises(MoreThanLeft) as no:
        back(world, 846, request="r2")
    assert no.value.left == 845
    with pytest.raises(MoreThanLeft):
        back(world, 846, request="r3", method="transfer")


def test_what_a_gateway_took_goes_back_through_it_unless_a_person_says_otherwise(world: World) -> None:
    """A bank that refuses is no reason for a customer to go without: cash is recorded against the same payment."""
    world.paid(world.gateway.pay(f"{world.order().id}-1"))
    asked = back(world)
    assert (asked.provider, asked.state) == ("stripe", RefundStep.REQUESTED)
    assert world.events()[-1] == "RefundRequested"
    given = back(world, 300, request="r2", method="cash")
    assert (given.provider, given.state, given.transaction_id) == ("cash", RefundStep.SUCCEEDED, asked.transaction_id)
    with pytest.raises(MoreThanLeft) as no:
        back(world, 1046, request="r3")
    assert no.value.left == 1045


def test_a_cancelled_order_that_was_paid_in_cash_waits_for_a_hand(world: World) -> None:
    """Ana is told to come by; a case, and no gateway, has it done; then she is told that she has it."""
    take(world)
    tapped(world, world.order(), "cancel_yes", number=9)
    due = next(one for one in world.record.state.events if isinstance(one, RefundDue))
    cancelled = next(one for one in world.record.state.events if one.name == "OrderCancelled")
    world.tell(cancelled)
    assert world.messenger.sent[-1].message.body == (  # type: ignore[union-attr]
        "*Order 1* is cancelled. You'll get $18.45 back. "
        "We give it to you in cash: come by at North Loop Boba, 212 N 2nd St, or write to us here."
    )
    for _ in range(2):
        assert work(world, due) is RefundStep.REQUESTED
    assert [one.reason for one in world.record.state.cases.values()] == [CaseReason.REFUND_BY_HAND]
    assert status(world) is PaymentStatus.REFUND_DUE
    with pytest.raises(MoreThanLeft, match="due already, and given back whole: 1845"):
        back(world, 500)
    given = back(world, 1845)
    assert (given.requested_by, given.given_by, given.state) == ("rule", "kim", RefundStep.SUCCEEDED)
    assert back(world, 1845) == given
    assert work(world, due) is RefundStep.SUCCEEDED
    assert balance(world) == {A.CASH_DRAWER: 10_000, A.SAFE: -10_000}
    assert status(world) is PaymentStatus.UNPAID
    assert told(world) == "We've given you $18.45 back in cash."


def work(world: World, due: RefundDue) -> RefundStep:
    """The worker is woken by what is due."""
    room = RefundRoom(store=world.store, orders=world.record.orders, commits=world.record.commits)
    refund_id = record_due(room, due, provider="stripe")
    desk = FakeRefundDesk(paid={}, provider="stripe")
    return refund_payment(room, order_id=due.order_id, refund_id=refund_id, desk=desk, now=world.now).state


def status(world: World) -> PaymentStatus:
    """How the order stands."""
    found = file(world)
    return payment_status(found.order, found.payments, found.refunds)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_call_gives_once(world: World, *, after: bool) -> None:
    """Struck at every call to the record in turn: one refund, one entry, once out of the drawer."""
    for nth in count(1):
        shop = ready(again(world))
        take(shop)
        shop.record.strike(nth, Unavailable("struck"), after=after)
        for _ in range(4):
            try:
                back(shop)
            except PortError:
                continue
            break
        missed = bool(shop.record.state.faults)
        shop.record.state.faults.clear()
        assert shop.record.till.drawer().open_shift.refunds == 500
        assert [one.kind for one in shop.record.books.entries(TODAY)].count("cash_refunded") == 1
        assert shop.events().count("RefundSucceeded") == 1
        if missed:
            assert nth > 2
            return
