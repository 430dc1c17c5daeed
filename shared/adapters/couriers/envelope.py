"""What must be known of a courier's webhook to queue it: which parcel it is about, and how a repeat of it is known.

Sources: EasyPost, "Event Object"; Shiprocket, "Webhooks".
"""

from __future__ import annotations

from shared.adapters.inbox import Unreadable, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EASYPOST_TRACKER = "tracker."


class NoParcel(ValueError):
    """Genuine and understood, and about no parcel; `reason` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CourierEvent:
    """A webhook to queue: `event_id` is the same each time the courier repeats it."""

    __slots__ = ("event_id", "tracking_code")

    def __init__(self, *, event_id: str, tracking_code: str) -> None:
        self.event_id = event_id
        self.tracking_code = tracking_code


def easypost_event(payload: dict[str, Any]) -> CourierEvent:
    """Read an EasyPost event. Raises `NoParcel` for batches, refunds and the like, `Unreadable` without id or code."""
    event_id, described = payload.get("id"), payload.get("description")
    if not isinstance(event_id, str) or not event_id or not isinstance(described, str):
        raise Unreadable("no event id or description")
    if not described.startswith(EASYPOST_TRACKER):
        raise NoParcel("not_a_tracker")
    tracker = payload.get("result")
    code = tracker.get("tracking_code") if isinstance(tracker, dict) else None
    if not isinstance(code, str) or not code.strip():
        raise Unreadable("no tracking code")
    return CourierEvent(event_id=event_id, tracking_code=code.strip())


def shiprocket_event(payload: dict[str, Any]) -> CourierEvent:
    """Read a Shiprocket webhook. Raises `NoParcel` when it names no air waybill: an order that has none yet.

    Shiprocket names no event, so what makes it another one stands for its id. An air waybill comes as text or number.
    """
    awb = payload.get("awb")
    code = str(awb).strip() if isinstance(awb, str | int) and not isinstance(awb, bool) else ""
    if not code:
        raise NoParcel("no_awb")
    scans = payload.get("scans")
    parts = (
        code,
        str(payload.get("shipment_status_id")),
        str(payload.get("current_timestamp")),
        str(len(scans) if isinstance(scans, list) else 0),
    )
    return CourierEvent(event_id=digest("\n".join(parts)), tracking_code=code)
