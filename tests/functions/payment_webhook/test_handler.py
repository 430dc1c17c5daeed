"""The payment webhook: the gateway's events of this store are stored before the 200, and nobody else's."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from functions.payment_webhook.handler import Settings, handler
from shared.adapters.aws_light.service import AwsFailed
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import ENVIRONMENT, INBOX, PAYMENT_SECRET, hex_hmac, webhook_world


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """The cloud of a store with Stripe."""
    with webhook_world(monkeypatch) as endpoint:
        yield endpoint


@pytest.fixture
def razorpay(stripe: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> AwsEndpoint:
    """The cloud of a store with Razorpay."""
    monkeypatch.setenv("PAYMENT_PROVIDER", "razorpay")
    monkeypatch.setenv("STORE_ID", "pune")
    return stripe


def session(**subject: Any) -> dict[str, Any]:
    """Make a completed Checkout Session's event."""
    held = {"id": "cs_1", "object": "checkout.session", "payment_status": "paid", "amount_total": 1250, **subject}
    return {"id": "evt_1", "object": "event", "type": "checkout.session.completed", "data": {"object": held}}


def captured(**payment: Any) -> dict[str, Any]:
    """Make a captured payment's event."""
    held = {"id": "pay_1", "amount": 50000, "currency": "INR", "order_id": "order_1", **payment}
    return {"entity": "event", "event": "payment.captured", "payload": {"payment": {"entity": held}}}


def from_stripe(body: bytes, *, secret: str = PAYMENT_SECRET, age: int = 0, as_base64: bool = False) -> dict[str, Any]:
    """Deliver a body as Stripe does."""
    moment = int(time.time()) - age
    header = f"t={moment},v1={hex_hmac(secret, f'{moment}.'.encode() + body)}"
    return handler(
        http_event(path="/payment", body=body, headers={"Stripe-Signature": header}, as_base64=as_base64), None
    )


def from_razorpay(body: bytes, *, secret: str = PAYMENT_SECRET, event_id: str | None = "ev_1") -> dict[str, Any]:
    """Deliver a body as Razorpay does."""
    headers = {"X-Razorpay-Signature": hex_hmac(secret, body)}
    if event_id is not None:
        headers["x-razorpay-event-id"] = event_id
    return handler(http_event(path="/payment", body=body, headers=headers), None)


def wire(value: dict[str, Any]) -> bytes:
    """Write a body."""
    return json.dumps(value).encode()


@pytest.mark.parametrize("as_base64", [False, True])
def test_queues_a_stripe_event_under_its_order(*, as_base64: bool, stripe: AwsEndpoint) -> None:
    """The whole event, grouped by our reference, named by Stripe's id."""
    event = session(client_reference_id="ord_1", metadata={"store": "mpls"})
    assert from_stripe(wire(event), as_base64=as_base64)["statusCode"] == 200
    assert stripe.bodies(INBOX) == [
        {"kind": "payment_event", "provider": "stripe", "event_id": "evt_1", "payload": event}
    ]
    (entry,) = stripe.queues[INBOX]
    assert entry["MessageGroupId"] == "ord_1"
    assert entry["MessageDeduplicationId"] == "7d4e5a76eae6d8c165410ac19fe6756521ba86ed96752d0126b1953b155af052"


def test_queues_a_razorpay_event_under_its_order(razorpay: AwsEndpoint) -> None:
    """The id comes from the header; notes name the order and the store."""
    event = captured(notes={"order_id": "ord_1", "store": "pune"})
    assert from_razorpay(wire(event))["statusCode"] == 200
    assert razorpay.bodies(INBOX) == [
        {"kind": "payment_event", "provider": "razorpay", "event_id": "ev_1", "payload": event}
    ]
    assert razorpay.queues[INBOX][0]["MessageGroupId"] == "ord_1"


def test_names_a_razorpay_event_without_id_by_its_body(razorpay: AwsEndpoint) -> None:
    """A repeat carries the same name, another event another."""
    for body in (wire(captured()), wire(captured()), wire(captured(amount=1))):
        assert from_razorpay(body, event_id=None)["statusCode"] == 200
    first, repeat, other = (entry["MessageDeduplicationId"] for entry in razorpay.queues[INBOX])
    assert first == repeat != other


@pytest.mark.parametrize("age", [301, 604800])
def test_refuses_an_old_stripe_signature(age: int, stripe: AwsEndpoint) -> None:
    """A recorded webhook is no use after five minutes."""
    assert from_stripe(wire(session()), age=age)["statusCode"] == 401
    assert stripe.queues == {}


def test_refuses_what_another_secret_signed(stripe: AwsEndpoint) -> None:
    """Another store's gateway account is a stranger here."""
    assert from_stripe(wire(session()), secret="whsec_of_pune")["statusCode"] == 401
    assert handler(http_event(path="/payment", body=wire(session())), None)["statusCode"] == 401
    assert stripe.queues == {}


def test_does_not_take_one_gateways_signature_for_the_others(razorpay: AwsEndpoint) -> None:
    """A store has one gateway; a valid signature of the other scheme is none."""
    assert from_stripe(wire(session()))["statusCode"] == 401
    assert razorpay.queues == {}


def test_takes_old_and_new_secret_during_a_rotation(razorpay: AwsEndpoint) -> None:
    """Razorpay's retries stay signed with the old secret."""
    razorpay.parameters[ENVIRONMENT["PAYMENT_WEBHOOK_SECRET_PARAMETER"]] = f"new\n{PAYMENT_SECRET}"
    assert from_razorpay(wire(captured()))["statusCode"] == 200
    assert from_razorpay(wire(captured()), secret="new")["statusCode"] == 200
    assert from_razorpay(wire(captured()), secret="retired")["statusCode"] == 401


def test_refuses_a_stripe_event_of_another_store(stripe: AwsEndpoint) -> None:
    """Genuine, but about pune's order: 403, nothing stored."""
    assert from_stripe(wire(session(metadata={"store": "pune"})))["statusCode"] == 403
    assert stripe.queues == {}


def test_refuses_a_razorpay_event_of_another_store(razorpay: AwsEndpoint) -> None:
    """The same by its notes."""
    assert from_razorpay(wire(captured(notes={"store": "mpls"})))["statusCode"] == 403
    assert razorpay.queues == {}


@pytest.mark.parametrize("notes", [[], {}, None])
def test_takes_razorpay_notes_however_they_are_empty(notes: object, razorpay: AwsEndpoint) -> None:
    """They name no store, so none is contradicted; the gateway's order is the group."""
    assert from_razorpay(wire(captured(notes=notes)))["statusCode"] == 200
    assert razorpay.queues[INBOX][0]["MessageGroupId"] == "order_1"


def test_refuses_thin_events(stripe: AwsEndpoint) -> None:
    """An endpoint set up for them would never confirm an order; 400 shows at Stripe."""
    assert from_stripe(b'{"id":"evt_1","object":"v2.core.event"}')["statusCode"] == 400
    assert stripe.queues == {}


def test_refuses_another_method_and_a_body_too_large(stripe: AwsEndpoint) -> None:
    """405 and 413, before any signature is computed."""
    assert handler(http_event(method="GET", path="/payment"), None)["statusCode"] == 405
    assert from_stripe(b" " * (256 * 1024 + 1))["statusCode"] == 413
    assert stripe.calls == []


@pytest.mark.parametrize("body", [b"", b"?", b"[1]", b'{"a":' * 40_000, b'{"id":"evt_1","object":"event"}'])
def test_keeps_a_genuine_body_that_cannot_be_read(body: bytes, stripe: AwsEndpoint) -> None:
    """It may be money: it is kept whole for a person, not refused until Stripe gives up."""
    assert from_stripe(body)["statusCode"] == 200
    parts = stripe.bodies(INBOX)
    assert {(part["kind"], part["source"]) for part in parts} == {("unreadable", "stripe")}
    assert b"".join(base64.b64decode(part["base64"]) for part in parts) == body


def test_keeps_an_event_too_large_for_one_message(stripe: AwsEndpoint) -> None:
    """250 KB of Hindi grows when written in ASCII; it travels in parts."""
    body = json.dumps(session(note="न" * 80_000), ensure_ascii=False).encode()
    assert from_stripe(body)["statusCode"] == 200
    assert {part["kind"] for part in stripe.bodies(INBOX)} == {"unreadable"}


def test_does_not_acknowledge_while_the_queue_is_down(stripe: AwsEndpoint) -> None:
    """Raised, so that the gateway comes again; then it is there once."""
    stripe.faults.extend(["", "500", "500"])
    with pytest.raises(AwsFailed):
        from_stripe(wire(session()))
    assert from_stripe(wire(session()))["statusCode"] == 200
    assert len(stripe.bodies(INBOX)) == 1


def test_refuses_to_run_for_an_unknown_gateway(stripe: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Better no answer than the wrong check."""
    monkeypatch.setenv("PAYMENT_PROVIDER", "cash")
    with pytest.raises(ValueError, match="PAYMENT_PROVIDER"):
        Settings.from_env()
