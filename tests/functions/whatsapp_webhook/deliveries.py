"""Webhooks as Meta makes and signs them, handed to the real handler."""

import json
from typing import Any

from functions.whatsapp_webhook.handler import handler
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import APP_SECRET, PHONE_NUMBER_ID, hex_hmac

METADATA = {"display_phone_number": "16125550142", "phone_number_id": PHONE_NUMBER_ID}
OTHER_STORE = {"display_phone_number": "919876543210", "phone_number_id": "999"}
CONTACT = {"profile": {"name": "Ana Canary"}, "wa_id": "16505550199", "user_id": "US.1349120865"}


def text(number: int, body: str = "hola canary") -> dict[str, Any]:
    """Make a text message of our contact."""
    return {
        "id": f"wamid.{number}",
        "from": "16505550199",
        "timestamp": "1739321024",
        "type": "text",
        "text": {"body": body},
    }


def status(number: int) -> dict[str, Any]:
    """Make a delivery status."""
    return {"id": f"wamid.out{number}", "status": "delivered", "timestamp": "1739321024", "recipient_id": "16505550199"}


def webhook(*values: dict[str, Any]) -> dict[str, Any]:
    """Wrap values as Meta does."""
    changes = [{"field": "messages", "value": {"messaging_product": "whatsapp", **value}} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": changes}]}


def post(body: bytes, *, signature: str | None = None, as_base64: bool = False) -> dict[str, Any]:
    """Deliver a body, signed by Meta unless told otherwise."""
    claimed = f"sha256={hex_hmac(APP_SECRET, body)}" if signature is None else signature
    event = http_event(body=body, headers={"X-Hub-Signature-256": claimed}, as_base64=as_base64)
    return handler(event, None)


def deliver(*values: dict[str, Any]) -> dict[str, Any]:
    """Deliver these values."""
    return post(json.dumps(webhook(*values)).encode())


def shake_hands(**query: str) -> dict[str, Any]:
    """Call as Meta does when a callback URL is saved."""
    return handler(http_event(method="GET", query={f"hub.{name}": value for name, value in query.items()}), None)
