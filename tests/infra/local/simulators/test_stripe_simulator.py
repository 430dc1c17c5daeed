"""Stripe as the simulator plays it: sessions, idempotency, refunds, and events signed over the bytes that are sent."""

import hashlib
import hmac
from typing import Any

import pytest

from tests.fakes.simulated_world import LocalWorld, Received

NOW = 1795284000
ORDER: dict[str, Any] = {
    "mode": "payment",
    "success_url": "https://wa.me/16125550142",
    "client_reference_id": "order-1",
    "metadata[order_id]": "order-1",
    "payment_intent_data[metadata][order_id]": "order-1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "675",
    "line_items[0][price_data][product_data][name]": "Taro milk tea, large",
    "line_items[0][quantity]": "2",
    "line_items[1][price_data][currency]": "usd",
    "line_items[1][price_data][unit_amount]": "122",
    "line_items[1][price_data][product_data][name]": "Tax",
    "line_items[1][quantity]": "1",
}


def opened(world: LocalWorld, **changes: Any) -> dict[str, Any]:
    """A new session."""
    answer = world.stripe("/checkout/sessions", {**ORDER, **changes})
    assert answer.status_code == 200, answer.text
    session: dict[str, Any] = answer.json()
    return session


def events(world: LocalWorld, count: int) -> dict[str, dict[str, Any]]:
    """The first `count` events by type."""
    return {webhook.json["type"]: webhook.json for webhook in world.shop.wait_for(count)}


def signed(webhook: Received) -> bool:
    """Whether v1 is the HMAC over `<t>.<raw body>`."""
    parts = dict(part.split("=", 1) for part in webhook.headers["stripe-signature"].split(","))
    expected = hmac.new(b"whsec_test", parts["t"].encode() + b"." + webhook.body, hashlib.sha256).hexdigest()
    return parts == {"t": str(NOW), "v1": expected}


def test_opens_a_session_for_the_sum_of_the_lines(world: LocalWorld) -> None:
    """2 x 6.75 and 1.22 are 14.72; the link leads to the payment page; it lasts 24 hours unless told otherwise."""
    session = opened(world)
    assert session["amount_total"] == 1472
    assert (session["status"], session["payment_status"], session["payment_intent"]) == ("open", "unpaid", None)
    assert session["url"] == f"{world.url}/pay/{session['id']}"
    assert session["expires_at"] == NOW + 24 * 3600
    assert session["metadata"] == {"order_id": "order-1"}
    assert world.stripe(f"/checkout/sessions/{session['id']}").json() == session
    assert world.get("/sim/payments", params={"store": "mpls"})["payments"] == [
        {
            "id": session["id"],
            "kind": "link",
            "store": "mpls",
            "order_id": "order-1",
            "amount": 1472,
            "currency": "USD",
            "status": "open",
            "url": session["url"],
        }
    ]


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"mode": ""}, "parameter_missing", "mode"),
        ({"success_url": ""}, "parameter_missing", "success_url"),
        ({"success_url": "wa.me"}, "url_invalid", "success_url"),
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"line_items[0][quantity]": "0"}, "parameter_invalid_integer", "line_items[0][quantity]"),
        (
            {"line_items[0][price_data][unit_amount]": "6.75"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        (
            {"line_items[0][price_data][product_data][name]": ""},
            "parameter_missing",
            "line_items[0][price_data][product_data][name]",
        ),
        ({"line_items[1][price_data][currency]": "inr"}, None, "line_items"),
        ({"expires_at": NOW + 1799}, None, "expires_at"),
        ({"expires_at": NOW + 86401}, None, "expires_at"),
        ({"client_reference_id": "x" * 201}, None, "client_reference_id"),
        ({"metadata[note]": "x" * 501}, None, "metadata"),
        (
            {
                "line_items[0][price_data][unit_amount]": "10",
                "line_items[0][quantity]": "1",
                "line_items[1][price_data][unit_amount]": "39",
            },
            "amount_too_small",
            None,
        ),
    ],
)
def test_refuses_a_faulty_session(
    world: LocalWorld, changes: dict[str, Any], code: str | None, param: str | None
) -> None:
    """HTTP 400, invalid_request_error, with the parameter it is about."""
    answer = world.stripe("/checkout/sessions", {**ORDER, **changes})
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error.get("param")) == (code, param), error["message"]


def test_takes_the_shortest_and_the_longest_life(world: LocalWorld) -> None:
    """30 minutes and 24 hours from now are both within bounds."""
    assert opened(world, expires_at=NOW + 1800)["expires_at"] == NOW + 1800
    assert opened(world, expires_at=NOW + 86400)["expires_at"] == NOW + 86400


@pytest.mark.parametrize("key", ["", "sk_test_guess", "rzp_test_pune:key-secret"])
def test_refuses_a_wrong_key(world: LocalWorld, key: str) -> None:
    """HTTP 401."""
    assert world.stripe("/checkout/sessions", ORDER, key=key).status_code == 401


def test_the_same_idempotency_key_gives_the_same_session(world: LocalWorld) -> None:
    """One session however often it is asked for; other parameters under the same key are an idempotency_error."""
    first = world.stripe("/checkout/sessions", ORDER, Idempotency_Key="order-1")
    again = world.stripe("/checkout/sessions", ORDER, Idempotency_Key="order-1")
    assert again.json() == first.json()
    assert len(world.get("/sim/payments")["payments"]) == 1
    other = world.stripe("/checkout/sessions", {**ORDER, "client_reference_id": "x"}, Idempotency_Key="order-1")
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")
    assert world.stripe("/checkout/sessions", ORDER, Idempotency_Key="order-2").json()["id"] != first.json()["id"]


def test_a_refused_request_does_not_use_up_its_key(world: LocalWorld) -> None:
    """What fails validation never began, so the corrected request may keep the key."""
    faulty = world.stripe("/checkout/sessions", {**ORDER, "mode": ""}, Idempotency_Key="order-1")
    assert faulty.status_code == 400
    assert world.stripe("/checkout/sessions", ORDER, Idempotency_Key="order-1").status_code == 200


def test_a_payment_is_told_by_two_signed_events(world: LocalWorld) -> None:
    """checkout.session.completed and payment_intent.succeeded, about the same intent and with our metadata."""
    session = opened(world)
    paid = world.post(f"/sim/payments/{session['id']}/pay")
    assert paid.json()["status"] == "paid"
    told = events(world, 2)
    assert all(signed(webhook) and webhook.path == "/mpls/payment" for webhook in world.shop.received)
    completed = told["checkout.session.completed"]["data"]["object"]
    assert (completed["payment_status"], completed["status"], completed["amount_total"]) == ("paid", "complete", 1472)
    assert (completed["currency"], completed["client_reference_id"]) == ("usd", "order-1")
    intent = told["payment_intent.succeeded"]["data"]["object"]
    assert completed["payment_intent"] == intent["id"]
    assert (intent["amount_received"], intent["metadata"]) == (1472, {"order_id": "order-1"})
    assert world.stripe(f"/payment_intents/{intent['id']}").json()["status"] == "succeeded"
    expanded = world.stripe(f"/checkout/sessions/{session['id']}?expand[]=payment_intent").json()
    assert expanded["payment_intent"] == intent
    assert world.post(f"/sim/payments/{session['id']}/pay").status_code == 409


def test_a_declined_card_leaves_the_session_open(world: LocalWorld) -> None:
    """payment_intent.payment_failed says why; the customer can pay afterwards."""
    session = opened(world)
    failed = world.post(f"/sim/payments/{session['id']}/pay", json={"outcome": "failed"})
    assert failed.json()["status"] == "open"
    error = events(world, 1)["payment_intent.payment_failed"]["data"]["object"]["last_payment_error"]
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    assert world.post(f"/sim/payments/{session['id']}/pay").json()["status"] == "paid"


def test_a_tester_can_pay_a_wrong_sum_in_a_wrong_currency(world: LocalWorld) -> None:
    """The events tell what was really paid."""
    session = opened(world)
    world.post(f"/sim/payments/{session['id']}/pay", json={"amount": 100, "currency": "EUR"})
    completed = events(world, 2)["checkout.session.completed"]["data"]["object"]
    assert (completed["amount_total"], completed["currency"]) == (100, "eur")


def test_expiring_closes_the_session_once(world: LocalWorld) -> None:
    """checkout.session.expired is told; a second expire is refused; the customer cannot pay on the page any more."""
    session = opened(world)
    path = f"/checkout/sessions/{session['id']}/expire"
    assert world.stripe(path, {}).json()["status"] == "expired"
    assert events(world, 1)["checkout.session.expired"]["data"]["object"]["id"] == session["id"]
    refused = world.stripe(path, {})
    assert refused.status_code == 400
    assert "status of `expired`" in refused.json()["error"]["message"]
    world.post(f"/pay/{session['id']}", data={"outcome": "paid"})
    assert world.get("/sim/payments")["payments"][0]["status"] == "expired"


def test_money_under_way_may_still_arrive_after_expiry(world: LocalWorld) -> None:
    """The tester's button plays the payment that came through while the session was closed."""
    session = opened(world)
    world.stripe(f"/checkout/sessions/{session['id']}/expire", {})
    assert world.post(f"/sim/payments/{session['id']}/pay").json()["status"] == "paid"
    assert "checkout.session.completed" in events(world, 3)


def test_a_session_expires_by_itself(world: LocalWorld) -> None:
    """When its time is over the store is told without anybody asking."""
    opened(world, expires_at=NOW + 1800)
    world.pass_time(1800)
    assert set(events(world, 1)) == {"checkout.session.expired"}


def test_refunds_add_up_to_what_was_paid(world: LocalWorld) -> None:
    """Partial, rest, then refused; charge.refunded is cumulative and says refunded only when all is back."""
    session = opened(world)
    world.post(f"/sim/payments/{session['id']}/pay")
    intent = events(world, 2)["payment_intent.succeeded"]["data"]["object"]["id"]
    world.shop.received.clear()
    part = world.stripe("/refunds", {"payment_intent": intent, "amount": "472", "metadata[order_id]": "order-1"}).json()
    assert (part["amount"], part["status"], part["payment_intent"]) == (472, "succeeded", intent)
    charge = events(world, 3)["charge.refunded"]["data"]["object"]
    assert (charge["amount_refunded"], charge["refunded"]) == (472, False)
    too_much = world.stripe("/refunds", {"payment_intent": intent, "amount": "1001"})
    assert (too_much.status_code, too_much.json()["error"]["param"]) == (400, "amount")
    world.shop.received.clear()
    assert world.stripe("/refunds", {"payment_intent": intent}).json()["amount"] == 1000
    told = events(world, 3)
    assert set(told) == {"refund.created", "charge.refunded", "refund.updated"}
    charge = told["charge.refunded"]["data"]["object"]
    assert (charge["amount_refunded"], charge["refunded"]) == (1472, True)
    again = world.stripe("/refunds", {"payment_intent": intent})
    assert again.json()["error"]["code"] == "charge_already_refunded"
    listed = world.get("/sim/payments", params={"store": "mpls"})["payments"]
    assert [(one["kind"], one["amount"], one["status"], one["order_id"]) for one in listed] == [
        ("link", 1472, "paid", "order-1"),
        ("refund", 472, "succeeded", "order-1"),
        ("refund", 1000, "succeeded", "order-1"),
    ]


def test_any_2xx_ends_the_delivery(world: LocalWorld) -> None:
    """Stripe, unlike Meta, is content with 204; an error is tried again with a fresh signature."""
    world.shop.answers.extend([503, 503, 204, 204])
    session = opened(world)
    world.post(f"/sim/payments/{session['id']}/pay")
    webhooks = world.shop.wait_for(4)
    assert len({webhook.json["id"] for webhook in webhooks}) == 2
    assert all(signed(webhook) for webhook in webhooks)
