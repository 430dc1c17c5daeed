"""Razorpay as the simulator plays it: links with unique references, three webhooks per payment, refunds."""

import hashlib
import hmac
from typing import Any

import pytest

from tests.fakes.simulated_world import LocalWorld, Received

NOW = 1795284000
ORDER: dict[str, Any] = {
    "amount": 82500,
    "currency": "INR",
    "reference_id": "order-1",
    "description": "Basmati rice 5 kg\nWheat flour 5 kg",
    "customer": {"name": "Asha", "contact": "+919812345678"},
    "notify": {"sms": False, "email": False},
    "notes": {"order_id": "order-1"},
    "expire_by": NOW + 1800,
    "callback_url": "https://wa.me/912055501420",
    "callback_method": "get",
}


def created(world: LocalWorld, **changes: Any) -> dict[str, Any]:
    """A new link."""
    answer = world.razorpay("/payment_links", {**ORDER, **changes})
    assert answer.status_code == 200, answer.text
    link: dict[str, Any] = answer.json()
    return link


def events(world: LocalWorld, count: int) -> dict[str, dict[str, Any]]:
    """The first `count` webhooks by event name."""
    return {webhook.json["event"]: webhook.json for webhook in world.shop.wait_for(count)}


def signed(webhook: Received) -> bool:
    """Whether the header is the HMAC of exactly the bytes that came."""
    return webhook.headers["x-razorpay-signature"] == hmac.new(b"rzp_hook", webhook.body, hashlib.sha256).hexdigest()


def test_creates_a_link_that_can_be_found_by_its_reference(world: LocalWorld) -> None:
    """The entity as Razorpay shows it; by id and by reference it is the same."""
    link = created(world)
    assert (link["status"], link["amount"], link["amount_paid"], link["payments"]) == ("created", 82500, 0, None)
    assert link["short_url"] == f"{world.url}/pay/{link['id']}"
    assert world.razorpay(f"/payment_links/{link['id']}").json() == link
    assert world.razorpay("/payment_links?reference_id=order-1").json() == {"payment_links": [link]}
    assert world.razorpay("/payment_links?reference_id=order-2").json() == {"payment_links": []}
    assert world.get("/sim/payments", params={"store": "pune"})["payments"] == [
        {
            "id": link["id"],
            "kind": "link",
            "store": "pune",
            "order_id": "order-1",
            "amount": 82500,
            "currency": "INR",
            "status": "open",
            "url": link["short_url"],
        }
    ]


def test_refuses_a_reference_that_was_used_before(world: LocalWorld) -> None:
    """This is how a lost answer is noticed: BAD_REQUEST_ERROR, and still one link, even when that one is cancelled."""
    link = created(world)
    world.razorpay(f"/payment_links/{link['id']}/cancel", {})
    answer = world.razorpay("/payment_links", ORDER)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert "reference ID already attempted" in answer.json()["error"]["description"]
    assert len(world.get("/sim/payments")["payments"]) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 825.5}, "amount"),
        ({"amount": "82500"}, "amount"),
        ({"amount": 99}, "amount"),
        ({"reference_id": "x" * 41}, "reference_id"),
        ({"description": "x" * 2049}, "description"),
        ({"notes": {str(n): "x" for n in range(16)}}, "notes"),
        ({"notes": {"a": "x" * 257}}, "notes"),
        ({"expire_by": NOW + 899}, "expire_by"),
        ({"expire_by": NOW + 200 * 86400}, "expire_by"),
        ({"callback_method": "post"}, "callback_method"),
        ({"currency": "rupee"}, "currency"),
        ({"colour": "red"}, None),
    ],
)
def test_refuses_a_faulty_link(world: LocalWorld, changes: dict[str, Any], field: str | None) -> None:
    """HTTP 400, BAD_REQUEST_ERROR, with the field it is about."""
    answer = world.razorpay("/payment_links", {**ORDER, **changes})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("field")) == (400, "BAD_REQUEST_ERROR", field)


def test_refuses_a_wrong_key(world: LocalWorld) -> None:
    """HTTP 401; the secret matters as much as the id."""
    assert world.razorpay("/payment_links", ORDER, pair=("rzp_test_pune", "guess")).status_code == 401
    assert world.razorpay("/payment_links", ORDER, pair=("", "")).status_code == 401


def test_a_payment_is_told_by_three_signed_webhooks(world: LocalWorld) -> None:
    """payment.captured, order.paid and payment_link.paid about one payment, each with its own event id."""
    link = created(world)
    assert world.post(f"/sim/payments/{link['id']}/pay").json()["status"] == "paid"
    told = events(world, 3)
    webhooks = world.shop.received
    assert all(signed(webhook) and webhook.path == "/pune/payment" for webhook in webhooks)
    assert len({webhook.headers["x-razorpay-event-id"] for webhook in webhooks}) == 3
    assert set(told) == {"payment.captured", "order.paid", "payment_link.paid"}
    paid = told["payment_link.paid"]
    assert paid["contains"] == ["payment_link", "order", "payment"]
    assert paid["payload"]["payment_link"]["entity"]["reference_id"] == "order-1"
    assert paid["payload"]["payment_link"]["entity"]["amount_paid"] == 82500
    payment = told["payment.captured"]["payload"]["payment"]["entity"]
    assert (payment["amount"], payment["status"], payment["notes"]) == (82500, "captured", {"order_id": "order-1"})
    assert (payment["fee"], payment["tax"]) == (1947, 297)
    assert payment["id"] == paid["payload"]["payment"]["entity"]["id"]
    assert world.razorpay(f"/payments/{payment['id']}").json() == payment


def test_empty_notes_are_a_list_in_webhooks_and_null_on_a_link(world: LocalWorld) -> None:
    """Razorpay's own inconsistency is kept."""
    link = created(world, notes={})
    assert link["notes"] is None
    world.post(f"/sim/payments/{link['id']}/pay")
    assert events(world, 3)["payment.captured"]["payload"]["payment"]["entity"]["notes"] == []


def test_a_declined_payment_leaves_the_link_open(world: LocalWorld) -> None:
    """payment.failed is not final."""
    link = created(world)
    world.post(f"/sim/payments/{link['id']}/pay", json={"outcome": "failed"})
    failed = events(world, 1)["payment.failed"]["payload"]["payment"]["entity"]
    assert (failed["status"], failed["captured"], failed["error_reason"]) == ("failed", False, "payment_declined")
    assert world.post(f"/sim/payments/{link['id']}/pay").json()["status"] == "paid"


def test_cancelling_closes_the_link_once(world: LocalWorld) -> None:
    """payment_link.cancelled holds the link only; a second cancel is refused."""
    link = created(world)
    path = f"/payment_links/{link['id']}/cancel"
    assert world.razorpay(path, {}).json()["status"] == "cancelled"
    told = events(world, 1)["payment_link.cancelled"]
    assert told["contains"] == ["payment_link"]
    assert told["payload"]["payment_link"]["entity"]["cancelled_at"] == NOW
    assert world.razorpay(path, {}).status_code == 400


def test_a_link_expires_by_itself(world: LocalWorld) -> None:
    """When its time is over the store is told without anybody asking."""
    created(world)
    world.pass_time(1800)
    assert set(events(world, 1)) == {"payment_link.expired"}


def test_a_refund_is_made_once_per_key(world: LocalWorld) -> None:
    """The same X-Refund-Idempotency gives the same refund; another body under it is refused."""
    link = created(world)
    world.post(f"/sim/payments/{link['id']}/pay")
    paid = events(world, 3)["payment.captured"]["payload"]["payment"]["entity"]["id"]
    world.shop.received.clear()
    path, key = f"/payments/{paid}/refund", "refund-order-1"
    first = world.razorpay(path, {"amount": 2500}, X_Refund_Idempotency=key).json()
    again = world.razorpay(path, {"amount": 2500}, X_Refund_Idempotency=key).json()
    assert (first["id"], first["amount"]) == (again["id"], 2500)
    assert world.razorpay(path, {"amount": 2600}, X_Refund_Idempotency=key).status_code == 400
    assert world.razorpay(path, {"amount": 2600}, X_Refund_Idempotency="short").status_code == 400
    told = events(world, 2)
    assert told["refund.created"]["payload"]["refund"]["entity"]["status"] == "pending"
    assert told["refund.processed"]["payload"]["refund"]["entity"]["status"] == "processed"
    assert told["refund.processed"]["payload"]["payment"]["entity"]["refund_status"] == "partial"
    assert world.razorpay(path, {"amount": 80001}).status_code == 400
    assert world.razorpay(path, {}).json()["amount"] == 80000
    refused = world.razorpay(path, {})
    assert refused.json()["error"]["description"] == "The payment has been fully refunded already"


def test_the_way_back_carries_a_signature(world: LocalWorld) -> None:
    """The callback URL gets Razorpay's five parameters, signed with the key's secret."""
    link = created(world)
    back = world.post(f"/sim/payments/{link['id']}/pay").json()["return_url"]
    url, _, query = back.partition("?")
    given = dict(pair.split("=") for pair in query.split("&"))
    assert url == "https://wa.me/912055501420"
    assert given["razorpay_payment_link_status"] == "paid"
    message = f"{link['id']}|order-1|paid|{given['razorpay_payment_id']}".encode()
    assert given["razorpay_signature"] == hmac.new(b"key-secret", message, hashlib.sha256).hexdigest()
