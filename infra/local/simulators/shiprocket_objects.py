"""Shiprocket's answers and webhooks. Times are India's, without saying so; statuses are numbered in two ways."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from infra.local.simulators.carriers import Haul, Scan
from infra.local.simulators.world import Json

INDIA = ZoneInfo("Asia/Kolkata")
NOTHING_YET = "Aahh! There is no activities found in our DB. Please have some patience it will be updated soon."
#: Who brings it, once it is on the van.
AGENT = {"name": "Ramesh", "phone": "9812300045"}
#: Contract's word -> id among shipments' statuses, id among orders' statuses, label, the courier's code and words.
WORDS = {
    "pre_transit": (5, 5, "MANIFEST GENERATED", "X-UCI", "Manifested - Manifest uploaded"),
    "in_transit": (18, 20, "IN TRANSIT", "X-DDD3FD", "In Transit - Shipment Received at Facility"),
    "out_for_delivery": (17, 19, "OUT FOR DELIVERY", "X-DDD4FD", "Dispatched - Out for delivery"),
    "failed_attempt": (21, 36, "UNDELIVERED", "X-EOD-6", "Pending - Consignee not available"),
    "delivered": (7, 7, "DELIVERED", "EOD-38", "Delivered - Delivered to consignee"),
    "return_to_sender": (9, 15, "RTO INITIATED", "RT-101", "RTO - Returned as per client instructions"),
    "returned": (10, 16, "RTO DELIVERED", "RT-110", "RTO Delivered - Returned to shipper"),
    "exception": (12, 33, "LOST", "LT-100", "Shipment lost"),
    "cancelled": (8, 5, "CANCELED", "CAN", "Shipment cancelled"),
}
#: What it says of every later scan of the same kind.
AGAIN = {
    "in_transit": (38, 38, "REACHED AT DESTINATION HUB", "X-IBD3F", "In Transit - Reached Destination Hub"),
    "return_to_sender": (46, 45, "RTO IN TRANSIT", "RT-104", "RTO - In Transit to Origin"),
}


def stamp(moment: datetime) -> str:
    """A time as it stands in scans: `2026-11-21 23:30:00`."""
    return moment.astimezone(INDIA).strftime("%Y-%m-%d %H:%M:%S")


def day_first(moment: datetime) -> str:
    """A time as it stands in `current_timestamp`: `21 11 2026 23:30:00`."""
    return moment.astimezone(INDIA).strftime("%d %m %Y %H:%M:%S")


def etd(day: date) -> str:
    """The day of delivery, with a time of day that means nothing."""
    return datetime.combine(day, time(23, 0), INDIA).strftime("%Y-%m-%d %H:%M:%S")


def words(haul: Haul, place: int) -> tuple[int, int, str, str, str]:
    """The courier's words for the scan at that place of the parcel's."""
    status = haul.scans[place].status
    if status in AGAIN and any(one.status == status for one in haul.scans[:place]):
        return AGAIN[status]
    return WORDS[status]


def activities(haul: Haul) -> list[Json]:
    """Every scan, newest first; each facility adds a line that belongs to no status."""
    lines: list[Json] = []
    for place, scan in enumerate(haul.scans):
        number, _, label, code, said = words(haul, place)
        lines.append(_activity(scan, code, scan.reason or said, str(number), label))
        if scan.status == "in_transit":
            lines.append(_activity(scan, "X-PIOM", "In Transit - Bag added to trip", "NA", "NA"))
    return lines[::-1]


def _activity(scan: Scan, code: str, said: str, number: str, label: str) -> Json:
    return {
        "date": stamp(scan.at),
        "status": code,
        "activity": said,
        "location": scan.place,
        "sr-status": number,
        "sr-status-label": label,
    }


def tracking(haul: Haul | None) -> Json:
    """The answer of all calls that track; before the first scan it has nothing, with HTTP 200."""
    if haul is None or not haul.scans:
        return {
            "tracking_data": {
                "track_status": 0,
                "shipment_status": 0,
                "shipment_track": [_nobody()],
                "shipment_track_activities": None,
                "track_url": "",
                "error": NOTHING_YET,
            }
        }
    number, _, label, _, _ = words(haul, len(haul.scans) - 1)
    agent = AGENT if haul.status == "out_for_delivery" else None
    delivered = next((stamp(one.at) for one in haul.scans if one.status == "delivered"), "")
    return {
        "tracking_data": {
            "track_status": 1,
            "shipment_status": number,
            "shipment_track": [
                {
                    **_nobody(),
                    "awb_code": haul.tracking_code,
                    "shipment_id": int(haul.shipment_id),
                    "current_status": _title(label),
                    "delivered_date": delivered,
                    "pickup_date": stamp(haul.scans[0].at),
                    "edd": etd(haul.expected),
                    "destination": str(haul.receiver.get("city") or ""),
                    "origin": str(haul.sender.get("city") or ""),
                    "consignee_name": str(haul.receiver.get("name") or ""),
                    "delivered_to": str(haul.receiver.get("city") or "") if delivered else "",
                    "courier_name": haul.carrier,
                    "courier_agent_details": agent,
                }
            ],
            "shipment_track_activities": activities(haul),
            "track_url": haul.public_url,
            "etd": etd(haul.expected),
            "qc_response": "",
            "is_return": haul.inbound,
        }
    }


def _nobody() -> Json:
    return {
        "id": 0,
        "awb_code": "",
        "courier_company_id": 51,
        "shipment_id": None,
        "order_id": None,
        "pickup_date": None,
        "delivered_date": None,
        "weight": "",
        "packages": 1,
        "current_status": "",
        "delivered_to": "",
        "destination": "",
        "consignee_name": "",
        "origin": "",
        "courier_agent_details": None,
        "edd": None,
    }


def _title(label: str) -> str:
    return label.title().replace("Rto", "RTO")


def webhook(haul: Haul, *, order_id: str) -> Json:
    """What the panel's webhook tells after a scan, in one of the two forms that are about; AWBs decide which."""
    if older_form(haul):
        return _older(haul, order_id=order_id)
    newest = haul.scans[-1]
    number, order_number, label, _, _ = words(haul, len(haul.scans) - 1)
    return {
        "awb": haul.tracking_code,
        "courier_name": haul.carrier,
        "current_status": label,
        "current_status_id": order_number,
        "shipment_status": label,
        "shipment_status_id": number,
        "current_timestamp": day_first(newest.at),
        "order_id": f"3422553_{haul.reference}",
        "sr_order_id": int(order_id),
        "awb_assigned_date": stamp(haul.booked_at),
        "pickup_scheduled_date": stamp(haul.booked_at),
        "etd": etd(haul.expected),
        "scans": activities(haul)[::-1],
        "is_return": int(haul.inbound),
        "channel_id": 3422553,
        "pod_status": "OTP Based Delivery",
        "pod": "Not Available",
        "qc_image": "",
        "qc_failure_reason": "",
    }


def older_form(haul: Haul) -> bool:
    """Every third scan of a parcel, of each parcel other ones; the same scan always in the same form."""
    return (int(haul.tracking_code) + len(haul.scans)) % 3 == 0


def _older(haul: Haul, *, order_id: str) -> Json:
    newest = haul.scans[-1]
    number, order_number, label, _, _ = words(haul, len(haul.scans) - 1)
    return {
        "awb": int(haul.tracking_code),
        "current_status": _title(label),
        "order_id": order_id,
        "current_timestamp": stamp(newest.at),
        "etd": etd(haul.expected),
        "current_status_id": order_number,
        "shipment_status": _title(label),
        "shipment_status_id": number,
        "channel_order_id": haul.reference,
        "channel": "CUSTOM",
        "courier_name": haul.carrier,
        "scans": [{name: one[name] for name in ("date", "activity", "location")} for one in activities(haul)],
    }
