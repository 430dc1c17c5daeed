"""A reconciliation report as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from shared.domain.money import to_major
from shared.domain.reconciliation import Report

HEADINGS = ("what", "gateway_id", "order_id", "expected", "found", "currency", "to_do")
#: A cell that begins with one of these is a formula to Excel and its like.
#: Source: OWASP, "CSV Injection".
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(report: Report) -> bytes:
    """UTF-8 with a mark that Excel needs; amounts in major units. No cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for what, gateway_id, order_id, expected, found, currency, to_do in _rows(report):
        names = safe(what), safe(gateway_id), safe(order_id)
        writer.writerow((*names, expected, found, safe(currency), safe(to_do)))
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str | None) -> str:
    """The cell as text: ids come from a gateway, and what a gateway passes on may be anybody's."""
    text = cell or ""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text


def _figure(amount: int | None, currency: str) -> str:
    return "" if amount is None else to_major(amount, currency)


def _rows(report: Report) -> Iterator[tuple[str, str, str | None, str, str, str, str]]:
    for one in report.differences:
        expected, found = _figure(one.expected, one.currency), _figure(one.found, one.currency)
        yield one.kind, one.gateway_id, one.order_id, expected, found, one.currency, one.advice
    for done in report.healed:
        amount = _figure(done.amount, done.currency)
        yield "healed", done.gateway_id, done.order_id, "", amount, done.currency, f"Nothing: {done.outcome}."
    if report.left_out:
        yield "more", "", "", "", str(report.left_out), "", "Settle these first, then run it again."
