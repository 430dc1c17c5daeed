"""A reconciliation report as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from shared.domain.reconciliation import Report

HEADINGS = ("what", "gateway_id", "order_id", "expected", "found", "currency", "to_do")
#: A cell that begins with one of these is a formula to Excel and its like.
#: Source: OWASP, "CSV Injection".
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(report: Report) -> bytes:
    """UTF-8 with a mark that Excel needs; amounts in minor units. No cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in _rows(report):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str | int | None) -> str:
    """The cell as text: ids come from a gateway, and what a gateway passes on may be anybody's."""
    text = "" if cell is None else str(cell)
    harmless = isinstance(cell, int) or not text.lstrip(" ").startswith(FORMULAS)
    return text if harmless else f"'{text}"


def _rows(report: Report) -> Iterator[tuple[str | int | None, ...]]:
    for one in report.differences:
        yield one.kind, one.gateway_id, one.order_id, one.expected, one.found, one.currency, one.advice
    for done in report.healed:
        yield "healed", done.gateway_id, done.order_id, None, done.amount, done.currency, f"Nothing: {done.outcome}."
    if report.left_out:
        yield "more", None, None, None, report.left_out, None, "Settle these first, then run it again."
