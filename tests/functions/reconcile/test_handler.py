"""The reconciler's handler: every hour the last hours, once more the closed day, a day when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.reconcile import handler as reconcile
from shared.domain.reconciliation import Scope
from shared.runtime import clock, observability
from tests.fakes.people import MPLS_PROFILE, NOW
from tests.shared.usecases.night import TODAY, Night
from tests.shared.usecases.test_differences import of_nobody

Told = Callable[[], list[int]]


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Night:
    """A store in memory behind the handler."""
    made = Night()
    given = {
        "STORE_ID": "mpls",
        "STORE": json.dumps(MPLS_PROFILE),
        "AWS_LAMBDA_FUNCTION_NAME": "reconcile",
        "AWS_REGION": "us-east-1",
        "PAYMENT_LIVE": "false",
        "REPORTS_BUCKET": "tillhook-mpls-reports-1",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(reconcile, "record", lambda: made.record)
    monkeypatch.setattr(reconcile, "gateway_books", lambda **_: made.lists)
    monkeypatch.setattr(reconcile, "ReportBucket", lambda **_: made.shelf)
    monkeypatch.setattr(clock, "utc_now", lambda: made.now)
    reconcile.Settings.from_env.cache_clear()
    observability.log.cache_clear()
    return made


def counted(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """What was counted as differences."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line["ReconciliationDifferences"] for line in lines if "ReconciliationDifferences" in line]


def test_an_hourly_run_counts_its_differences_also_none(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    """So that silence is not taken for peace."""
    reconcile.handler({"source": "aws.events"}, None)
    of_nobody(night)
    night.now += timedelta(hours=1)
    reconcile.handler({"source": "aws.events"}, None)
    assert counted(capsys) == [0, 1]


def test_the_closed_day_is_compared_once(night: Night) -> None:
    """By the first run after it ended, 10:00 UTC in Minneapolis in November; not by the second."""
    for hour in (9, 10, 11):
        night.now = datetime(2026, 11, 22, hour, 30, tzinfo=NOW.tzinfo)
        reconcile.handler({}, None)
    files = list(night.shelf.files)
    assert files == [
        "reconciliation/2026-11-21-rolling.csv",
        "reconciliation/2026-11-20-day.csv",
        "reconciliation/2026-11-22-rolling.csv",
        "reconciliation/2026-11-21-day.csv",
    ]
    report = night.record.reconciliations.read(TODAY, Scope.DAY)
    assert report is not None
    assert report.ran_at == datetime(2026, 11, 22, 10, 30, tzinfo=NOW.tzinfo)


def test_a_day_that_is_asked_for_is_answered_with_figures_and_no_ids(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is counted: an operator's look is no hourly run."""
    of_nobody(night)
    told: dict[str, Any] = reconcile.handler({"date": "2026-11-21"}, None)
    assert (told["complete"], told["payments"], told["differences"], told["date"]) == (True, 1, 1, "2026-11-21")
    out = capsys.readouterr().out
    assert "pi_x" not in out + json.dumps(told)
    assert "ReconciliationDifferences" not in out
