"""What EasyPost refuses, in its own words, and what its carriers would not bring."""

import re
from typing import Any

from infra.local.simulators.world import Json

LABEL_FORMATS = {"PNG": "image/png", "PDF": "application/pdf"}
ADDRESS_FIELDS = ("street1", "city", "country")
# Ounces. What the post and the parcel services take at most.
HEAVIEST = {"USPS": 70 * 16, "UPS": 150 * 16, "FedEx": 150 * 16}
SERVICES = (
    ("USPS", "GroundAdvantage", 3, 486),
    ("USPS", "Priority", 2, 773),
    ("USPS", "Express", 1, 2760),
    ("UPS", "Ground", 4, 1104),
    ("FedEx", "FEDEX_GROUND", 4, 1130),
)


class EasyPostError(Exception):
    """A refusal; `errors` names fields, and may be empty."""

    def __init__(self, code: str, message: str, *, status: int = 422, errors: list[Json] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"error": {"code": code, "message": message, "errors": errors or []}}


def missing(field: str) -> EasyPostError:
    """A parameter is not there."""
    errors: list[Json] = [{"field": field, "message": "cannot be blank"}]
    return EasyPostError("PARAMETER.REQUIRED", "Missing required parameter.", errors=errors)


def invalid(field: str, message: str) -> EasyPostError:
    """A parameter is not what it should be."""
    errors: list[Json] = [{"field": field, "message": message}]
    return EasyPostError("PARAMETER.INVALID", "Invalid parameter.", errors=errors)


def not_found() -> EasyPostError:
    """Nothing of this account has that id."""
    return EasyPostError("NOT_FOUND", "The requested resource could not be found.", status=404)


def part(asked: Json, name: str) -> Json:
    """The object that a request is wrapped in, e.g. `{"shipment": {...}}`."""
    found = asked.get(name)
    if not isinstance(found, dict):
        raise missing(name)
    return found


def check_shipment(shipment: Json) -> None:
    """Everything that is refused outright; what a carrier minds comes as a message instead."""
    for side in ("to_address", "from_address"):
        _check_address(part(shipment, side), side)
    parcel = part(shipment, "parcel")
    for field in ("weight", "length", "width", "height"):
        if field in parcel or field == "weight":
            _positive(parcel.get(field), f"parcel.{field}")
    if shipment["to_address"]["country"] != shipment["from_address"]["country"] and not shipment.get("customs_info"):
        raise missing("customs_info")
    options = shipment.get("options") or {}
    if not isinstance(options, dict):
        raise invalid("options", "must be an object")
    if str(options.get("label_format", "PNG")).upper() not in LABEL_FORMATS:
        raise invalid("options.label_format", "is not one that can be printed")


def _check_address(address: Json, side: str) -> None:
    for field in ADDRESS_FIELDS:
        if not address.get(field):
            raise missing(f"{side}.{field}")
    if not (address.get("name") or address.get("company")):
        raise missing(f"{side}.name")
    if not re.fullmatch(r"[A-Z]{2}", str(address["country"])):
        raise invalid(f"{side}.country", "must be a country code of two letters")


def _positive(value: Any, field: str) -> None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise invalid(field, "must be a number greater than 0") from None
    if not number > 0:
        raise invalid(field, "must be a number greater than 0")


def offers(shipment: Json) -> tuple[list[tuple[str, str, int, int]], list[Json]]:
    """(carrier, service, days, cents) that would bring it, and what the others say instead."""
    to, weight = shipment["to_address"], float(shipment["parcel"]["weight"])
    objections: dict[str, str] = {}
    for carrier, most in HEAVIEST.items():
        if to["country"] == "US" and not re.fullmatch(r"\d{5}(-\d{4})?", str(to.get("zip") or "")):
            objections[carrier] = "Invalid or missing to_address.zip"
        elif weight > most:
            objections[carrier] = f"Maximum weight for this service is {most // 16} lbs."
    if not to.get("phone"):
        objections.setdefault("FedEx", "to_address.phone: Recipient phone number is required")
    found = [
        (carrier, service, days, cents + round(weight * 6))
        for carrier, service, days, cents in SERVICES
        if carrier not in objections
    ]
    said: list[Json] = [
        {"carrier": carrier, "carrier_account_id": f"ca_{carrier.lower()}", "type": "rate_error", "message": message}
        for carrier, message in objections.items()
    ]
    return found, said
