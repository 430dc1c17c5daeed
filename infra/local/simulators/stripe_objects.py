"""Stripe's objects as its API and its events show them (API version 2026-10-28.endive)."""

import copy
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


DECLINED = {
    "code": "card_declined",
    "decline_code": "insufficient_funds",
    "message": "Your card has insufficient funds.",
    "type": "card_error",
}
INTENT_STATUSES = {"paid": "succeeded", "pending": "processing", "failed": "requires_payment_method"}


def payment_intent(*, amount: int, currency: str, metadata: Json, now: int, outcome: str) -> Json:
    """A PaymentIntent: succeeded, under way at a bank, or after a declined card."""
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": amount if outcome == "paid" else 0,
        "canceled_at": None,
        "capture_method": "automatic_async",
        "created": now,
        "currency": currency,
        "last_payment_error": DECLINED if outcome == "failed" else None,
        "latest_charge": new_id("ch"),
        "livemode": False,
        "metadata": metadata,
        "payment_method_types": ["card"],
        "status": INTENT_STATUSES[outcome],
    }


def refuse(intent: Json) -> None:
    """The bank behind a PaymentIntent says no."""
    intent |= {"status": INTENT_STATUSES["failed"], "last_payment_error": DECLINED}


def charge(intent: Json, *, now: int) -> Json:
    """The charge behind a paid intent."""
    return {
        "id": intent["latest_charge"],
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": None,
        "captured": True,
        "created": now,
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
        "balance_transaction": None,
        "charge": paid["id"],
        "created": now,
        "currency": paid["currency"],
        "metadata": metadata,
        "payment_intent": paid["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "status": "succeeded",
    }


def dispute(charge: Json, *, amount: int, reason: str, now: int) -> Json:
    """A dispute of part or all of a charge; nothing has moved yet."""
    return {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "evidence_details": {
            "due_by": now + 7 * 24 * 60 * 60,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response",
    }


def balance_transaction(
    type_: str, amount: int, *, fee: int, currency: str, source: str, category: str, now: int
) -> Json:
    """A movement of the balance: `net` is what of `amount` is not `fee`."""
    details = {"amount": fee, "application": None, "currency": currency, "description": "Stripe fees"}
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now,
        "created": now,
        "currency": currency,
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [{**details, "type": "stripe_fee"}] if fee else [],
        "net": amount - fee,
        "reporting_category": category,
        "source": source,
        "status": "available",
        "type": type_,
    }


def payout(amount: int, *, currency: str, now: int, arrival: int) -> Json:
    """A payout that is on its way to the bank."""
    return {
        "id": new_id("po"),
        "object": "payout",
        "amount": amount,
        "arrival_date": arrival,
        "automatic": True,
        "balance_transaction": None,
        "created": now,
        "currency": currency,
        "description": "STRIPE PAYOUT",
        "destination": new_id("ba"),
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "source_type": "card",
        "statement_descriptor": None,
        "status": "paid",
        "type": "bank_account",
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
    data: Json = {"object": copy.deepcopy(about)}
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
