"""Stripe's objects as its API and its events show them (API version 2026-10-28.endive)."""

import secrets

from infra.local.simulators.world import Json

API_VERSION = "2026-10-28.endive"


def new_id(prefix: str) -> str:
    """An id in Stripe's form, e.g. `pi_3f...`."""
    return f"{prefix}_{secrets.token_hex(12)}"


def session(form: Json, lines: list[Json], *, now: int, metadata: Json, expires_at: int) -> Json:
    """An open Checkout Session; `url` is filled in by who knows the host."""
    total = sum(line["unit_amount"] * line["quantity"] for line in lines)
    return {
        "id": f"cs_test_{secrets.token_hex(24)}",
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": form.get("cancel_url"),
        "client_reference_id": form.get("client_reference_id"),
        "created": now,
        "currency": lines[0]["currency"],
        "customer": None,
        "customer_details": None,
        "customer_email": form.get("customer_email"),
        "expires_at": expires_at,
        "livemode": False,
        "locale": form.get("locale"),
        "metadata": metadata,
        "mode": "payment",
        "payment_intent": None,
        "payment_link": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": form["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted",
        "url": None,
    }


def payment_intent(*, amount: int, currency: str, metadata: Json, now: int, paid: bool) -> Json:
    """A PaymentIntent, succeeded or after a declined card."""
    declined = {
        "code": "card_declined",
        "decline_code": "insufficient_funds",
        "message": "Your card has insufficient funds.",
        "type": "card_error",
    }
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": amount if paid else 0,
        "canceled_at": None,
        "capture_method": "automatic_async",
        "created": now,
        "currency": currency,
        "last_payment_error": None if paid else declined,
        "latest_charge": new_id("ch"),
        "livemode": False,
        "metadata": metadata,
        "payment_method_types": ["card"],
        "status": "succeeded" if paid else "requires_payment_method",
    }


def charge(intent: Json) -> Json:
    """The charge behind a paid intent."""
    return {
        "id": intent["latest_charge"],
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "captured": True,
        "created": intent["created"],
        "currency": intent["currency"],
        "disputed": False,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "paid": True,
        "payment_intent": intent["id"],
        "refunded": False,
        "status": "succeeded",
    }


def refund(paid: Json, *, amount: int, reason: str | None, metadata: Json, now: int) -> Json:
    """A refund of part or all of a charge."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn"),
        "charge": paid["id"],
        "created": now,
        "currency": paid["currency"],
        "metadata": metadata,
        "payment_intent": paid["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "status": "succeeded",
    }


def line_item(line: Json) -> Json:
    """A line as `GET .../line_items` shows it."""
    return {
        "object": "item",
        "description": line["name"],
        "quantity": line["quantity"],
        "currency": line["currency"],
        "amount_total": line["unit_amount"] * line["quantity"],
    }


def event(
    type_: str, about: Json, *, now: int, previous: Json | None = None, idempotency_key: str | None = None
) -> Json:
    """An event: a snapshot of `about` as it is now."""
    data: Json = {"object": dict(about)}
    if previous is not None:
        data["previous_attributes"] = previous
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": idempotency_key},
        "type": type_,
    }


def page(items: list[Json], url: str) -> Json:
    """A list that fits on one page."""
    return {"object": "list", "data": items, "has_more": False, "url": url}
