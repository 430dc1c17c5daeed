"""What Shiprocket says of a parcel, in our words: its webhook, in both shapes, and what it answers when asked. Pure.

Source: Shiprocket API, "Webhooks", "Tracking"; times are India's without an offset. The table is that of shipments:
orders have another, in which the same numbers mean something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from shared.adapters.couriers.readings import day, mapping, moment, note, rows, text
from shared.domain.parcel import ParcelNews, ParcelState, Scan

COURIER = "shiprocket"
INDIA = timezone(timedelta(hours=5, minutes=30))
_P = ParcelState
#: ``shipment_status_id`` and ``sr-status``: the name, and what it means to us.
SHIPMENT: Mapping[int, tuple[str, ParcelState]] = {
    1: ("AWB ASSIGNED", _P.PRE_TRANSIT),
    2: ("LABEL GENERATED", _P.PRE_TRANSIT),
    3: ("PICKUP SCHEDULED", _P.PRE_TRANSIT),
    4: ("PICKUP QUEUED", _P.PRE_TRANSIT),
    5: ("MANIFEST GENERATED", _P.PRE_TRANSIT),
    6: ("SHIPPED", _P.IN_TRANSIT),
    7: ("DELIVERED", _P.DELIVERED),
    8: ("CANCELLED", _P.CANCELLED),
    9: ("RTO INITIATED", _P.RETURN_TO_SENDER),
    10: ("RTO DELIVERED", _P.RETURNED),
    11: ("PENDING", _P.PRE_TRANSIT),
    12: ("LOST", _P.EXCEPTION),
    #: Nobody came for it yet; to the customer it is still being packed.
    13: ("PICKUP ERROR", _P.PRE_TRANSIT),
    14: ("RTO ACKNOWLEDGED", _P.RETURN_TO_SENDER),
    15: ("PICKUP RESCHEDULED", _P.PRE_TRANSIT),
    16: ("CANCELLATION REQUESTED", _P.PRE_TRANSIT),
    17: ("OUT FOR DELIVERY", _P.OUT_FOR_DELIVERY),
    18: ("IN TRANSIT", _P.IN_TRANSIT),
    19: ("OUT FOR PICKUP", _P.PRE_TRANSIT),
    20: ("PICKUP EXCEPTION", _P.PRE_TRANSIT),
    21: ("UNDELIVERED", _P.FAILED_ATTEMPT),
    22: ("DELAYED", _P.IN_TRANSIT),
    23: ("PARTIAL DELIVERED", _P.EXCEPTION),
    24: ("DESTROYED", _P.EXCEPTION),
    25: ("DAMAGED", _P.EXCEPTION),
    27: ("PICKUP BOOKED", _P.PRE_TRANSIT),
    38: ("REACHED DESTINATION HUB", _P.IN_TRANSIT),
    39: ("MISROUTED", _P.IN_TRANSIT),
    40: ("RTO NDR", _P.RETURN_TO_SENDER),
    41: ("RTO OFD", _P.RETURN_TO_SENDER),
    42: ("PICKED UP", _P.IN_TRANSIT),
    44: ("DISPOSED OFF", _P.EXCEPTION),
    45: ("CANCELLED BEFORE DISPATCHED", _P.CANCELLED),
    46: ("RTO IN TRANSIT", _P.RETURN_TO_SENDER),
    47: ("QC FAILED", _P.EXCEPTION),
    48: ("REACHED WAREHOUSE", _P.IN_TRANSIT),
    51: ("HANDOVER TO COURIER", _P.IN_TRANSIT),
    52: ("SHIPMENT BOOKED", _P.PRE_TRANSIT),
    75: ("RTO LOCK", _P.RETURN_TO_SENDER),
    76: ("UNTRACEABLE", _P.EXCEPTION),
    77: ("ISSUE RELATED TO THE RECIPIENT", _P.FAILED_ATTEMPT),
    78: ("REACHED BACK AT SELLER CITY", _P.RETURN_TO_SENDER),
}
#: The whole text decides, never a part of it: "RTO DELIVERED" and "UNDELIVERED" end in another word's letters.
NUMBERS: Mapping[str, int] = {name: number for number, (name, _) in SHIPMENT.items()} | {
    "CANCELED": 8,
    "RTO": 9,
    "CANCELLED BEFORE DISPATCH": 45,
    "RTO OUT FOR DELIVERY": 41,
    "ISSUE RELATED TO RECIPIENT": 77,
    "BACK AT SELLER CITY": 78,
}
NOT_MAPPED = frozenset({"", "NA", "N/A"})
_Entry = Mapping[str, Any]


def news_of_webhook(payload: _Entry) -> ParcelNews:
    """What a webhook says, in its older or its newer shape."""
    status = payload.get("shipment_status_id"), payload.get("shipment_status") or payload.get("current_status")
    return _news(
        code=text(payload.get("awb")),
        scans=payload.get("scans"),
        status=status,
        at=moment(payload.get("current_timestamp"), zone=INDIA),
        returning=payload.get("is_return") in (1, "1", True),
        expected=payload.get("etd"),
    )


def news_of_tracking(answer: _Entry, *, tracking_code: str, returning: bool, now: datetime) -> ParcelNews:
    """What tracking an air waybill answers; no scans when it says that there is nothing yet.

    ``returning``: the parcel brings goods back. ``now`` stands for a time where the answer has none at all.
    """
    data = mapping(answer.get("tracking_data"))
    track = mapping(next(iter(rows(data.get("shipment_track"))), None))
    if not data.get("track_status"):
        return ParcelNews(courier=COURIER, tracking_code=tracking_code)
    activities = rows(data.get("shipment_track_activities"))
    delivered_at = moment(track.get("delivered_date"), zone=INDIA)
    newest = max((at for at in map(_at, activities) if at), default=None)
    return _news(
        code=tracking_code,
        scans=activities,
        status=(data.get("shipment_status"), track.get("current_status")),
        at=delivered_at or newest or now,
        returning=returning or data.get("is_return") in (1, "1", True),
        expected=track.get("edd") or data.get("etd"),
        agent_phone=text(mapping(track.get("courier_agent_details")).get("phone")),
    )


def _news(
    *,
    code: str,
    scans: object,
    status: tuple[object, object],
    at: datetime | None,
    returning: bool,
    expected: object,
    agent_phone: str = "",
) -> ParcelNews:
    told: list[Scan] = []
    unknown: set[str] = set()
    for entry in rows(scans):
        number, word = _number(entry.get("sr-status"), entry.get("sr-status-label"))
        unknown |= {word} - {""}
        if number is not None and (when := _at(entry)):
            told.append(_scan(number, at=when, entry=entry, returning=returning))
    number, word = _number(*status)
    unknown |= {word} - {""}
    if number is not None and at is not None:
        own = _scan(number, at=at, entry={}, returning=returning)
        # The list tells it too, with its own time: it is one scan, not two.
        told += [] if own.state in {scan.state for scan in told} else [own]
    return ParcelNews(
        courier=COURIER,
        tracking_code=code,
        scans=tuple(told),
        unknown=tuple(sorted(unknown)),
        expected=day(expected, zone=INDIA),
        agent_phone=agent_phone,
    )


def _number(number: object, label: object) -> tuple[int | None, str]:
    """The row of the table, or the words that are in none. "NA" is a courier's own scan: it says nothing."""
    word, found = " ".join(text(label).upper().replace("_", " ").replace("-", " ").split()), text(number)
    if found.isascii() and found.isdecimal() and int(found) in SHIPMENT:
        return int(found), ""
    if word in NUMBERS:
        return NUMBERS[word], ""
    strange = [part for part in (found, word) if part.upper() not in NOT_MAPPED]
    return None, " ".join(strange)


def _scan(number: int, *, at: datetime, entry: _Entry, returning: bool) -> Scan:
    name, state = SHIPMENT[number]
    if returning and state is _P.DELIVERED:
        state = _P.RETURNED
    said = "" if state in (_P.DELIVERED, _P.RETURNED) else note(entry.get("activity"))
    place = note(entry.get("location"))
    remark = ", ".join(one for one in (said, place) if one.upper() not in NOT_MAPPED)
    return Scan(at=at, state=state, code=name, note=remark)


def _at(entry: _Entry) -> datetime | None:
    return moment(entry.get("date"), zone=INDIA)
