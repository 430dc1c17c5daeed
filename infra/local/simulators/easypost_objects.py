"""EasyPost's objects as its API and its webhooks show them. Money as strings of dollars, weights in ounces."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.simulators.carriers import AT_THE_SENDERS, Haul, Scan
from infra.local.simulators.world import Json

# Contract's word -> EasyPost's status, its detail, the carrier's code, and the carrier's words.
WORDS = {
    "pre_transit": ("pre_transit", "label_created", "GX", "Shipping Label Created, Awaiting Item"),
    "in_transit": ("in_transit", "arrived_at_facility", "10", "Arrived at Regional Facility"),
    "out_for_delivery": ("out_for_delivery", "out_for_delivery", "OF", "Out for Delivery"),
    "failed_attempt": (
        "failure",
        "delivery_exception",
        "02",
        "Delivery Attempted - Notice Left (No Authorized Recipient Available)",
    ),
    "available_for_pickup": ("available_for_pickup", "held", "14", "Available for Pickup"),
    "delivered": ("delivered", "arrived_at_destination", "01", "Delivered, Left with Individual"),
    "return_to_sender": ("return_to_sender", "return", "09", "Return to Sender"),
    "returned": ("delivered", "arrived_at_destination", "01", "Delivered, To Original Sender"),
    "exception": ("error", "lost", "LO", "Unable to Locate Package"),
    "cancelled": ("cancelled", "cancelled", "MA", "Label Voided"),
}


def new_id(prefix: str) -> str:
    """An id in EasyPost's form, e.g. `shp_` and 32 hexadecimal digits."""
    return f"{prefix}_{secrets.token_hex(16)}"


def stamp(moment: datetime) -> str:
    """A time as EasyPost writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def dollars(cents: int) -> str:
    """An amount of money: a string with two decimals."""
    return f"{cents // 100}.{cents % 100:02d}"


def address(asked: Json, *, at: str) -> Json:
    """An address as it was given, with an id; what is missing is null."""
    fields = ("name", "company", "street1", "street2", "city", "state", "zip", "country", "phone", "email")
    return {
        "id": new_id("adr"),
        "object": "Address",
        "created_at": at,
        "updated_at": at,
        **{field: asked.get(field) for field in fields},
        "mode": "test",
        "carrier_facility": None,
        "residential": None,
        "federal_tax_id": None,
        "state_tax_id": None,
        "verifications": {},
    }


def shipment(asked: Json, *, id_: str, at: str) -> Json:
    """A shipment nobody bought a label for. A return goes the other way with the addresses of the way there."""
    to, sender = address(asked["to_address"], at=at), address(asked["from_address"], at=at)
    returning = asked.get("is_return") is True
    dimensions = {name: _number(asked["parcel"].get(name)) for name in ("length", "width", "height", "weight")}
    return {
        "id": id_,
        "object": "Shipment",
        "created_at": at,
        "updated_at": at,
        "mode": "test",
        "reference": asked.get("reference"),
        "is_return": returning,
        "to_address": sender if returning else to,
        "from_address": to if returning else sender,
        "buyer_address": to,
        "return_address": sender,
        "parcel": {"id": new_id("prcl"), "object": "Parcel", "created_at": at, **dimensions, "mode": "test"},
        "customs_info": asked.get("customs_info"),
        "options": {"label_format": "PNG", "currency": "USD", **(asked.get("options") or {})},
        "status": "unknown",
        "tracking_code": None,
        "tracker": None,
        "selected_rate": None,
        "postage_label": None,
        "refund_status": None,
        "fees": [],
        "forms": [],
        "insurance": None,
        "batch_id": None,
        "order_id": None,
        "scan_form": None,
        "usps_zone": 4,
        "rates": [],
        "messages": [],
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def rate(offer: tuple[str, str, int, int], *, shipment_id: str, at: str) -> Json:
    """What one service would cost: strings of dollars."""
    carrier, service, days, cents = offer
    return {
        "id": new_id("rate"),
        "object": "Rate",
        "created_at": at,
        "updated_at": at,
        "mode": "test",
        "carrier": carrier,
        "service": service,
        "carrier_account_id": f"ca_{carrier.lower()}",
        "shipment_id": shipment_id,
        "rate": dollars(cents),
        "currency": "USD",
        "retail_rate": dollars(cents + cents // 5),
        "retail_currency": "USD",
        "list_rate": dollars(cents + cents // 10),
        "list_currency": "USD",
        "billing_type": "easypost",
        "delivery_days": days,
        "delivery_date": None,
        "delivery_date_guaranteed": False,
        "est_delivery_days": days,
    }


def tracking_code(carrier: str) -> str:
    """A number in the carrier's form."""
    digits = str(secrets.randbelow(10**18)).zfill(18)
    return {"UPS": f"1Z{digits[:16]}", "FedEx": f"7{digits[:11]}"}.get(carrier, f"9400{digits}")


def postage_label(url: str, *, kind: str, at: str) -> Json:
    """The label of a bought shipment; the other formats exist once they are asked for."""
    return {
        "id": new_id("pl"),
        "object": "PostageLabel",
        "created_at": at,
        "updated_at": at,
        "date_advance": 0,
        "integrated_form": "none",
        "label_date": at,
        "label_resolution": 203,
        "label_size": "4x6",
        "label_type": "default",
        "label_file_type": kind,
        "label_url": url,
        "label_pdf_url": url if kind == "application/pdf" else None,
        "label_zpl_url": None,
        "label_epl2_url": None,
        "label_file": None,
    }


def tracker(haul: Haul, *, id_: str) -> Json:
    """What is known of a parcel; without a scan its status is `unknown`."""
    scanned = [_detail(scan, haul) for scan in haul.scans]
    newest = scanned[-1] if scanned else None
    status = "cancelled" if haul.cancelled else newest["status"] if newest else "unknown"
    changed = haul.scans[-1].at if haul.scans else haul.booked_at
    return {
        "id": id_,
        "object": "Tracker",
        "mode": "test",
        "tracking_code": haul.tracking_code,
        "status": status,
        "status_detail": newest["status_detail"] if newest else "unknown",
        "created_at": stamp(haul.booked_at),
        "updated_at": stamp(changed),
        "signed_by": haul.signed_by or None,
        "weight": haul.weight,
        "est_delivery_date": f"{haul.expected.isoformat()}T00:00:00Z",
        "shipment_id": haul.shipment_id or None,
        "carrier": haul.carrier,
        "public_url": haul.public_url,
        "fees": [],
        "tracking_details": scanned,
        "carrier_detail": {
            "object": "CarrierDetail",
            "service": haul.service,
            "container_type": None,
            "est_delivery_date_local": None,
            "est_delivery_time_local": None,
        },
        "finalized": haul.status in {"delivered", "returned", "cancelled"},
        "is_return": haul.inbound,
    }


def _detail(scan: Scan, haul: Haul) -> Json:
    status, detail, code, words = WORDS[scan.status]
    # A label is made nowhere: the carrier has nothing in its hands yet.
    nowhere: Json = {}
    place = nowhere if scan.status == "pre_transit" else haul.sender if scan.status in AT_THE_SENDERS else haul.receiver
    return {
        "object": "TrackingDetail",
        "message": scan.reason or words,
        "description": scan.reason or words,
        "status": status,
        "status_detail": detail,
        "datetime": stamp(scan.at),
        "source": haul.carrier,
        "carrier_code": code,
        "tracking_location": {
            "object": "TrackingLocation",
            "city": str(place.get("city") or "").upper() or None,
            "state": place.get("state") or None,
            "country": place.get("country") or None,
            "zip": place.get("postal_code") or None,
        },
    }


def event(description: str, result: Json, *, previous: Json, now: datetime, url: str) -> Json:
    """A webhook's body."""
    at = stamp(now)
    return {
        "id": new_id("evt"),
        "object": "Event",
        "description": description,
        "mode": "test",
        "previous_attributes": previous,
        "created_at": at,
        "updated_at": at,
        "status": "pending",
        "pending_urls": [url],
        "completed_urls": [],
        "user_id": "user_tillhook",
        "result": result,
    }


def days_after(moment: datetime, days: int) -> Any:
    """The date so many days on, in UTC."""
    return (moment + timedelta(days=days)).date()
