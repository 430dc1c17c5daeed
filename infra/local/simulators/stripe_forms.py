"""Stripe's forms: `line_items[0][price_data][currency]=usd` becomes nested objects; and what Checkout refuses."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from infra.local.simulators.world import Json

PART = re.compile(r"\[([^\]]*)\]")
SESSION_PARAMETERS = frozenset(
    {
        "adaptive_pricing",
        "after_expiration",
        "allow_promotion_codes",
        "automatic_tax",
        "billing_address_collection",
        "branding_settings",
        "cancel_url",
        "client_reference_id",
        "consent_collection",
        "currency",
        "custom_fields",
        "custom_text",
        "customer",
        "customer_creation",
        "customer_email",
        "expand",
        "expires_at",
        "invoice_creation",
        "line_items",
        "locale",
        "metadata",
        "mode",
        "origin_context",
        "payment_intent_data",
        "payment_method_options",
        "payment_method_types",
        "phone_number_collection",
        "saved_payment_method_options",
        "shipping_address_collection",
        "shipping_options",
        "submit_type",
        "success_url",
        "tax_id_collection",
        "ui_mode",
    }
)
REFUND_PARAMETERS = frozenset(
    {"payment_intent", "charge", "amount", "reason", "metadata", "expand", "instructions_email"}
)
REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer"})
# The least Stripe charges, in minor units; currencies not listed are not checked.
LEAST = {"usd": 50, "eur": 50, "gbp": 30, "inr": 5000, "jpy": 50, "mxn": 1000, "brl": 50}
LINE_ITEMS = 100
SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 60 * 60


class StripeError(Exception):
    """A refusal in Stripe's words."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type_: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        error = {"type": type_, "code": code, "message": message, "param": param}
        self.body: Json = {"error": {key: value for key, value in error.items() if value is not None}}


def missing(param: str) -> StripeError:
    """A required parameter is not there."""
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def decode(raw: bytes) -> Json:
    """A form body as nested dictionaries; `a[]` and `a[0]` become dictionaries keyed by position."""
    root: Json = {}
    for name, value in parse_qsl(raw.decode(), keep_blank_values=True):
        keys = [name.split("[", 1)[0], *PART.findall(name)]
        at = root
        for key in keys[:-1]:
            at = at.setdefault(key or str(len(at)), {})
            if not isinstance(at, dict):
                raise StripeError(f"Invalid object: {name}", param=name)
        at[keys[-1] or str(len(at))] = value
    return root


def refuse_unknown(form: Json, known: frozenset[str]) -> None:
    """Stripe does not ignore what it does not know."""
    for key in form:
        if key not in known:
            raise StripeError(f"Received unknown parameter: {key}", code="parameter_unknown", param=key)


def integer(value: Any, param: str, *, least: int = 0) -> int:
    """A whole number that came as text."""
    if not re.fullmatch(r"-?\d+", str(value)):
        raise StripeError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=param)
    if int(value) < least:
        raise StripeError(
            f"This value must be greater than or equal to {least}.", code="parameter_invalid_integer", param=param
        )
    return int(value)


def metadata(form: Mapping[str, Any], param: str = "metadata") -> dict[str, str]:
    """Up to 50 pairs, names up to 40 characters, values up to 500."""
    found = form.get("metadata") or {}
    if not isinstance(found, dict) or any(not isinstance(value, str) for value in found.values()):
        raise StripeError("Metadata must be a set of key-value pairs of strings.", param=param)
    if len(found) > 50 or any(len(key) > 40 or len(value) > 500 for key, value in found.items()):
        raise StripeError("Metadata has up to 50 keys of 40 characters with values of 500 characters.", param=param)
    return dict(found)


def line_items(form: Json) -> list[Json]:
    """The lines of a session: name, currency, unit amount (minor units) and quantity."""
    given = form.get("line_items")
    if not isinstance(given, dict) or not given:
        raise missing("line_items")
    if len(given) > LINE_ITEMS:
        raise StripeError(f"You may only specify up to {LINE_ITEMS} line items.", param="line_items")
    lines = [_line(item, f"line_items[{position}]") for position, item in given.items()]
    currencies = {line["currency"] for line in lines}
    if len(currencies) > 1:
        raise StripeError("All line items must have the same currency.", param="line_items")
    return lines


def _line(item: Any, param: str) -> Json:
    price = item.get("price_data") if isinstance(item, dict) else None
    if not isinstance(price, dict):
        raise missing(f"{param}[price_data]")
    product = price.get("product_data")
    for key, found in (("currency", price.get("currency")), ("unit_amount", price.get("unit_amount"))):
        if not found:
            raise missing(f"{param}[price_data][{key}]")
    if not isinstance(product, dict) or not product.get("name"):
        raise missing(f"{param}[price_data][product_data][name]")
    currency = str(price["currency"])
    if not re.fullmatch(r"[a-zA-Z]{3}", currency):
        raise StripeError(f"Invalid currency: {currency}", param=f"{param}[price_data][currency]")
    return {
        "name": product["name"],
        "currency": currency.lower(),
        "unit_amount": integer(price["unit_amount"], f"{param}[price_data][unit_amount]"),
        "quantity": integer(item.get("quantity") or "", f"{param}[quantity]", least=1),
    }


def check_session(form: Json, *, now: int) -> list[Json]:
    """Refuse what Checkout refuses; the lines otherwise. `now` in Unix seconds."""
    refuse_unknown(form, SESSION_PARAMETERS)
    if form.get("mode") != "payment":
        raise (
            StripeError("This account takes mode=payment only.", param="mode") if form.get("mode") else missing("mode")
        )
    if not form.get("success_url"):
        raise missing("success_url")
    for key in ("success_url", "cancel_url"):
        if form.get(key) and not re.match(r"https?://[^\s/]+", str(form[key])):
            raise StripeError("Not a valid URL", code="url_invalid", param=key)
    if len(str(form.get("client_reference_id", ""))) > 200:
        raise StripeError("client_reference_id has at most 200 characters.", param="client_reference_id")
    if "expires_at" in form:
        _check_expiry(integer(form["expires_at"], "expires_at"), now)
    metadata(form)
    metadata(form.get("payment_intent_data") or {}, "payment_intent_data[metadata]")
    lines = line_items(form)
    currency, total = lines[0]["currency"], sum(line["unit_amount"] * line["quantity"] for line in lines)
    if total < LEAST.get(currency, 0):
        raise StripeError(
            f"The Checkout Session's total amount due must add up to at least {LEAST[currency]} {currency}.",
            code="amount_too_small",
        )
    return lines


def refundable(charge: Json, asked: int | None) -> int:
    """The amount to give back: what was asked for, else what is left (minor units)."""
    left = int(charge["amount"]) - int(charge["amount_refunded"])
    if left == 0:
        raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = left if asked is None else asked
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})."
        raise StripeError(message, param="amount")
    return amount


def _check_expiry(expires_at: int, now: int) -> None:
    if expires_at < now + SHORTEST_SECONDS:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise StripeError(message, param="expires_at")
    if expires_at > now + LONGEST_SECONDS:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise StripeError(message, param="expires_at")
