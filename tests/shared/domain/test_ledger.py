"""Entries that balance or do not exist; a ledger that only grows, and takes each fact once."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.ledger import Account, Contradiction, Entry, Ledger, Unbalanced, WrongBook, reversal

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
EMPTY = Ledger(store="mpls")


def entry(id_: str = "payment/stripe/pi_1", **changes: Any) -> Entry:
    """18.45 dollars came in for an order."""
    values: dict[str, Any] = {
        "id": id_,
        "kind": "payment_captured",
        "store": "mpls",
        "currency": "USD",
        "at": NOW,
        "postings": {Account.GATEWAY_CLEARING: 1845, Account.RECEIVABLE: -1845},
        "order_id": "ord_1",
    }
    return Entry(**values | changes)


@pytest.mark.parametrize(
    ("postings", "difference"),
    [
        ({Account.BANK: 5, Account.SALES: -4}, 1),
        ({Account.BANK: 5}, 5),
        ({Account.BANK: 0, Account.SALES: 0}, 0),
        ({}, 0),
    ],
)
def test_an_entry_that_does_not_balance_cannot_exist(postings: dict[Account, int], difference: int) -> None:
    """Nor one that moves nothing."""
    with pytest.raises(Unbalanced) as wrong:
        entry(postings=postings)
    assert (wrong.value.entry_id, wrong.value.difference) == ("payment/stripe/pi_1", difference)


def test_an_entry_cannot_be_changed() -> None:
    """Not its fields, not its postings."""
    made: Any = entry()
    with pytest.raises(FrozenInstanceError):
        made.currency = "EUR"
    with pytest.raises(TypeError):
        made.postings[Account.BANK] = 1


def test_accounts_that_do_not_move_are_left_out() -> None:
    """Zero is no posting."""
    postings = {Account.GATEWAY_CLEARING: 1845, Account.RECEIVABLE: -1845, Account.TIPS: 0}
    assert dict(entry(postings=postings).postings) == {Account.GATEWAY_CLEARING: 1845, Account.RECEIVABLE: -1845}


def test_the_same_fact_counts_once() -> None:
    """Heard again later, in other words."""
    again = entry(at=NOW + timedelta(days=3), note="by reconciling")
    ledger = EMPTY.posted(entry()).posted(again, entry())
    assert list(ledger.entries) == ["payment/stripe/pi_1"]
    assert ledger.entries["payment/stripe/pi_1"].at == NOW
    assert ledger.balance(Account.GATEWAY_CLEARING, "USD") == 1845


@pytest.mark.parametrize(
    "changes",
    [
        {"postings": {Account.GATEWAY_CLEARING: 1844, Account.RECEIVABLE: -1844}},
        {"currency": "EUR"},
        {"order_id": "ord_2"},
        {"kind": "tip_given"},
        {"reverses": "x"},
    ],
)
def test_a_fact_does_not_change(changes: dict[str, Any]) -> None:
    """Another amount under the same id is no repeat: somebody must look."""
    with pytest.raises(Contradiction) as wrong:
        EMPTY.posted(entry(), entry(**changes))
    assert wrong.value.entry_id == "payment/stripe/pi_1"


def test_another_stores_entry_is_refused() -> None:
    """Books do not mix."""
    with pytest.raises(WrongBook) as wrong:
        EMPTY.posted(entry(store="pune"))
    assert wrong.value.store == "pune"


def test_a_refused_entry_leaves_no_trace() -> None:
    """Nor do those that came with it."""
    ledger = EMPTY.posted(entry())
    with pytest.raises(Contradiction):
        ledger.posted(entry("payment/stripe/pi_2"), entry(currency="EUR"))
    assert list(ledger.entries) == ["payment/stripe/pi_1"]


def test_currencies_have_their_own_balances() -> None:
    """Dollars and rupees are never added."""
    ledger = EMPTY.posted(entry(), entry("payment/razorpay/pay_1", currency="INR", order_id="ord_2"))
    assert ledger.currencies() == ["INR", "USD"]
    for currency in ("INR", "USD"):
        assert ledger.trial_balance(currency) == {Account.RECEIVABLE: -1845, Account.GATEWAY_CLEARING: 1845}
    assert ledger.trial_balance("EUR") == {}


def test_an_order_owes_what_is_left() -> None:
    """Its own entries only."""
    sold = entry("order/ord_1", kind="order_confirmed", postings={Account.RECEIVABLE: 2000, Account.SALES: -2000})
    other = replace(sold, id="order/ord_2", order_id="ord_2")
    ledger = EMPTY.posted(sold, other, entry())
    assert [ledger.owed(order, "USD") for order in ("ord_1", "ord_2", "ord_3")] == [155, 2000, 0]


def test_a_reversal_takes_an_entry_back_and_can_be_taken_back() -> None:
    """Nothing is deleted."""
    back = reversal(entry(), at=NOW, note="cancelled")
    assert (back.id, back.reverses, back.order_id, back.note) == (
        "payment/stripe/pi_1/reversed",
        "payment/stripe/pi_1",
        "ord_1",
        "cancelled",
    )
    ledger = EMPTY.posted(entry(), back, back)
    assert ledger.trial_balance("USD") == {}
    assert len(ledger.entries) == 2
    again = ledger.posted(reversal(back, at=NOW, note="not cancelled after all"))
    assert again.balance(Account.GATEWAY_CLEARING, "USD") == 1845
