"""Staff send parcels and say how far an order is; what cannot be is refused with what can."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.order import Handover, OrderStatus
from shared.domain.parcel import ParcelState
from shared.domain.store import Store
from shared.runtime import clock
from shared.usecases.book_parcel import book_parcel
from shared.usecases.parcel_room import ParcelRoom
from tests.fakes.courier import FakeCourier
from tests.fakes.people import ANA, MPLS_PROFILE, order
from tests.fakes.record import FakeRecord
from tests.functions.staff_api.conftest import CLIENT, StaffApi
from tests.functions.staff_api.test_staff_orders import paid_order

SENDER = {
    "name": "North Loop Boba",
    "line1": "212 N 2nd St",
    "city": "Minneapolis",
    "state": "MN",
    "postal_code": "55401",
    "country": "US",
    "phone": "+16125550142",
}
PROFILE: dict[str, Any] = {
    **MPLS_PROFILE,
    "fulfilment": {**MPLS_PROFILE["fulfilment"], "kinds": ["pickup", "delivery"], "area": ["554"]},
    "delivery": {
        "courier": "easypost",
        "own_rider": True,
        "answer_hours": 20,
        "follow_up_days": 3,
        "sender": SENDER,
        "parcel": {"weight_grams": 900},
    },
}
ADDRESS = {
    "name": "Ana Peña",
    "line1": "2400 Hennepin Ave",
    "line2": "",
    "city": "Minneapolis",
    "state": "MN",
    "postal_code": "55405",
    "country": "US",
    "phone": "+16505551234",
}
PARCELS = "/orders/ord_1/parcels"


@pytest.fixture
def shop(served: Callable[..., StaffApi], record: FakeRecord) -> StaffApi:
    """A store that sends parcels, with Ana's confirmed order."""
    record.state.orders["ord_1"] = order(status=OrderStatus.CONFIRMED, version=3)
    return served(record, STORE=json.dumps(PROFILE))


def status(shop: StaffApi, wanted: str, key: str = "k") -> Any:
    """Say how far the order is."""
    return shop.ask("POST", "/orders/ord_1/status", key=f"{key}-{wanted}", body={"status": wanted})


def send(shop: StaffApi, key: str = "p1", **body: Any) -> Any:
    """Send a parcel."""
    return shop.ask("POST", PARCELS, key=key, body=body)


def booked(shop: StaffApi, number: int = 0) -> str:
    """Let the courier take the parcel; its id."""
    parcel = shop.ask("GET", "/orders/ord_1").body["parcels"][number]
    room = ParcelRoom(store=Store.from_profile(PROFILE), orders=shop.record.orders, commits=shop.record.commits)
    book_parcel(room, order_id="ord_1", parcel_id=parcel["id"], courier=FakeCourier(), now=clock.utc_now())
    return str(parcel["id"])


def events(shop: StaffApi) -> list[str]:
    """What happened to the order since it was confirmed."""
    return [one.name for one in shop.record.state.events if one.sequence > 3]


def problem(answer: Any) -> tuple[int, str]:
    """Status and kind."""
    return answer.status, str(answer.body["type"]).rpartition(":")[2]


def test_a_pickup_order_is_prepared_ready_and_collected(shop: StaffApi) -> None:
    """Each step is told once, however often the tablet repeats it."""
    for wanted in ("preparing", "ready", "collected"):
        for _ in range(2):
            answer = status(shop, wanted)
            assert (answer.status, answer.body["status"]) == (200, wanted)
    assert events(shop) == ["OrderPreparing", "OrderReady", "OrderCollected"]
    assert [one.detail()["customer_id"] for one in shop.record.state.events] == [ANA.id] * 3


def test_what_cannot_be_is_refused_with_what_can(shop: StaffApi) -> None:
    """Not backwards, and not out of nothing."""
    status(shop, "ready")
    answer = status(shop, "preparing")
    assert problem(answer) == (409, "not-possible")
    assert "it can become: collected, dispatched, out_for_delivery" in answer.body["detail"]
    for wanted in ("received", "confirmed", "expired", "cancelled"):
        assert problem(status(shop, wanted)) == (409, "not-possible")
    assert status(shop, "somewhere").status == 422
    assert shop.ask("POST", "/orders/ord_none/status", key="k", body={"status": "ready"}).status == 404


def test_an_unpaid_order_goes_nowhere(shop: StaffApi) -> None:
    """It has to be paid for first."""
    shop.record.state.orders["ord_1"] = order(status=OrderStatus.AWAITING_PAYMENT, version=3)
    for wanted in ("preparing", "dispatched", "delivered"):
        assert problem(status(shop, wanted)) == (409, "not-possible")
    assert problem(send(shop, address=ADDRESS)) == (409, "not-sent")


def test_a_delivery_without_a_parcel_is_the_own_riders(shop: StaffApi) -> None:
    """Its steps are scans of one parcel, and are told as a courier's would be."""
    for wanted in ("dispatched", "out_for_delivery", "delivered"):
        answer = status(shop, wanted)
        assert (answer.status, answer.body["status"]) == (200, wanted)
    (parcel,) = answer.body["parcels"]
    assert (parcel["courier"], parcel["status"]) == ("own_rider", "delivered")
    assert parcel["lines"] == [{"sku": "TARO-R", "quantity": 2}, {"sku": "WAFFLE", "quantity": 1}]
    assert [one["status"] for one in parcel["scans"]] == ["in_transit", "out_for_delivery", "delivered"]
    assert events(shop) == ["ParcelRequested", "ParcelDispatched", "ParcelOutForDelivery", "ParcelDelivered"]


def test_saying_delivered_at_once_is_delivered(shop: StaffApi) -> None:
    """Nobody has to say the steps between."""
    assert status(shop, "delivered").body["status"] == "delivered"
    assert problem(status(shop, "out_for_delivery")) == (409, "not-possible")
    assert status(shop, "delivered", key="again").status == 200
    assert events(shop) == ["ParcelRequested", "ParcelDelivered"]


def test_a_parcel_is_sent_with_the_stores_courier_and_seen_with_the_order(shop: StaffApi) -> None:
    """Once per request; its label and code are there when the courier took it."""
    for _ in range(2):
        answer = send(shop, address=ADDRESS)
        assert answer.status == 200
    booked(shop)
    (parcel,) = shop.ask("GET", "/orders/ord_1").body["parcels"]
    wanted = {
        "number": 1,
        "courier": "easypost",
        "courier_name": "UPS",
        "tracking_code": "TRACK1",
        "tracking_url": "",
        "label_url": "https://labels.example/1.pdf",
        "status": "pre_transit",
        "cost": 607,
        "to": ADDRESS,
    }
    assert wanted.items() <= parcel.items()
    assert events(shop) == ["ParcelRequested", "ParcelBooked"]
    assert problem(send(shop, address={**ADDRESS, "line1": "1 Elsewhere"})) == (422, "idempotency-key-reused")


def test_an_order_goes_in_several_parcels(shop: StaffApi) -> None:
    """Each with its own lines; never more than was bought."""
    assert send(shop, key="p1", address=ADDRESS, lines=[{"sku": "TARO-R", "quantity": 1}]).status == 200
    refused = send(shop, key="p2", address=ADDRESS, lines=[{"sku": "TARO-R", "quantity": 2}])
    assert problem(refused) == (409, "not-in-the-order")
    assert "1 are left" in refused.body["detail"]
    answer = send(shop, key="p3", address=ADDRESS)
    assert [(one["number"], one["lines"]) for one in answer.body["parcels"]] == [
        (1, [{"sku": "TARO-R", "quantity": 1}]),
        (2, [{"sku": "TARO-R", "quantity": 1}, {"sku": "WAFFLE", "quantity": 1}]),
    ]


def test_an_address_is_taken_from_the_order_and_the_customer(shop: StaffApi) -> None:
    """City and state are the store's where the postal code says so."""
    handover = Handover(kind="delivery", address="2400 Hennepin Ave", postal_code="55405")
    shop.record.state.orders["ord_1"] = order(status=OrderStatus.CONFIRMED, version=3, handover=handover)
    (parcel,) = send(shop).body["parcels"]
    assert parcel["to"] == {**ADDRESS, "name": "Ana"}
    (_, there) = send(shop, key="p2", address={"name": "Luis"}).body["parcels"]
    assert there["to"] == {**ADDRESS, "name": "Luis"}


def test_says_which_part_of_an_address_is_missing(shop: StaffApi) -> None:
    """All of them at once."""
    answer = send(shop, address={"line1": "12 Far Street", "postal_code": "90210"})
    assert problem(answer) == (422, "invalid")
    assert [one["field"] for one in answer.body["errors"]] == ["address.city", "address.state"]
    assert [one["field"] for one in send(shop).body["errors"]] == [
        "address.city",
        "address.line1",
        "address.postal_code",
        "address.state",
    ]
    assert send(shop, address={**ADDRESS, "country": "us"}).status == 422
    assert send(shop, address={**ADDRESS, "planet": "Mars"}).status == 422


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"country": "Narnia"}, "two capital letters, such as US or IN (ISO 3166-1 alpha-2)"),
        ({"phone": "call me"}, "a phone number: digits, with + and the country's code"),
        ({"postal_code": 55405}, "`str | null`, got `int`"),
    ],
)
def test_says_what_a_part_of_an_address_should_be(shop: StaffApi, part: dict[str, Any], expected: str) -> None:
    """Named with its place in the body."""
    answer = send(shop, address=ADDRESS | part)
    assert answer.status == 422
    assert answer.body["errors"] == [{"field": f"address.{next(iter(part))}", "expected": expected}]


@pytest.mark.parametrize(
    ("written", "read"),
    [("+1 (650) 555-1234", "+16505551234"), ("650-555-1234", "+16505551234"), (None, "+16505551234")],
)
def test_reads_a_phone_as_people_write_it(shop: StaffApi, written: str | None, read: str) -> None:
    """Without the country's code it is the country's; without any it is the customer's own."""
    (parcel,) = send(shop, address={**ADDRESS, "phone": written}).body["parcels"]
    assert parcel["to"]["phone"] == read


def test_sends_with_a_courier_of_its_own_only(shop: StaffApi) -> None:
    """EasyPost or its riders; Shiprocket is another store's."""
    answer = send(shop, address=ADDRESS, courier="shiprocket")
    assert problem(answer) == (409, "no-such-courier")
    assert "easypost and own_rider" in answer.body["detail"]
    assert send(shop, address=ADDRESS, courier="pigeon").status == 422


def test_a_rider_brings_a_parcel_with_proof(shop: StaffApi) -> None:
    """Scan by scan; a repeat of a request is no second scan."""
    (parcel,) = send(shop, address=ADDRESS, courier="own_rider", rider="Luis").body["parcels"]
    assert (parcel["courier"], parcel["rider"]) == ("own_rider", "Luis")
    path = f"{PARCELS}/{parcel['id']}/scans"
    for key, body in (
        ("s1", {"status": "out_for_delivery"}),
        ("s2", {"status": "delivered", "note": "at the desk", "proof": "signed: A. P."}),
        ("s2", {"status": "delivered", "note": "at the desk", "proof": "signed: A. P."}),
    ):
        answer = shop.ask("POST", path, key=key, body=body)
        assert answer.status == 200
    (parcel,) = answer.body["parcels"]
    assert (parcel["status"], parcel["proof"], parcel["rider"]) == ("delivered", "signed: A. P.", "Luis")
    assert [(one["status"], one["note"]) for one in parcel["scans"]] == [
        ("out_for_delivery", ""),
        ("delivered", "at the desk"),
    ]
    assert answer.body["status"] == "delivered"
    refused = shop.ask("POST", path, key="s3", body={"status": "out_for_delivery"})
    assert problem(refused) == (409, "not-possible")
    assert "it can become: return_to_sender, returned" in refused.body["detail"]
    assert "signed" not in str([one.detail() for one in shop.record.state.events])


def test_nobody_scans_what_a_courier_brings(shop: StaffApi) -> None:
    """The courier says where it is; of what nobody told, the order's status may be set."""
    send(shop, address=ADDRESS)
    parcel_id = booked(shop)
    answer = shop.ask("POST", f"{PARCELS}/{parcel_id}/scans", key="s1", body={"status": "delivered"})
    assert problem(answer) == (409, "courier-tells")
    assert status(shop, "delivered").body["parcels"][0]["status"] == "delivered"
    assert shop.ask("POST", f"{PARCELS}/pcl_none/scans", key="s1", body={"status": "delivered"}).status == 404


def test_a_parcel_is_given_up_while_the_courier_does_not_have_it(shop: StaffApi) -> None:
    """Once; the courier is told by an event; then its goods can go in another one."""
    send(shop, address=ADDRESS)
    parcel_id = booked(shop)
    for _ in range(2):
        answer = shop.ask("POST", f"{PARCELS}/{parcel_id}/cancel", key="c1")
        assert (answer.status, answer.body["parcels"][0]["status"]) == (200, "cancelled")
    assert events(shop).count("ParcelGivenUp") == 1
    assert send(shop, key="p2", address=ADDRESS).body["parcels"][1]["lines"][0]["quantity"] == 2


def test_a_parcel_on_its_way_is_not_given_up(shop: StaffApi) -> None:
    """It has to come back first."""
    send(shop, address=ADDRESS)
    parcel_id = booked(shop)
    status(shop, "dispatched")
    assert problem(shop.ask("POST", f"{PARCELS}/{parcel_id}/cancel", key="c1")) == (409, "on-its-way")


def missed(shop: StaffApi) -> str:
    """A parcel that nobody was there for; the path of instructions about it."""
    send(shop, address=ADDRESS)
    parcel_id = booked(shop)
    status(shop, "delivery_failed")
    return f"{PARCELS}/{parcel_id}/instruct"


def test_staff_say_what_to_do_after_a_failed_attempt(shop: StaffApi) -> None:
    """Once for an attempt, under their name."""
    path = missed(shop)
    for _ in range(2):
        answer = shop.ask("POST", path, key="i1", body={"kind": "again"})
        assert answer.status == 200
    (parcel,) = answer.body["parcels"]
    assert (parcel["status"], parcel["attempts"]) == ("failed_attempt", 1)
    (said,) = parcel["instructions"]
    assert (said["kind"], said["by"], said["attempt"], said["told_at"]) == ("again", "3c1f", 1, None)
    assert events(shop).count("DeliveryInstructed") == 1
    assert problem(shop.ask("POST", path, key="i2", body={"kind": "send_back"})) == (409, "already-instructed")


def test_an_instruction_is_checked(shop: StaffApi) -> None:
    """A day that is one, an address that is reached, a parcel that waits for it."""
    path = missed(shop)
    assert problem(shop.ask("POST", path, key="i1", body={"kind": "other_day"})) == (422, "day-not-allowed")
    assert problem(shop.ask("POST", path, key="i2", body={"kind": "other_address"})) == (422, "invalid")
    far = {**ADDRESS, "postal_code": "90210", "city": "Beverly Hills", "state": "CA"}
    answer = shop.ask("POST", path, key="i3", body={"kind": "other_address", "address": far})
    assert problem(answer) == (422, "not-in-the-area")
    status(shop, "delivered")
    assert problem(shop.ask("POST", path, key="i4", body={"kind": "again"})) == (409, "not-waiting")


def test_a_store_without_a_courier_sends_nothing(served: Callable[..., StaffApi], record: FakeRecord) -> None:
    """It was deployed before there were any."""
    record.state.orders["ord_1"] = order(status=OrderStatus.CONFIRMED, version=3)
    old = served(record)
    assert problem(send(old, address=ADDRESS)) == (409, "no-such-courier")


def test_every_state_of_a_parcel_has_the_shape_that_is_described(shop: StaffApi) -> None:
    """The order is read with what its parcel became."""
    send(shop, address=ADDRESS)
    booked(shop)
    for wanted in ("dispatched", "out_for_delivery", "delivery_failed", "delivered"):
        assert status(shop, wanted).status == 200
    (parcel,) = shop.ask("GET", "/orders/ord_1").body["parcels"]
    assert parcel["status"] == ParcelState.DELIVERED


def test_a_manager_gives_a_paid_order_up_and_what_was_paid_goes_back(api: StaffApi) -> None:
    """Once; staff who are no managers do not."""
    paid_order(api)
    path = "/orders/ord_1/cancel"
    assert api.ask("POST", path, key="c1").status == 403
    for _ in range(2):
        answer = api.ask("POST", path, key="c1", groups="[mpls-manager]")
        assert (answer.status, answer.body["status"]) == (200, "cancelled")
    assert events(api) == ["OrderCancelled", "RefundDue"]
    cancelled, due = (one.detail() for one in api.record.state.events if one.sequence > 3)
    assert (cancelled["by"], cancelled["refund"], due["amount"]) == ("staff", 1845, 1845)


def test_an_order_on_the_road_is_not_given_up(shop: StaffApi) -> None:
    """It has to come back first."""
    status(shop, "dispatched")
    answer = shop.ask("POST", "/orders/ord_1/cancel", key="c1", groups="[mpls-manager]")
    assert problem(answer) == (409, "too-late")


def test_an_unpaid_order_is_given_up_with_its_stock(shop: StaffApi) -> None:
    """What was held for it can be sold again."""
    held = order(status=OrderStatus.AWAITING_PAYMENT, version=3, needs={"cup_regular": 2})
    shop.record.state.orders["ord_1"] = held
    answer = shop.ask("POST", "/orders/ord_1/cancel", key="c1", groups="[mpls-manager]")
    assert (answer.status, answer.body["status"]) == (200, "cancelled")
    assert (shop.record.state.stock["cup_regular"].available, shop.record.state.stock["cup_regular"].reserved) == (
        42,
        0,
    )


def test_somebody_looks_after_an_order(shop: StaffApi) -> None:
    """Once taken it is theirs, until it is given to another; orders can be listed by who has them."""
    for _ in range(2):
        assert shop.ask("POST", "/orders/ord_1/claim", key="c1").body["assignee"] == "3c1f"
    other = {"sub": "9a", "aud": CLIENT, "cognito:username": "luis", "cognito:groups": "[mpls-staff]"}
    assert problem(shop.ask("POST", "/orders/ord_1/claim", key="c2", claims=other)) == (409, "taken-by-another")
    for name in ("luis", None):
        answer = shop.ask("POST", "/orders/ord_1/assign", key=f"a-{name}", body={"assignee": name})
        assert (answer.status, answer.body["assignee"]) == (200, name)
        listed = shop.ask("GET", "/orders", query={"assignee": "luis"}).body["items"]
        assert [one["id"] for one in listed] == (["ord_1"] if name else [])
    assert events(shop) == ["OrderAssigned"] * 3
    assert shop.ask("POST", "/orders/ord_none/claim", key="c3").status == 404


def test_a_draft_is_nobodys_to_look_after(shop: StaffApi) -> None:
    """Its case in the queue is."""
    shop.record.state.orders["ord_1"] = order(status=OrderStatus.DRAFT, version=0)
    assert problem(shop.ask("POST", "/orders/ord_1/claim", key="c1")) == (409, "not-confirmed")
