"""Parcels beside their order, and the way from a tracking code to them, as they lie in the orders table (see codec).

A parcel has the keys of the status index, so that those of which nothing was heard for long are found: ``status`` is
``parcel_<state>``, ``placed_at`` when it was heard of last. No order and no case has such a status.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from shared.adapters.dynamodb.codec import Item, id_in, moment, optional_moment, optional_stamp, packed, stamp
from shared.domain.parcel import Address, Direction, Instruction, InstructionKind, Parcel, ParcelState, Scan

#: Characters kept of what a courier says in its own words.
LONGEST_NOTE = 500
#: The sort key of what was seen of a tracking code.
SEEN = "SEEN"


def parcel_status(state: ParcelState) -> str:
    """What the status index knows parcels of that state by."""
    return f"parcel_{state.value}"


def tracking_key(courier: str, tracking_code: str) -> str:
    """The partition key of a courier's tracking code."""
    return f"TRACKING#{courier}#{tracking_code}"


def tracking_item(courier: str, tracking_code: str, *, order_id: str, parcel_id: str) -> Item:
    """Whose parcel a tracking code is."""
    return {
        "pk": tracking_key(courier, tracking_code),
        "sk": SEEN,
        "order_id": order_id,
        "body": packed({"parcel": parcel_id}),
    }


def tracked_in(item: Item) -> tuple[str, str]:
    """The order's and the parcel's id behind a tracking code."""
    return item["order_id"], json.loads(item["body"])["parcel"]


def parcel_item(parcel: Parcel) -> Item:
    """A parcel, beside its order's head."""
    body = {
        "number": parcel.number,
        "courier": parcel.courier,
        "direction": parcel.direction.value,
        "to": address_body(parcel.to),
        "lines": dict(parcel.lines),
        "at": stamp(parcel.at),
        "scans": [_scan_body(scan) for scan in parcel.scans],
        **{name: getattr(parcel, name) for name in _PLAIN},
        "shipment_id": parcel.shipment_id,
        "tracking_code": parcel.tracking_code,
        "cost": parcel.cost,
        "expected": _optional_day(parcel.expected),
        "heard_at": optional_stamp(parcel.heard_at),
        "deadline": optional_stamp(parcel.deadline),
        "instructions": [_instruction_body(one) for one in parcel.instructions],
    }
    return {
        "pk": f"ORDER#{parcel.order_id}",
        "sk": f"PARCEL#{parcel.id}",
        "status": parcel_status(parcel.state),
        "placed_at": stamp(parcel.heard_at or parcel.at),
        "version": parcel.version,
        "body": packed(body),
    }


def parcel_in(item: Item) -> Parcel:
    """The parcel of an item."""
    body = json.loads(item["body"])
    return Parcel(
        id=id_in(item["sk"]),
        order_id=id_in(item["pk"]),
        number=body["number"],
        courier=body["courier"],
        direction=Direction(body["direction"]),
        to=address_in(body["to"]),
        lines=body.get("lines", {}),
        at=moment(body["at"]),
        state=ParcelState(item["status"].removeprefix("parcel_")),
        version=item["version"],
        scans=tuple(map(_scan_in, body.get("scans", ()))),
        **{name: body.get(name, "") for name in _PLAIN},
        shipment_id=body.get("shipment_id"),
        tracking_code=body.get("tracking_code"),
        cost=body.get("cost"),
        expected=_day_in(body.get("expected")),
        heard_at=optional_moment(body.get("heard_at")),
        deadline=optional_moment(body.get("deadline")),
        instructions=tuple(map(_instruction_in, body.get("instructions", ()))),
    )


#: Words of a parcel that are empty when there are none.
_PLAIN = (
    "tracking_url",
    "courier_name",
    "label_url",
    "cost_currency",
    "signed_by",
    "agent_phone",
    "return_id",
    "rider",
    "proof",
    "refused",
    "prepared",
)


def address_body(address: Address) -> dict[str, str]:
    """An address without what is empty."""
    named = ((field.name, getattr(address, field.name)) for field in fields(Address))
    return {name: value for name, value in named if value}


def address_in(body: Mapping[str, str]) -> Address:
    """The address that ``address_body`` wrote."""
    must = ("name", "line1", "city", "postal_code", "country")
    return Address(**(dict.fromkeys(must, "") | dict(body)))


def _scan_body(scan: Scan) -> list[str]:
    body = [stamp(scan.at), scan.state.value, scan.code, scan.note[:LONGEST_NOTE]]
    return body if scan.note else body[:3]


def _scan_in(body: list[str]) -> Scan:
    at, state, code, *note = body
    return Scan(at=moment(at), state=ParcelState(state), code=code, note=note[0] if note else "")


def _instruction_body(one: Instruction) -> dict[str, Any]:
    body = {
        "kind": one.kind.value,
        "attempt": one.attempt,
        "by": one.by,
        "at": stamp(one.at),
        "day": _optional_day(one.day),
        "address": address_body(one.address) if one.address else None,
        "told_at": optional_stamp(one.told_at),
    }
    return {name: value for name, value in body.items() if value is not None}


def _instruction_in(body: Mapping[str, Any]) -> Instruction:
    return Instruction(
        kind=InstructionKind(body["kind"]),
        attempt=body["attempt"],
        by=body["by"],
        at=moment(body["at"]),
        day=_day_in(body.get("day")),
        address=address_in(body["address"]) if "address" in body else None,
        told_at=optional_moment(body.get("told_at")),
    )


def _optional_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_in(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
