"""Shiprocket as the simulator plays it: India's times, two tables of statuses, refusals with HTTP 200."""

import re
from datetime import date
from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import SHIPROCKET_USER, LocalWorld, Received

ORDER: dict[str, Any] = {
    "order_id": "pcl_1",
    "order_date": "2026-11-21 23:30",
    "pickup_location": "Sahyadri Traders godown",
    "billing_customer_name": "Asha Patil",
    "billing_address": "12 MG Road",
    "billing_city": "Pune",
    "billing_pincode": "411001",
    "billing_state": "Maharashtra",
    "billing_country": "India",
    "billing_email": "nobody@example.com",
    "billing_phone": "9812345678",
    "shipping_is_billing": True,
    "order_items": [{"name": "Basmati rice 5 kg", "sku": "RICE-5", "units": 2, "selling_price": 412.5}],
    "payment_method": "Prepaid",
    "sub_total": 825,
    "length": 30,
    "breadth": 25,
    "height": 20,
    "weight": 2,
}
RETURN: dict[str, Any] = {
    **{name: value for name, value in ORDER.items() if not name.startswith("billing")},
    **{name.replace("billing", "pickup"): value for name, value in ORDER.items() if name.startswith("billing")},
    "order_id": "pcl_2",
    "shipping_customer_name": "Sahyadri Traders godown",
    "shipping_address": "Gala 14, Market Yard",
    "shipping_city": "Pune",
    "shipping_pincode": "411037",
    "shipping_state": "Maharashtra",
    "shipping_country": "India",
    "shipping_phone": "2025550175",
}


def ordered(world: LocalWorld, **changes: Any) -> dict[str, Any]:
    """A new order."""
    answer = world.shiprocket("/orders/create/adhoc", {**ORDER, **changes})
    assert answer.status_code == 200, answer.text
    order: dict[str, Any] = answer.json()
    return order


def assigned(world: LocalWorld, order: dict[str, Any], **more: Any) -> str:
    """The AWB of an order."""
    answer = world.shiprocket("/courier/assign/awb", {"shipment_id": order["shipment_id"], **more}).json()
    assert answer["awb_assign_status"] == 1, answer
    return str(answer["response"]["data"]["awb_code"])


def scanned(world: LocalWorld, awb: str, status: str, **more: Any) -> dict[str, Any]:
    """The next scan at the courier."""
    answer = world.post(f"/sim/parcels/{awb}", json={"status": status, **more})
    assert answer.status_code == 200, answer.text
    parcel: dict[str, Any] = answer.json()
    return parcel


def tracked(world: LocalWorld, awb: str) -> dict[str, Any]:
    """What tracking answers."""
    data: dict[str, Any] = world.shiprocket(f"/courier/track/awb/{awb}").json()["tracking_data"]
    return data


def failed(world: LocalWorld) -> str:
    """The AWB of a parcel nobody opened the door for."""
    awb = assigned(world, ordered(world))
    for status in ("in_transit", "out_for_delivery", "failed_attempt"):
        scanned(world, awb, status)
    return awb


def test_a_login_opens_the_account_for_ten_days(world: LocalWorld) -> None:
    """Then, and without a token or with a foreign one, HTTP 401; a wrong password gives none."""
    token = world.shiprocket_token()
    world.pass_time(10 * 86400 - 1)
    assert world.shiprocket("/orders", token=token).status_code == 200
    world.pass_time(1)
    late = world.shiprocket("/orders", token=token)
    assert (late.status_code, late.json()["message"]) == (401, "Token has expired")
    for wrong in ("", "guess", token[:-2] + "AA"):
        assert world.shiprocket("/orders", token=wrong).status_code == 401
    login = f"{world.url}/sim/shiprocket/v1/external/auth/login"
    wrong_password = {"email": SHIPROCKET_USER[0], "password": "no"}
    assert requests.post(login, json=wrong_password, timeout=10).status_code == 403


def test_an_order_has_two_ids_of_theirs_and_ours_works_once(world: LocalWorld) -> None:
    """Not even a cancelled one is taken again; the first is found by searching."""
    order = ordered(world)
    assert (order["status"], order["status_code"], order["awb_code"]) == ("NEW", 1, "")
    assert isinstance(order["order_id"], int)
    assert order["order_id"] != order["shipment_id"]
    assert world.shiprocket("/orders/cancel", {"ids": [order["order_id"]]}).status_code == 204
    again = world.shiprocket("/orders/create/adhoc", ORDER)
    assert (again.status_code, list(again.json()["errors"])) == (422, ["order_id"])
    [found] = world.shiprocket("/orders?search=pcl_1").json()["data"]
    assert (found["id"], found["channel_order_id"], found["status"]) == (order["order_id"], "pcl_1", "CANCELED")
    assert world.shiprocket("/orders?search=pcl_9").json()["data"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"order_id": "x" * 51}, "order_id"),
        ({"order_date": "21.11.2026"}, "order_date"),
        ({"billing_city": "x" * 31}, "billing_city"),
        ({"billing_pincode": "41100"}, "billing_pincode"),
        ({"billing_phone": "+919812345678"}, "billing_phone"),
        ({"billing_email": ""}, "billing_email"),
        ({"shipping_is_billing": False}, "shipping_address"),
        ({"payment_method": "Card"}, "payment_method"),
        ({"order_items": []}, "order_items"),
        ({"order_items": [{"name": "x", "sku": "y", "units": 0, "selling_price": 1}]}, "order_items.0.units"),
        ({"length": 0.5}, "length"),
        ({"weight": 0}, "weight"),
        ({"sub_total": None}, "sub_total"),
    ],
)
def test_refuses_a_faulty_order(world: LocalWorld, changes: dict[str, Any], field: str) -> None:
    """HTTP 422, with what is wrong by field."""
    answer = world.shiprocket("/orders/create/adhoc", {**ORDER, **changes})
    assert (answer.status_code, answer.json()["status_code"]) == (422, 422)
    assert field in answer.json()["errors"]


def test_some_refusals_come_with_http_200(world: LocalWorld) -> None:
    """An unknown pickup place, a pin code no courier goes to, a label without an AWB."""
    nowhere = world.shiprocket("/orders/create/adhoc", {**ORDER, "pickup_location": "Moon"})
    assert (nowhere.status_code, nowhere.json()["status_code"]) == (200, 400)
    assert nowhere.json()["message"].startswith("Wrong Pickup location")
    order = ordered(world, billing_pincode="900056")
    far = world.shiprocket("/courier/assign/awb", {"shipment_id": order["shipment_id"]})
    assert (far.status_code, far.json()["awb_assign_status"]) == (200, 0)
    assert "not serviceable" in far.json()["response"]["data"]["awb_assign_error"]
    label = world.shiprocket("/courier/generate/label", {"shipment_id": [order["shipment_id"]]})
    assert (label.status_code, label.json()["label_created"]) == (200, 0)
    nobody = world.shiprocket("/courier/serviceability/?pickup_postcode=411037&delivery_postcode=900056&weight=2&cod=0")
    assert (nobody.status_code, nobody.json()["status"]) == (200, 404)


def test_a_shipment_gets_an_awb_a_pickup_and_a_label_that_opens(world: LocalWorld) -> None:
    """Each once: a second AWB only after a day, a second pickup not at all."""
    couriers = world.shiprocket(
        "/courier/serviceability/?pickup_postcode=411037&delivery_postcode=411001&weight=2&cod=0"
    ).json()["data"]["available_courier_companies"]
    assert [(one["courier_company_id"], one["rate"]) for one in couriers] == [(10, 82.0), (51, 71.5), (33, 148.0)]
    order = ordered(world)
    shipment = order["shipment_id"]
    assert world.shiprocket("/courier/generate/pickup", {"shipment_id": [shipment]}).status_code == 400
    awb = assigned(world, order, courier_id=51)
    assert world.shiprocket("/courier/assign/awb", {"shipment_id": shipment}).status_code == 400
    assert world.shiprocket("/courier/assign/awb", {"shipment_id": shipment, "status": "reassign"}).status_code == 400
    picked = world.shiprocket("/courier/generate/pickup", {"shipment_id": [shipment]}).json()
    # 18:00 UTC a day later, on India's clocks.
    assert picked["response"]["pickup_scheduled_date"] == "2026-11-22 23:30:00"
    assert world.shiprocket("/courier/generate/pickup", {"shipment_id": [shipment]}).status_code == 400
    label = world.shiprocket("/courier/generate/label", {"shipment_id": [shipment]}).json()
    paper = requests.get(label["label_url"], timeout=10).content
    assert paper.startswith(b"%PDF-")
    assert f"({awb}) Tj".encode() in paper
    malformed = world.shiprocket("/courier/generate/label", {"shipment_id": shipment})
    assert (malformed.status_code, malformed.json()["message"]) == (500, "Invalid argument supplied for foreach()")


def test_tracking_knows_nothing_before_the_first_scan(world: LocalWorld) -> None:
    """HTTP 200 with track_status 0, also for an AWB that is nobody's."""
    awb = assigned(world, ordered(world))
    for wanted in (awb, "1"):
        data = tracked(world, wanted)
        assert (data["track_status"], data["shipment_track_activities"]) == (0, None)
        assert "no activities" in data["error"]


def test_scans_stand_newest_first_in_indias_time(world: LocalWorld) -> None:
    """With one that belongs to no status at every facility."""
    awb = assigned(world, ordered(world))
    scanned(world, awb, "in_transit")
    scanned(world, awb, "in_transit")
    scanned(world, awb, "delivered")
    data = tracked(world, awb)
    assert (data["track_status"], data["shipment_status"]) == (1, 7)
    lines = [(one["date"][11:], one["sr-status"], one["sr-status-label"]) for one in data["shipment_track_activities"]]
    assert lines == [
        ("23:30:02", "7", "DELIVERED"),
        ("23:30:01", "NA", "NA"),
        ("23:30:01", "38", "REACHED AT DESTINATION HUB"),
        ("23:30:00", "NA", "NA"),
        ("23:30:00", "18", "IN TRANSIT"),
    ]
    [track] = data["shipment_track"]
    assert (track["current_status"], track["delivered_date"]) == ("Delivered", "2026-11-21 23:30:02")
    assert list(world.shiprocket("/courier/track/awbs", {"awbs": [awb, "1"]}).json()) == [awb]
    assert world.shiprocket("/courier/track/awbs", {"awbs": ["1"] * 51}).status_code == 422
    assert world.shiprocket("/courier/track?order_id=pcl_1").json()[0]["tracking_data"] == data


def test_the_contracts_words_become_shiprockets_in_two_tables(world: LocalWorld) -> None:
    """The webhook's current_status_id is of another table than its shipment_status_id."""
    awb = assigned(world, ordered(world))
    told = {}
    for status in (
        *("pre_transit", "in_transit", "out_for_delivery", "failed_attempt", "delivered", "exception"),
        *("return_to_sender", "returned"),
    ):
        before = len(world.shop.received)
        scanned(world, awb, status)
        body = world.shop.wait_for(before + 1)[-1].json
        told[status] = (body["shipment_status_id"], body["current_status_id"], body["current_status"].upper())
    assert told == {
        "pre_transit": (5, 5, "MANIFEST GENERATED"),
        "in_transit": (18, 20, "IN TRANSIT"),
        "out_for_delivery": (17, 19, "OUT FOR DELIVERY"),
        "failed_attempt": (21, 36, "UNDELIVERED"),
        "delivered": (7, 7, "DELIVERED"),
        "exception": (12, 33, "LOST"),
        "return_to_sender": (9, 15, "RTO INITIATED"),
        "returned": (10, 16, "RTO DELIVERED"),
    }
    unknown = world.post(f"/sim/parcels/{awb}", json={"status": "available_for_pickup"})
    assert (unknown.status_code, unknown.json()) == (400, {"error": "Shiprocket has no word for available_for_pickup"})


def is_older(webhook: Received) -> bool:
    """Whether a webhook has the older of the two forms."""
    return "channel_order_id" in webhook.json


def test_webhooks_come_in_two_forms_with_the_token_in_the_clear(world: LocalWorld) -> None:
    """The newer one decorates our order id; the older one writes the AWB as a number and leaves much out."""
    awb = assigned(world, ordered(world))
    for _ in range(3):
        scanned(world, awb, "in_transit")
    told = world.shop.wait_for(3)
    assert {one.headers["x-api-key"] for one in told} == {"sr-token"}
    assert {one.path for one in told} == {"/pune/parcel"}
    older = next(one.json for one in told if is_older(one))
    newer = next(one.json for one in told if not is_older(one))
    assert (older["awb"], newer["awb"]) == (int(awb), awb)
    assert (older["channel_order_id"], newer["order_id"]) == ("pcl_1", "3422553_pcl_1")
    assert re.fullmatch(r"2026-11-21 23:30:\d\d", older["current_timestamp"])
    assert re.fullmatch(r"21 11 2026 23:30:\d\d", newer["current_timestamp"])
    assert set(older["scans"][0]) == {"date", "activity", "location"}


def test_a_webhook_is_sent_once_and_never_again(world: LocalWorld) -> None:
    """A store that was down has to ask, and so has one whose webhook is lost for good; a dropped one comes late."""
    awb = assigned(world, ordered(world))
    world.shop.answers.append(503)
    scanned(world, awb, "in_transit")
    assert world.attempts() == [(1, "503")]
    world.arm("shiprocket", "drop")
    scanned(world, awb, "out_for_delivery")
    assert world.attempts() == [(1, "503"), (1, "lost"), (2, "200")]
    world.arm("shiprocket", "never_deliver")
    scanned(world, awb, "delivered")
    assert world.attempts()[3:] == [(1, "never")]
    assert tracked(world, awb)["shipment_status"] == 7


def test_a_failed_attempt_opens_a_case_with_a_deadline(world: LocalWorld) -> None:
    """48 hours; the case has the reason, and the day of an answer is the next day's attempt."""
    awb = failed(world)
    [parcel] = world.get("/sim/parcels", params={"store": "pune"})["parcels"]
    assert (parcel["status"], parcel["attempts"]) == ("failed_attempt", 1)
    assert parcel["deadline"] == "2026-11-23T18:00:02.000Z"
    [case] = world.shiprocket(f"/ndr/{awb}").json()["data"]
    assert (case["status_code"], case["attempts"], case["ndr_raised_at"]) == (36, 1, "2026-11-21 23:30:02")
    assert world.shiprocket("/ndr/all?from=2026-11-21&to=2026-11-21").json()["data"] == [case]
    assert world.shiprocket("/ndr/all?from=2026-11-22&to=2026-11-23").json()["data"] == []
    asked = {"action": "re-attempt", "comments": "tomorrow"}
    answer = world.shiprocket(f"/ndr/{awb}/action", asked)
    assert (answer.status_code, answer.json()) == (202, {"status": "Data Updated Sucessfully"})
    # A repeat changes nothing.
    assert world.shiprocket(f"/ndr/{awb}/action", asked).status_code == 202
    [parcel] = world.get("/sim/parcels")["parcels"]
    assert parcel["instructions"] == [{"at": "2026-11-21T18:00:00.000Z", "attempt": 1, **asked}]
    assert (parcel["deadline"], parcel["expected"]) == (None, "2026-11-22")
    scanned(world, awb, "out_for_delivery")
    assert world.shiprocket("/ndr/all").json()["data"] == []
    assert world.shiprocket(f"/ndr/{awb}/action", asked).status_code == 400


def test_another_address_and_day_are_taken(world: LocalWorld) -> None:
    """The parcel goes there then."""
    awb = failed(world)
    asked = {
        "action": "re-attempt",
        "comments": "to the office",
        "address1": "7 FC Road",
        "address2": "Pune, 411004",
        "phone": "9800000000",
        "deferred_date": "2026-11-25",
    }
    assert world.shiprocket(f"/ndr/{awb}/action", asked).status_code == 202
    assert date.fromisoformat(world.get("/sim/parcels")["parcels"][0]["expected"]) == date(2026, 11, 25)
    assert world.shiprocket(f"/ndr/{awb}").json()["data"][0]["customer_address"] == "7 FC Road"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"action": "call", "comments": "x"}, "action"),
        ({"action": "re-attempt"}, "comments"),
        ({"action": "re-attempt", "comments": "x", "deferred_date": "25-11-2026"}, "deferred_date"),
        ({"action": "re-attempt", "comments": "x", "deferred_date": "2026-11-21"}, "deferred_date"),
        ({"action": "re-attempt", "comments": "x", "deferred_date": "2026-12-21"}, "deferred_date"),
        ({"action": "re-attempt", "comments": "x", "phone": "+91981"}, "phone"),
    ],
)
def test_refuses_a_faulty_answer_to_a_failed_attempt(world: LocalWorld, asked: dict[str, str], field: str) -> None:
    """HTTP 422; the case stays open."""
    awb = failed(world)
    answer = world.shiprocket(f"/ndr/{awb}/action", asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert world.get("/sim/parcels")["parcels"][0]["instructions"] == []


def test_an_answer_after_the_deadline_is_too_late(world: LocalWorld) -> None:
    """HTTP 400."""
    awb = failed(world)
    world.pass_time(48 * 3600 + 3)
    late = world.shiprocket(f"/ndr/{awb}/action", {"action": "re-attempt", "comments": "x"})
    assert (late.status_code, late.json()["message"]) == (
        400,
        "NDR action cannot be taken: the time for it is over.",
    )


def test_a_parcel_that_is_sent_back_turns_at_once(world: LocalWorld) -> None:
    """RTO cannot be undone."""
    awb = failed(world)
    assert world.shiprocket(f"/ndr/{awb}/action", {"action": "return", "comments": "x"}).status_code == 202
    assert tracked(world, awb)["shipment_status"] == 9
    undone = world.shiprocket(f"/ndr/{awb}/action", {"action": "re-attempt", "comments": "x"})
    assert undone.status_code == 400


def test_a_return_goes_from_the_customer_to_the_store(world: LocalWorld) -> None:
    """What is delivered then says so with is_return."""
    made = world.shiprocket("/orders/create/return", RETURN).json()
    assert (made["status"], made["status_code"]) == ("RETURN PENDING", 21)
    awb = assigned(world, made, is_return=1)
    assert scanned(world, awb, "delivered")["direction"] == "inbound"
    data = tracked(world, awb)
    assert (data["shipment_track"][0]["origin"], data["is_return"]) == ("Pune", True)
    bad = world.shiprocket("/orders/create/return", {**RETURN, "order_id": "pcl_3", "pickup_pincode": ""})
    assert list(bad.json()["errors"]) == ["pickup_pincode"]


def test_a_pickup_place_can_be_added(world: LocalWorld) -> None:
    """Then orders may name it."""
    place = {"pickup_location": "Shop", "name": "Asha", "email": "a@b.example", "phone": "9812345678"}
    where = {"address": "12 MG Road", "city": "Pune", "state": "Maharashtra", "country": "India", "pin_code": "411001"}
    assert world.shiprocket("/settings/company/addpickup", place).status_code == 422
    assert world.shiprocket("/settings/company/addpickup", {**place, **where}).status_code == 200
    assert world.shiprocket("/settings/company/addpickup", {**place, **where}).status_code == 422
    assert ordered(world, pickup_location="Shop")["status"] == "NEW"
    places = world.shiprocket("/settings/company/pickup").json()["data"]["shipping_address"]
    assert [one["pickup_location"] for one in places] == ["Primary", "Sahyadri Traders godown", "Shop"]


def test_a_parcel_can_be_given_up_until_the_courier_has_it(world: LocalWorld) -> None:
    """By AWB or by order."""
    awb = assigned(world, ordered(world))
    assert world.shiprocket("/orders/cancel/shipment/awbs", {"awbs": [awb]}).status_code == 200
    assert world.get("/sim/parcels")["parcels"][0]["status"] == "cancelled"
    gone = ordered(world, order_id="pcl_2")
    scanned(world, assigned(world, gone), "in_transit")
    assert world.shiprocket("/orders/cancel", {"ids": [gone["order_id"]]}).status_code == 400
    assert world.shiprocket("/orders/cancel", {"ids": gone["order_id"]}).status_code == 500


def test_faults_strike_in_shiprockets_words(world: LocalWorld) -> None:
    """Each refuses one call, the login too."""
    token = world.shiprocket_token()
    world.arm("shiprocket", "429")
    busy = world.shiprocket("/orders", token=token)
    assert (busy.status_code, busy.json()) == (429, {"message": "Too Many Attempts."})
    world.arm("shiprocket", "5xx")
    assert world.shiprocket("/orders", token=token).status_code == 500
    world.arm("shiprocket", "timeout_after_accept")
    with pytest.raises(requests.RequestException):
        world.shiprocket("/orders/create/adhoc", ORDER, token=token)
    assert len(world.shiprocket("/orders?search=pcl_1", token=token).json()["data"]) == 1
