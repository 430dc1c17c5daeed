"""Money that is not what was asked for is put aside for a person to see."""

from typing import Any

import pytest

from tests.journeys.world import Customer, Json, Sale, World, eventually


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
