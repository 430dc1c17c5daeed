"""Everybody repeats: Meta, the gateways, the line between. Each thing happens once."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.payments import events_of_one_payment
from tests.journeys.world import Customer, Sale, World

TEN = range(10)


@pytest.mark.parametrize(
    ("store", "sale", "item", "units"),
    [("mpls", Sale("TOP-JELLY", 2, 75), "lychee_jelly_g", 80), ("pune", Sale("DET-1", 2, 11500), "DET-1", 2)],
    ids=["mpls", "pune"],
)
def test_one_cart_that_comes_ten_times_at_once_is_one_order(
    world: World, store: str, sale: Sale, item: str, units: int
) -> None:
    """Byte for byte the same webhook: one order, its stock taken once, one link, one message."""
    door, customer = world[store], Customer()
    before = door.stock()[item]
    cart = door.message(customer, type="order", order=door.order_object(sale))
    body = json.dumps(door.webhook(cart, customer=customer)).encode()
    with ThreadPoolExecutor(10) as senders:
        answers = list(senders.map(lambda _: door.deliver(body).status_code, TEN))
    assert answers == [200] * 10

    door.hear(customer, "cta_url")
    door.exchange_greetings(customer)
    orders = [one for one in door.orders() if one["source"]["message_id"] == cart["id"]]
    assert len(orders) == 1
    after = door.stock()[item]
    assert (after["available"], after["reserved"]) == (before["available"] - units, before["reserved"] + units)
    assert len(door.links_for(orders[0]["id"])) == 1
    assert len(door.heard(customer, "cta_url")) == 1


@pytest.mark.parametrize("store", ["mpls", "pune"])
def test_one_payment_told_ten_times_and_by_its_siblings_confirms_once(world: World, store: str) -> None:
    """Gateways tell of one payment in several events, each as often as they like: one confirmation, one ticket."""
    door, customer = world[store], Customer()
    sale = Sale("TOP-JELLY", 1, 75) if store == "mpls" else Sale("DET-1", 1, 11500)
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.until(order["id"], status="awaiting_payment")
    told = events_of_one_payment(door, order["id"], link)
    with ThreadPoolExecutor(10) as senders:
        first = [senders.submit(door.deliver_payment, told[0]) for _ in TEN]
        siblings = [senders.submit(door.deliver_payment, event) for event in told[1:]]
        assert {one.result().status_code for one in first + siblings} == {200}

    door.hear(customer, "text")
    # Tickets have no gaps, so the next order's says how many the payment took; a new business day begins with 1.
    ticket = door.until(order["id"], status="confirmed")["ticket"]
    following = door.buy(Customer(), sale)
    assert following["ticket"] in {ticket + 1, 1}
    door.exchange_greetings(customer)
    assert len(door.heard(customer, "text")) == 1
    seen = door.order(order["id"])
    assert [one["status"] for one in seen["payments"]] == ["paid"]
    assert [entry["name"] for entry in seen["timeline"] if entry["kind"] == "event"] == [
        "OrderReceived",
        "PaymentRequested",
        "OrderConfirmed",
    ]
