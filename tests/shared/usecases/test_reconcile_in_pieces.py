"""Windows too large for one run, runs that crash, a gateway that is down: the next run goes on. And its file."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.domain.gateway_facts import Dispute, DisputeState
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.reconciliation import DifferenceKind, Scope
from shared.ports import Unavailable
from tests.fakes.people import NOW
from tests.shared.usecases.night import TODAY, Night, kinds

K = DifferenceKind


def test_a_large_window_is_gone_on_with_where_it_was_left() -> None:
    """Three slices at a time, five runs: all healed, nothing called missing, the report complete at last."""
    night = Night()
    for number in range(24):
        night.order(number, hours_ago=number + 1)
        night.listed(number)
    runs = []
    for _ in range(8):
        left = iter([True] * 4)
        runs.append(night.run(in_time=lambda left=left: next(left, False)))  # type: ignore[misc]
        if runs[-1].complete:
            break
    assert [one.complete for one in runs] == [False] * (len(runs) - 1) + [True]
    assert len(runs) > 3
    assert (runs[-1].since, runs[-1].until) == (runs[0].since, runs[0].until)
    assert (runs[-1].payments, len(runs[-1].healed), runs[-1].differences) == (24, 24, ())
    assert night.names() == ["OrderConfirmed"] * 24


def test_an_order_at_the_seam_of_two_runs_is_looked_for() -> None:
    """Placed just before the place where the first run stopped: the second steps back."""
    night = Night()
    night.order(hours_ago=18.5)
    night.hear(night.listed())
    night.lists.all_payments.clear()
    left = iter([True] * 4)
    first = night.run(in_time=lambda: next(left, False))
    assert (first.reached, first.differences) == (NOW - timedelta(hours=18), ())
    assert kinds(night.run()) == [(K.MISSING, "pi_1")]


def test_a_closed_day_is_compared_with_the_day_before() -> None:
    """In Minneapolis a business day begins at 04:00, which is 10:00 UTC in November."""
    night = Night(now=datetime(2026, 11, 22, 10, 30, tzinfo=NOW.tzinfo))
    report = night.run(scope=Scope.DAY, day=TODAY)
    assert (report.since.isoformat(), report.until.isoformat()) == (
        "2026-11-20T10:00:00+00:00",
        "2026-11-22T10:00:00+00:00",
    )
    assert list(night.shelf.files) == ["reconciliation/2026-11-21-day.csv"]


def test_what_follows_the_payments_is_gone_on_with_too() -> None:
    """Fees, disputes of 120 days, payouts and refunds of 14: a stretch at a time, none of them twice."""
    night = Night(now=datetime(2026, 11, 22, 10, 30, tzinfo=NOW.tzinfo))
    night.order()
    night.hear(night.listed())
    night.lists.all_disputes += [dispute(f"dp_{days}", days_ago=days) for days in (1, 40, 119, 130)]
    done: list[list[str]] = []
    for _ in range(60):
        left = iter([True] * 3)
        report = night.run(in_time=lambda left=left: next(left, False), scope=Scope.DAY)  # type: ignore[misc]
        done.append([one.gateway_id for one in report.differences])
        if report.complete:
            break
    assert report.complete
    assert len(done) > 10
    assert done[-1] == ["dp_119", "dp_40", "dp_1"]
    assert ["dp_119"] in done
    again = night.run(scope=Scope.DAY)
    assert [one.gateway_id for one in again.differences] == ["dp_119", "dp_40", "dp_1"]


def dispute(id_: str, *, days_ago: int) -> Dispute:
    """Of a payment that nobody here knows."""
    return Dispute(
        provider="stripe",
        id=id_,
        transaction_id=f"pi_of_{id_}",
        amount=Money(500, "USD"),
        state=DisputeState.OPEN,
        at=datetime(2026, 11, 22, 9, 0, tzinfo=NOW.tzinfo) - timedelta(days=days_ago),
    )


def crowd(night: Night) -> None:
    """A bit of everything."""
    night.order(1)
    night.order(2)
    night.listed(1)
    night.listed(1, id_="pi_second")
    night.listed(2, amount=1)
    night.listed(9, id_="pi_9")


def test_a_crash_at_any_step_leaves_one_effect() -> None:
    """Killed before and after every call on the record; the next run ends where a run without a crash ends."""
    steps = 0
    for after in (False, True):
        for nth in range(1, 200):
            night = Night()
            crowd(night)
            night.record.strike(nth, RuntimeError("killed"), after=after)
            try:
                night.run()
            except RuntimeError:
                steps += 1
            else:
                break
            night.record.state.faults.clear()
            night.record.forget_tokens()
            report = night.run()
            assert sorted(kinds(report)) == [
                (K.DOUBLED, "pi_second"),
                (K.UNKNOWN_REFERENCE, "pi_9"),
                (K.WRONG_AMOUNT, "pi_2"),
            ], (nth, after)
            assert sorted(night.names()) == ["OrderConfirmed", "PaymentQuarantined", "RefundDue"], (nth, after)
    assert steps > 40


def test_a_gateway_that_is_down_is_asked_again_by_the_next_run() -> None:
    """Nothing is reported of what was not seen."""
    night = Night()
    night.order()
    night.listed()
    night.lists.troubles.append(Unavailable("down"))
    with pytest.raises(Unavailable):
        night.run()
    assert night.run().complete
    assert night.status() is OrderStatus.CONFIRMED


@pytest.mark.parametrize("id_", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1"])
def test_no_cell_of_the_file_is_a_formula(id_: str) -> None:
    """Whatever a gateway passes on; figures stay figures, in the unit that their currency names."""
    night = Night()
    night.listed(9, id_=id_, order_id=None)
    night.run()
    text = night.shelf.files["reconciliation/2026-11-21-rolling.csv"].decode("utf-8-sig")
    assert text.splitlines()[0] == "what,gateway_id,order_id,expected,found,currency,to_do"
    row = text.split("\r\n")[1]
    assert row.startswith(f"unknown_reference,'{id_},,,18.45,USD,")


def test_a_report_holds_no_more_than_fits_and_says_so() -> None:
    """1,000 differences by name; how many more there are, as a number."""
    night = Night()
    for number in range(1003):
        night.listed(9, id_=f"pi_{number}")
    report = night.run()
    assert (len(report.differences), report.left_out, report.unexplained) == (1000, 3, 1003)
