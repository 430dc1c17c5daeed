"""Money at the counter and at the door: recorded once, in the books and in the drawer, and the order follows."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.drawer import DrawerClosed, RequestReused
from shared.domain.events import RefundDue
from shared.domain.ledger import Account, Ledger
from shared.domain.messages import TextMessage
from shared.domain.order import Order, OrderStatus
from shared.ports import Ambiguous
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.run_drawer import Act, open_drawer
from shared.usecases.take_payment import (
    Counter,
    Method,
    NotPayable,
    NotTaken,
    Taking,
    TooLittleTendered,
    TooMuch,
    take_payment,
)
from shared.usecases.tell_customer import tell_customer
from tests.fakes.people import MPLS, cart
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import tapped

TODAY = date(2026, 11, 21)
AT_THE_DOOR = replace(MPLS, payment_methods=("card", "cash_on_delivery"))


@pytest.fixture
def asked(world: World) -> World:
    """Ana has her link for 18.45; the drawer was opened with 100.00."""
    world.store = AT_THE_DOOR
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    assert world.request(world.order()) == "requested"
    open_drawer(counter(world), Act(by="mia", request="open"), opening=10_000, now=world.now)
    return world


def counter(world: World) -> Counter:
    """What taking money needs."""
    return Counter(store=world.store, orders=world.record.orders, till=world.record.till, commits=world.record.commits)


def take(world: World, method: Method, amount: int, *, key: str = "k1", by: str | None = None, **more: int) -> Order:
    """Take money for Ana's order."""
    taking = Taking(order_id=world.order().id, method=method, amount=amount, request=key, collected_by=by, **more)
    return take_payment(counter(world), taking, now=world.now)


def balances(world: World) -> dict[Account, int]:
    """The books of the day."""
    books = Ledger(store="mpls").posted(*world.record.books.entries(TODAY))
    return books.trial_balance("USD")


def statuses(world: World) -> list[str]:
    """What became of the attempts, by the alphabet."""
    file = world.record.orders.read(world.order().id)
    assert file is not None
    return sorted(one.status for one in file.payments)


def test_cash_in_full_confirms_the_order_with_its_ticket(asked: World) -> None:
    """A note of 20 for 18.45; the link takes no money any more."""
    order = take(asked, Method.CASH, 1845, tendered=2000)
    assert (order.status, order.ticket and order.ticket.number) == (OrderStatus.CONFIRMED, 1)
    assert asked.events()[-2:] == ["PaymentTaken", "OrderConfirmed"]
    assert statuses(asked) == ["closed", "paid"]
    assert asked.record.till.drawer().open_shift.expected == 11_845
    assert balances(asked) == {Account.CASH_DRAWER: 11_845, Account.SAFE: -10_000, Account.SALES: -1845}


def test_a_part_is_taken_and_the_rest_by_card_confirms(asked: World) -> None:
    """10.00 in cash, 8.45 by card; between the two nothing expires."""
    part = take(asked, Method.CASH, 1000)
    assert (part.status, part.expires_at) == (OrderStatus.AWAITING_PAYMENT, None)
    whole = take(asked, Method.CARD, 845, key="k2")
    assert whole.status is OrderStatus.CONFIRMED
    assert balances(asked)[Account.COUNTER_CLEARING] == 845
    assert Account.RECEIVABLE not in balances(asked)


def test_the_same_request_again_changes_nothing(asked: World) -> None:
    """Ten times, also when the record has forgotten the transaction; another amount under the key is a mistake."""
    for _ in range(10):
        take(asked, Method.CASH, 1845)
        asked.record.forget_tokens()
    assert asked.record.till.drawer().open_shift.expected == 11_845
    with pytest.raises(RequestReused):
        take(asked, Method.CASH, 1000)


def test_too_much_by_card_is_recorded_as_it_was_charged(asked: World) -> None:
    """The terminal took 20.00: the books owe the customer 1.55."""
    assert take(asked, Method.CARD, 2000).status is OrderStatus.CONFIRMED
    assert balances(asked)[Account.RECEIVABLE] == -155


def test_an_order_is_confirmed_unpaid_and_paid_at_the_door(asked: World) -> None:
    """The rider carries what was collected until it is handed in."""
    agreed = take(asked, Method.CASH_ON_DELIVERY, 1845)
    assert (agreed.status, statuses(asked)) == (OrderStatus.CONFIRMED, ["closed", "open"])
    assert balances(asked)[Account.RECEIVABLE] == 1845
    take(asked, Method.CASH_ON_DELIVERY, 1845, key="k2", by="ravi")
    assert asked.record.till.drawer().riders == {"ravi": 1845}
    assert statuses(asked) == ["closed", "closed", "paid"]
    assert balances(asked)[Account.RIDER_CASH] == 1845
    with pytest.raises(NotPayable, match="nothing is owed"):
        take(asked, Method.CASH, 1, key="k3")


def test_who_pays_at_the_door_is_told_what_to_have_ready(asked: World) -> None:
    """Nobody is thanked for money that has not come."""
    take(asked, Method.CASH_ON_DELIVERY, 1845)
    asked.tell(asked.record.state.events[-1])
    told = asked.messenger.sent[-1].message
    assert isinstance(told, TextMessage)
    body = told.body
    assert "Please have *$18.45* in cash ready." in body
    assert "Paid" not in body


def test_an_expired_order_is_brought_back_while_its_goods_are_there(asked: World) -> None:
    """Stock is held again; a part of the money brings nothing back."""
    asked.expire(asked.order())
    with pytest.raises(NotPayable, match="whole amount"):
        take(asked, Method.CASH, 100)
    assert take(asked, Method.CASH, 1845).status is OrderStatus.CONFIRMED
    assert asked.record.levels()["mix"] == (110, 110)


def test_an_expired_order_whose_goods_are_sold_takes_no_money(asked: World) -> None:
    """The last mix went into another waffle."""
    asked.expire(asked.order())
    mix = asked.record.state.stock["mix"]
    asked.record.state.stock["mix"] = replace(mix, available=0)
    with pytest.raises(NotPayable, match="sold since"):
        take(asked, Method.CASH, 1845)
    assert asked.record.till.drawer().open_shift.expected == 10_000


def test_what_cannot_be_taken_is_refused_and_leaves_no_trace(asked: World) -> None:
    """Too much cash, too little handed over, an unknown order, a rider before there is an order to bring."""
    entries = asked.record.books.entries(TODAY)
    with pytest.raises(TooMuch):
        take(asked, Method.CASH, 1846)
    with pytest.raises(TooLittleTendered):
        take(asked, Method.CASH, 1845, tendered=1844)
    with pytest.raises(NotPayable):
        take(asked, Method.CASH_ON_DELIVERY, 1845, by="ravi")
    nobodys = Taking(order_id="ord_9", method=Method.CASH, amount=1, request="k")
    with pytest.raises(UnknownOrder):
        take_payment(counter(asked), nobodys, now=asked.now)
    asked.store = MPLS
    with pytest.raises(NotTaken):
        take(asked, Method.CASH_ON_DELIVERY, 1845)
    assert asked.record.books.entries(TODAY) == entries


def test_cash_needs_an_open_drawer(world: World) -> None:
    """Else nobody could say where it is."""
    world.hear(cart(("TARO-R", 2, 575)))
    with pytest.raises(DrawerClosed):
        take(world, Method.CASH, 1150)
    assert take(world, Method.CARD, 1150).status is OrderStatus.CONFIRMED


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", range(1, 6))
def test_a_crash_at_any_call_and_a_repeat_is_one_payment(asked: World, nth: int, *, after: bool) -> None:
    """Before the call did anything, or after it did everything."""
    asked.record.strike(nth, Ambiguous("no answer"), after=after)
    for _ in range(3):
        try:
            take(asked, Method.CASH, 1845)
        except Ambiguous:
            continue
        break
    asked.record.state.faults.clear()
    assert take(asked, Method.CASH, 1845).status is OrderStatus.CONFIRMED
    assert asked.record.till.drawer().open_shift.expected == 11_845
    assert asked.record.orders.last_ticket(TODAY) == 1
    assert sum(balances(asked).values()) == 0


def test_the_confirmation_leads_to_the_receipt_where_there_is_one(asked: World) -> None:
    """At the end of the words; without a link, no line about it."""
    take(asked, Method.CASH, 1845)
    event = asked.record.state.events[-1]
    seen = replace(asked.desk, receipts=lambda order_id: f"https://mpls.example/track/{order_id}/receipt")
    tell_customer(seen, event, customer_id=asked.customer().id, order_id=asked.order().id, now=asked.now)
    told = asked.messenger.sent[-1].message
    assert isinstance(told, TextMessage)
    assert told.body.endswith(f"\n\nYour receipt: https://mpls.example/track/{asked.order().id}/receipt")


def test_a_part_that_was_paid_is_due_back_when_the_order_is_given_up(asked: World) -> None:
    """10.00 of 18.45 in cash: the customer changes their mind, and the store owes them."""
    take(asked, Method.CASH, 1000)
    tapped(asked, asked.order(), "cancel_yes", number=9)
    (due,) = [one for one in asked.record.state.events if isinstance(one, RefundDue)]
    assert (asked.order().status, due.amount, due.method, due.reason) == (
        OrderStatus.CANCELLED,
        1000,
        "cash",
        "cancelled",
    )
    assert balances(asked)[Account.RECEIVABLE] == -1000
