"""The contract of PostEntry and Books: what was posted stays as it was posted, once a day, and is read back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.domain.bookings import Book, order_confirmed, payment_captured
from shared.domain.changes import PostEntry
from shared.domain.ledger import Account, Ledger, reversal
from shared.domain.tax import Taxed
from shared.ports import Conflict
from tests.fakes.people import NOW

TODAY = date(2026, 11, 21)
BOOK = Book(store="mpls", currency="USD", at=NOW)
SOLD = order_confirmed(BOOK, order_id="ord_1", lines=[Taxed(net=1692, tax=153)])
PAID = payment_captured(BOOK, provider="stripe", transaction_id="pi_1", order_id="ord_1", amount=1845)


def test_entries_are_read_back_as_they_were_posted(record: Any) -> None:
    """By their day, in the order of their ids, and they balance."""
    record.commits.commit([PostEntry(entry=PAID, day=TODAY), PostEntry(entry=SOLD, day=TODAY)], token="a")
    assert record.books.entries(TODAY) == [SOLD, PAID]
    assert record.books.entry("payment/stripe/pi_1", day=TODAY) == PAID
    ledger = Ledger(store="mpls").posted(*record.books.entries(TODAY))
    assert ledger.trial_balance("USD") == {Account.GATEWAY_CLEARING: 1845, Account.SALES: -1692, Account.TAX: -153}


def test_an_entry_is_posted_once_and_never_replaced(record: Any) -> None:
    """Whatever the second says."""
    record.commits.commit([PostEntry(entry=PAID, day=TODAY)], token="a")
    again = PostEntry(entry=replace(PAID, note="again"), day=TODAY)
    with pytest.raises(Conflict) as refusal:
        record.commits.commit([again, PostEntry(entry=SOLD, day=TODAY)], token="b")
    assert refusal.value.failed == (again,)
    assert record.books.entries(TODAY) == [PAID]


def test_a_reversal_names_what_it_takes_back_and_a_day_holds_its_own_entries_alone(record: Any) -> None:
    """What was posted yesterday is not found today."""
    back = reversal(PAID, at=NOW + timedelta(hours=20), note="posted by mistake")
    tomorrow = TODAY + timedelta(days=1)
    record.commits.commit([PostEntry(entry=PAID, day=TODAY)], token="a")
    record.commits.commit([PostEntry(entry=back, day=tomorrow)], token="b")
    assert record.books.entries(tomorrow) == [back]
    assert record.books.entry("payment/stripe/pi_1", day=tomorrow) is None
    assert record.books.entry("payment/stripe/pi_1/reversed", day=tomorrow) == back
