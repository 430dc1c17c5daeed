"""What a store's gateway tells of one payment, from the recorded samples."""

import json
from pathlib import Path
from typing import Any

from tests.journeys.world import Json, StoreDoor

RECORDED = Path(__file__).resolve().parents[2] / "events" / "payments"


def events_of_one_payment(door: StoreDoor, order_id: str, link: Json, *, store: str | None = None) -> list[Json]:
    """The gateway's events when the link is paid: the one that names the link, then its siblings. They name
    the store itself, or another `store`.
    """
    reference = {"order_id": order_id, "store": store or door.id}
    if door.entry["payment_provider"] == "stripe":
        intent = f"pi_{order_id}"
        about: dict[str, Any] = {"metadata": reference, "currency": "usd"}
        session = _recorded("stripe_checkout_session_completed")
        session["id"] = f"evt_session_{order_id}"
        session["data"]["object"] |= {
            **about,
            "id": link["id"],
            "client_reference_id": order_id,
            "amount_total": link["amount"],
            "payment_intent": intent,
        }
        succeeded = _recorded("stripe_payment_intent_succeeded")
        succeeded["id"] = f"evt_intent_{order_id}"
        succeeded["data"]["object"] |= {
            **about,
            "id": intent,
            "amount": link["amount"],
            "amount_received": link["amount"],
        }
        return [session, succeeded]
    events = [_recorded(f"razorpay_{name}") for name in ("payment_link_paid", "payment_captured", "order_paid")]
    for event in events:
        entities = {name: part["entity"] for name, part in event["payload"].items()}
        for entity in entities.values():
            entity |= {"amount": link["amount"], "notes": reference}
        entities["payment"]["id"] = f"pay_{order_id}"
        if "payment_link" in entities:
            entities["payment_link"]["id"] = link["id"]
    return events


def _recorded(name: str) -> Json:
    found: Json = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    return found
