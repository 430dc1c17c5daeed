"""What gateways tell of people and cards stays out of every log line, whatever becomes of the webhook that told it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from functions.payment_webhook.handler import handler as payment_webhook
from functions.process_inbox.handler import Settings, handler
from shared.domain.order import OrderStatus
from shared.runtime import observability
from tests.fakes.http_api import http_event
from tests.fakes.people import order
from tests.fakes.record import FakeRecord
from tests.fakes.webhook_world import PAYMENT_SECRET, hex_hmac, webhook_world
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import talk_of

EVENTS = Path(__file__).parents[2] / "events" / "payments"
NAMES = sorted(path.name for path in EVENTS.glob("*.json"))
STORES = {"stripe": "mpls", "razorpay": "pune"}
#: Planted beside everything that an event says; a log line with a part of the event would show one of them.
PLANTED = {
    "card_number": "4111111111111111",
    "billing_email": "canary@example.com",
    "customer_phone": "+16125550999",
    "client_secret": "pi_1_secret_canary",
}
NEVER = (*PLANTED.values(), "customer@upi", "customer@example.com", "+919999999999", PAYMENT_SECRET)


def planted(value: Any) -> Any:
    """The event with a card, an address, a number and a secret in every object of it."""
    if isinstance(value, dict):
        return {name: planted(one) for name, one in value.items()} | PLANTED
    return [planted(one) for one in value] if isinstance(value, list) else value


def event_in(name: str) -> dict[str, Any]:
    """A recorded event, planted."""
    found: dict[str, Any] = planted(json.loads((EVENTS / name).read_text()))
    return found


@pytest.mark.parametrize("secret", [PAYMENT_SECRET, "guessed"], ids=["genuine", "forged"])
@pytest.mark.parametrize("name", NAMES)
def test_the_webhook_logs_nothing_of_an_event(
    name: str, secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken or refused: one line, and neither a body nor a signature in it."""
    provider = name.partition("_")[0]
    body, moment = json.dumps(event_in(name)).encode(), int(time.time())
    signatures = hex_hmac(secret, f"{moment}.".encode() + body), hex_hmac(secret, body)
    headers = {"Stripe-Signature": f"t={moment},v1={signatures[0]}", "X-Razorpay-Signature": signatures[1]}
    with webhook_world(monkeypatch):
        monkeypatch.setenv("PAYMENT_PROVIDER", provider)
        monkeypatch.setenv("STORE_ID", STORES[provider])
        payment_webhook(http_event(path="/payment", body=body, headers=headers), None)
    logged = capsys.readouterr()
    assert ("webhook.taken" if secret == PAYMENT_SECRET else "webhook.refused") in logged.out
    assert not [one for one in (*NEVER, *signatures) if one in logged.out + logged.err]


@pytest.mark.parametrize("known", [True, False], ids=["our order", "nobody's order"])
@pytest.mark.parametrize("receives", [1, 5], ids=["first", "last"])
@pytest.mark.parametrize("name", NAMES)
def test_the_worker_logs_nothing_of_an_event(
    name: str, receives: int, *, known: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Understood, not ours yet, or given up for good."""
    logged = worked_off(event_in(name), name, receives=receives, known=known, monkeypatch=monkeypatch, capsys=capsys)
    assert '"level"' in logged
    assert not [one for one in NEVER if one in logged]


@pytest.mark.parametrize("name", ["stripe_checkout_session_completed.json", "razorpay_payment_captured.json"])
def test_an_amount_that_is_none_is_not_logged_either(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody's card number stands where the amount should be: the log says what is wrong, and not what is there."""
    event = json.loads(
        json.dumps(event_in(name))
        .replace('"amount_total": ', '"amount_total": "4111111111111111", "was": ')
        .replace('"amount": ', '"amount": "4111111111111111", "was": ')
    )
    logged = worked_off(event, name, receives=5, known=True, monkeypatch=monkeypatch, capsys=capsys)
    assert "UnreadableEvent" in logged
    assert "4111" not in logged


def worked_off(
    event: dict[str, Any],
    name: str,
    *,
    receives: int,
    known: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """What the worker printed about the event; ``known``: its order is there and waits for money."""
    provider = name.partition("_")[0]
    world = World(record=FakeRecord())
    for order_id in order_ids(event) if known else ():
        world.record.state.orders[order_id] = order(
            id=order_id, status=OrderStatus.AWAITING_PAYMENT, version=2, needs={}
        )
    settings = Settings(
        talk=talk_of(world),
        provider=provider,
        live=False,
        queue_url="https://sqs.example/Inbox.fifo",
        gateway_file=world.record.gateway_file,
    )
    monkeypatch.setattr(Settings, "from_env", classmethod(lambda _: settings))
    monkeypatch.setattr("functions.process_inbox.handler.postponing", lambda _: lambda *_: None)
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "process_inbox")
    monkeypatch.setenv("STORE_ID", STORES[provider])
    observability.log.cache_clear()
    body = {"kind": "payment_event", "provider": provider, "event_id": name, "payload": event}
    attributes = {"ApproximateReceiveCount": str(receives), "MessageGroupId": "g"}
    record = {"messageId": "m1", "body": json.dumps(body), "receiptHandle": "r", "attributes": attributes}
    handler({"Records": [record]}, None)
    observability.log.cache_clear()
    logged = capsys.readouterr()
    return logged.out + logged.err


def order_ids(value: Any) -> set[str]:
    """Every order of ours that an event names."""
    if isinstance(value, dict):
        own = {value["order_id"]} if str(value.get("order_id", "")).startswith("ord_") else set()
        return own.union(*(order_ids(one) for one in value.values()))
    return set().union(*(order_ids(one) for one in value)) if isinstance(value, list) else set()
