"""EasyPost as the simulator plays it: rates as strings, labels that open, scans told by events signed twice."""

import hashlib
import hmac
from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import EASYPOST_KEY, LocalWorld, Received

# "clé-mpls" with its accent as a character of its own, as EasyPost normalises it.
NORMALISED = b"cle\xcc\x81-mpls"
SHOP: dict[str, Any] = {
    "name": "Nicollet Bubble Tea",
    "street1": "212 N 2nd St",
    "city": "Minneapolis",
    "state": "MN",
    "zip": "55401",
    "country": "US",
    "phone": "+16125550142",
}
ANA: dict[str, Any] = {**SHOP, "name": "Ana (Peña)", "street1": "800 Nicollet Mall", "zip": "55402"}
BOX: dict[str, Any] = {"weight": 31.8, "length": 9.9, "width": 7.9, "height": 6}
SHIPMENT: dict[str, Any] = {
    "to_address": ANA,
    "from_address": SHOP,
    "parcel": BOX,
    "reference": "pcl_1",
    "options": {"label_format": "PDF"},
}


def created(world: LocalWorld, **changes: Any) -> dict[str, Any]:
    """A shipment without a label."""
    answer = world.easypost("/shipments", {"shipment": {**SHIPMENT, **changes}})
    assert answer.status_code == 201, answer.text
    shipment: dict[str, Any] = answer.json()
    return shipment


def bought(world: LocalWorld, **changes: Any) -> dict[str, Any]:
    """A shipment with a label of the cheapest rate."""
    shipment = created(world, **changes)
    answer = world.easypost(f"/shipments/{shipment['id']}/buy", {"rate": {"id": shipment["rates"][0]["id"]}})
    assert answer.status_code == 200, answer.text
    whole: dict[str, Any] = answer.json()
    return whole


def scanned(world: LocalWorld, code: str, status: str, **more: Any) -> dict[str, Any]:
    """The next scan at the courier."""
    answer = world.post(f"/sim/parcels/{code}", json={"status": status, **more})
    assert answer.status_code == 200, answer.text
    parcel: dict[str, Any] = answer.json()
    return parcel


def updates(world: LocalWorld, count: int) -> list[Received]:
    """Events about scans."""
    return world.shop.wait_for(count, where=lambda one: b'"tracker.updated"' in one.body)


def test_prices_a_shipment_in_strings_of_dollars(world: LocalWorld) -> None:
    """Nothing is bought yet: no code, no label, no tracker; found again by id and by our reference."""
    shipment = created(world)
    assert [(one["carrier"], one["rate"], one["currency"]) for one in shipment["rates"][:2]] == [
        ("USPS", "6.77", "USD"),
        ("USPS", "9.64", "USD"),
    ]
    assert (shipment["tracking_code"], shipment["postage_label"], shipment["tracker"]) == (None, None, None)
    assert world.easypost(f"/shipments/{shipment['id']}").json() == shipment
    assert world.easypost("/shipments/pcl_1").json() == shipment


def test_what_a_carrier_minds_is_a_message_of_a_shipment_that_was_made(world: LocalWorld) -> None:
    """HTTP 201 without a single rate; one carrier's objection leaves the others' rates."""
    nowhere = created(world, to_address={**ANA, "zip": "?"})
    assert nowhere["rates"] == []
    assert {one["carrier"] for one in nowhere["messages"]} == {"USPS", "UPS", "FedEx"}
    assert {one["type"] for one in nowhere["messages"]} == {"rate_error"}
    silent = created(world, to_address={**ANA, "phone": None})
    assert [one["carrier"] for one in silent["messages"]] == ["FedEx"]
    assert {one["carrier"] for one in silent["rates"]} == {"USPS", "UPS"}


def test_buying_gives_a_code_a_label_that_opens_and_a_tracker_that_knows_nothing(world: LocalWorld) -> None:
    """The label is a PDF with the tracking code in it."""
    shipment = bought(world)
    code, label = shipment["tracking_code"], shipment["postage_label"]
    assert (label["label_file_type"], label["label_pdf_url"]) == ("application/pdf", label["label_url"])
    paper = requests.get(label["label_url"], timeout=10)
    assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"({code}) Tj".encode() in paper.content
    assert rb"(Ana \(Pe" in paper.content
    tracker = shipment["tracker"]
    assert (tracker["tracking_code"], tracker["status"], tracker["tracking_details"]) == (code, "unknown", [])
    assert tracker["est_delivery_date"] == "2026-11-24T00:00:00Z"


def test_a_label_is_a_picture_when_nobody_asks_for_a_pdf(world: LocalWorld) -> None:
    """EasyPost's default; a PDF of it is made on demand."""
    shipment = bought(world, options={})
    label = shipment["postage_label"]
    assert (label["label_file_type"], label["label_pdf_url"]) == ("image/png", None)
    assert requests.get(label["label_url"], timeout=10).content[:8] == b"\x89PNG\r\n\x1a\n"
    more = world.easypost(f"/shipments/{shipment['id']}/label?file_format=PDF").json()["postage_label"]
    assert requests.get(more["label_pdf_url"], timeout=10).content[:5] == b"%PDF-"


def test_a_label_is_bought_once(world: LocalWorld) -> None:
    """The second purchase is refused; what was bought is read again."""
    shipment = bought(world)
    again = world.easypost(f"/shipments/{shipment['id']}/buy", {"rate": {"id": shipment["rates"][1]["id"]}})
    assert (again.status_code, again.json()["error"]["code"]) == (422, "SHIPMENT.POSTAGE.EXISTS")
    assert world.easypost("/shipments/pcl_1").json()["tracking_code"] == shipment["tracking_code"]
    assert world.easypost(f"/shipments/{shipment['id']}/buy", {}).json()["error"]["code"] == "PARAMETER.REQUIRED"


def test_a_return_goes_the_other_way_with_the_same_addresses(world: LocalWorld) -> None:
    """From the customer to the store, also on the tester's list."""
    shipment = bought(world, is_return=True)
    assert (shipment["from_address"]["name"], shipment["to_address"]["name"]) == ("Ana (Peña)", "Nicollet Bubble Tea")
    [parcel] = world.get("/sim/parcels")["parcels"]
    assert (parcel["direction"], parcel["status"]) == ("inbound", "pre_transit")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_address": None}, "to_address"),
        ({"to_address": {**ANA, "street1": ""}}, "to_address.street1"),
        ({"to_address": {**ANA, "country": "USA"}}, "to_address.country"),
        ({"to_address": {**ANA, "country": "CA"}}, "customs_info"),
        ({"parcel": {}}, "parcel.weight"),
        ({"parcel": {**BOX, "weight": 0}}, "parcel.weight"),
        ({"parcel": {**BOX, "height": "tall"}}, "parcel.height"),
        ({"options": {"label_format": "GIF"}}, "options.label_format"),
    ],
)
def test_refuses_a_faulty_shipment(world: LocalWorld, changes: dict[str, Any], field: str) -> None:
    """HTTP 422, with the field it is about."""
    answer = world.easypost("/shipments", {"shipment": {**SHIPMENT, **changes}})
    assert (answer.status_code, answer.json()["error"]["errors"][0]["field"]) == (422, field)


def test_a_key_opens_its_own_account_only(world: LocalWorld) -> None:
    """Basic with an empty password or Bearer; anything else is a 401 in EasyPost's form."""
    shipment = created(world)
    url = f"{world.url}/sim/easypost/v2/shipments/{shipment['id']}"
    assert requests.get(url, headers={"Authorization": f"Bearer {EASYPOST_KEY}"}, timeout=10).status_code == 200
    for answer in (
        requests.get(url, timeout=10),
        requests.get(url, auth=(EASYPOST_KEY, "x"), timeout=10),
        requests.get(url, auth=("EZTKguess", ""), timeout=10),
    ):
        assert (answer.status_code, answer.json()["error"]["errors"]) == (401, [])
    assert world.easypost("/shipments/shp_none").json()["error"]["code"] == "NOT_FOUND"


def test_each_scan_is_told_by_an_event_that_is_signed_twice(world: LocalWorld) -> None:
    """v1 over the body, v2 over timestamp, method, path and body, both with the secret in NFKD."""
    code = bought(world)["tracking_code"]
    scanned(world, code, "in_transit")
    [told] = updates(world, 1)
    v1 = hmac.new(NORMALISED, told.body, hashlib.sha256).hexdigest()
    assert told.headers["x-hmac-signature"] == f"hmac-sha256-hex={v1}"
    signed = told.headers["x-timestamp"].encode() + b"POST/mpls/parcel" + told.body
    v2 = hmac.new(NORMALISED, signed, hashlib.sha256).hexdigest()
    assert told.headers["x-path"] == "/mpls/parcel"
    assert told.headers["x-hmac-signature-v2"] == f"hmac-sha256-hex={v2}"
    assert (told.json["previous_attributes"], told.json["result"]["status"]) == ({"status": "unknown"}, "in_transit")
    assert told.json["id"].startswith("evt_")


def test_the_contracts_words_become_easyposts(world: LocalWorld) -> None:
    """A failed attempt is a failure; what came back is delivered, to its sender."""
    code = bought(world)["tracking_code"]
    words = {}
    for status in (
        *("pre_transit", "in_transit", "out_for_delivery", "failed_attempt", "available_for_pickup"),
        *("delivered", "exception", "return_to_sender", "returned"),
    ):
        assert scanned(world, code, status)["status"] == status
        words[status] = world.easypost(f"/trackers/{code}").json()["status"]
    assert words == {
        "pre_transit": "pre_transit",
        "in_transit": "in_transit",
        "out_for_delivery": "out_for_delivery",
        "failed_attempt": "failure",
        "available_for_pickup": "available_for_pickup",
        "delivered": "delivered",
        "exception": "error",
        "return_to_sender": "return_to_sender",
        "returned": "delivered",
    }
    details = world.easypost(f"/trackers/{code}").json()["tracking_details"]
    assert details[-1]["message"] == "Delivered, To Original Sender"
    times = [one["datetime"] for one in details]
    assert times == sorted(set(times))


def test_a_scan_told_late_stands_where_it_belongs(world: LocalWorld) -> None:
    """The tracker keeps the status of what happened last."""
    code = bought(world)["tracking_code"]
    scanned(world, code, "delivered")
    scanned(world, code, "in_transit", at="2026-11-21T17:00:00Z")
    tracker = world.easypost(f"/trackers/{code}").json()
    assert [one["status"] for one in tracker["tracking_details"]] == ["in_transit", "delivered"]
    assert tracker["status"] == "delivered"


def test_a_changed_day_of_delivery_is_an_event_of_its_own(world: LocalWorld) -> None:
    """Without a scan, if there was none."""
    code = bought(world)["tracking_code"]
    assert world.post(f"/sim/parcels/{code}", json={"expected": "2026-11-30"}).json()["expected"] == "2026-11-30"
    [told] = updates(world, 1)
    assert told.json["previous_attributes"] == {"est_delivery_date": "2026-11-24T00:00:00Z"}
    assert told.json["result"]["est_delivery_date"] == "2026-11-30T00:00:00Z"
    assert told.json["result"]["tracking_details"] == []


def test_tries_an_event_seven_times_and_no_more(world: LocalWorld) -> None:
    """The first time and six retries, the same bytes each time."""
    code = bought(world)["tracking_code"]
    world.shop.wait_for(1)
    world.shop.answers.extend([500] * 9)
    scanned(world, code, "in_transit")
    assert world.attempts()[1:] == [(number, "500") for number in range(1, 8)]
    assert len({one.body for one in updates(world, 7)}) == 1


def test_a_label_nobody_used_is_given_back(world: LocalWorld) -> None:
    """Once it was scanned the carrier says no."""
    unused, used = bought(world), bought(world, reference="pcl_2")
    given = world.easypost(f"/shipments/{unused['id']}/refund", {}).json()
    assert (given["refund_status"], given["tracker"]["status"]) == ("submitted", "cancelled")
    scanned(world, used["tracking_code"], "in_transit")
    asked = {"refund": {"carrier": "USPS", "tracking_codes": [used["tracking_code"]]}}
    assert [one["status"] for one in world.easypost("/refunds", asked).json()] == ["rejected"]


def test_lists_are_read_page_by_page(world: LocalWorld) -> None:
    """Newest first; shipments without a label only when asked for."""
    ids = [bought(world, reference=f"pcl_{number}")["id"] for number in range(3)]
    created(world)
    first = world.easypost("/shipments?page_size=2").json()
    assert ([one["id"] for one in first["shipments"]], first["has_more"]) == ([ids[2], ids[1]], True)
    rest = world.easypost(f"/shipments?page_size=2&before_id={ids[1]}").json()
    assert ([one["id"] for one in rest["shipments"]], rest["has_more"]) == ([ids[0]], False)
    assert len(world.easypost("/shipments?purchased=false").json()["shipments"]) == 4
    assert len(world.easypost("/trackers").json()["trackers"]) == 3
    assert world.easypost("/shipments?page_size=101").status_code == 422


def test_webhooks_are_managed_by_api(world: LocalWorld) -> None:
    """One more address is told as well, signed with its own secret; one that is dropped is told no more."""
    made = world.easypost("/webhooks", {"webhook": {"url": f"{world.shop.url}/second", "webhook_secret": "s2"}})
    assert made.status_code == 201
    [own, _] = world.easypost("/webhooks").json()["webhooks"]
    world.easypost(f"/webhooks/{own['id']}", method="DELETE")
    bought(world)
    [told] = world.shop.wait_for(1)
    assert told.path == "/second"
    assert told.headers["x-hmac-signature"].endswith(hmac.new(b"s2", told.body, hashlib.sha256).hexdigest())
    world.easypost(f"/webhooks/{own['id']}", {}, method="PATCH")
    bought(world, reference="pcl_2")
    world.shop.wait_for(3)
    assert {one.path for one in world.shop.received[1:]} == {"/second", "/mpls/parcel"}


def test_faults_strike_in_easyposts_words(world: LocalWorld) -> None:
    """429, 500, and a purchase that took effect although nobody answered."""
    shipment = created(world)
    world.arm("easypost", "429")
    assert world.easypost("/shipments/pcl_1").json()["error"]["code"] == "RATE_LIMITED"
    world.arm("easypost", "5xx")
    assert world.easypost("/shipments/pcl_1").status_code == 500
    world.arm("easypost", "timeout_after_accept")
    with pytest.raises(requests.RequestException):
        world.easypost(f"/shipments/{shipment['id']}/buy", {"rate": {"id": shipment["rates"][0]["id"]}})
    assert world.easypost("/shipments/pcl_1").json()["tracking_code"]
