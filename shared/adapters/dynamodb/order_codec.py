"""An order's head as it lies in the orders table (see ``codec``).

``customer_id`` is an attribute of its own for the index of a customer's orders, and stays in the body for releases that
read it there. What a cart has no use for costs it nothing: empty parts are not written.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from shared.adapters.dynamodb.codec import (
    HEAD,
    LONGEST_TEXT,
    Item,
    id_in,
    moment,
    optional_moment,
    optional_stamp,
    packed,
    stamp,
)
from shared.domain.order import (
    Handover,
    Line,
    Order,
    OrderStatus,
    Problem,
    ProblemKind,
    Source,
    Ticket,
    Utterance,
)

#: Bytes a body may have: DynamoDB takes items of 400 KB, and the index holds the whole head once more.
MOST_BYTES = 300_000
#: What customers said is cut to so many characters each, the next shorter when the body would be too large.
LENGTHS = (LONGEST_TEXT, 256, 16)
#: Utterances kept with an order, the newest. All of them stay in the chat.
MOST_HEARD = 50


def order_item(order: Order) -> Item:
    """An order's head."""
    return {
        "pk": f"ORDER#{order.id}",
        "sk": HEAD,
        "status": order.status.value,
        "placed_at": stamp(order.placed_at),
        "customer_id": order.customer_id,
        "version": order.version,
        "body": _fitting(order),
    }


def _fitting(order: Order) -> str:
    body = ""
    for longest in LENGTHS:
        body = packed(_body(order, longest=longest))
        if len(body.encode()) <= MOST_BYTES:
            break
    return body


def _body(order: Order, *, longest: int) -> dict[str, Any]:
    ticket = order.ticket
    return {
        "store": order.store,
        "customer": order.customer_id,
        "currency": order.currency,
        "source": [order.source.channel, order.source.message_id],
        "lines": [_line(line, longest=longest) for line in order.lines],
        "needs": dict(order.needs),
        "problems": [_problem(problem, longest=longest) for problem in order.problems],
        "expires_at": optional_stamp(order.expires_at),
        "ticket": {"number": ticket.number, "day": ticket.day.isoformat()} if ticket else None,
        "note": order.note[:longest],
        "handover": _handover(order.handover, longest=longest) if order.handover else None,
        "heard": [_utterance(one, longest=longest) for one in order.heard[-MOST_HEARD:]],
        "replaces": order.replaces,
        "credit": order.credit or None,
        "spares": dict(order.spares),
    } | _filled(assignee=order.assignee, score=order.score, review=order.review[:longest])


def _line(line: Line, *, longest: int) -> dict[str, Any]:
    own = {"sku": line.sku, "name": line.name, "qty": line.quantity, "price": line.unit_price}
    return own | _filled(note=line.note[:longest], tax=line.tax_bp or None, tax_on_top=line.tax_on_top or None)


def _problem(problem: Problem, *, longest: int) -> dict[str, Any]:
    own = {
        "kind": problem.kind.value,
        "sku": problem.sku,
        "name": problem.name[:longest],
        "wanted": problem.wanted,
        "found": problem.found,
    }
    return own | _filled(candidates=list(problem.candidates), names=list(problem.names))


def _handover(handover: Handover, *, longest: int) -> dict[str, Any]:
    return {"kind": handover.kind} | _filled(
        address=handover.address[:longest],
        postal_code=handover.postal_code[:longest],
        latitude=handover.latitude,
        longitude=handover.longitude,
        at=optional_stamp(handover.at),
    )


def _utterance(one: Utterance, *, longest: int) -> dict[str, Any]:
    own = {"message": one.message_id, "at": stamp(one.at), "kind": one.kind, "confidence": one.confidence}
    return own | _filled(text=one.text[:longest], corrected_by=one.corrected_by)


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def order_in(item: Item) -> Order:
    """The order of a head."""
    body = json.loads(item["body"])
    channel, message_id = body["source"]
    ticket = body.get("ticket")
    return Order(
        id=id_in(item["pk"]),
        store=body["store"],
        customer_id=body["customer"],
        status=OrderStatus(item["status"]),
        version=item["version"],
        lines=tuple(map(_line_in, body.get("lines", ()))),
        currency=body["currency"],
        placed_at=moment(item["placed_at"]),
        source=Source(channel=channel, message_id=message_id),
        needs=body.get("needs", {}),
        problems=tuple(map(_problem_in, body.get("problems", ()))),
        expires_at=optional_moment(body.get("expires_at")),
        ticket=Ticket(number=ticket["number"], day=date.fromisoformat(ticket["day"])) if ticket else None,
        note=body.get("note", ""),
        handover=_handover_in(body["handover"]) if "handover" in body else None,
        heard=tuple(map(_utterance_in, body.get("heard", ()))),
        replaces=body.get("replaces"),
        credit=body.get("credit", 0),
        spares=body.get("spares", {}),
        assignee=body.get("assignee", ""),
        score=body.get("score"),
        review=body.get("review", ""),
    )


def _line_in(line: dict[str, Any]) -> Line:
    return Line(
        sku=line["sku"],
        name=line["name"],
        quantity=line["qty"],
        unit_price=line["price"],
        note=line.get("note", ""),
        tax_bp=line.get("tax", 0),
        tax_on_top=line.get("tax_on_top", False),
    )


def _problem_in(one: dict[str, Any]) -> Problem:
    return Problem(
        kind=ProblemKind(one["kind"]),
        sku=one["sku"],
        name=one["name"],
        wanted=one["wanted"],
        found=one["found"],
        candidates=tuple(one.get("candidates", ())),
        names=tuple(one.get("names", ())),
    )


def _handover_in(handover: dict[str, Any]) -> Handover:
    return Handover(
        kind=handover["kind"],
        address=handover.get("address", ""),
        postal_code=handover.get("postal_code", ""),
        latitude=handover.get("latitude"),
        longitude=handover.get("longitude"),
        at=optional_moment(handover.get("at")),
    )


def _utterance_in(one: dict[str, Any]) -> Utterance:
    return Utterance(
        message_id=one["message"],
        at=moment(one["at"]),
        text=one.get("text", ""),
        kind=one["kind"],
        confidence=one["confidence"],
        corrected_by=one.get("corrected_by"),
    )
