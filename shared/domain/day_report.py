"""The Z-report: what a business day was, from its books. Written once, when the day is locked.

Figures are minor units of the store's currency and as people read them: sales, tax and takings are not negative,
a difference below zero is missing money.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from shared.domain.drawer import Shift
from shared.domain.ledger import Account, Entry
from shared.domain.money import exponent
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
    """One locked day. ``tickets``: the first and last number given, (0, 0) when none was."""

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

    def as_csv(self) -> str:
        """A table that a spreadsheet opens: section, name, amount in major units, remark."""
        rows: list[tuple[str, str, str, str]] = [("section", "name", "amount", "remark")]
        rows += [("day", self.day.isoformat(), "", f"{self.store}, closed by {self.closed_by}")]
        rows += [("tickets", f"{self.tickets[0]}-{self.tickets[1]}", "", f"{self.orders} orders")]
        totals = {name: getattr(self, name) for name in ("sales", "tax", "delivery", "tips", "refunds")}
        rows += [("total", name, self._major(amount), "") for name, amount in totals.items()]
        rows += [("method", name, self._major(amount), "") for name, amount in self.by_method.items()]
        for shift in self.shifts:
            rows += [("shift", str(shift.number), self._major(shift.expected), f"opened by {shift.opened_by}")]
        for one in self.differences:
            remark = f"{one.by}: expected {self._major(one.expected)}, counted {self._major(one.counted)}"
            rows += [("difference", one.what, self._major(one.difference), remark)]
        rows += [("late", one.entry_id, "", f"{one.kind} of {one.of.isoformat()}") for one in self.late]
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([list(map(_harmless, row)) for row in rows])
        return out.getvalue()

    def _major(self, amount: int) -> str:
        return major(amount, self.currency)


def major(amount: int, currency: str) -> str:
    """Minor units as a plain decimal number, like ``-5.00``."""
    digits = exponent(currency)
    sign, rest = ("-" if amount < 0 else ""), str(abs(amount)).rjust(digits + 1, "0")
    return f"{sign}{rest[:-digits]}.{rest[-digits:]}" if digits else f"{sign}{rest}"


def _harmless(cell: str) -> str:
    # A name that a spreadsheet would take for a formula; a negative number is none.
    formula = cell.startswith(("=", "+", "@", "\t", "\r")) or (cell.startswith("-") and not cell[1:2].isdigit())
    return f"'{cell}" if formula else cell


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


def report_body(report: DayReport) -> dict[str, object]:
    """The report as plain values, for the record and for staff."""
    body = asdict(report)
    for shift, own in zip(body["shifts"], report.shifts, strict=True):
        shift.update(expected=own.expected, difference=own.difference)
    return body


def _given_back(entries: Iterable[Entry]) -> int:
    """What left for customers: all of it, also what was never earned; a refund that failed came back."""
    places = (_A.GATEWAY_CLEARING, _A.CASH_DRAWER)
    kinds = ("refund_made", "refund_failed", "cash_refunded")
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
