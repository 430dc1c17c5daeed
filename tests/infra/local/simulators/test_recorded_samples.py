"""The samples under events/ and the simulators say the same thing in the same form."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.simulated_world import CUSTOMER, LocalWorld

EVENTS = Path(__file__).parents[4] / "events"
STRIPE_FORM = {
    "mode": "payment",
    "success_url": "https://wa.me/16125550142",
    "client_reference_id": "order-1",
    "metadata[order_id]": "order-1",
    "payment_intent_data[metadata][order_id]": "order-1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "1472",
    "line_items[0][price_data][product_data][name]": "Tea",
    "line_items[0][quantity]": "1",
}
RAZORPAY_LINK = {
    "amount": 82500,
    "currency": "INR",
    "reference_id": "order-1",
    "customer": {"name": "Asha", "contact": "+919812345678"},
    "notify": {"sms": False, "email": False},
    "notes": {"order_id": "order-1"},
    "callback_url": "https://wa.me/912055501420",
    "callback_method": "get",
}
# What a provider can send and the simulators do not; each is a variant of a sample that they do send.
VARIANTS = {
    "razorpay_payment_dispute_action_required": "razorpay_payment_dispute_created",
    "razorpay_refund_speed_changed": "razorpay_refund_processed",
    "stripe_charge_refund_updated": "stripe_refund_updated",
    "stripe_charge_refunded_old_shape": "stripe_charge_refunded",
    "stripe_refund_updated_canceled": "stripe_refund_updated",
}
# What the simulators send on an ordinary day.
EVERYDAY = {
    *("stripe_checkout_session_completed", "stripe_checkout_session_expired", "stripe_payment_intent_succeeded"),
    *("stripe_payment_intent_payment_failed", "stripe_refund_created", "stripe_refund_updated"),
    *("stripe_charge_refunded", "razorpay_payment_captured", "razorpay_payment_failed", "razorpay_order_paid"),
    *("razorpay_payment_link_paid", "razorpay_payment_link_cancelled", "razorpay_payment_link_expired"),
    *("razorpay_refund_created", "razorpay_refund_processed"),
}
# The same event in another state, which is told apart by more than its name.
STATES = {
    "stripe_charge_dispute_closed_inquiry",
    "stripe_charge_dispute_closed_lost",
    "stripe_checkout_session_completed_unpaid",
    "stripe_refund_created_pending",
}


def sample(name: str) -> Any:
    """A recorded payload, e.g. `payments/stripe_refund_created`."""
    return json.loads((EVENTS / f"{name}.json").read_text())


def form(value: Any) -> Any:
    """A payload without its values: names, nesting and types; a list by its first element."""
    if isinstance(value, dict):
        return {key: form(one) for key, one in value.items()}
    if isinstance(value, list):
        return [form(value[0])] if value else []
    return type(value).__name__


def named(body: Any) -> str:
    """The sample's name for a payment webhook."""
    provider, event = ("razorpay", body["event"]) if "event" in body else ("stripe", body["type"])
    return f"{provider}_{event.replace('.', '_')}"


def test_payment_webhooks_have_the_form_of_their_samples(world: LocalWorld) -> None:
    """Each of the fifteen events that the simulators send agrees with its sample, name by name and type by type."""
    session = world.stripe("/checkout/sessions", STRIPE_FORM).json()
    link = world.razorpay("/payment_links", {**RAZORPAY_LINK, "expire_by": 1795285800, "description": "Rice"}).json()
    for id_ in (session["id"], link["id"]):
        world.post(f"/sim/payments/{id_}/pay", json={"outcome": "failed"})
        world.post(f"/sim/payments/{id_}/pay")
    intent = world.stripe(f"/checkout/sessions/{session['id']}").json()["payment_intent"]
    refund = {"payment_intent": intent, "reason": "duplicate", "metadata[order_id]": "order-1"}
    world.stripe("/refunds", {**refund, "amount": "472"})
    payment = world.razorpay("/payment_links?reference_id=order-1").json()["payment_links"][0]["payments"][0]
    world.razorpay(f"/payments/{payment['payment_id']}/refund", {"amount": 2500, "notes": {"order_id": "order-1"}})
    other = world.stripe("/checkout/sessions", STRIPE_FORM).json()
    world.stripe(f"/checkout/sessions/{other['id']}/expire", {})
    cancelled = world.razorpay("/payment_links", {**RAZORPAY_LINK, "reference_id": "order-2", "notes": {}}).json()
    world.razorpay(f"/payment_links/{cancelled['id']}/cancel", {})
    world.razorpay("/payment_links", {**RAZORPAY_LINK, "reference_id": "order-3", "expire_by": 1795285800})
    world.pass_time(1801)
    sent = {named(webhook.json): webhook.json for webhook in world.shop.wait_for(15)}
    assert set(sent) == EVERYDAY
    assert {name: form(body) for name, body in sent.items()} == {
        name: form(sample(f"payments/{name}")) for name in EVERYDAY
    }


def told(world: LocalWorld) -> dict[str, Any]:
    """What the shop was told so far, once nothing is under way; of one name the last."""
    world.attempts()
    return {named(webhook.json): webhook.json for webhook in world.shop.received}


def test_what_happens_to_money_later_has_the_form_of_its_samples(world: LocalWorld) -> None:
    """Banks that answer late, parts, disputes, refunds that fail, payouts: the nineteen other events."""
    pay = "/sim/payments/{}/{}".format

    def session(outcome: str = "paid") -> str:
        id_ = str(world.stripe("/checkout/sessions", STRIPE_FORM).json()["id"])
        world.post(pay(id_, "pay"), json={"outcome": outcome})
        return id_

    def link(reference: str, *, outcome: str = "paid", amount: int | None = None, **more: Any) -> str:
        asked = {**RAZORPAY_LINK, "reference_id": reference, "expire_by": 1795285800, "description": "Rice", **more}
        id_ = str(world.razorpay("/payment_links", asked).json()["id"])
        world.post(pay(id_, "pay"), json={"outcome": outcome, "amount": amount})
        return id_

    def dispute(id_: str, *outcomes: str, **complaint: Any) -> None:
        disputed = world.post(pay(id_, "dispute"), json=complaint).json()["id"]
        for outcome in outcomes:
            world.post(pay(disputed, "settle"), json={"outcome": outcome})

    world.post(pay(session("pending"), "settle"), json={"outcome": "paid"})
    unpaid = told(world)["stripe_checkout_session_completed"]
    world.post(pay(session("pending"), "settle"), json={"outcome": "failed"})
    dispute(session(), "won", inquiry=True)
    inquiry = told(world)["stripe_charge_dispute_closed"]
    dispute(session(), "lost")
    lost = told(world)["stripe_charge_dispute_closed"]
    dispute(session(), "under_review", "won")
    world.post("/sim/refunds", json={"provider": "stripe", "outcome": "failed"})
    paid = session()
    intent = world.stripe(f"/checkout/sessions/{paid}").json()["payment_intent"]
    asked = {"payment_intent": intent, "reason": "duplicate", "metadata[order_id]": "order-1", "amount": "472"}
    world.stripe("/refunds", asked)
    pending = told(world)["stripe_refund_created"]
    late = link("order-1", outcome="pending")
    world.post(pay(late, "settle"), json={"outcome": "paid"})
    dispute(late, "under_review", "lost")
    dispute(link("order-2"), "won", at_once=True)
    dispute(link("order-3"), "closed")
    parts = link("order-4", amount=40000, accept_partial=True)
    payment = world.razorpay(f"/payment_links/{parts}").json()["payments"][0]["payment_id"]
    world.post("/sim/refunds", json={"provider": "razorpay", "outcome": "failed"})
    world.razorpay(f"/payments/{payment}/refund", {"amount": 2500, "notes": {"order_id": "order-1"}})
    for store in ("mpls", "pune"):
        world.post("/sim/payouts", json={"store": store})
    payout = world.get("/sim/payouts?store=mpls")["payouts"][0]["id"]
    world.post(pay(payout, "settle"), json={"outcome": "failed"})
    sent = {
        **told(world),
        "stripe_checkout_session_completed_unpaid": unpaid,
        "stripe_charge_dispute_closed_inquiry": inquiry,
        "stripe_charge_dispute_closed_lost": lost,
        "stripe_refund_created_pending": pending,
    }
    for name in EVERYDAY:
        sent.pop(name, None)
    assert {name: form(body) for name, body in sent.items()} == {
        name: form(sample(f"payments/{name}")) for name in sent
    }
    recorded = {path.stem for path in (EVENTS / "payments").glob("*.json")}
    assert recorded == set(sent) | EVERYDAY | set(VARIANTS)
    assert set(sent) >= STATES


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_has_the_envelope_of_its_sibling(name: str) -> None:
    """Only values differ, and what a state adds or leaves empty."""
    variant, sibling = sample(f"payments/{name}"), sample(f"payments/{VARIANTS[name]}")
    assert variant.keys() == sibling.keys()
    about = "data" if "data" in variant else "payload"
    assert variant[about].keys() == sibling[about].keys()
    assert variant != sibling


def test_customers_messages_and_statuses_have_the_form_of_their_samples(world: LocalWorld) -> None:
    """A text, a cart, and the three statuses of our own message."""
    items = sample("whatsapp/order_cart")["entry"][0]["changes"][0]["value"]["messages"][0]["order"]
    for message in ({"type": "text", "text": {"body": "hola"}}, {"type": "order", "order": items}):
        world.say(message)
    text, cart = (webhook.json for webhook in world.shop.wait_for(2))
    if text["entry"][0]["changes"][0]["value"]["messages"][0]["type"] == "order":
        text, cart = cart, text
    assert form(text) == form(sample("whatsapp/text"))
    assert form(cart) == form(sample("whatsapp/order_cart"))
    reply = {"messaging_product": "whatsapp", "to": CUSTOMER, "text": {"body": "hi"}, "biz_opaque_callback_data": "x"}
    assert world.graph(reply).status_code == 200
    told = {status["status"]: form(status) for status in world.shop.wait_for_statuses(3)}
    recorded = {
        status: form(sample(f"whatsapp/status_{status}")["entry"][0]["changes"][0]["value"]["statuses"][0])
        for status in ("sent", "delivered", "read")
    }
    assert told == recorded


@pytest.mark.parametrize("path", sorted((EVENTS / "whatsapp").glob("*.json")), ids=lambda path: path.stem)
def test_every_whatsapp_sample_is_an_envelope(path: Path) -> None:
    """Entries with changes; messages and statuses have an id and their time as a string of seconds."""
    envelope = json.loads(path.read_text())
    assert envelope["object"] == "whatsapp_business_account"
    for entry in envelope["entry"]:
        assert entry["id"].isdigit()
        for change in entry["changes"]:
            value = change["value"]
            for one in (*value.get("messages", []), *value.get("statuses", [])):
                assert one["id"].startswith("wamid.")
                assert isinstance(one["timestamp"], str)
                assert one["timestamp"].isdigit()
