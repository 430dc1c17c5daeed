"""The report of a locked day as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from shared.domain.day_report import DayReport
from shared.domain.money import to_major
from shared.usecases.reconciliation_csv import safe

TOTALS = ("sales", "tax", "delivery", "tips", "refunds")


def csv_of(report: DayReport) -> str:
    """Section, name, amount in major units, remark. No name can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("section", "name", "amount", "remark"))
    for section, name, amount, remark in _rows(report):
        figure = "" if amount is None else to_major(amount, report.currency)
        writer.writerow((section, safe(name), figure, safe(remark)))
    return out.getvalue()


def _rows(report: DayReport) -> Iterator[tuple[str, str, int | None, str]]:
    yield "day", report.day.isoformat(), None, f"{report.store}, closed by {report.closed_by}"
    yield "tickets", f"{report.tickets[0]}-{report.tickets[1]}", None, f"{report.orders} orders"
    for name in TOTALS:
        yield "total", name, getattr(report, name), ""
    for method, amount in report.by_method.items():
        yield "method", method, amount, ""
    for shift in report.shifts:
        yield "shift", str(shift.number), shift.expected, f"opened by {shift.opened_by}"
    for one in report.differences:
        expected, counted = (to_major(amount, report.currency) for amount in (one.expected, one.counted))
        yield "difference", one.what, one.difference, f"{one.by}: expected {expected}, counted {counted}"
    for late in report.late:
        yield "late", late.entry_id, None, f"{late.kind} of {late.of.isoformat()}"
