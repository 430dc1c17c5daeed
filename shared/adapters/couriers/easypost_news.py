"""What an EasyPost tracker says of a parcel, in our words. Pure.

Source: EasyPost API, "Tracker Object", "Tracking statuses"; times RFC 3339 in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from shared.adapters.couriers.readings import day, mapping, moment, note, rows, text
from shared.domain.parcel import ParcelNews, ParcelState, Scan

COURIER = "easypost"
_P = ParcelState
#: ``status`` of a tracker or of one of its details. None: it says nothing yet.
STATES: Mapping[str, ParcelState | None] = {
    "unknown": None,
    "pre_transit": _P.PRE_TRANSIT,
    "in_transit": _P.IN_TRANSIT,
    "out_for_delivery": _P.OUT_FOR_DELIVERY,
    "available_for_pickup": _P.AVAILABLE_FOR_PICKUP,
    "delivered": _P.DELIVERED,
    "return_to_sender": _P.RETURN_TO_SENDER,
    #: An attempt that failed, unless its detail says worse.
    "failure": _P.FAILED_ATTEMPT,
    "error": _P.EXCEPTION,
    "cancelled": _P.CANCELLED,
}
#: ``status_detail`` of a failure that no further attempt mends.
LOST = frozenset({"damaged", "lost", "expired", "cancelled", "refused"})


def news_of_event(payload: Mapping[str, Any]) -> ParcelNews | None:
    """What a webhook's event tells of a parcel; None when it is about none."""
    tracker = mapping(payload.get("result"))
    return news_of_tracker(tracker) if text(tracker.get("tracking_code")) else None


def news_of_tracker(tracker: Mapping[str, Any]) -> ParcelNews:
    """All that a tracker tells. Its details are the scans; its own status is one where they do not tell of it."""
    entries = list(_entries(tracker))
    returning = tracker.get("is_return") is True
    unknown = tuple(sorted({status for status, _ in entries if status and status not in STATES}))
    return ParcelNews(
        courier=COURIER,
        tracking_code=text(tracker.get("tracking_code")),
        scans=tuple(scan for scan in (_scan(entry, returning=returning) for _, entry in entries) if scan),
        unknown=unknown,
        expected=day(tracker.get("est_delivery_date"), zone=UTC),
        signed_by=note(tracker.get("signed_by")),
    )


def _entries(tracker: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    details = rows(tracker.get("tracking_details"))
    for detail in details:
        yield text(detail.get("status")), detail
    status = text(tracker.get("status"))
    told = {_state(one) for one in details if moment(one.get("datetime"), zone=UTC)}
    if status and (status not in STATES or _state(tracker) not in told):
        # A detail that is missing, or without a time: the tracker's own change is the best that is known of when.
        yield status, {**tracker, "datetime": tracker.get("updated_at") or tracker.get("created_at")}


def _scan(entry: Mapping[str, Any], *, returning: bool) -> Scan | None:
    state, at = _state(entry), moment(entry.get("datetime"), zone=UTC)
    if state is None or at is None:
        return None
    if returning and state is _P.DELIVERED:
        state = _P.RETURNED
    code = "/".join(filter(None, (text(entry.get("status")), text(entry.get("status_detail")))))
    # A carrier's words for a delivery may be who took it.
    said = "" if state in (_P.DELIVERED, _P.RETURNED) else note(entry.get("message"))
    place = note(mapping(entry.get("tracking_location")).get("city"))
    return Scan(at=at, state=state, code=code, note=", ".join(filter(None, (said, place))))


def _state(entry: Mapping[str, Any]) -> ParcelState | None:
    state = STATES.get(text(entry.get("status")))
    if state is _P.FAILED_ATTEMPT and text(entry.get("status_detail")) in LOST:
        return _P.EXCEPTION
    return state
