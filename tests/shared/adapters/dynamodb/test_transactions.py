"""The contract of Commits: all or nothing, once, and an honest word about what stood in the way."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.domain.changes import (
    AppendEvent,
    Change,
    FreeStock,
    HoldStock,
    PutOrder,
    PutPayment,
    SeeTransaction,
    TakeTicket,
)
from shared.domain.events import OrderReceived, order_event
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.ports import Conflict
from tests.fakes.people import NOW, order

FIRST = order(version=1, status=OrderStatus.RECEIVED)
RECEIVED = order_event(OrderReceived, FIRST, now=NOW)
TODAY = date(2026, 11, 21)
ATTEMPT = PaymentAttempt(
    id="ord_1-1",
    order_id="ord_1",
    provider="stripe",
    amount=Money(1845, "USD"),
    status=AttemptStatus.OPEN,
    created_at=NOW,
)


def hold(item: str, units: int, *, order_id: str = "ord_1") -> HoldStock:
    """Hold units of an item."""
    return HoldStock(item=item, units=units, order_id=order_id)


def levels(record: Any, *items: str) -> list[tuple[int, int, int]]:
    """Available, reserved and version of each item."""
    found = record.stock.items(items)
    return [(found[item].available, found[item].reserved, found[item].version) for item in items]


def failures(record: Any, changes: list[Change], *, token: str) -> list[Change]:
    """The changes that a commit is refused for."""
    with pytest.raises(Conflict) as refusal:
        record.commits.commit(changes, token=token)
    return list(refusal.value.failed)


def test_a_committed_order_is_read_back_with_its_stock_held_and_its_timeline(record: Any) -> None:
    """One transaction, four records, all of them there at once."""
    record.commits.commit(
        [PutOrder(order=FIRST, over=None), AppendEvent(event=RECEIVED), hold("milk", 360), hold("pearls", 100)],
        token="a",
    )
    file = record.orders.read_all("ord_1")
    assert (file.order, file.events) == (FIRST, (RECEIVED,))
    assert levels(record, "milk", "pearls") == [(640, 360, 1), (400, 100, 1)]


def test_the_last_unit_is_sold_once(record: Any) -> None:
    """The second buyer is told which shelf is empty."""
    record.commits.commit([hold("last", 1, order_id="ord_1")], token="a")
    second = hold("last", 1, order_id="ord_2")
    assert failures(record, [second], token="b") == [second]
    assert levels(record, "last") == [(0, 1, 1)]


def test_a_short_third_line_leaves_everything_as_it_was(record: Any) -> None:
    """Nothing of a basket is held when one of its lines cannot be."""
    short = hold("last", 2)
    changes: list[Change] = [PutOrder(order=FIRST, over=None), hold("milk", 10), hold("pearls", 10), short]
    assert failures(record, changes, token="a") == [short]
    assert levels(record, "milk", "pearls", "last") == [(1000, 0, 0), (500, 0, 0), (1, 0, 0)]
    assert record.orders.read("ord_1") is None


def test_every_failed_condition_is_named_in_the_order_it_was_asked(record: Any) -> None:
    """Updates and puts mixed: the list follows the caller's order, not the wire's."""
    record.commits.commit([PutOrder(order=FIRST, over=None)], token="a")
    short, again, fine = hold("last", 5), PutOrder(order=FIRST, over=None), hold("milk", 1)
    changes: list[Change] = [short, fine, again]
    assert failures(record, changes, token="b") == [short, again]


def test_an_item_that_does_not_exist_cannot_be_held(record: Any) -> None:
    """A recipe that names a missing counter is a refusal, not a counter below zero."""
    missing = hold("unheard_of", 1)
    assert failures(record, [missing], token="a") == [missing]


def test_freed_units_are_available_again_and_no_more_than_were_reserved(record: Any) -> None:
    """A release that comes twice finds nothing left to release."""
    record.commits.commit([hold("milk", 200)], token="a")
    free = FreeStock(item="milk", units=200, order_id="ord_1")
    record.commits.commit([free], token="b")
    assert levels(record, "milk") == [(1000, 0, 2)]
    assert failures(record, [free], token="c") == [free]


def test_an_order_is_only_replaced_over_the_version_it_was_read_at(record: Any) -> None:
    """Of two who read version 1, one writes version 2."""
    record.commits.commit([PutOrder(order=FIRST, over=None)], token="a")
    asked = FIRST.become(OrderStatus.AWAITING_PAYMENT)
    record.commits.commit([PutOrder(order=asked, over=1)], token="b")
    late = PutOrder(order=FIRST.become(OrderStatus.CANCELLED), over=1)
    assert failures(record, [late], token="c") == [late]
    assert record.orders.read("ord_1").order == asked


def test_a_place_on_the_timeline_is_taken_once(record: Any) -> None:
    """Two events cannot both be number 1."""
    record.commits.commit([AppendEvent(event=RECEIVED)], token="a")
    other = AppendEvent(event=replace(RECEIVED, at=NOW + timedelta(seconds=1)))
    assert failures(record, [other], token="b") == [other]


def test_a_gateways_payment_is_seen_once_for_ever(record: Any) -> None:
    """The same payment of another order or another event is still the same payment."""
    record.commits.commit([SeeTransaction(provider="stripe", transaction_id="pi_1", order_id="ord_1")], token="a")
    again = SeeTransaction(provider="stripe", transaction_id="pi_1", order_id="ord_2")
    assert failures(record, [again], token="b") == [again]
    record.commits.commit([SeeTransaction(provider="razorpay", transaction_id="pi_1", order_id="ord_1")], token="c")


def test_a_new_payment_attempt_is_written_once_and_settled_in_place(record: Any) -> None:
    """``new`` guards the first write; what becomes of the attempt replaces it."""
    record.commits.commit([PutOrder(order=FIRST, over=None), PutPayment(attempt=ATTEMPT, new=True)], token="a")
    twice = PutPayment(attempt=ATTEMPT, new=True)
    assert failures(record, [twice], token="b") == [twice]
    paid = replace(ATTEMPT, status=AttemptStatus.PAID, transaction_id="pi_1", received=Money(1845, "USD"))
    record.commits.commit([PutPayment(attempt=paid, new=False)], token="c")
    assert record.orders.read("ord_1").payments == (paid,)


def test_tickets_are_given_in_turn_and_start_again_each_day(record: Any) -> None:
    """1, 2, 3; never 1 twice, never 5 after 3; tomorrow 1."""
    for number in (1, 2, 3):
        record.commits.commit([TakeTicket(day=TODAY, number=number)], token=f"t{number}")
    taken, gap = TakeTicket(day=TODAY, number=3), TakeTicket(day=TODAY, number=5)
    assert failures(record, [taken], token="again") == [taken]
    assert failures(record, [gap], token="gap") == [gap]
    assert failures(record, [TakeTicket(day=TODAY, number=1)], token="one") == [TakeTicket(day=TODAY, number=1)]
    record.commits.commit([TakeTicket(day=date(2026, 11, 22), number=1)], token="tomorrow")
    assert (record.orders.last_ticket(TODAY), record.orders.last_ticket(date(2026, 11, 23))) == (3, 0)


def test_a_repeated_token_has_one_effect(record: Any) -> None:
    """Whether the repeat is taken for the first call or refused, the shelf loses the units once."""
    for _ in range(3):
        with contextlib.suppress(Conflict):
            record.commits.commit([PutOrder(order=FIRST, over=None), hold("milk", 100)], token="same")
    assert levels(record, "milk") == [(900, 100, 1)]


def test_a_token_may_be_as_long_as_it_likes(record: Any) -> None:
    """DynamoDB takes 36 characters; two long tokens that differ at their end are two tokens."""
    record.commits.commit([hold("milk", 1)], token="x" * 200 + "1")
    record.commits.commit([hold("milk", 1)], token="x" * 200 + "2")
    assert levels(record, "milk") == [(998, 2, 2)]


@pytest.mark.parametrize(
    "changes",
    [
        [hold("milk", -1)],
        [hold("milk", 1), FreeStock(item="milk", units=1, order_id="ord_1")],
        [TakeTicket(day=TODAY + timedelta(days=n), number=1) for n in range(101)],
    ],
    ids=["units below zero", "two changes of one record", "more than 100 changes"],
)
def test_what_no_transaction_can_hold_is_refused_before_it_is_sent(record: Any, changes: list[Change]) -> None:
    """A caller's mistake is no conflict: it would not get better."""
    with pytest.raises(ValueError, match=r"milk|record|100|units"):
        record.commits.commit(changes, token="a")
    assert levels(record, "milk") == [(1000, 0, 0)]
