"""Goods come back: noted by phone, decided by a manager, followed to the store, inspected, paid for, at both stores."""

from __future__ import annotations

import secrets
from collections import Counter

import pytest
import requests

from tests.journeys.test_parcels import booked, scanned, send
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually

BOTH = pytest.mark.parametrize(
    ("store", "sale"), [("mpls", Sale("WAFFLE", 2, 695)), ("pune", Sale("GHEE-1", 2, 62000))], ids=["mpls", "pune"]
)


def delivered(door: StoreDoor, customer: Customer, sale: Sale) -> Json:
    """The order, paid and brought."""
    order = door.buy(customer, sale)
    send(door, order["id"])
    scanned(door, booked(door, order["id"]), "delivered")
    return door.until(order["id"], status="delivered")


def does(door: StoreDoor, order_id: str, step: str, body: Json | None = None, *, times: int = 1) -> Json:
    """A manager takes a step with the order's newest return, or notes one (``step`` empty), pressing so often."""
    key = secrets.token_hex(16)
    path = f"/orders/{order_id}/returns"
    if step:
        path += f"/{door.order(order_id)['returns'][-1]['id']}/{step}"
    for _ in range(times):
        answer = door.staff("POST", path, role="manager", json=body, headers={"Idempotency-Key": key})
        assert answer.status_code == 200, answer.text
    return dict(answer.json()["returns"][-1])


def stands(door: StoreDoor, order_id: str, state: str) -> Json:
    """The newest return, once it stands there."""

    def look() -> Json | None:
        one = dict(door.order(order_id)["returns"][-1])
        return one if one["state"] == state else None

    return eventually(look, what=f"the return of {order_id} {state}")


def told(door: StoreDoor, order_id: str, count: int) -> list[str]:
    """What the customer was told of the return and of its parcel, each as often as it was sent; once it is so much."""

    def look() -> list[str] | None:
        entries = [one for one in door.order(order_id)["timeline"] if one["kind"] == "message"]
        names = [one["name"].split(".")[0] for one in entries if one["data"]["message_id"]]
        own = [name for name in names if name in ("ReturnMoved", "ParcelBooked", "RefundSucceeded", "RefundRequested")]
        return own if len(own) >= count else None

    return eventually(look, what=f"{count} messages about the return of {order_id}")


def shelf(door: StoreDoor) -> dict[str, int]:
    """Units that may be promised."""
    return {item: one["available"] for item, one in door.stock().items()}


@BOTH
def test_goods_are_sent_back_inspected_and_paid_back_once(world: World, store: str, sale: Sale) -> None:
    """The label is booked and sent, the parcel followed, one unit is sold again and one is not; both are paid back."""
    door, customer = world[store], Customer()
    order_id = str(delivered(door, customer, sale)["id"])
    one = does(door, order_id, "", {"trouble": "damaged", "words": "One of them leaks"}, times=2)
    assert (one["state"], one["items"], one["next"]) == ("requested", {sale.sku: 2}, ["decide", "cancel"])
    one = does(door, order_id, "decide", {"decision": "refund"}, times=2)
    assert (one["decision"], one["amount"], one["refund_id"]) == ("refund", 2 * sale.price, None)

    stands(door, order_id, "booked")
    (back,) = [parcel for parcel in door.order(order_id)["parcels"] if parcel["direction"] == "inbound"]
    assert (back["courier"], back["lines"]) == (door.entry["courier"], [{"sku": sale.sku, "quantity": 2}])
    label = requests.get(back["label_url"], timeout=30)
    assert label.content[:4] in (b"%PDF", b"\x89PNG")
    hauls = world.sim("GET", "/parcels", params={"store": store})["parcels"]
    assert [haul["tracking_code"] for haul in hauls].count(back["tracking_code"]) == 1
    assert len([haul for haul in hauls if haul["order_id"] == order_id]) == 2
    told(door, order_id, 3)
    assert any(back["label_url"] in str(body) for body in door.heard(customer))

    scanned(door, back, "in_transit")
    stands(door, order_id, "on_its_way")
    assert door.order(order_id)["status"] == "returning"
    scanned(door, back, "delivered")
    stands(door, order_id, "arrived")
    before = shelf(door)
    one = does(door, order_id, "inspect", {"restocked": {sale.sku: 1}, "damaged": {sale.sku: 1}}, times=2)
    assert (one["state"], one["amount"], one["next"]) == ("settled", 2 * sale.price, [])
    after = door.until(order_id, status="returned")
    recipe = door.staff("GET", f"/products/{sale.sku}").json()["recipe"]
    now = shelf(door)
    assert {item: now[item] - before[item] for item in recipe} == recipe

    def paid_back() -> list[Json]:
        return [one for one in door.order(order_id)["refunds"] if one["state"] == "succeeded"]

    (refund,) = eventually(paid_back, what=f"the refund of {order_id}")
    assert (refund["amount"], refund["reason"]) == (2 * sale.price, "returned")
    at_gateway = [one for one in door.payments() if one["order_id"] == order_id and one["kind"] == "refund"]
    assert [one["amount"] for one in at_gateway] == [2 * sale.price]
    assert after["returns"][0]["refund_id"] == refund["id"]
    heard = told(door, order_id, 7)
    assert Counter(heard)["RefundRequested"] == 0, heard
    assert Counter(heard)["ReturnMoved"] == 5, heard
    assert Counter(heard)["ParcelBooked"] == 1, heard


@BOTH
def test_a_return_is_refused_called_off_or_replaced(world: World, store: str, sale: Sale) -> None:
    """Three returns one after the other: the reason is told, a label is given back, and new goods are an order."""
    door, customer = world[store], Customer()
    order_id = str(delivered(door, customer, sale)["id"])
    noted = {"trouble": "damaged", "items": {sale.sku: 1}}
    does(door, order_id, "", noted)
    one = does(door, order_id, "decide", {"decision": "refuse", "explanation": "It was opened long ago"})
    assert one["state"] == "refused"
    eventually(
        lambda: any("It was opened long ago" in str(body) for body in door.heard(customer)), what="the refusal's reason"
    )

    does(door, order_id, "", noted)
    does(door, order_id, "decide", {"decision": "refund"})
    stands(door, order_id, "booked")
    assert does(door, order_id, "cancel", times=2)["state"] == "cancelled"
    (back,) = [parcel for parcel in door.order(order_id)["parcels"] if parcel["direction"] == "inbound"]
    assert back["status"] == "cancelled"

    does(door, order_id, "", noted)
    one = does(door, order_id, "decide", {"decision": "replace"}, times=2)
    new = door.order(one["replacement_id"])
    assert (new["status"], new["total"], new["customer"]["id"]) == (
        "confirmed",
        0,
        door.order(order_id)["customer"]["id"],
    )
    assert [(line["sku"], line["quantity"]) for line in new["lines"]] == [(sale.sku, 1)]
    assert door.order(order_id)["refunds"] == []
