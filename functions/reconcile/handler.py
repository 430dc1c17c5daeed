"""Every hour, and when `till reconcile` asks: compare the gateway's lists with the record, heal, report."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from shared.adapters.dynamodb.record import Record
from shared.adapters.report_bucket import ReportBucket
from shared.domain.reconciliation import Report, Scope
from shared.domain.store import Store
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.gateway import gateway_books
from shared.runtime.observability import count, log
from shared.runtime.profile import store_profile
from shared.runtime.wiring import record
from shared.usecases.reconcile import Counting, reconcile

#: No slice is begun later than this: one slice of 5,000 payments, all of them to be healed, must still fit.
BEGIN_WITHIN = timedelta(minutes=8)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    live: bool
    tables: Record
    files: ReportBucket

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        return cls(
            store=store_profile(),
            live=required("PAYMENT_LIVE") == "true",
            tables=record(),
            files=ReportBucket(bucket=required("REPORTS_BUCKET"), region=required("AWS_REGION")),
        )


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Run for ``date`` (a business day, RFC 3339) when the caller names one, else for the last hours.

    The first hourly run after a business day has ended compares that day too, until its report is complete.
    """
    settings = Settings.from_env()
    now = clock.utc_now()
    begin_until = now + BEGIN_WITHIN

    def in_time() -> bool:
        return clock.utc_now() < begin_until

    if event.get("date"):
        asked = date.fromisoformat(str(event["date"]))
        return _answer(_run(settings, day=asked, scope=Scope.DAY, now=now, in_time=in_time))
    today = settings.store.business_day(now)
    hourly = _run(settings, day=today, scope=Scope.ROLLING, now=now, in_time=in_time)
    # Written at every run, also when there is nothing: that it is missing is how a run that did not happen is seen.
    count("ReconciliationDifferences", hourly.unexplained)
    closed = today - timedelta(days=1)
    before = settings.tables.reconciliations.read(closed, Scope.DAY)
    if before is None or not before.complete or before.until < settings.store.day_start(today):
        _run(settings, day=closed, scope=Scope.DAY, now=now, in_time=in_time)
    return _answer(hourly)


def _run(settings: Settings, *, day: date, scope: Scope, now: datetime, in_time: Callable[[], bool]) -> Report:
    room = Counting(
        store=settings.store,
        live=settings.live,
        gateway=gateway_books(now=now),
        orders=settings.tables.orders,
        commits=settings.tables.commits,
        books=settings.tables.books,
        gateway_file=settings.tables.gateway_file,
        reports=settings.tables.reconciliations,
        files=settings.files,
    )
    report = reconcile(room, day=day, scope=scope, now=now, in_time=in_time)
    log().info("reconciled", extra=_answer(report))
    return report


def _answer(report: Report) -> dict[str, Any]:
    """Figures only: ids are in the report."""
    return {
        "date": report.day.isoformat(),
        "scope": report.scope.value,
        "complete": report.complete,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "reached": report.reached.isoformat(),
        "payments": report.payments,
        "healed": len(report.healed),
        "differences": report.unexplained,
    }
