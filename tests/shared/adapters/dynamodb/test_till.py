"""The drawer and the locked days: what one wrote is what the next one reads, and a locked day stays as it was."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.domain.changes import (
    Change,
    DayOpen,
    LockDay,
    PostEntry,
    PutDayReport,
    PutDrawer,
    PutShift,
    TakeTicket,
)
from shared.domain.day_report import DayReport, Difference, Late
from shared.domain.drawer import Drawer, Shift
from shared.domain.ledger import Account, Entry
from shared.ports import Conflict
from tests.fakes.people import NOW

TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)
SHIFT = Shift(day=TODAY, number=1, opened_by="mia", opened_at=NOW, opening=10_000, sales=1845)
DRAWER = Drawer(version=1, shift=SHIFT, riders={"ravi": 500}, done={"k1": "open:10000"})
REPORT = DayReport(
    store="mpls",
    day=TODAY,
    currency="USD",
    closed_at=NOW,
    closed_by="mia",
    orders=1,
    sales=1692,
    tax=153,
    delivery=0,
    tips=0,
    refunds=0,
    by_method={"cash": 1845},
    tickets=(1, 1),
    shifts=(replace(SHIFT, counted=11_345, counted_by="mia", closed_at=NOW),),
    differences=(Difference(what="drawer, shift 1", by="mia", expected=11_845, counted=11_345, difference=-500),),
    late=(Late(entry_id="fee/stripe/pi_1", kind="gateway_fee", of=date(2026, 11, 20)),),
    entries=3,
)


def entry(id_: str) -> Entry:
    """Something in the books."""
    postings = {Account.CASH_DRAWER: 100, Account.SAFE: -100}
    return Entry(id=id_, kind="cash_paid_in", store="mpls", currency="USD", at=NOW, postings=postings)


def failures(record: Any, *changes: Change, token: str) -> list[Change]:
    """What stood in the way."""
    with pytest.raises(Conflict) as caught:
        record.commits.commit(list(changes), token=token)
    return list(caught.value.failed)


def test_a_drawer_that_was_never_opened_is_there_all_the_same(record: Any) -> None:
    """Nothing was written yet."""
    assert (record.till.drawer(), record.till.shifts(TODAY), record.till.report(TODAY)) == (Drawer(), [], None)


def test_the_drawer_is_read_back_and_replaced_only_over_its_own_version(record: Any) -> None:
    """Of two who put cash in at once, one has to look again."""
    record.commits.commit([PutDrawer(drawer=DRAWER)], token="a")
    assert record.till.drawer() == DRAWER
    assert failures(record, PutDrawer(drawer=DRAWER), token="b") == [PutDrawer(drawer=DRAWER)]
    record.commits.commit([PutDrawer(drawer=replace(DRAWER, version=2, riders={}))], token="c")
    assert record.till.drawer().riders == {}


def test_shifts_that_are_over_are_listed_by_day(record: Any) -> None:
    """In their order, and each once."""
    over = [replace(SHIFT, number=number, closed_at=NOW) for number in (2, 1)]
    other = replace(SHIFT, day=TOMORROW, closed_at=NOW)
    record.commits.commit([PutShift(shift=one) for one in (*over, other)], token="a")
    assert record.till.shifts(TODAY) == [over[1], over[0]]
    assert failures(record, PutShift(shift=other), token="b") == [PutShift(shift=other)]


def test_a_report_is_read_back_as_it_was_written_and_never_replaced(record: Any) -> None:
    """With its shifts, the difference and what came late."""
    record.commits.commit([PutDayReport(report=REPORT)], token="a")
    assert record.till.report(TODAY) == REPORT
    assert failures(record, PutDayReport(report=REPORT), token="b") == [PutDayReport(report=REPORT)]


def test_nothing_is_posted_to_a_locked_day(record: Any) -> None:
    """No ticket, and no entry: what is heard later stands in the books of the next day that is open."""
    record.commits.commit([TakeTicket(day=TODAY, number=1), PostEntry(entry=entry("a"), day=TODAY)], token="a")
    assert record.orders.open_day(TODAY) == (TODAY, 1)
    record.commits.commit([LockDay(day=TODAY, last_ticket=1)], token="b")
    assert failures(record, PostEntry(entry=entry("a"), day=TODAY), token="c") == [
        PostEntry(entry=entry("a"), day=TODAY),
        DayOpen(day=TODAY),
    ]
    assert failures(record, TakeTicket(day=TODAY, number=2), token="d") == [TakeTicket(day=TODAY, number=2)]
    assert record.orders.open_day(TODAY) == (TOMORROW, 0)
    for _ in range(2):
        with contextlib.suppress(Conflict):
            record.commits.commit([PostEntry(entry=entry("b"), day=TODAY)], token="e")
    assert [one.id for one in record.books.entries(TODAY)] == ["a"]
    assert [one.id for one in record.books.entries(TOMORROW)] == ["b"]


def test_a_day_is_locked_once_and_only_behind_its_last_ticket(record: Any) -> None:
    """A ticket that was taken meanwhile belongs into the report; a day without one can be locked too."""
    record.commits.commit([TakeTicket(day=TODAY, number=1)], token="a")
    early = LockDay(day=TODAY, last_ticket=0)
    assert failures(record, early, token="b") == [early]
    record.commits.commit([LockDay(day=TODAY, last_ticket=1)], token="c")
    again = LockDay(day=TODAY, last_ticket=1)
    assert failures(record, again, token="d") == [again]
    record.commits.commit([LockDay(day=TOMORROW, last_ticket=0)], token="e")
    assert failures(record, TakeTicket(day=TOMORROW, number=1), token="f") == [TakeTicket(day=TOMORROW, number=1)]
