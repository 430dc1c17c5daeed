"""The Z-report: what a business day was, from its books. Written once, when the day is locked.

Figures are minor units of the store's currency and as people read them: sales, tax and takings are not negative,
a difference below zero is missing money.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

from shared.domain.drawer import Shift
from shared.domain.frozen import dataclass
from shared.domain.ledger import Account, Entry
from shared.domain.store import Store

_A = Account
#: Where money lies that came in, by kind of entry; a counter's entry says its method in the note.
TAKEN = {
    "payment_captured": _A.GATEWAY_CLEARING,
    "cash_taken": _A.CASH_DRAWER,
    "card_taken": _A.COUNTER_CLEARING,
    "rider_collected": _A.RIDER_CASH,
}
METHODS = {
    "payment_captured": "online",
    "cash_taken": "cash",
    "card_taken": "card",
    "rider_collected": "cash_on_delivery",
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Money that a count found too much or too little: which count, by whom, what should have been there."""

    what: str
    by: str
    expected: int
    counted: int
    difference: int


@dataclass(frozen=True, kw_only=True)
class Late:
    """A fact of an earlier day that was heard after that day was locked."""

    entry_id: str
    kind: str
    of: date


@dataclass(frozen=True, kw_only=True)
class DayReport:
    """One locked day. ``tickets``: the first and last number given, (0, 0) when none was.

    ``sales`` is before refunds, ``tax`` what is owed to the state after them; ``refunds`` all that left for customers,
    ``by_method`` all that came, also what is not assigned to an order yet.
    """

    store: str
    day: date
    currency: str
    closed_at: datetime
    closed_by: str
    orders: int
    sales: int
    tax: int
    delivery: int
    tips: int
    refunds: int
    by_method: Mapping[str, int] = field(default_factory=dict)
    tickets: tuple[int, int] = (0, 0)
    shifts: tuple[Shift, ...] = ()
    differences: tuple[Difference, ...] = ()
    late: tuple[Late, ...] = ()
    entries: int = 0


def day_report(
    *,
    store: Store,
    day: date,
    entries: Sequence[Entry],
    last_ticket: int,
    shifts: Iterable[Shift],
    by: str,
    at: datetime,
) -> DayReport:
    """The report of a day from all of its entries in the store's currency, and its shifts."""
    own = [one for one in entries if one.currency == store.currency]
    total: Counter[Account] = Counter()
    for one in own:
        total.update(one.postings)
    every = tuple(shifts)
    return DayReport(
        store=store.id,
        day=day,
        currency=store.currency,
        closed_at=at,
        closed_by=by,
        orders=sum(one.kind == "order_confirmed" for one in own),
        sales=-total[_A.SALES],
        tax=-total[_A.TAX],
        delivery=-total[_A.DELIVERY_FEE],
        tips=-total[_A.TIPS],
        refunds=_given_back(own),
        by_method=_by_method(own),
        tickets=(1, last_ticket) if last_ticket else (0, 0),
        shifts=every,
        differences=(*_of_drawer(every), *_of_riders(own)),
        late=tuple(_late(store, day, own)),
        entries=len(own),
    )


def _given_back(entries: Iterable[Entry]) -> int:
    """What left for customers: all of it, also what was never earned; a refund that failed came back."""
    places = (_A.GATEWAY_CLEARING, _A.CASH_DRAWER, _A.COUNTER_CLEARING, _A.BANK)
    kinds = ("refund_made", "refund_failed", "cash_refunded", "refunded_by_hand")
    return -sum(one.postings.get(place, 0) for one in entries if one.kind in kinds for place in places)


def _by_method(entries: Iterable[Entry]) -> dict[str, int]:
    taken: Counter[str] = Counter()
    for one in entries:
        if one.kind in TAKEN:
            method = "wallet" if one.note == "wallet" else METHODS[one.kind]
            taken[method] += one.postings.get(TAKEN[one.kind], 0)
    return dict(sorted(taken.items()))


def _of_drawer(shifts: Iterable[Shift]) -> list[Difference]:
    return [
        Difference(
            what=f"drawer, shift {shift.number}",
            by=shift.counted_by or shift.opened_by,
            expected=shift.expected,
            counted=shift.counted or 0,
            difference=shift.difference,
        )
        for shift in shifts
        if shift.difference
    ]


def _of_riders(entries: Iterable[Entry]) -> list[Difference]:
    found = []
    for one in entries:
        short = one.postings.get(_A.CASH_DIFFERENCES, 0) if one.kind == "rider_handed_in" else 0
        if short:
            collected = -one.postings.get(_A.RIDER_CASH, 0)
            found.append(
                Difference(
                    what=f"rider {one.note}",
                    by=one.note,
                    expected=collected,
                    counted=collected - short,
                    difference=-short,
                )
            )
    return found


def _late(store: Store, day: date, entries: Iterable[Entry]) -> list[Late]:
    return [
        Late(entry_id=one.id, kind=one.kind, of=store.business_day(one.at))
        for one in entries
        if store.business_day(one.at) < day
    ]
