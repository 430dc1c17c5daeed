"""Parcels from the counter to the door, at both couriers, by the shop's own rider, one and two at a time."""

from __future__ import annotations

import secrets

import pytest
import requests

from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually

HOME = {
    "mpls": {
        "name": "Ana Ruiz",
        "line1": "1420 W Lake St",
        "city": "Minneapolis",
        "state": "MN",
        "postal_code": "55408",
        "country": "US",
    },
    "pune": {
        "name": "Ravi Kale",
        "line1": "12 Karve Road",
        "city": "Pune",
        "state": "Maharashtra",
        "postal_code": "411004",
        "country": "IN",
        "phone": "+919876543210",
    },
}
#: What the courier scans, and where that brings the order.
LIFE = (
    ("in_transit", "dispatched"),
    ("out_for_delivery", "out_for_delivery"),
    ("failed_attempt", "delivery_failed"),
    ("out_for_delivery", "out_for_delivery"),
    ("delivered", "delivered"),
)
#: And what the customer is told of it.
HEARD = (
    "ParcelDispatched",
    "ParcelOutForDelivery.1",
    "ParcelAttemptFailed.1",
    "ParcelOutForDelivery.2",
    "ParcelDelivered",
)
BOTH = pytest.mark.parametrize(
    ("store", "sale"), [("mpls", Sale("WAFFLE", 2, 695)), ("pune", Sale("GHEE-1", 2, 62000))], ids=["mpls", "pune"]
)


def send(door: StoreDoor, order_id: str, **more: object) -> None:
    """Staff send a parcel."""
    answer = door.staff(
        "POST",
        f"/orders/{order_id}/parcels",
        json={"address": HOME[door.id], **more},
        headers={"Idempotency-Key": secrets.token_hex(16)},
    )
    assert answer.status_code == 200, answer.text


def booked(door: StoreDoor, order_id: str, *, number: int = 1) -> Json:
    """The order's parcel, once its courier has it in the books."""

    def look() -> Json | None:
        parcels = door.order(order_id)["parcels"]
        found = next((one for one in parcels if one["number"] == number), None)
        return found if found and found["tracking_code"] else None

    return eventually(look, what=f"parcel {number} of {order_id} booked")


def scanned(door: StoreDoor, parcel: Json, status: str) -> None:
    """The courier's next scan."""
    door.world.sim("POST", f"/parcels/{parcel['tracking_code']}", json={"status": status})


def told(door: StoreDoor, order_id: str) -> list[str]:
    """What befell the order's parcels, oldest first."""
    timeline = door.order(order_id)["timeline"]
    return [one["name"] for one in timeline if one["kind"] == "event" and one["name"].startswith("Parcel")]


def messages(door: StoreDoor, order_id: str) -> list[str]:
    """What WhatsApp took for the customer about the order's parcels, with the attempt, as often as it took it."""
    sent = door.world.sim("GET", "/whatsapp/messages", params={"store": door.id})["messages"]
    tags = [str(one["body"].get("biz_opaque_callback_data", "")).partition("|") for one in sent]
    names = [intent.split(".") for subject, _, intent in tags if subject == f"ORDER#{order_id}"]
    return [".".join([name, *more[1:]]) for name, *more in names if name.startswith("Parcel")]


def hears(door: StoreDoor, order_id: str, count: int) -> None:
    """Wait until the customer was told so many things about the order's parcels."""
    eventually(lambda: len(messages(door, order_id)) >= count, what=f"message {count} about a parcel of {order_id}")


def forged(door: StoreDoor, parcel: Json) -> requests.Response:
    """Shiprocket's webhook as somebody sends it who knows the token: delivered, it says."""
    body = {"awb": parcel["tracking_code"], "current_status": "Delivered", "shipment_status_id": 7, "scans": []}
    token = door.entry["secrets"]["parcel_webhook_secret"]
    return requests.post(door.entry["parcel_webhook"], json=body, headers={"x-api-key": token}, timeout=30)


@BOTH
def test_a_parcel_is_followed_from_the_store_to_the_door(world: World, store: str, sale: Sale) -> None:
    """Booked once with a label, and the customer hears of each step once, with a vain attempt on the way."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    send(door, order["id"])
    parcel = booked(door, order["id"])
    assert (parcel["courier"], parcel["lines"]) == (door.entry["courier"], [{"sku": sale.sku, "quantity": 2}])
    label = requests.get(parcel["label_url"], timeout=30)
    assert label.content[:4] in (b"%PDF", b"\x89PNG")
    hauls = world.sim("GET", "/parcels", params={"store": store})["parcels"]
    assert [one["tracking_code"] for one in hauls if one["order_id"] == order["id"]] == [parcel["tracking_code"]]

    for count, (status, order_status) in enumerate(LIFE, start=1):
        scanned(door, parcel, status)
        seen = door.until(order["id"], status=order_status)
        # The next scan is not heard of before the customer was told of this one.
        hears(door, order["id"], count)
    assert [parcel["attempts"] for parcel in seen["parcels"]] == [1]
    assert told(door, order["id"]) == [
        "ParcelRequested",
        "ParcelBooked",
        "ParcelDispatched",
        "ParcelOutForDelivery",
        "ParcelAttemptFailed",
        "ParcelOutForDelivery",
        "ParcelDelivered",
    ]
    assert messages(door, order["id"]) == list(HEARD)


@BOTH
def test_repeated_and_overtaken_webhooks_tell_nothing_twice(world: World, store: str, sale: Sale) -> None:
    """The courier tells half of it twice at the same moment and a third of it too late; the store hears it all."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    send(door, order["id"])
    parcel = booked(door, order["id"])
    try:
        for fault, share in (("old_after_new", 0.3), ("twice_at_once", 0.5)):
            armed = {"provider": door.entry["courier"], "fault": fault, "times": 9, "share": share, "seed": 5}
            world.sim("POST", "/faults", json=armed)
        for status, _ in LIFE:
            scanned(door, parcel, status)
        door.until(order["id"], status="delivered")
        eventually(lambda: not world.sim("GET", "/deliveries")["under_way"], what="all webhooks taken")
    finally:
        world.arm(door.entry["courier"], "none")
    eventually(lambda: "ParcelDelivered" in messages(door, order["id"]), what="a word about the delivery")
    (seen,) = door.order(order["id"])["parcels"]
    assert (seen["status"], seen["attempts"]) == ("delivered", 1)
    heard = messages(door, order["id"])
    assert heard == sorted(set(heard), key=HEARD.index)
    assert heard[-1] == "ParcelDelivered"


def test_a_forged_delivery_delivers_nothing(world: World) -> None:
    """Shiprocket's token proves nothing: where a parcel is, is asked."""
    door, customer = world["pune"], Customer()
    order = door.buy(customer, Sale("GHEE-1", 1, 62000))
    send(door, order["id"])
    parcel = booked(door, order["id"])
    assert forged(door, parcel).status_code == 200
    scanned(door, parcel, "in_transit")
    door.until(order["id"], status="dispatched")
    assert forged(door, parcel).status_code == 200
    scanned(door, parcel, "out_for_delivery")
    seen = door.until(order["id"], status="out_for_delivery")
    assert [one["status"] for one in seen["parcels"]] == ["out_for_delivery"]


@BOTH
def test_an_order_in_two_parcels_is_delivered_with_the_second(world: World, store: str, sale: Sale) -> None:
    """Each has its own label, its own code and its own news."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    send(door, order["id"], lines=[{"sku": sale.sku, "quantity": 1}])
    send(door, order["id"])
    one, other = booked(door, order["id"]), booked(door, order["id"], number=2)
    assert one["tracking_code"] != other["tracking_code"]
    assert [[line["quantity"] for line in parcel["lines"]] for parcel in (one, other)] == [[1], [1]]
    scanned(door, one, "in_transit")
    door.until(order["id"], status="dispatched")
    scanned(door, one, "delivered")
    door.until(order["id"], status="out_for_delivery")
    scanned(door, other, "delivered")
    seen = door.until(order["id"], status="delivered")
    assert [parcel["status"] for parcel in seen["parcels"]] == ["delivered", "delivered"]


def test_the_shops_own_rider_proves_the_delivery(world: World) -> None:
    """No courier is asked; what the rider did is scanned by the staff, with who took it."""
    door, customer = world["mpls"], Customer()
    order = door.buy(customer, Sale("WAFFLE", 1, 695))
    send(door, order["id"], courier="own_rider", rider="Kim")
    parcel = booked(door, order["id"])
    for status, proof in (("out_for_delivery", ""), ("delivered", "Ana R.")):
        answer = door.staff(
            "POST",
            f"/orders/{order['id']}/parcels/{parcel['id']}/scans",
            json={"status": status, "proof": proof},
            headers={"Idempotency-Key": secrets.token_hex(16)},
        )
        assert answer.status_code == 200, answer.text
    (seen,) = door.until(order["id"], status="delivered")["parcels"]
    assert (seen["rider"], seen["proof"], seen["status"]) == ("Kim", "Ana R.", "delivered")
    assert told(door, order["id"])[2:] == ["ParcelOutForDelivery", "ParcelDelivered"]
    eventually(lambda: "ParcelDelivered" in messages(door, order["id"]), what="a word about the delivery")
    assert messages(door, order["id"]) in (["ParcelOutForDelivery.1", "ParcelDelivered"], ["ParcelDelivered"])


@BOTH
def test_a_manager_gives_up_an_order_with_its_parcel(world: World, store: str, sale: Sale) -> None:
    """Staff may not; the label is given back, the money goes back, and the customer is told of it once."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    send(door, order["id"])
    booked(door, order["id"])
    key = {"Idempotency-Key": secrets.token_hex(16)}
    path = f"/orders/{order['id']}/cancel"
    assert door.staff("POST", path, headers=key).status_code == 403
    for _ in range(2):
        answer = door.staff("POST", path, role="manager", headers=key)
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled"), answer.text
    gone = ["cancelled"]
    eventually(lambda: [one["status"] for one in door.order(order["id"])["parcels"]] == gone, what="no parcel")

    def refunds() -> list[Json]:
        return [one for one in door.payments() if (one["order_id"], one["kind"]) == (order["id"], "refund")]

    (refund,) = eventually(refunds, what="the money sent back")
    assert refund["amount"] == order["total"]
    cancelled = [one for one in door.order(order["id"])["timeline"] if one["name"] == "OrderCancelled"]
    assert [one["kind"] for one in cancelled].count("event") == 1
