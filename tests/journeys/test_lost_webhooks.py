"""The gateway never told us: the reconciler finds the money in the gateway's own lists."""

from __future__ import annotations

import json

import pytest

from infra.local.cloud import client
from tests.journeys.books import of_order, sums
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, words_of


def reconcile(door: StoreDoor) -> Json:
    """The hourly run, now."""
    caller = client("lambda", cloud=door.world.contract["cloud"])
    answer = caller.invoke(FunctionName=f"tillhook-{door.id}-reconcile", Payload=b"{}")
    told: Json = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, told
    return told


@pytest.mark.parametrize(
    ("store", "provider", "sale", "books"),
    [
        # 6.95 with 0.58 of tax, 0.50 kept by Stripe; 620.00 with 29.52 of tax, 14.63 kept by Razorpay.
        (
            "mpls",
            "stripe",
            Sale("WAFFLE", 1, 695),
            {"gateway_clearing": 645, "gateway_fees": 50, "sales": -637, "tax": -58},
        ),
        (
            "pune",
            "razorpay",
            Sale("GHEE-1", 1, 62000),
            {"gateway_clearing": 60537, "gateway_fees": 1463, "sales": -59048, "tax": -2952},
        ),
    ],
    ids=["mpls", "pune"],
)
def test_a_payment_of_which_nobody_told_is_found_within_the_hour(
    world: World, store: str, provider: str, sale: Sale, books: dict[str, int]
) -> None:
    """The order turns paid, the customer is told once, and the next hour finds nothing more to do."""
    door, customer = world[store], Customer()
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.until(order["id"], status="awaiting_payment")
    door.hear(customer, "cta_url")
    world.arm(provider, "never_deliver", times=20)
    try:
        door.pay(link["id"])
        door.exchange_greetings(customer)
    finally:
        world.arm(provider, "none")
    assert door.order(order["id"])["status"] == "awaiting_payment"

    def found() -> Json | None:
        # Lists are read up to the second before now: one that began in the payment's own second does not see it yet.
        told = reconcile(door)
        return told if door.order(order["id"])["status"] == "confirmed" else None

    first = eventually(found, what="a run that finds the payment")
    assert first["complete"] is True
    paid = door.order(order["id"])
    assert [one["status"] for one in paid["payments"]] == ["paid"]
    confirmation = words_of(door.hear(customer, "text"))
    assert confirmation.startswith(f"Paid, thank you! Your order number is *{paid['ticket']}*.")
    report = door.staff("GET", "/reports/reconciliation", role="manager", params={"date": first["date"]}).json()
    assert [one["outcome"] for one in report["healed"] if one["order_id"] == order["id"]] == ["confirmed"]
    assert [one for one in report["differences"] if one["order_id"] == order["id"]] == []

    again = reconcile(door)
    assert (again["healed"], again["differences"]) == (first["healed"], first["differences"])
    door.exchange_greetings(customer)
    assert len(door.heard(customer, "text")) == 1
    assert of_order(door, order["id"], kinds=["order_confirmed", "payment_captured", "gateway_fee"]) == books
    assert set(sums(door).values()) == {0}
