"""Reconciliation reports as items. Their entries are lists, not objects: a thousand of them must fit into one item."""

from __future__ import annotations

import json
from datetime import date

from shared.adapters.dynamodb.codec import Item, id_in, moment, stamp, written
from shared.domain.reconciliation import Difference, DifferenceKind, Healed, Report, Scope, Step


def report_key(day: date) -> str:
    """The partition of a business day's reports."""
    return f"RECON#{day.isoformat()}"


def report_item(report: Report) -> Item:
    """One report."""
    body = {
        "store": report.store,
        "provider": report.provider,
        "since": stamp(report.since),
        "until": stamp(report.until),
        "reached": stamp(report.reached),
        "ran_at": stamp(report.ran_at),
        "payments": report.payments,
        "left_out": report.left_out,
        "left": [[step.value, stamp(at)] for step, at in report.left],
        "healed": [[one.gateway_id, one.order_id, one.amount, one.currency, one.outcome] for one in report.healed],
        "differences": [
            [one.kind, one.gateway_id, one.order_id, one.expected, one.found, one.currency]
            for one in report.differences
        ],
    }
    return {"pk": report_key(report.day), "sk": report.scope.value, "body": written(body)}


def report_in(item: Item) -> Report:
    """The report of an item."""
    body = json.loads(item["body"])
    return Report(
        store=body["store"],
        provider=body["provider"],
        day=date.fromisoformat(id_in(item["pk"])),
        scope=Scope(item["sk"]),
        since=moment(body["since"]),
        until=moment(body["until"]),
        reached=moment(body["reached"]),
        ran_at=moment(body["ran_at"]),
        payments=body["payments"],
        left_out=body["left_out"],
        left=tuple((Step(step), moment(at)) for step, at in body.get("left", ())),
        healed=tuple(
            Healed(gateway_id=id_, order_id=order_id, amount=amount, currency=currency, outcome=outcome)
            for id_, order_id, amount, currency, outcome in body["healed"]
        ),
        differences=tuple(
            Difference(
                kind=DifferenceKind(kind),
                gateway_id=id_,
                order_id=order_id,
                expected=expected,
                found=found,
                currency=currency,
            )
            for kind, id_, order_id, expected, found, currency in body["differences"]
        ),
    )
