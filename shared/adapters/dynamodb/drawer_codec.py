"""The drawer, its shifts and the reports of locked days as they lie in the orders table (see ``codec``)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from shared.adapters.dynamodb.codec import HEAD, Item, moment, optional_moment, optional_stamp, packed, stamp
from shared.domain.day_report import DayReport, Difference, Late
from shared.domain.drawer import MAIN, Drawer, Shift

DRAWER = f"DRAWER#{MAIN}"
REPORT = "REPORT"


def day_key(day: date) -> str:
    """The partition key of a business day that was locked."""
    return f"DAY#{day.isoformat()}"


def drawer_item(drawer: Drawer) -> Item:
    """The drawer's head."""
    body = {
        "shift": _shift(drawer.shift) if drawer.shift else None,
        "riders": dict(drawer.riders),
        "done": dict(drawer.done),
    }
    return {"pk": DRAWER, "sk": HEAD, "version": drawer.version, "body": packed(body)}


def drawer_in(item: Item) -> Drawer:
    """The drawer of a head."""
    body = json.loads(item["body"])
    return Drawer(
        version=int(item["version"]),
        shift=_shift_in(body["shift"]) if body.get("shift") else None,
        riders=body.get("riders", {}),
        done=body.get("done", {}),
    )


def shift_item(shift: Shift) -> Item:
    """A shift that is over."""
    return {"pk": DRAWER, "sk": f"SHIFT#{shift.day.isoformat()}#{shift.number:04d}", "body": packed(_shift(shift))}


def shift_in(item: Item) -> Shift:
    """The shift of an item."""
    return _shift_in(json.loads(item["body"]))


def report_item(report: DayReport) -> Item:
    """The report of a locked day."""
    body = {
        **{name: getattr(report, name) for name in _PLAIN},
        "closed_at": stamp(report.closed_at),
        "by_method": dict(report.by_method),
        "tickets": list(report.tickets),
        "shifts": [_shift(one) for one in report.shifts],
        "differences": [vars(one) for one in report.differences],
        "late": [[one.entry_id, one.kind, one.of.isoformat()] for one in report.late],
    }
    return {"pk": day_key(report.day), "sk": REPORT, "body": packed(body)}


def report_in(item: Item) -> DayReport:
    """The report of an item."""
    body = json.loads(item["body"])
    return DayReport(
        **{name: body[name] for name in _PLAIN},
        day=date.fromisoformat(item["pk"].partition("#")[2]),
        closed_at=moment(body["closed_at"]),
        by_method=body.get("by_method", {}),
        tickets=(body["tickets"][0], body["tickets"][1]),
        shifts=tuple(map(_shift_in, body.get("shifts", ()))),
        differences=tuple(Difference(**one) for one in body.get("differences", ())),
        late=tuple(Late(entry_id=id_, kind=kind, of=date.fromisoformat(of)) for id_, kind, of in body.get("late", ())),
    )


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        **{name: getattr(shift, name) for name in _FIGURES},
        "day": shift.day.isoformat(),
        "opened_at": stamp(shift.opened_at),
        "closed_at": optional_stamp(shift.closed_at),
    }


def _shift_in(body: dict[str, Any]) -> Shift:
    return Shift(
        **{name: body[name] for name in _FIGURES if name in body},
        day=date.fromisoformat(body["day"]),
        opened_at=moment(body["opened_at"]),
        closed_at=optional_moment(body.get("closed_at")),
    )


_PLAIN = (
    "store",
    "currency",
    "closed_by",
    "orders",
    "sales",
    "tax",
    "delivery",
    "tips",
    "refunds",
    "entries",
)
_FIGURES = (
    "number",
    "opened_by",
    "opening",
    "paid_in",
    "paid_out",
    "sales",
    "refunds",
    "handed_in",
    "counted",
    "counted_by",
)
