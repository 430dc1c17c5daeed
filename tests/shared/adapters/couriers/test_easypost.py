"""What is EasyPost's own: ounces and inches, rates as text, errors in several shapes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.couriers.easypost import EasyPost
from shared.domain.parcel import Direction, Parcel
from shared.ports import Booking, Refused, Unavailable
from tests.fakes.lossy_session import LossySession
from tests.fakes.people import NOW, order
from tests.fakes.scripted_server import Answer, ScriptedServer
from tests.shared.adapters.couriers.conftest import ANAS, STORES, Account

PARCEL = Parcel(
    id="pcl_1",
    order_id="ord_1",
    number=1,
    courier="easypost",
    direction=Direction.OUTBOUND,
    to=ANAS,
    lines={"TARO-R": 2},
    at=NOW,
)
NONE = Answer(status=404, body={"error": {"code": "NOT_FOUND", "message": "not there", "errors": []}})


@pytest.fixture
def mpls(account_at: Callable[[str], Account]) -> Account:
    """A store with EasyPost."""
    return account_at("easypost")


def shipment(*rates: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A shipment without a label."""
    return {"id": "shp_1", "reference": "pcl_1", "rates": list(rates), "messages": [], "tracking_code": None, **more}


def rate(price: str, carrier: str = "USPS", currency: str = "USD") -> dict[str, Any]:
    """What one service would cost."""
    return {"id": f"rate_{price}_{carrier}", "carrier": carrier, "rate": price, "currency": currency}


def bought(price: str) -> dict[str, Any]:
    """The same shipment with a label at that price."""
    label = {"label_url": "https://labels.example.com/1.png"}
    return shipment(tracking_code="9400", postage_label=label, selected_rate=rate(price), tracker={"public_url": "u"})


def booked(server: ScriptedServer, **changed: Any) -> Booking:
    """Book the parcel there."""
    courier = EasyPost(api_url=server.url, api_key="EZTK1")
    return courier.book(replace(PARCEL, **changed), order=order(), store=STORES["easypost"], due=0, now=NOW)


def test_asks_in_ounces_and_inches(mpls: Account) -> None:
    """900 g are 31.7 oz, 250 mm are 9.8 in: rounded up, a parcel must not be heavier than was paid for."""
    mpls.book()
    (made,) = mpls.shipments()
    parcel = made["parcel"]
    assert (parcel["weight"], parcel["length"], parcel["width"], parcel["height"]) == (31.8, 9.9, 7.9, 6.0)


def test_leaves_a_returns_addresses_as_they_were() -> None:
    """EasyPost turns them round itself."""
    for direction in Direction:
        with ScriptedServer(NONE, Answer(body=shipment(rate("5.00"))), Answer(body=bought("5.00"))) as server:
            booked(server, direction=direction)
            asked = server.asked[1].json["shipment"]
        assert (asked["to_address"]["name"], asked["from_address"]["name"]) == ("Ana Peña", "North Loop Boba")
        assert asked["is_return"] is (direction is Direction.INBOUND)
        assert asked["reference"] == "pcl_1"


def test_buys_the_cheapest_as_a_number_not_as_a_word() -> None:
    """9.5 is less than 10.25, whatever the letters say; what has no price is no offer."""
    rates = (rate("10.25"), rate("9.5"), rate("n/a"), rate("1.00", currency="EUR"))
    with ScriptedServer(NONE, Answer(body=shipment(*rates)), Answer(body=bought("9.5"))) as server:
        found = booked(server)
        assert server.asked[2].json == {"rate": {"id": "rate_9.5_USPS"}}
    assert (found.cost, found.label_url) == (950, "https://labels.example.com/1.png")


def test_no_rates_is_refused_with_every_carriers_words() -> None:
    """They stand beside the empty list, with HTTP 201."""
    said = [{"carrier": "USPS", "message": "zip unknown"}, {"carrier": "UPS", "message": "too heavy"}]
    script = (NONE, Answer(status=201, body=shipment(messages=said)))
    words = "USPS: zip unknown; UPS: too heavy"
    with ScriptedServer(*script) as server, pytest.raises(Refused, match=words) as refused:
        booked(server)
    assert refused.value.code == "no_rates"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            {"code": "PARAMETER.REQUIRED", "message": "Missing.", "errors": [{"field": "zip", "message": "blank"}]},
            "zip: b",
        ),
        ({"code": "X", "message": "Wrong.", "errors": ["not a number"]}, "not a number"),
        ({"code": "X", "message": ["one", "two"], "errors": []}, "one; two"),
        ({"code": "X", "message": {"errors": ["bad", "worse"]}}, "bad; worse"),
        ("just words", "just words"),
        (None, "no reason given"),
    ],
)
def test_reads_errors_in_all_their_shapes(error: object, words: str) -> None:
    """Lists, texts, objects, nothing."""
    script = (NONE, Answer(status=422, body={"error": error}))
    with ScriptedServer(*script) as server, pytest.raises(Refused, match=words):
        booked(server)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_comes_again_when_told_to_wait(status: int) -> None:
    """After as many seconds as it says, if it says so."""
    told = Answer(status=status, body={}, headers={"Retry-After": "40"})
    with ScriptedServer(told) as server, pytest.raises(Unavailable) as later:
        booked(server)
    assert later.value.retry_after == 40


def test_finds_a_label_whose_purchase_was_refused_as_a_second_one() -> None:
    """Postage exists: somebody bought it a moment ago, and it is ours."""
    twice = Answer(status=422, body={"error": {"code": "SHIPMENT.POSTAGE.EXISTS", "message": "exists"}})
    script = (Answer(body=shipment(rate("5.00"))), twice, Answer(body=bought("5.00")))
    with ScriptedServer(*script) as server:
        assert booked(server).tracking_code == "9400"
        assert [one.method for one in server.asked] == ["GET", "POST", "GET"]


def test_goes_on_with_a_shipment_whose_making_was_not_answered(mpls: Account) -> None:
    """It was made: the label is bought in the same try."""
    assert mpls.book(LossySession(breaks=2)).tracking_code == mpls.parcels()[0]["tracking_code"]


def test_collects_nothing_at_the_door(mpls: Account) -> None:
    """Better refused than brought without the money."""
    with pytest.raises(Refused, match="no money at the door"):
        mpls.book(due=100)
    assert mpls.shipments() == []


@pytest.mark.parametrize("status", ["rejected", "not_applicable", None])
def test_a_label_that_is_not_taken_back_is_refused(status: str | None) -> None:
    """The parcel is not given up as long as its label may be used."""
    courier_says = {**bought("5.00"), "refund_status": status}
    with ScriptedServer(Answer(body=bought("5.00")), Answer(body=courier_says)) as server:
        courier = EasyPost(api_url=server.url, api_key="EZTK1")
        with pytest.raises(Refused, match="not taken back"):
            courier.cancel(PARCEL, now=NOW)
