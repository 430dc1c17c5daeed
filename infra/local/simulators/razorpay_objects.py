"""Razorpay's entities as its API and its webhooks show them. Amounts in paise, times in Unix seconds."""

import copy
import hashlib
import json
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


NO_ERROR = {
    "error_code": None,
    "error_description": None,
    "error_source": None,
    "error_step": None,
    "error_reason": None,
}
DECLINED = {
    "error_code": "BAD_REQUEST_ERROR",
    "error_description": "Payment was unsuccessful as it was declined by the customer's bank.",
    "error_source": "bank",
    "error_step": "payment_authorization",
    "error_reason": "payment_declined",
}


def payment(link: Json, *, order_id: str, amount: int, currency: str, now: int) -> Json:
    """A payment by UPI that nobody has decided yet."""
    return {
        "id": new_id("pay"),
        "entity": "payment",
        "amount": amount,
        "currency": currency,
        "status": "created",
        "order_id": order_id,
        "invoice_id": None,
        "international": False,
        "method": "upi",
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "description": "#" + str(link["id"]).removeprefix("plink_"),
        "card_id": None,
        "bank": None,
        "wallet": None,
        "vpa": "customer@upi",
        "email": "customer@example.com",
        "contact": "+919999999999",
        "notes": notes_or_list(dict(link["notes"] or {})),
        "fee": None,
        "tax": None,
        **NO_ERROR,
        "acquirer_data": {"rrn": f"{secrets.randbelow(10**12):012d}"},
        "created_at": now,
        "upi": {"vpa": "customer@upi"},
    }


def decide(paid: Json, status: str) -> None:
    """A payment becomes authorized, captured or failed; `fee` has the tax in it."""
    paid |= {"status": status, "captured": status == "captured", **(DECLINED if status == "failed" else NO_ERROR)}
    if status == "captured":
        fee = paid["amount"] * FEE_PERCENT // 100
        tax = fee * TAX_PERCENT // 100
        paid |= {"fee": fee + tax, "tax": tax}


def order(link: Json, *, order_id: str, amount_paid: int, now: int) -> Json:
    """The order behind a link, paid or (in parts) attempted."""
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
        "status": "attempted" if link["status"] == "partially_paid" else "paid",
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


def dispute(paid: Json, *, amount: int, reason: str, now: int) -> Json:
    """A dispute of part or all of a payment; nothing was deducted yet."""
    return {
        "id": new_id("disp"),
        "entity": "dispute",
        "payment_id": paid["id"],
        "amount": amount,
        "currency": paid["currency"],
        "amount_deducted": 0,
        "reason_code": reason,
        "respond_by": now + 3 * 24 * 60 * 60,
        "status": "open",
        "phase": "chargeback",
        "created_at": now,
    }


def settlement(amount: int, *, fees: int, tax: int, now: int) -> Json:
    """A settlement that is on its way to the bank."""
    return {
        "id": new_id("setl"),
        "entity": "settlement",
        "amount": amount,
        "status": "processed",
        "fees": fees,
        "tax": tax,
        "utr": f"{now}{secrets.randbelow(10**6):06d}",
        "created_at": now,
    }


def recon_line(type_: str, entity_id: str, paid: Json, *, credit: int, debit: int, now: int) -> Json:
    """A line of the settlement report, not settled yet; notes are text there, or null."""
    notes = paid["notes"]
    return {
        "entity_id": entity_id,
        "type": type_,
        "debit": debit,
        "credit": credit,
        "amount": paid["amount"],
        "currency": paid["currency"],
        "fee": 0,
        "tax": 0,
        "on_hold": False,
        "settled": False,
        "created_at": now,
        "settled_at": 0,
        "settlement_id": None,
        "settlement_utr": None,
        "posted_at": None,
        "credit_type": "default",
        "description": None,
        "notes": json.dumps(notes) if notes else None,
        "payment_id": None if type_ == "payment" else paid["id"],
        "order_id": paid["order_id"],
        "order_receipt": None,
        "method": paid["method"],
        "card_network": None,
        "card_issuer": None,
        "card_type": None,
        "dispute_id": None,
    }


def event(name: str, *, account: str, entities: dict[str, Json], created_at: int) -> Json:
    """A webhook body; the event's id travels in a header."""
    return {
        "entity": "event",
        "account_id": account,
        "event": name,
        "contains": list(entities),
        "payload": {kind: {"entity": copy.deepcopy(entity)} for kind, entity in entities.items()},
        "created_at": created_at,
    }
