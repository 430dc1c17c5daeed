"""A business day is over: lock it, so that nothing can be posted to it any more, and write its report.

DayNotBegun         that day is still to come
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from shared.domain.changes import LockDay, PutDayReport, PutDrawer
from shared.domain.day_report import DayReport, day_report
from shared.domain.drawer import DrawerOpen
from shared.ports import Books, Conflict, Contended
from shared.usecases.take_payment import Counter

TRIES = 12


class DayNotBegun(Exception):
    """That day is still to come."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day.isoformat()} has not begun")
        self.day = day


def close_day(counter: Counter, books: Books, *, day: date | None, by: str, now: datetime) -> DayReport:
    """Lock the day (None: today) and report it; asked again, the same report.

    Locked first, reported then: what the report is made from can no longer change, and a crash between the two is made
    good by the next one who asks. Raises DayNotBegun, DrawerOpen, Contended.
    """
    today = counter.store.business_day(now)
    wanted = day or today
    if wanted > today:
        raise DayNotBegun(wanted)
    if report := counter.till.report(wanted):
        return report
    _lock(counter, wanted, now=now)
    report = day_report(
        store=counter.store,
        day=wanted,
        entries=books.entries(wanted),
        last_ticket=counter.orders.last_ticket(wanted),
        shifts=counter.till.shifts(wanted),
        by=by,
        at=now,
    )
    try:
        counter.commits.commit([PutDayReport(report=report)], token=f"report:{wanted}:{by}:{now.isoformat()}")
    except Conflict:
        return counter.till.report(wanted) or report
    return report


def _lock(counter: Counter, day: date, *, now: datetime) -> None:
    for _ in range(TRIES):
        open_day, last = counter.orders.open_day(day)
        if open_day != day:
            return
        drawer = counter.till.drawer()
        if drawer.is_open and drawer.shift is not None and drawer.shift.day <= day:
            raise DrawerOpen(drawer.shift.number, drawer.shift.opened_by)
        # The drawer is written too, so that no shift of this day begins at the same moment.
        watched = replace(drawer, version=drawer.version + 1)
        try:
            counter.commits.commit(
                [LockDay(day=day, last_ticket=last), PutDrawer(drawer=watched)],
                token=f"lock:{day}:{last}:{watched.version}:{now.isoformat()}",
            )
        except Conflict:
            continue
        return
    raise Contended(f"day {day.isoformat()}: the record kept changing")
