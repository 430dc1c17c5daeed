"""What no courier brings is told step by step too; what no courier tells is asked, and a strange word is seen."""

from __future__ import annotations

import json
import secrets
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests

from infra.local.cloud import client
from infra.local.simulators.signatures import easypost_signature
from tests.journeys.test_after_delivery import SALES, later
from tests.journeys.test_failed_deliveries import case_of, haul_of
from tests.journeys.test_parcels import booked, scanned, send, told
from tests.journeys.world import Customer, Json, StoreDoor, World, eventually

STRANGE = Path(__file__).parents[2] / "events" / "parcels" / "easypost_unknown_status.json"


def says(door: StoreDoor, order_id: str, status: str) -> None:
    """Staff say how far the order is."""
    answer = door.staff(
        "POST",
        f"/orders/{order_id}/status",
        json={"status": status},
        headers={"Idempotency-Key": secrets.token_hex(16)},
    )
    assert (answer.status_code, answer.json()["status"]) == (200, status), answer.text


def told_of_order(door: StoreDoor, order_id: str) -> list[str]:
    """What the customer was told of the order since it was paid, each as often as a phone got it."""
    sent = [one for one in door.order(order_id)["timeline"] if one["kind"] == "message" and one["data"]["message_id"]]
    names = [one["name"].partition(".")[0] for one in sent]
    return [one for one in names if one in ("OrderPreparing", "OrderReady", "OrderCollected", "FollowUpDue")]


def test_an_order_that_is_picked_up_is_told_of_until_some_days_after(world: World) -> None:
    """Being prepared, ready, collected, and how was it: staff press a button, the customer hears of it once."""
    door, customer = world["mpls"], Customer()
    order = door.buy(customer, SALES["mpls"])
    steps = ("preparing", "OrderPreparing"), ("ready", "OrderReady"), ("collected", "OrderCollected")
    for count, (status, _) in enumerate(steps, start=1):
        says(door, order["id"], status)
        says(door, order["id"], status)
        eventually(
            lambda count=count: len(told_of_order(door, order["id"])) >= count,  # type: ignore[misc]
            what=f"a message that it is {status}",
        )
    later(door, order)
    eventually(lambda: "FollowUpDue" in told_of_order(door, order["id"]), what="the follow-up")
    assert told_of_order(door, order["id"]) == [*(name for _, name in steps), "FollowUpDue"]
    assert door.order(order["id"])["parcels"] == []


def test_a_word_that_nobody_knows_is_a_persons_and_moves_nothing(world: World) -> None:
    """Signed by EasyPost, and new to this release: staff see it once, however often it comes."""
    door, customer = world["mpls"], Customer()
    order = door.buy(customer, SALES["mpls"])
    send(door, order["id"])
    parcel = booked(door, order["id"])
    event = json.loads(STRANGE.read_text(encoding="utf-8"))
    event["result"] |= {"tracking_code": parcel["tracking_code"], "tracking_details": []}
    for number in range(2):
        body = json.dumps(event | {"id": f"evt_{secrets.token_hex(8)}{number}"}).encode()
        signature = easypost_signature(secret=door.entry["secrets"]["parcel_webhook_secret"], body=body)
        headers = {"Content-Type": "application/json", "X-Hmac-Signature": signature}
        answer = requests.post(door.entry["parcel_webhook"], data=body, headers=headers, timeout=30)
        assert answer.status_code == 200
    assert "customs_hold" in case_of(door, order["id"], "unknown_parcel_status")["note"]
    scanned(door, parcel, "in_transit")
    seen = door.until(order["id"], status="dispatched")
    assert [one["status"] for one in seen["parcels"]] == ["in_transit"]
    cases = [one for one in door.staff("GET", "/queue").json()["items"] if one["order_id"] == order["id"]]
    assert len(cases) == 1


@pytest.mark.parametrize("store", ["mpls", "pune"])
def test_a_parcel_that_nobody_tells_of_is_asked_about_and_its_new_day_announced(world: World, store: str) -> None:
    """The courier's webhooks are lost for a day: the hourly run asks, and what came about meanwhile is told once."""
    door, customer = world[store], Customer()
    order = door.buy(customer, SALES[store])
    send(door, order["id"])
    parcel = booked(door, order["id"])
    scanned(door, parcel, "in_transit")
    door.until(order["id"], status="dispatched")
    day = (date.fromisoformat(haul_of(door, parcel)["expected"]) + timedelta(days=2)).isoformat()
    world.arm(door.entry["courier"], "never_deliver")
    world.sim("POST", f"/parcels/{parcel['tracking_code']}", json={"expected": day})
    for _ in range(2):
        a_day_goes_by(door, order, parcel)
        assert poll(door) >= 1
        eventually(lambda: told(door, order["id"])[3:] == ["ParcelDelayed"], what="another day")
    scanned(door, parcel, "out_for_delivery")
    (seen,) = door.until(order["id"], status="out_for_delivery")["parcels"]
    assert (seen["expected"], told(door, order["id"])[3:]) == (day, ["ParcelDelayed", "ParcelOutForDelivery"])


def a_day_goes_by(door: StoreDoor, order: Json, parcel: Json) -> None:
    """The parcel was heard of last a day ago, as the record has it."""
    client("dynamodb", cloud=door.world.contract["cloud"]).update_item(
        TableName=door.entry["internal"]["orders_table"],
        Key={"pk": {"S": f"ORDER#{order['id']}"}, "sk": {"S": f"PARCEL#{parcel['id']}"}},
        UpdateExpression="SET placed_at = :then",
        ExpressionAttributeValues={":then": {"S": "2026-01-01T00:00:00Z"}},
    )


def poll(door: StoreDoor) -> int:
    """The hourly run, now; how many parcels it found silent."""
    caller = client("lambda", cloud=door.world.contract["cloud"])
    answer = caller.invoke(FunctionName=f"tillhook-{door.id}-poll_parcels", Payload=b"{}")
    found: Json = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, found
    return int(found["silent"])
