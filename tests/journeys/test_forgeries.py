"""Strangers, broken lines and mixed-up stores: whatever is not truly for this store changes nothing."""

import json
import time

import pytest

from tests.journeys.books import of_order
from tests.journeys.payments import events_of_one_payment
from tests.journeys.world import Customer, Sale, World, meta_signature, payment_signature

STORES = pytest.mark.parametrize(
    ("store", "other", "sale", "item"),
    [
        ("mpls", "pune", Sale("MOCHI-6", 1, 899), "mochi_box"),
        ("pune", "mpls", Sale("MASALA-100", 1, 9500), "MASALA-100"),
    ],
    ids=["mpls", "pune"],
)


@STORES
def test_a_forged_cart_changes_nothing(world: World, store: str, other: str, sale: Sale, item: str) -> None:
    """Refused at the door: no order, no stock, no word to the customer."""
    door, stranger, customer = world[store], world[other], Customer()
    before = door.stock()[item], stranger.stock()
    cart = door.message(customer, type="order", order=door.order_object(sale))
    payload = door.webhook(cart, customer=customer)
    body = json.dumps(payload).encode()
    flipped = bytes([*body[:-40], body[-40] ^ 1, *body[-39:]])
    genuine = meta_signature(door.entry, body)
    half = genuine["X-Hub-Signature-256"][:-8]
    refused = {
        "forged": door.deliver(body, secret="guess"),
        "signed with nothing": door.deliver(body, secret=""),
        "unsigned": door.deliver(body, **{"X-Hub-Signature-256": ""}),
        "half a signature": door.deliver(body, **{"X-Hub-Signature-256": half}),
        "truncated": door.deliver(body[:-1], **genuine),
        "bit flipped": door.deliver(flipped, **genuine),
        "signed by the other store": door.deliver(body, secret=stranger.entry["secrets"]["whatsapp_app_secret"]),
    }
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(refused, 401)
    # Truly from Meta, but about the other store's number.
    assert door.deliver(stranger.webhook(cart, customer=customer)).status_code == 403
    assert door.deliver(b" " * (3 * 1024 * 1024 + 1)).status_code == 413

    door.exchange_greetings(customer)
    assert door.orders_of(customer) == []
    assert stranger.orders_of(customer) == []
    assert (door.stock()[item], stranger.stock()) == before
    assert len(door.heard(customer)) == 1
    assert stranger.heard(customer) == []


@STORES
def test_a_forged_payment_confirms_nothing(world: World, store: str, other: str, sale: Sale, item: str) -> None:
    """Only the gateway's own word counts; when it comes after the forgeries, it counts as ever."""
    door, stranger, customer = world[store], world[other], Customer()
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.until(order["id"], status="awaiting_payment")
    door.hear(customer, "cta_url")
    event = events_of_one_payment(door, order["id"], link)[0]
    body = json.dumps(event).encode()
    genuine = payment_signature(door.entry, body, event_id="evt_1")
    another = json.loads(body.replace(order["id"].encode(), b"another-order"))
    refused = {
        "forged": door.deliver_payment(event, secret="guess"),
        "signed with nothing": door.deliver_payment(event, secret=""),
        "unsigned": door.deliver_payment(event, **dict.fromkeys(genuine, "")),
        "another body under a true signature": door.deliver_payment(another, **genuine),
        "signed by the other store": door.deliver_payment(
            event, secret=stranger.entry["secrets"]["payment_webhook_secret"]
        ),
    }
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(refused, 401)
    # Truly from our gateway, but about the other store's order.
    mixed_up = events_of_one_payment(door, order["id"], link, store=other)[0]
    assert door.deliver_payment(mixed_up).status_code == 403
    assert door.deliver_payment({"padding": "x" * (256 * 1024)}).status_code == 413

    door.exchange_greetings(customer)
    seen = door.order(order["id"])
    assert (seen["status"], [one["status"] for one in seen["payments"]]) == ("awaiting_payment", ["open"])
    door.pay(link["id"])
    paid = door.until(order["id"], status="confirmed")
    assert paid["payments"][0]["transaction_id"] not in body.decode()


def test_an_old_stripe_event_is_not_believed_again(world: World) -> None:
    """A true webhook about a payment, recorded and replayed after the tolerance of five minutes; a fresh one counts."""
    mpls, customer = world["mpls"], Customer()
    order = mpls.order_from(mpls.send_cart(customer, Sale("MOCHI-6", 1, 899)))
    link = mpls.link_for(order["id"])
    mpls.until(order["id"], status="awaiting_payment")
    event = events_of_one_payment(mpls, order["id"], link)[0]
    old = payment_signature(mpls.entry, json.dumps(event).encode(), event_id=event["id"], at=time.time() - 301)
    assert mpls.deliver_payment(event, **old).status_code == 401
    mpls.exchange_greetings(customer)
    seen = mpls.order(order["id"])
    assert (seen["status"], [one["status"] for one in seen["payments"]]) == ("awaiting_payment", ["open"])
    assert mpls.deliver_payment(event).status_code == 200
    mpls.until(order["id"], status="confirmed")


def test_money_of_another_mode_pays_for_nothing(world: World) -> None:
    """A truly signed word of live money at a store that takes test money: taken in, and nothing comes of it."""
    mpls, customer = world["mpls"], Customer()
    order = mpls.order_from(mpls.send_cart(customer, Sale("MOCHI-6", 1, 899)))
    link = mpls.link_for(order["id"])
    mpls.until(order["id"], status="awaiting_payment")
    mpls.hear(customer, "cta_url")
    for event in events_of_one_payment(mpls, order["id"], link):
        live = {**event, "livemode": True}
        live["data"]["object"]["livemode"] = True
        assert mpls.deliver_payment(live).status_code == 200
    # What follows is of the same payment, so it waits in the same line.
    mpls.pay(link["id"])
    paid = mpls.until(order["id"], status="confirmed")
    assert [one["status"] for one in paid["payments"]] == ["paid"]
    assert paid["payments"][0]["transaction_id"] != f"pi_{order['id']}"
    assert of_order(mpls, order["id"], kinds=["order_confirmed", "payment_captured"])["gateway_clearing"] == 899
    mpls.hear(customer, "text")
    mpls.exchange_greetings(customer)
    assert len(mpls.heard(customer, "text")) == 1
