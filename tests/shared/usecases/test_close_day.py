"""The drawer through its shifts and the day to its end: what is missing is named, and the day stays as it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.day_report import DayReport, Late
from shared.domain.drawer import DrawerClosed, DrawerOpen, NotCounted, NothingCarried, NotInDrawer, RequestReused
from shared.domain.ledger import Account, Ledger
from shared.ports import Ambiguous
from shared.usecases.close_day import DayNotBegun, close_day
from shared.usecases.day_report_csv import csv_of
from shared.usecases.run_drawer import Act, close_drawer, count_drawer, hand_in, open_drawer, pay_in, pay_out
from shared.usecases.take_payment import Counter, Method, Taking, take_payment
from tests.fakes.people import MPLS, cart
from tests.shared.usecases.conftest import World

TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)


def counter(world: World) -> Counter:
    """What the drawer needs."""
    return Counter(store=world.store, orders=world.record.orders, till=world.record.till, commits=world.record.commits)


def act(key: str, by: str = "mia") -> Act:
    """Somebody at the drawer."""
    return Act(by=by, request=key)


def sell(world: World, number: int, method: Method = Method.CASH, *, by: str | None = None) -> None:
    """A taro tea for 5.75."""
    message = f"wamid.{number}"
    if by is None:
        world.hear(cart(("TARO-R", 1, 575)), message)
    taking = Taking(
        order_id=world.order(message).id, method=method, amount=575, request=f"{message}:{by}", collected_by=by
    )
    take_payment(counter(world), taking, now=world.now)


def close_shift(world: World, counted: int, *, key: str = "c", by: str = "mia") -> None:
    """Count and close."""
    count_drawer(counter(world), act(f"{key}-count", by), counted=counted, now=world.now)
    close_drawer(counter(world), act(f"{key}-close", by), now=world.now)


def end(world: World, day: date | None = None) -> DayReport:
    """Close the day."""
    return close_day(counter(world), world.record.books, day=day, by="boss", now=world.now)


@pytest.fixture
def opened(world: World) -> World:
    """A shift that began with 100.00."""
    world.store = replace(MPLS, payment_methods=("card", "cash_on_delivery"))
    open_drawer(counter(world), act("open"), opening=10_000, now=world.now)
    return world


def test_a_missing_five_is_found_and_named(opened: World) -> None:
    """Two shifts; in the second one, by Leo, 5.00 are missing."""
    sell(opened, 1)
    sell(opened, 2, Method.CARD)
    close_shift(opened, 10_575)
    open_drawer(counter(opened), act("open2", "leo"), opening=5_000, now=opened.now)
    sell(opened, 3)
    close_shift(opened, 5_075, key="d", by="leo")
    report = end(opened)
    (missing,) = report.differences
    assert (missing.what, missing.by, missing.expected, missing.counted, missing.difference) == (
        "drawer, shift 2",
        "leo",
        5_575,
        5_075,
        -500,
    )
    assert (report.sales, report.by_method, report.tickets, report.orders) == (
        1725,
        {"card": 575, "cash": 1150},
        (1, 3),
        3,
    )
    assert 'difference,"drawer, shift 2",-5.00,"leo: expected 55.75, counted 50.75"' in csv_of(report)


def test_the_books_and_the_drawer_never_differ(opened: World) -> None:
    """Paid in, paid out, sold, counted, closed: the drawer's account is what is expected, and nothing at the end."""
    pay_in(counter(opened), act("in"), amount=2_000, reason="change", now=opened.now)
    pay_out(counter(opened), act("out"), amount=700, reason="milk", to="expenses", now=opened.now)
    sell(opened, 1)
    assert opened.record.till.drawer().open_shift.expected == 11_875
    assert balance(opened, Account.CASH_DRAWER) == 11_875
    close_shift(opened, 11_900)
    assert balance(opened, Account.CASH_DRAWER) == 0
    assert balance(opened, Account.CASH_DIFFERENCES) == -25
    assert balance(opened, Account.EXPENSES) == 700


def test_no_more_can_be_taken_out_than_should_be_there(opened: World) -> None:
    """100.00 lie in it: one cent more is a slip of the finger, and all of it is not; asked again, it is done once."""
    with pytest.raises(NotInDrawer, match=r"\$100\.00 should be in the drawer"):
        pay_out(counter(opened), act("slip"), amount=10_001, reason="milk", to="expenses", now=opened.now)
    assert balance(opened, Account.EXPENSES) == 0
    for _ in range(2):
        pay_out(counter(opened), act("all"), amount=10_000, reason="to the bank", to="bank", now=opened.now)
    assert opened.record.till.drawer().open_shift.expected == 0
    assert balance(opened, Account.BANK) == 10_000


def balance(world: World, account: Account) -> int:
    """Minor units on an account of today's books."""
    return Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).balance(account, "USD")


def test_a_rider_hands_in_and_what_is_missing_has_a_name(opened: World) -> None:
    """5.75 collected at the door, 5.00 handed in."""
    sell(opened, 1, Method.CASH_ON_DELIVERY)
    sell(opened, 1, Method.CASH_ON_DELIVERY, by="ravi")
    hand_in(counter(opened), act("hand"), rider="ravi", counted=500, now=opened.now)
    assert (opened.record.till.drawer().riders, opened.record.till.drawer().open_shift.expected) == ({}, 10_500)
    with pytest.raises(NothingCarried):
        hand_in(counter(opened), act("hand2"), rider="ravi", counted=75, now=opened.now)
    close_shift(opened, 10_500)
    (missing,) = end(opened).differences
    assert (missing.what, missing.by, missing.difference) == ("rider ravi", "ravi", -75)


def test_nothing_can_be_posted_to_a_day_that_is_closed(opened: World) -> None:
    """What is sold later that evening is in the next day's books, with its first ticket, and named there as late."""
    sell(opened, 1)
    close_shift(opened, 10_575)
    report = end(opened)
    before = opened.record.books.entries(TODAY)
    sell(opened, 2, Method.CARD)
    assert opened.record.books.entries(TODAY) == before
    ticket = opened.order("wamid.2").ticket
    assert ticket is not None
    assert (ticket.day, ticket.number) == (TOMORROW, 1)
    assert end(opened, TODAY) == report
    opened.now += timedelta(days=1)
    tomorrow = end(opened)
    assert tomorrow.sales == 575
    assert Late(entry_id=f"order/{opened.order('wamid.2').id}", kind="order_confirmed", of=TODAY) in tomorrow.late


def test_a_day_ends_only_when_its_shifts_are_over(opened: World) -> None:
    """And not before it began; a shift needs a count after the last move of cash."""
    with pytest.raises(DrawerOpen):
        end(opened)
    with pytest.raises(NotCounted):
        close_drawer(counter(opened), act("close"), now=opened.now)
    count_drawer(counter(opened), act("count"), counted=10_000, now=opened.now)
    sell(opened, 1)
    with pytest.raises(NotCounted):
        close_drawer(counter(opened), act("close"), now=opened.now)
    with pytest.raises(DrawerOpen):
        open_drawer(counter(opened), act("again"), opening=0, now=opened.now)
    close_shift(opened, 10_575)
    with pytest.raises(DrawerClosed):
        pay_in(counter(opened), act("in"), amount=1, reason="x", now=opened.now)
    with pytest.raises(DayNotBegun):
        end(opened, TOMORROW)


def test_every_act_at_the_drawer_is_done_once(opened: World) -> None:
    """A tablet sends it three times; the same key for something else is a mistake."""
    for _ in range(3):
        pay_in(counter(opened), act("in"), amount=2_000, reason="change", now=opened.now)
        opened.record.forget_tokens()
    assert opened.record.till.drawer().open_shift.expected == 12_000
    with pytest.raises(RequestReused):
        pay_in(counter(opened), act("in"), amount=2_001, reason="change", now=opened.now)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", range(1, 11))
def test_a_crash_at_any_call_of_the_days_end_leaves_one_report(opened: World, nth: int, *, after: bool) -> None:
    """Asked again, it is finished."""
    sell(opened, 1)
    close_shift(opened, 10_075)
    opened.record.strike(nth, Ambiguous("no answer"), after=after)
    for _ in range(3):
        try:
            end(opened)
        except Ambiguous:
            continue
        break
    opened.record.state.faults.clear()
    report = end(opened)
    assert (report.sales, [one.difference for one in report.differences]) == (575, [-500])
    assert opened.record.till.report(TODAY) == report


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", range(1, 4))
def test_a_crash_while_a_shift_is_closed_books_it_once(opened: World, nth: int, *, after: bool) -> None:
    """The safe has what was counted, once."""
    sell(opened, 1)
    count_drawer(counter(opened), act("count"), counted=10_075, now=opened.now)
    opened.record.strike(nth, Ambiguous("no answer"), after=after)
    for _ in range(3):
        try:
            close_drawer(counter(opened), act("close"), now=opened.now)
        except Ambiguous:
            continue
        break
    opened.record.state.faults.clear()
    close_drawer(counter(opened), act("close"), now=opened.now)
    assert balance(opened, Account.SAFE) == 75
    assert len(opened.record.till.shifts(TODAY)) == 1
