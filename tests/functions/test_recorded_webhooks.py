"""Everything the providers were ever seen to send passes through the real webhooks and arrives on a queue."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.parcel_webhook.handler import handler as parcel_webhook
from functions.payment_webhook.handler import handler as payment_webhook
from functions.whatsapp_webhook.handler import handler as whatsapp_webhook
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import (
    APP_SECRET,
    ENVIRONMENT,
    INBOX,
    PARCEL_NEWS,
    PAYMENT_SECRET,
    STATUSES,
    hex_hmac,
    webhook_world,
)

EVENTS = Path(__file__).parents[2] / "events"
WHATSAPP = sorted(path.name for path in (EVENTS / "whatsapp").glob("*.json"))
PAYMENTS = sorted(path.name for path in (EVENTS / "payments").glob("*.json"))
PARCELS = sorted(path.name for path in (EVENTS / "parcels").glob("*.json"))
NO_PARCELS = {"easypost_batch_updated.json", "shiprocket_no_awb.json"}
OUR_NUMBER, INDIAN_NUMBER = "106540352242922", "110345678901234"
NOTICES = {
    "account_alerts.json",
    "account_update.json",
    "echo_from_the_phone_app.json",
    "errors_only.json",
    "phone_number_quality_update.json",
    "template_category_update.json",
    "template_quality_update.json",
    "template_status_update.json",
    "user_preferences.json",
    "user_preferences_resume.json",
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """A cold function and a working cloud."""
    with webhook_world(monkeypatch) as endpoint:
        yield endpoint


def pay(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Deliver a recorded payment event to the store it is about."""
    provider = name.partition("_")[0]
    monkeypatch.setenv("PAYMENT_PROVIDER", provider)
    monkeypatch.setenv("STORE_ID", {"stripe": "mpls", "razorpay": "pune"}[provider])
    body = (EVENTS / "payments" / name).read_bytes()
    moment = int(time.time())
    headers = {
        "Stripe-Signature": f"t={moment},v1={hex_hmac(PAYMENT_SECRET, f'{moment}.'.encode() + body)}",
        "X-Razorpay-Signature": hex_hmac(PAYMENT_SECRET, body),
        "x-razorpay-event-id": name,
    }
    return payment_webhook(http_event(path="/payment", body=body, headers=headers), None)


@pytest.mark.parametrize("name", WHATSAPP)
def test_takes_every_recorded_whatsapp_webhook(name: str, aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is known for what it is: a status, a notice, or a message with its contact; none is unreadable."""
    number = INDIAN_NUMBER if name == "status_of_an_india_payment.json" else OUR_NUMBER
    monkeypatch.setenv("PHONE_NUMBER_ID", number)
    body = (EVENTS / "whatsapp" / name).read_bytes()
    headers = {"x-hub-signature-256": f"sha256={hex_hmac(APP_SECRET, body)}"}
    assert whatsapp_webhook(http_event(body=body, headers=headers), None)["statusCode"] == 200
    kinds = {kept["kind"] for kept in aws.bodies(INBOX)}
    if name.startswith("status_"):
        assert (kinds, len(aws.bodies(STATUSES))) == (set(), 1)
    elif name in NOTICES:
        assert kinds == {"whatsapp_notice"}
    else:
        assert "whatsapp_message" in kinds
        assert "unreadable" not in kinds
    ours = {kept["metadata"]["phone_number_id"] for kept in aws.bodies(INBOX) if kept["kind"] == "whatsapp_message"}
    assert ours <= {number}


@pytest.mark.parametrize("name", PAYMENTS)
def test_takes_every_recorded_payment_event(name: str, aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reaches the Inbox whole."""
    assert pay(name, monkeypatch)["statusCode"] == 200
    (kept,) = aws.bodies(INBOX)
    assert kept["kind"] == "payment_event"
    assert kept["payload"] == json.loads((EVENTS / "payments" / name).read_text())


def test_lines_up_all_events_of_one_razorpay_payment(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Captured, order paid and link paid are one payment: one group, so they are never handled at the same time."""
    for name in ("razorpay_payment_captured.json", "razorpay_order_paid.json", "razorpay_payment_link_paid.json"):
        pay(name, monkeypatch)
    assert len({entry["MessageGroupId"] for entry in aws.queues[INBOX]}) == 1


@pytest.mark.parametrize("name", PARCELS)
def test_takes_every_recorded_parcel_webhook(name: str, aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """EasyPost's reach the queue whole, signed with an accented secret; Shiprocket's as a hint to look."""
    secret, courier = "s\u00e9cret-canary", name.partition("_")[0]
    aws.parameters[ENVIRONMENT["PARCEL_WEBHOOK_SECRET_PARAMETER"]] = secret
    monkeypatch.setenv("COURIER", courier)
    body = (EVENTS / "parcels" / name).read_bytes()
    signature = "hmac-sha256-hex=" + hex_hmac("se\u0301cret-canary", body)
    headers = {"X-Hmac-Signature": signature} if courier == "easypost" else {"x-api-key": secret}
    assert parcel_webhook(http_event(path="/parcel", body=body, headers=headers), None)["statusCode"] == 200
    kept = aws.bodies(PARCEL_NEWS)
    kinds = [] if name in NO_PARCELS else [{"easypost": "courier_event", "shiprocket": "look"}[courier]]
    assert [one["kind"] for one in kept] == kinds
    if kinds == ["courier_event"]:
        assert kept[0]["payload"] == json.loads(body)
