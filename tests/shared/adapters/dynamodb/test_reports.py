"""The contract of Reconciliations: the last report of each day and scope, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.reconciliation import Difference, DifferenceKind, Healed, Scope
from tests.functions.staff_api.test_staff_reports import REPORT


def test_a_report_is_read_back_as_it_was_saved(record: Any) -> None:
    """Each scope of a day for itself; of other days there is none."""
    day = replace(REPORT, scope=Scope.DAY, healed=(), left_out=7, reached=REPORT.since)
    record.reconciliations.save(REPORT)
    record.reconciliations.save(day)
    assert record.reconciliations.read(REPORT.day, Scope.ROLLING) == REPORT
    assert record.reconciliations.read(REPORT.day, Scope.DAY) == day
    assert record.reconciliations.read(REPORT.day + timedelta(days=1), Scope.DAY) is None


def test_the_next_report_takes_the_place_of_the_one_before(record: Any) -> None:
    """It says all that is known."""
    record.reconciliations.save(REPORT)
    record.reconciliations.save(replace(REPORT, differences=()))
    assert record.reconciliations.read(REPORT.day, Scope.ROLLING) == replace(REPORT, differences=())


def test_the_largest_report_fits(record: Any) -> None:
    """A thousand healed payments and a thousand differences, with ids as long as gateways make them."""
    healed = tuple(
        Healed(gateway_id=f"pi_{n:030d}", order_id=f"ord_{n:024d}", amount=10**9, currency="USD", outcome="quarantined")
        for n in range(1000)
    )
    differences = tuple(
        Difference(
            kind=DifferenceKind.REFUNDED_ELSEWHERE,
            gateway_id=f"re_{n:030d}",
            order_id=f"ord_{n:024d}",
            expected=10**9,
            found=10**9,
            currency="USD",
        )
        for n in range(1000)
    )
    full = replace(REPORT, healed=healed, differences=differences)
    record.reconciliations.save(full)
    assert record.reconciliations.read(REPORT.day, Scope.ROLLING) == full
