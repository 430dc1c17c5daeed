"""`till reconcile`: runs until the day is done, then a table and what to do."""

from __future__ import annotations

import threading
from argparse import ArgumentTypeError
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from infra.cli import reconcile as command
from infra.cli.reconcile import day_of, reconciled, shown
from infra.cli.target import CommandError, Target
from infra.store_files import load_stores
from shared.adapters.dynamodb.report_codec import report_in, report_item
from shared.domain.reconciliation import Report, Scope, Step
from tests.functions.staff_api.test_staff_reports import REPORT

TODAY = date(2026, 11, 21)
DAY = replace(REPORT, scope=Scope.DAY)


@dataclass(frozen=True, kw_only=True)
class FakeTarget(Target):
    """A store whose reconciler needs so many ``runs``, and leaves this report."""

    runs: int
    report: Report | None
    called: list[Any] = field(default_factory=list)

    def call(self, function: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """One more run."""
        self.called.append((function, dict(payload)))
        done = len(self.called) >= self.runs
        return {"complete": done, "payments": 6 * len(self.called), "reached": "2026-11-21T18:00:00Z", "healed": 1}

    def outputs(self) -> dict[str, str]:
        """The stack's."""
        return {"OrdersTable": "orders"}

    def client(self, service: str) -> Any:
        """The table of orders."""
        assert service == "dynamodb"
        return self

    def get_item(self, **asked: Any) -> dict[str, Any]:
        """The report, where it lies."""
        assert asked["Key"] == {"pk": {"S": "RECON#2026-11-21"}, "sk": {"S": "day"}}
        return {"Item": {name: {"S": value} for name, value in report_item(self.report).items()}} if self.report else {}


def target(*, runs: int = 2, report: Report | None = DAY) -> FakeTarget:
    """Of the demo store."""
    return FakeTarget(store=next(one for one in load_stores() if one.id == "mpls"), runs=runs, report=report)


def test_it_runs_until_the_day_is_done_and_prints_the_table() -> None:
    """Progress while it runs; each difference with both figures; what to do, once for each kind."""
    chosen = target()
    lines: list[str] = []
    report = reconciled(chosen, day=TODAY, today=TODAY, tell=lines.append)
    assert chosen.called == [("reconcile", {"date": "2026-11-21"})] * 2
    assert report == DAY
    assert lines == [
        (
            "comparing 2026-11-21 and the day before of North Loop Boba with stripe's own lists; payments whose news "
            "was lost are made up for, all else that differs is listed"
        ),
        "compared 6 payments up to 2026-11-21T18:00:00Z, 1 healed",
        "compared 12 payments up to 2026-11-21T18:00:00Z, 1 healed",
        "",
        "mpls at stripe, 2026-11-20 16:00 to 2026-11-21 18:00 UTC",
        "what          gateway id  order  expected  found",
        "healed        pi_1        ord_1            $18.45",
        "wrong_amount  pi_2        ord_2  $18.45    $18.44",
        "wrong_amount: Refund this payment, or settle the rest with the customer and note it on the order.",
        "1 to be settled by a person: do as said above, then run this again",
        "the same as a file: reconciliation/2026-11-21-day.csv in the store's reports bucket",
    ]


def test_a_day_without_differences_says_so() -> None:
    """In a word."""
    quiet = replace(DAY, healed=(), differences=())
    assert list(shown(quiet))[2:] == ["nothing to heal, no differences", "all explained: there is nothing to do"]


def test_what_a_gateway_passes_on_cannot_move_the_terminal() -> None:
    """An escape sequence in an id is shown as a question mark."""
    odd = replace(DAY, differences=(replace(DAY.differences[0], gateway_id="pi\x1b[2J"),), healed=())
    assert "pi?[2J" in "\n".join(shown(odd))
    assert "\x1b" not in "\n".join(shown(odd))


@pytest.mark.parametrize(("runs", "report"), [(99, DAY), (1, None)])
def test_a_day_that_is_not_done_is_told_what_to_do(runs: int, report: Report | None) -> None:
    """Run it again: it goes on."""
    with pytest.raises(CommandError, match="again"):
        reconciled(target(runs=runs, report=report), day=TODAY, today=TODAY, tell=lambda _: None)


def test_a_report_is_read_as_it_was_written() -> None:
    """Item and back, with everything in it."""
    full = replace(
        DAY,
        left_out=3,
        left=((Step.DISPUTES, DAY.since), (Step.REFUNDS, DAY.until)),
        differences=(replace(DAY.differences[0], order_id=None, expected=None),),
    )
    assert report_in(report_item(full)) == full


def test_a_day_that_is_still_to_come_is_refused() -> None:
    """Nothing is called that would look at nothing."""
    chosen = target()
    with pytest.raises(CommandError, match="2026-11-22 has not begun at North Loop Boba"):
        reconciled(chosen, day=date(2026, 11, 22), today=TODAY, tell=lambda _: None)
    assert chosen.called == []


def test_a_run_that_takes_its_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it lasts."""
    monkeypatch.setattr(command, "PATIENCE", 0.01)
    told, lines = threading.Event(), list[str]()

    def tell(line: str) -> None:
        lines.append(line)
        if line.startswith("still comparing, "):
            told.set()

    chosen = target(runs=1)
    call = chosen.call

    def slowly(_: FakeTarget, function: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        assert told.wait(10)
        return call(function, payload)

    monkeypatch.setattr(FakeTarget, "call", slowly)
    reconciled(chosen, day=TODAY, today=TODAY, tell=tell)
    assert lines[1] == "still comparing, 0 s"


@pytest.mark.parametrize("text", ["21.11.2026", "2026-11-31", "yesterday", ""])
def test_what_is_no_day_is_told_with_an_example(text: str) -> None:
    """As argparse shows it."""
    with pytest.raises(ArgumentTypeError, match="is not a day; write it like 2026-11-21"):
        day_of(text)
