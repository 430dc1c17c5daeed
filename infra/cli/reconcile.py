"""`till reconcile`: have a store's reconciler compare a business day with its gateway, and print what it found."""

import threading
import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from infra.cli.target import CommandError, Target
from shared.adapters.dynamodb.report_codec import report_in, report_key
from shared.domain.money import Money
from shared.domain.reconciliation import Report, Scope

#: Each run goes on where the one before stopped; a day of any shop fits into a few.
MOST_RUNS = 40
HEADINGS = ("what", "gateway id", "order", "expected", "found")
#: Seconds: a run that takes longer says that it is still at it.
PATIENCE = 2.0


def day_of(text: str) -> date:
    """A business day as it is typed. Raises `ArgumentTypeError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day; write it like 2026-11-21") from None


def reconciled(target: Target, *, day: date, today: date, tell: Callable[[str], None]) -> Report:
    """Run until the day is done. Progress, the table and what to do next are told by lines. Raises `CommandError`."""
    if day > today:
        raise CommandError(f"{day} has not begun at {target.store.name}: its business day is {today}")
    tell(
        f"comparing {day} and the day before of {target.store.name} with {target.store.payment.provider}'s own lists; "
        "payments whose news was lost are made up for, all else that differs is listed"
    )
    for _ in range(MOST_RUNS):
        with _patience(tell):
            told = target.call("reconcile", {"date": day.isoformat()})
        tell(f"compared {told['payments']} payments up to {told['reached']}, {told['healed']} healed")
        if told["complete"]:
            break
    else:
        raise CommandError(f"{day} is not done after {MOST_RUNS} runs: run it again, it goes on where it stopped")
    report = _report(target, day)
    for line in shown(report):
        tell(line)
    return report


def shown(report: Report) -> Iterator[str]:
    """A report as a table."""
    yield ""
    yield f"{report.store} at {report.provider}, {report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC"
    rows: list[tuple[str, ...]] = [
        *(("healed", one.gateway_id, one.order_id, "", _figure(one.amount, one.currency)) for one in report.healed),
        *(
            (
                one.kind.value,
                one.gateway_id,
                one.order_id or "",
                _figure(one.expected, one.currency),
                _figure(one.found, one.currency),
            )
            for one in report.differences
        ),
    ]
    yield from _table(rows) if rows else ["nothing to heal, no differences"]
    if report.left_out:
        yield f"and {report.left_out} more: settle these first, then run it again"
    for kind in dict.fromkeys(one.kind for one in report.differences):
        advice = next(one.advice for one in report.differences if one.kind is kind)
        yield f"{kind.value}: {advice}"
    if not report.unexplained:
        yield "all explained: there is nothing to do"
        return
    yield f"{report.unexplained} to be settled by a person: do as said above, then run this again"
    yield f"the same as a file: reconciliation/{report.day}-{report.scope}.csv in the store's reports bucket"


def _report(target: Target, day: date) -> Report:
    found = target.client("dynamodb").get_item(
        TableName=target.outputs()["OrdersTable"],
        Key={"pk": {"S": report_key(day)}, "sk": {"S": Scope.DAY.value}},
        ConsistentRead=True,
    )
    if "Item" not in found:
        raise CommandError(f"the reconciler left no report of {day}: run this again")
    return report_in({name: value["S"] for name, value in found["Item"].items() if "S" in value})


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[place]) for row in [HEADINGS, *rows]) for place in range(len(HEADINGS))]
    for row in [HEADINGS, *rows]:
        yield "  ".join(_plain(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _plain(cell: str) -> str:
    """What a gateway passes on may be anybody's: no control character reaches the terminal."""
    return "".join(one if one.isprintable() else "?" for one in cell)


def _figure(figure: int | None, currency: str) -> str:
    return "" if figure is None else str(Money(figure, currency))


@contextmanager
def _patience(tell: Callable[[str], None]) -> Iterator[None]:
    """Say now and then that it is still going on, lest it look stuck."""
    done, began = threading.Event(), time.monotonic()

    def remind() -> None:
        while not done.wait(PATIENCE):
            tell(f"still comparing, {time.monotonic() - began:.0f} s")

    reminder = threading.Thread(target=remind, daemon=True)
    reminder.start()
    try:
        yield
    finally:
        done.set()
        reminder.join()
