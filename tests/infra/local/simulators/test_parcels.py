"""What testers see of parcels, whichever courier has them, and what they may ask for."""

from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import LocalWorld
from tests.infra.local.simulators.test_easypost_simulator import bought, scanned
from tests.infra.local.simulators.test_shiprocket_simulator import assigned, ordered


def test_lists_parcels_in_the_contracts_words(world: LocalWorld) -> None:
    """By store; without a record of the order the courier's reference stands for it, or what the label says."""
    code = bought(world, options={"print_custom_1": "ord_1"})["tracking_code"]
    awb = assigned(world, ordered(world))
    contract = ("tracking_code", "order_id", "status", "courier")
    listed = world.get("/sim/parcels")["parcels"]
    assert [tuple(one[name] for name in contract) for one in listed] == [
        (code, "ord_1", "pre_transit", "easypost"),
        (awb, "pcl_1", "pre_transit", "shiprocket"),
    ]
    assert [one["tracking_code"] for one in world.get("/sim/parcels", params={"store": "pune"})["parcels"]] == [awb]
    assert world.post("/sim/reset").status_code == 200
    assert world.get("/sim/parcels")["parcels"] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"status": "teleported"}, "status is one of pre_transit, in_transit"),
        ({"status": "in_transit", "expected": "soon"}, "expected is a date"),
        ({"status": "in_transit", "at": "2026-11-21T19:00:00Z"}, "a time that is over"),
        ({"status": "in_transit", "at": "2026-11-21T17:00:00"}, "with its offset"),
        ({}, "status, or expected, says what happens next"),
    ],
)
def test_refuses_what_makes_no_sense(world: LocalWorld, asked: dict[str, Any], said: str) -> None:
    """HTTP 400 with a sentence; nothing was scanned."""
    code = bought(world)["tracking_code"]
    answer = world.post(f"/sim/parcels/{code}", json=asked)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert world.get("/sim/parcels")["parcels"][0]["scans"] == []


def test_a_code_of_no_courier_is_a_404(world: LocalWorld) -> None:
    """Nothing to scan."""
    answer = world.post("/sim/parcels/1Z", json={"status": "in_transit"})
    assert (answer.status_code, answer.json()) == (404, {"error": "no courier has a parcel 1Z"})


def test_scans_follow_each_other_by_a_second_at_least(world: LocalWorld) -> None:
    """However fast a tester is: two attempts are two."""
    code = bought(world)["tracking_code"]
    for status in ("failed_attempt", "out_for_delivery", "failed_attempt"):
        parcel = scanned(world, code, status)
    assert parcel["attempts"] == 2
    assert [one["at"] for one in parcel["scans"]] == [
        "2026-11-21T18:00:00.000Z",
        "2026-11-21T18:00:01.000Z",
        "2026-11-21T18:00:02.000Z",
    ]


def test_a_courier_shows_the_parcel_on_a_page_of_its_own(world: LocalWorld) -> None:
    """The link that comes with the tracker opens."""
    shipment = bought(world)
    scanned(world, shipment["tracking_code"], "out_for_delivery")
    page = requests.get(shipment["tracker"]["public_url"], timeout=10)
    assert page.status_code == 200
    assert "out for delivery" in page.text
    # Whose parcel it is, is nobody's business.
    assert "Ana" not in page.text


def test_couriers_webhooks_are_told_in_any_order_and_many_times(world: LocalWorld) -> None:
    """The faults of every provider strike them too."""
    code = bought(world)["tracking_code"]
    world.shop.wait_for(1)
    world.arm("easypost", "reorder")
    world.arm("easypost", "duplicate")
    scanned(world, code, "in_transit")
    scanned(world, code, "out_for_delivery")
    told = [one.json["result"]["status"] for one in world.shop.wait_for(6)[1:]]
    assert sorted(told) == ["in_transit", *["out_for_delivery"] * 4]
    assert told[0] == "out_for_delivery"
