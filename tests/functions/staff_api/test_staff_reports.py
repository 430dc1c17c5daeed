"""What managers read about money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.reconciliation import Difference, DifferenceKind, Healed, Report, Scope
from shared.runtime import clock
from tests.fakes.people import NOW
from tests.fakes.record import FakeRecord
from tests.functions.staff_api.conftest import StaffApi

MANAGER = "[mpls-manager]"
PATH = "/reports/reconciliation"
REPORT = Report(
    store="mpls",
    provider="stripe",
    day=date(2026, 11, 21),
    scope=Scope.ROLLING,
    since=NOW - timedelta(hours=26),
    until=NOW,
    reached=NOW,
    ran_at=NOW,
    payments=12,
    healed=(Healed(gateway_id="pi_1", order_id="ord_1", amount=1845, currency="USD", outcome="confirmed"),),
    differences=(
        Difference(
            kind=DifferenceKind.WRONG_AMOUNT,
            gateway_id="pi_2",
            order_id="ord_2",
            expected=1845,
            found=1844,
            currency="USD",
        ),
    ),
)


@pytest.fixture
def api(served: Callable[..., StaffApi]) -> StaffApi:
    """A store with one report, of a day that is not over."""
    record = FakeRecord()
    record.reconciliations.save(REPORT)
    return served(record)


def test_a_manager_reads_what_differs_and_what_to_do(api: StaffApi) -> None:
    """Each difference with both ids, both figures and the advice; what was healed beside it."""
    answer = api.ask("GET", PATH, groups=MANAGER, query={"date": "2026-11-21"})
    assert answer.status == 200
    assert answer.body == {
        "date": "2026-11-21",
        "scope": "rolling",
        "provider": "stripe",
        "since": "2026-11-20T16:00:00Z",
        "until": "2026-11-21T18:00:00Z",
        "ran_at": "2026-11-21T18:00:00Z",
        "complete": True,
        "payments": 12,
        "healed": [
            {"gateway_id": "pi_1", "order_id": "ord_1", "amount": 1845, "currency": "USD", "outcome": "confirmed"}
        ],
        "differences": [
            {
                "kind": "wrong_amount",
                "gateway_id": "pi_2",
                "order_id": "ord_2",
                "expected": 1845,
                "found": 1844,
                "currency": "USD",
                "to_do": "Refund this payment, or settle the rest with the customer and note it on the order.",
            }
        ],
        "left_out": 0,
    }


def test_the_report_of_a_closed_day_comes_before_that_of_its_hours(api: StaffApi) -> None:
    """It looked at the whole day."""
    api.record.reconciliations.save(replace(REPORT, scope=Scope.DAY, differences=()))
    answer = api.ask("GET", PATH, groups=MANAGER, query={"date": "2026-11-21"})
    assert (answer.body["scope"], answer.body["differences"]) == ("day", [])


def test_what_the_hours_found_since_somebody_asked_for_the_day_is_not_hidden(api: StaffApi) -> None:
    """The whole day was compared at noon, and the next hourly run found something."""
    api.record.reconciliations.save(
        replace(REPORT, scope=Scope.DAY, differences=(), ran_at=NOW - timedelta(minutes=30))
    )
    answer = api.ask("GET", PATH, groups=MANAGER, query={"date": "2026-11-21"})
    assert (answer.body["scope"], len(answer.body["differences"])) == ("rolling", 1)


def test_without_a_date_it_is_today(api: StaffApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store's own business day; a day later there is no report yet."""
    monkeypatch.setattr(clock, "utc_now", lambda: NOW)
    assert api.ask("GET", PATH, groups=MANAGER).body["date"] == "2026-11-21"
    monkeypatch.setattr(clock, "utc_now", lambda: NOW + timedelta(days=1))
    assert api.ask("GET", PATH, groups=MANAGER).status == 404


@pytest.mark.parametrize(
    ("groups", "query", "status"),
    [
        ("[mpls-staff]", {"date": "2026-11-21"}, 403),
        (MANAGER, {"date": "2026-11-20"}, 404),
        (MANAGER, {"date": "yesterday"}, 422),
    ],
)
def test_others_and_other_days_get_a_problem(api: StaffApi, groups: str, query: dict[str, str], status: int) -> None:
    """Staff may not; no run, no report; a day is a date."""
    answer = api.ask("GET", PATH, groups=groups, query=query)
    assert answer.status == status
    assert status != 422 or answer.body["errors"] == [{"field": "date", "expected": "a date like 2026-11-21"}]
