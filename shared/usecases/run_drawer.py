"""The cash drawer through a shift: opened with a float, paid into and out of, counted, closed; riders hand in.

Each act is done once for its idempotency key, in the drawer and in the books in one transaction. All of them raise
RequestReused and Contended besides what they name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain import bookings
from shared.domain.bookings import Book
from shared.domain.changes import Change, PutDrawer, PutShift
from shared.domain.drawer import Drawer, NotInDrawer, Shift
from shared.domain.frozen import dataclass
from shared.domain.ledger import Account, Entry
from shared.domain.money import Money
from shared.ports import Conflict, Contended
from shared.usecases.book_money import book_of, post
from shared.usecases.take_payment import Counter

TRIES = 8
#: Where cash goes that leaves the drawer.
PLACES = {"safe": Account.SAFE, "bank": Account.BANK, "expenses": Account.EXPENSES}


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who does something at the drawer, and by which request of theirs."""

    by: str
    request: str

    @property
    def id(self) -> str:
        """What is kept of the request."""
        return hashlib.sha256(self.request.encode()).hexdigest()[:24]


@dataclass(frozen=True, kw_only=True)
class _Done:
    """What an act makes of the drawer, and its entries."""

    shift: Shift | None = None
    riders: tuple[tuple[str, int], ...] = ()
    entries: Sequence[Entry] = ()
    over: bool = False


def open_drawer(counter: Counter, act: Act, *, opening: int, now: datetime) -> Drawer:
    """Begin a shift with ``opening`` in the drawer. Raises DrawerOpen."""

    def do(drawer: Drawer, book: Book) -> _Done:
        day, _ = counter.orders.open_day(counter.store.business_day(now))
        shift = drawer.opened(day=day, by=act.by, opening=opening, now=now)
        entries = [bookings.cash_paid_in(book, move_id=f"{shift.id}-open", amount=opening)] if opening else []
        return _Done(shift=shift, entries=entries)

    return _act(counter, act, f"open:{opening}", do, now=now)


def pay_in(counter: Counter, act: Act, *, amount: int, reason: str, now: datetime) -> Drawer:
    """Put cash from the safe into the drawer. Raises DrawerClosed."""

    def do(drawer: Drawer, book: Book) -> _Done:
        entry = replace(bookings.cash_paid_in(book, move_id=act.id, amount=amount), note=reason)
        return _Done(shift=drawer.open_shift.moved(paid_in=amount), entries=[entry])

    return _act(counter, act, f"in:{amount}", do, now=now)


def pay_out(counter: Counter, act: Act, *, amount: int, reason: str, to: str, now: datetime) -> Drawer:
    """Take cash out of the drawer: for an expense, into the safe or to the bank. Raises DrawerClosed, NotInDrawer."""

    def do(drawer: Drawer, book: Book) -> _Done:
        shift = drawer.open_shift
        if amount > shift.expected:
            # A slip of the finger, most likely, and one that the day's report would carry for ever.
            raise NotInDrawer(Money(shift.expected, counter.store.currency))
        entry = bookings.cash_paid_out(book, move_id=act.id, amount=amount, to=PLACES[to])
        return _Done(shift=shift.moved(paid_out=amount), entries=[replace(entry, note=reason)])

    return _act(counter, act, f"out:{amount}:{to}", do, now=now)


def count_drawer(counter: Counter, act: Act, *, counted: int, now: datetime) -> Drawer:
    """Say what is in the drawer; may be counted again until the shift is closed. Raises DrawerClosed."""

    def do(drawer: Drawer, book: Book) -> _Done:
        del book
        return _Done(shift=replace(drawer.open_shift, counted=counted, counted_by=act.by))

    return _act(counter, act, f"count:{counted}", do, now=now)


def close_drawer(counter: Counter, act: Act, *, now: datetime) -> Drawer:
    """End the shift: the difference is booked, and what was counted goes into the safe.

    Raises DrawerClosed, NotCounted.
    """

    def do(drawer: Drawer, book: Book) -> _Done:
        shift = drawer.closed(now=now)
        counted = shift.counted or 0
        entries = []
        if found := bookings.drawer_counted(book, count_id=shift.id, expected=shift.expected, counted=counted):
            entries.append(replace(found, note=f"shift {shift.number}, counted by {shift.counted_by}"))
        if counted:
            entries.append(bookings.cash_paid_out(book, move_id=f"{shift.id}-close", amount=counted))
        return _Done(shift=shift, entries=entries, over=True)

    return _act(counter, act, "close", do, now=now)


def hand_in(counter: Counter, act: Act, *, rider: str, counted: int, now: datetime) -> Drawer:
    """A rider hands in what was collected; what is missing or too much is booked under the rider's name.

    Raises DrawerClosed, NothingCarried.
    """

    def do(drawer: Drawer, book: Book) -> _Done:
        collected = drawer.carried_by(rider)
        entry = bookings.rider_handed_in(book, handover_id=act.id, collected=collected, counted=counted)
        shift = drawer.open_shift.moved(handed_in=counted)
        return _Done(shift=shift, riders=((rider, 0),), entries=[replace(entry, note=rider)])

    return _act(counter, act, f"handin:{rider}:{counted}", do, now=now)


def _act(counter: Counter, act: Act, what: str, do: Callable[[Drawer, Book], _Done], *, now: datetime) -> Drawer:
    store = counter.store
    for _ in range(TRIES):
        drawer = counter.till.drawer()
        if drawer.did(act.id, what):
            return drawer
        done = do(drawer, book_of(store, store.currency, now=now))
        after = drawer.after(act.id, what, shift=done.shift, riders=dict(done.riders))
        changes: list[Change] = [PutDrawer(drawer=after), *(post(one, store=store, now=now) for one in done.entries)]
        if done.over and done.shift is not None:
            changes.append(PutShift(shift=done.shift))
        try:
            counter.commits.commit(changes, token=f"{act.id}:{after.version}:{store.business_day(now)}")
        except Conflict:
            continue
        return after
    raise Contended("the drawer kept changing")
