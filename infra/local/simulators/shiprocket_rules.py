"""What Shiprocket refuses, in its own words. Some refusals come with HTTP 200."""

import re
from datetime import datetime
from typing import Any

from infra.local.simulators.world import Json

LONGEST_ORDER_ID, LONGEST_CITY = 50, 30
PINCODE = re.compile(r"[1-9]\d{5}")
PHONE = re.compile(r"[1-9]\d{9}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ACTIONS = ("re-attempt", "return", "fake-attempt")
#: Pin codes that no courier goes to: those of the army's post.
UNREACHABLE = "9"
DIMENSIONS = {"length": 0.5, "breadth": 0.5, "height": 0.5, "weight": 0.0}
ADDRESS = ("customer_name", "address", "city", "pincode", "state", "country", "phone")


class ShiprocketError(Exception):
    """A refusal with `{message, status_code}`."""

    def __init__(self, message: str, *, status: int = 400, http: int | None = None, **more: Any) -> None:
        super().__init__(message)
        self.status = http or status
        self.body: Json = {"message": message, **more, "status_code": status}


class Invalid(ShiprocketError):
    """422, with what is wrong by field."""

    def __init__(self, errors: dict[str, list[str]], message: str = "The given data was invalid.") -> None:
        super().__init__(message, status=422, errors=errors)


class Check:
    """Collects what is wrong with a body, so that all of it is told at once."""

    def __init__(self, asked: Json) -> None:
        self._asked = asked
        self._wrong: dict[str, list[str]] = {}

    def wrong(self, field: str, said: str) -> None:
        """Note one."""
        self._wrong.setdefault(field, []).append(said)

    def required(self, *fields: str) -> None:
        """They are there and not empty."""
        for field in fields:
            if self._asked.get(field) in (None, "", []):
                self.wrong(field, f"The {_words(field)} field is required.")

    def longest(self, field: str, most: int) -> None:
        """No more characters than that."""
        if len(str(self._asked.get(field) or "")) > most:
            self.wrong(field, f"The {_words(field)} may not be greater than {most} characters.")

    def fits(self, field: str, form: re.Pattern[str], said: str) -> None:
        """If it is there, it has this form."""
        value = self._asked.get(field)
        if value not in (None, "") and not form.fullmatch(str(value)):
            self.wrong(field, said)

    def more_than(self, field: str, least: float) -> None:
        """A number above that."""
        value = self._asked.get(field)
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            self.wrong(field, f"The {_words(field)} must be a number.")
            return
        if not number > least:
            self.wrong(field, f"The {_words(field)} must be greater than {least:g}.")

    def address(self, side: str) -> None:
        """A whole address whose fields begin with `side`."""
        self.required(*(f"{side}_{field}" for field in ADDRESS))
        self.longest(f"{side}_city", LONGEST_CITY)
        self.fits(f"{side}_pincode", PINCODE, "The pincode must be 6 digits.")
        self.fits(f"{side}_phone", PHONE, "Phone number is in invalid format.")
        self.fits(f"{side}_email", EMAIL, "The email must be a valid email address.")

    def end(self) -> None:
        """Raises `Invalid` if anything was wrong."""
        if self._wrong:
            raise Invalid(self._wrong)


def check_order(asked: Json) -> None:
    """A forward order, but for its id being new and its pickup location known."""
    check = Check(asked)
    check.address("billing")
    check.required("billing_email", "pickup_location", "shipping_is_billing")
    if ships_elsewhere(asked):
        check.address("shipping")
    if asked.get("payment_method") not in {"Prepaid", "COD"}:
        check.wrong("payment_method", "The selected payment method is invalid.")
    _check_rest(asked, check)


def check_return(asked: Json) -> None:
    """A return order: `pickup_*` is the customer, `shipping_*` the store."""
    check = Check(asked)
    check.address("pickup")
    check.address("shipping")
    if asked.get("payment_method") != "Prepaid":
        check.wrong("payment_method", "The selected payment method is invalid.")
    _check_rest(asked, check)


def check_pickup_place(asked: Json) -> None:
    """A new place where parcels are picked up, but for its nickname being new."""
    check = Check(asked)
    check.required("pickup_location", "name", "email", "phone", "address", "city", "state", "country", "pin_code")
    check.fits("pin_code", PINCODE, "The pincode must be 6 digits.")
    check.end()


def ships_elsewhere(asked: Json) -> bool:
    """Whether the order is sent to another address than the bill."""
    return str(asked.get("shipping_is_billing")).lower() in {"false", "0"}


def _check_rest(asked: Json, check: Check) -> None:
    check.required("order_id", "order_date", "sub_total", "payment_method")
    check.longest("order_id", LONGEST_ORDER_ID)
    check.more_than("sub_total", 0)
    for field, least in DIMENSIONS.items():
        check.more_than(field, least)
    date = str(asked.get("order_date") or "")
    if date and not _is_date(date):
        check.wrong("order_date", "The order date is not a valid date.")
    items = asked.get("order_items")
    if not isinstance(items, list) or not items:
        check.wrong("order_items", "The order items field is required.")
        check.end()
        return
    for place, item in enumerate(items):
        _check_item(item, place, check)
    check.end()


def _check_item(item: Any, place: int, check: Check) -> None:
    if not isinstance(item, dict):
        check.wrong(f"order_items.{place}", "The order item must be an array.")
        return
    for field in ("name", "sku", "units", "selling_price"):
        if item.get(field) in (None, ""):
            check.wrong(f"order_items.{place}.{field}", f"The order_items.{place}.{field} field is required.")
    units = item.get("units")
    if units is not None and (isinstance(units, bool) or not str(units).isdigit() or int(units) < 1):
        check.wrong(f"order_items.{place}.units", f"The order_items.{place}.units must be at least 1.")


def _is_date(text: str) -> bool:
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            datetime.strptime(text, form)  # noqa: DTZ007 (only its form matters)
        except ValueError:
            continue
        return True
    return False


def ids_in(asked: Json, field: str) -> list[Any]:
    """A list of ids; what is not a list breaks the real one in the same way."""
    found = asked.get(field)
    if not isinstance(found, list):
        raise ShiprocketError("Invalid argument supplied for foreach()", status=500)
    return found


def check_action(asked: Json, *, today: str, latest: str) -> str:
    """An answer to a failed delivery: its action. `today` and `latest` are dates in India, YYYY-MM-DD."""
    check = Check(asked)
    check.required("action", "comments")
    if asked.get("action") and asked["action"] not in ACTIONS:
        check.wrong("action", "The selected action is invalid.")
    check.fits("phone", PHONE, "Phone number is in invalid format.")
    deferred = asked.get("deferred_date")
    if deferred is not None:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(deferred)):
            check.wrong("deferred_date", "The deferred date does not match the format Y-m-d.")
        elif not today < str(deferred) <= latest:
            check.wrong("deferred_date", "The deferred date must be within the next days.")
    check.end()
    return str(asked["action"])


def _words(field: str) -> str:
    return field.replace("_", " ")
