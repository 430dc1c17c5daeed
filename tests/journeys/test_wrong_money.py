"""Money that is not what was asked for is put aside for a person to see."""

from typing import Any

import pytest

from tests.journeys.payments import events_of_one_payment
from tests.journeys.world import Customer, Json, Sale, World, eventually, words_of


@pytest.mark.parametrize(
    ("store", "sale", "otherwise", "received"),
    [
        ("mpls", Sale("WAFFLE", 1, 695), {"amount": 694}, {"amount": 694, "currency": "USD"}),
        ("mpls", Sale("WAFFLE", 1, 695), {"currency": "EUR"}, {"amount": 695, "currency": "EUR"}),
        ("pune", Sale("GHEE-1", 1, 62000), {"amount": 62001}, {"amount": 62001, "currency": "INR"}),
        ("pune", Sale("GHEE-1", 1, 62000), {"currency": "USD"}, {"amount": 62000, "currency": "USD"}),
    ],
)
def test_a_wrong_amount_or_currency_never_confirms(
    world: World, store: str, sale: Sale, otherwise: dict[str, Any], received: Json
) -> None:
    """However many events tell of it, it is one quarantined payment; the customer is not told that all is well."""
    door, customer = world[store], Customer()
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.until(order["id"], status="awaiting_payment")
    door.hear(customer, "cta_url")
    door.pay(link["id"], **otherwise)

    def quarantined() -> list[Json]:
        return [one for one in door.order(order["id"])["payments"] if one["status"] == "quarantined"]

    found = eventually(quarantined, what="a quarantined payment")
    assert [one["received"] for one in found] == [received]
    door.exchange_greetings(customer)
    seen = door.order(order["id"])
    assert (seen["status"], seen["ticket"]) == ("awaiting_payment", None)
    assert [one["status"] for one in seen["payments"]] == ["quarantined"]
    assert [entry["name"] for entry in seen["timeline"]].count("PaymentQuarantined") == 1
    assert door.heard(customer, "text") == []
    cases = [one for one in door.staff("GET", "/queue").json()["items"] if one["order_id"] == order["id"]]
    assert [(one["reason"], one["claimed_by"]) for one in cases] == [("wrong_amount", None)]


@pytest.mark.parametrize(("store", "sale"), [("mpls", Sale("WAFFLE", 1, 695)), ("pune", Sale("GHEE-1", 1, 62000))])
def test_a_declined_card_is_no_payment_and_no_end(world: World, store: str, sale: Sale) -> None:
    """The customer tries again with another card, on the same link."""
    door, customer = world[store], Customer()
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.until(order["id"], status="awaiting_payment")
    door.pay(link["id"], outcome="failed")
    door.pay(link["id"])
    paid = door.until(order["id"], status="confirmed")
    assert [one["status"] for one in paid["payments"]] == ["paid"]
    door.hear(customer, "text")
    door.exchange_greetings(customer)
    assert len(door.heard(customer, "text")) == 1


@pytest.mark.parametrize(
    ("store", "sale", "told"),
    [
        ("mpls", Sale("WAFFLE", 1, 695), "Your order was already paid for when another payment of $6.95 came in."),
        ("pune", Sale("GHEE-1", 1, 62000), "Your order was already paid for when another payment of ₹620 came in."),
    ],
    ids=["mpls", "pune"],
)
def test_money_for_a_paid_order_is_flagged_for_refund(world: World, store: str, sale: Sale, told: str) -> None:
    """Two phones, one link: the second payment is another transaction, and no second order."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    door.hear(customer, "text")
    link = door.link_for(order["id"])
    second = events_of_one_payment(door, order["id"], link)
    assert {door.deliver_payment(event).status_code for event in second} == {200}
    assert words_of(door.hear(customer, "text", number=2)).startswith(told)
    seen = door.order(order["id"])
    assert (seen["status"], seen["ticket"]) == ("confirmed", order["ticket"])
    assert sorted(one["status"] for one in seen["payments"]) == ["paid", "refund_due"]
    # The gateway itself knows of no such payment: what cannot be sent back is told, and a person's to settle.
    assert "didn't go through" in words_of(door.hear(customer, "text", number=3))
    assert [one["state"] for one in door.order(order["id"])["refunds"]] == ["failed"]
    door.exchange_greetings(customer)
    assert len(door.heard(customer, "text")) == 3
