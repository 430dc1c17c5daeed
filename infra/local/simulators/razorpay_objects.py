"""Razorpay's entities as its API and its webhooks show them. Amounts in paise, times in Unix seconds."""

import hashlib
import secrets
import string

from infra.local.simulators.world import Json

ALPHABET = string.ascii_letters + string.digits
FEE_PERCENT, TAX_PERCENT = 2, 18


def new_id(prefix: str) -> str:
    """An id in Razorpay's form, e.g. `pay_` and 14 letters and digits."""
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(14))


def account_id(store_id: str) -> str:
    """The store's merchant account: stable."""
    return "acc_" + hashlib.sha256(store_id.encode()).hexdigest()[:14]


def notes_or_list(notes: Json) -> Json | list[object]:
    """Razorpay shows empty notes as an empty list."""
    return notes or []


def payment_link(asked: Json, *, now: int, short_url: str, link_id: str) -> Json:
    """A link that nobody has paid yet."""
    customer = asked.get("customer") or {}
    return {
        "accept_partial": bool(asked.get("accept_partial", False)),
        "amount": asked["amount"],
        "amount_paid": 0,
        "callback_method": asked.get("callback_method", ""),
        "callback_url": asked.get("callback_url", ""),
        "cancelled_at": 0,
        "created_at": now,
        "currency": asked.get("currency", "INR"),
        "customer": customer,
        "description": asked.get("description", ""),
        "expire_by": asked.get("expire_by", 0),
        "expired_at": 0,
        "first_min_partial_amount": asked.get("first_min_partial_amount", 0),
        "id": link_id,
        "notes": asked.get("notes") or None,
        "notify": asked.get("notify") or {"email": False, "sms": False, "whatsapp": False},
        "payments": None,
        "reference_id": asked.get("reference_id", ""),
        "reminder_enable": bool(asked.get("reminder_enable", False)),
        "reminders": [],
        "short_url": short_url,
        "status": "created",
        "updated_at": now,
        "upi_link": bool(asked.get("upi_link", False)),
        "user_id": "",
    }


def payment(link: Json, *, order_id: str, amount: int, currency: str, captured: bool, now: int) -> Json:
    """A payment by UPI, captured or failed."""
    fee = amount * FEE_PERCENT // 100
    tax = fee * TAX_PERCENT // 100
    entity: Json = {
        "id": new_id("pay"),
        "entity": "payment",
        "amount": amount,
        "currency": currency,
        "status": "captured" if captured else "failed",
        "order_id": order_id,
        "invoice_id": None,
        "international": False,
        "method": "upi",
        "amount_refunded": 0,
        "refund_status": None,
        "captured": captured,
        "description": "#" + str(link["id"]).removeprefix("plink_"),
        "card_id": None,
        "bank": None,
        "wallet": None,
        "vpa": "customer@upi",
        "email": "customer@example.com",
        "contact": "+919999999999",
        "notes": notes_or_list(dict(link["notes"] or {})),
        "fee": fee + tax if captured else None,
        "tax": tax if captured else None,
        "error_code": None,
        "error_description": None,
        "error_source": None,
        "error_step": None,
        "error_reason": None,
        "acquirer_data": {"rrn": f"{secrets.randbelow(10**12):012d}"},
        "created_at": now,
        "upi": {"vpa": "customer@upi"},
    }
    if not captured:
        entity |= {
            "error_code": "BAD_REQUEST_ERROR",
            "error_description": "Payment was unsuccessful as it was declined by the customer's bank.",
            "error_source": "bank",
            "error_step": "payment_authorization",
            "error_reason": "payment_declined",
        }
    return entity


def order(link: Json, *, order_id: str, amount_paid: int, now: int) -> Json:
    """The order behind a link, paid."""
    return {
        "id": order_id,
        "entity": "order",
        "amount": link["amount"],
        "amount_paid": amount_paid,
        "amount_due": max(0, link["amount"] - amount_paid),
        "attempts": 1,
        "created_at": now,
        "currency": link["currency"],
        "notes": notes_or_list(dict(link["notes"] or {})),
        "offer_id": None,
        "receipt": link["reference_id"],
        "status": "paid",
    }


def refund(paid: Json, *, amount: int, asked: Json, now: int) -> Json:
    """A refund of part or all of a payment."""
    speed = str(asked.get("speed", "normal"))
    return {
        "id": new_id("rfnd"),
        "entity": "refund",
        "amount": amount,
        "currency": paid["currency"],
        "payment_id": paid["id"],
        "notes": notes_or_list(dict(asked.get("notes") or {})),
        "receipt": asked.get("receipt"),
        "acquirer_data": {"arn": None},
        "created_at": now,
        "batch_id": None,
        "status": "pending",
        "speed_processed": "normal",
        "speed_requested": speed,
    }


def event(name: str, *, account: str, entities: dict[str, Json], created_at: int) -> Json:
    """A webhook body; the event's id travels in a header."""
    return {
        "entity": "event",
        "account_id": account,
        "event": name,
        "contains": list(entities),
        "payload": {kind: {"entity": dict(entity)} for kind, entity in entities.items()},
        "created_at": created_at,
    }
