"""What Razorpay refuses, in its own words."""

import re
from typing import Any

from infra.local.simulators.world import Json

LINK_FIELDS = frozenset(
    {
        "amount",
        "currency",
        "accept_partial",
        "first_min_partial_amount",
        "reference_id",
        "description",
        "customer",
        "notify",
        "reminder_enable",
        "notes",
        "expire_by",
        "callback_url",
        "callback_method",
        "upi_link",
        "options",
    }
)
REFUND_FIELDS = frozenset({"amount", "speed", "notes", "receipt"})
SOONEST_SECONDS = 15 * 60
LATEST_SECONDS = 183 * 24 * 60 * 60
LEAST_AMOUNT = 100


class RazorpayError(Exception):
    """A refusal; `field` names what is wrong."""

    def __init__(
        self, description: str, *, status: int = 400, code: str = "BAD_REQUEST_ERROR", field: str | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {
            "error": {
                "code": code,
                "description": description,
                "source": "business" if status < 500 else "internal",
                "step": "payment_initiation",
                "reason": "input_validation_failed" if status < 500 else "server_error",
                "metadata": {},
                **({"field": field} if field else {}),
            }
        }


def amount_of(value: Any, *, least: int = LEAST_AMOUNT) -> int:
    """An amount in paise; a float or a text is refused."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise RazorpayError("The amount must be an integer.", field="amount")
    if value < least:
        raise RazorpayError(f"The amount must be at least INR {least / 100:.2f}", field="amount")
    return value


def check_notes(notes: Any) -> None:
    """Up to 15 pairs of at most 256 characters."""
    if notes is None or notes == []:
        return
    if not isinstance(notes, dict):
        raise RazorpayError("notes must be an object of key-value pairs.", field="notes")
    if len(notes) > 15 or any(len(str(key)) > 256 or len(str(value)) > 256 for key, value in notes.items()):
        raise RazorpayError("notes has up to 15 pairs of 256 characters.", field="notes")


def check_link(asked: Json, *, now: int) -> None:
    """Everything about a new link except that its reference is new. `now` in Unix seconds."""
    _only(asked, LINK_FIELDS)
    if "amount" not in asked:
        raise RazorpayError("The amount field is required.", field="amount")
    amount_of(asked["amount"])
    if not re.fullmatch(r"[A-Z]{3}", str(asked.get("currency", "INR"))):
        raise RazorpayError("The currency is invalid.", field="currency")
    for field, most in (("reference_id", 40), ("description", 2048)):
        if len(str(asked.get(field) or "")) > most:
            raise RazorpayError(f"The {field} may not be greater than {most} characters.", field=field)
    check_notes(asked.get("notes"))
    if asked.get("callback_url") and asked.get("callback_method") != "get":
        raise RazorpayError("callback_method must be get when callback_url is set.", field="callback_method")
    if expire_by := asked.get("expire_by"):
        if not isinstance(expire_by, int):
            raise RazorpayError("The expire_by must be an integer.", field="expire_by")
        if expire_by < now + SOONEST_SECONDS:
            raise RazorpayError("expire_by should be at least 15 minutes after current time", field="expire_by")
        if expire_by > now + LATEST_SECONDS:
            raise RazorpayError("expire_by should be at most 6 months after current time", field="expire_by")


def check_refund(asked: Json, paid: Json) -> int:
    """The amount to give back: what was asked for, else what is left."""
    _only(asked, REFUND_FIELDS)
    check_notes(asked.get("notes"))
    if asked.get("speed", "normal") not in {"normal", "optimum"}:
        raise RazorpayError("speed must be normal or optimum.", field="speed")
    if not paid["captured"]:
        raise RazorpayError("The payment status should be captured for action to be taken")
    left = int(paid["amount"]) - int(paid["amount_refunded"])
    if left == 0:
        raise RazorpayError("The payment has been fully refunded already")
    amount = amount_of(asked["amount"]) if "amount" in asked else left
    if amount > left:
        raise RazorpayError("The refund amount provided is greater than amount captured", field="amount")
    return amount


def _only(asked: Json, known: frozenset[str]) -> None:
    extra = [key for key in asked if key not in known]
    if extra:
        verb = "is" if len(extra) == 1 else "are"
        raise RazorpayError(f"{', '.join(extra)} {verb} not required and should not be sent")
