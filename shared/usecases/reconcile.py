"""Compare the gateway's own lists with the record: heal what lost webhooks left behind, report what cannot be healed.

A payment that we never heard of is recorded by the use case that its webhook would have called, so the order turns
paid and the customer is told, once. Everything here may be repeated: what was done is found done.

| compared | by |
|---|---|
| payments, their fees, orders without one | ``reconciling/payments.py``, ``reconciling/missing.py`` |
| refunds | ``reconciling/refunds.py`` |
| then settled fees, disputes, payouts, older refunds | ``reconciling/rest.py`` |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from shared.domain.reconciliation import Report, Scope
from shared.domain.store import Store
from shared.usecases.reconciliation_csv import csv_of
from shared.usecases.reconciling import rest
from shared.usecases.reconciling.findings import Counting, Findings
from shared.usecases.reconciling.missing import Missing, settling
from shared.usecases.reconciling.payments import Payments
from shared.usecases.reconciling.refunds import compare_refund

__all__ = ("Counting", "reconcile", "window")

#: A rolling report looks so far back: a day, and time for a run or two that failed.
ROLLING = timedelta(hours=26)
#: So much is compared before progress is kept.
SLICE = timedelta(hours=2)


def reconcile(room: Counting, *, day: date, scope: Scope, now: datetime, in_time: Callable[[], bool]) -> Report:
    """Compare the scope's time, or what an earlier run left of it, as long as ``in_time``; the report is kept too.

    A report that is not ``complete`` goes on with the next call. Raises Unavailable, Refused, Contended.
    """
    run = _Run(Findings(room, _begun(room, day=day, scope=scope, now=now), now=now))
    while not run.report.complete and in_time():
        run.next_stretch()
        room.reports.save(run.report)
    room.reports.save(run.report)
    room.files.put(f"reconciliation/{day.isoformat()}-{scope}.csv", csv_of(run.report))
    return run.report


def window(store: Store, *, day: date, scope: Scope, now: datetime) -> tuple[datetime, datetime]:
    """The time that a report is about: from, and until before."""
    if scope is Scope.ROLLING:
        return now - ROLLING, now
    return store.day_start(day - timedelta(days=1)), min(store.day_start(day + timedelta(days=1)), now)


def _begun(room: Counting, *, day: date, scope: Scope, now: datetime) -> Report:
    before = room.reports.read(day, scope)
    if before is not None and not before.complete:
        return replace(before, ran_at=now)
    since, until = window(room.store, day=day, scope=scope, now=now)
    return Report(
        store=room.store.id,
        provider=room.gateway.provider,
        day=day,
        scope=scope,
        since=since,
        until=until,
        reached=since,
        left=rest.steps(scope, since),
        ran_at=now,
        # What was healed is fine now, and would be forgotten by the next run of the day.
        healed=before.healed if before else (),
    )


class _Run:
    """One run over a report's time."""

    def __init__(self, findings: Findings) -> None:
        report = findings.report
        self._findings, self._payments = findings, Payments(findings)
        self._settling = settling(findings.room.store.reservation_minutes)
        # Orders are looked for among payments of their time and a little later: a run that goes on steps back so far.
        self._at = max(report.since, report.reached - self._settling)
        self._missing = None if report.reached >= report.until else Missing(findings, since=self._at)

    @property
    def report(self) -> Report:
        """How far it came."""
        return self._findings.report

    def next_stretch(self) -> None:
        """Compare payments and refunds of the next hours, or, after the last of them, a stretch of the rest."""
        if self._missing is None:
            rest.go_on(self._findings, self._payments)
            return
        since, until = self._at, min(self._at + SLICE, self.report.until)
        reached, compared = self.report.reached, 0
        for payment in self._findings.read(self._findings.room.gateway.payments(since=since, until=until)):
            self._payments.compare(payment)
            compared += payment.at >= reached
        for refund in self._findings.read(self._findings.room.gateway.refunds(since=since, until=until)):
            compare_refund(self._findings, refund)
        self._at = until
        self._missing.look(until=until - self._settling, paid=self._payments.orders)
        self._findings.moved(reached=max(reached, until), payments=self.report.payments + compared)
        if until >= self.report.until:
            self._missing = None
