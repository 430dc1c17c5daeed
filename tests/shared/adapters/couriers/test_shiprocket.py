"""What is Shiprocket's own: its login, its units, cash at the door, what to do after a failed attempt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.adapters.couriers import shiprocket_wire
from shared.adapters.couriers.shiprocket import Shiprocket
from shared.adapters.couriers.shiprocket_forms import order_form, return_form
from shared.domain.parcel import Direction, Instruction, InstructionKind, Parcel
from shared.ports import Refused
from tests.fakes.lossy_session import LossySession
from tests.fakes.people import NOW, PUNE, order
from tests.fakes.scripted_server import Answer, ScriptedServer
from tests.shared.adapters.couriers.conftest import RAVIS, STORES, Account

_K = InstructionKind


@pytest.fixture
def pune(account_at: Callable[[str], Account]) -> Account:
    """A store with Shiprocket."""
    return account_at("shiprocket")


def wish(kind: InstructionKind, **more: Any) -> Instruction:
    """What a customer wants after the first attempt."""
    return Instruction(kind=kind, attempt=1, by="customer", at=NOW, **more)


def missed(pune: Account) -> Parcel:
    """A parcel that nobody was there for."""
    parcel = pune.booked()
    for status in ("in_transit", "out_for_delivery", "failed_attempt"):
        pune.happens(parcel, status)
    return parcel


def test_logs_in_once_for_many_parcels(pune: Account) -> None:
    """A warm function keeps the token; nine days later it is fetched anew, before it is refused."""
    session = LossySession()
    pune.book(session)
    pune.book(session, parcel=replace(pune.parcel, id="pcl_2"))
    logins = [one for one in session.calls if one.endswith("/auth/login")]
    assert len(logins) == 1
    later = NOW + timedelta(days=9)
    pune.courier(session).track(replace(pune.parcel, tracking_code="19000000000"), now=later)
    assert len([one for one in session.calls if one.endswith("/auth/login")]) == 2


def test_logs_in_again_when_the_token_is_refused(pune: Account) -> None:
    """Somebody changed the password, or Shiprocket forgot it: the call is made, once."""
    pune.book()
    ((account, (_, until)),) = shiprocket_wire._tokens.items()
    shiprocket_wire._tokens[account] = "forgotten", until
    session = LossySession()
    pune.book(session, parcel=replace(pune.parcel, id="pcl_2"))
    assert len([one for one in session.calls if one.endswith("/auth/login")]) == 1
    assert len(pune.parcels()) == 2


def test_asks_in_shiprockets_units(pune: Account) -> None:
    """Kilograms and centimetres, rupees, India's clock, ten digits, a city of thirty letters."""
    asked = order_form(
        replace(pune.parcel, to=replace(RAVIS, city="Thiruvananthapuram and its suburbs")),
        order=pune.order,
        store=pune.store,
        due=0,
    )
    assert (asked["order_id"], asked["order_date"]) == (pune.parcel.id, "2026-11-21 23:30")
    assert (asked["weight"], asked["length"], asked["breadth"], asked["height"]) == (2.0, 25.0, 20.0, 15.0)
    assert (asked["billing_phone"], asked["billing_country"]) == ("9876543210", "India")
    assert asked["billing_city"] == "Thiruvananthapuram and its sub"
    assert asked["pickup_location"] == "Sahyadri Traders godown"
    assert (asked["payment_method"], asked["sub_total"], asked["total_discount"]) == ("Prepaid", 11.5, 0.0)
    assert asked["order_items"] == [
        {"name": "Taro milk tea, regular", "sku": "TARO-R", "units": 2, "selling_price": 5.75}
    ]


def test_a_box_beside_those_that_hold_everything_is_booked_too(pune: Account) -> None:
    """Shiprocket takes no order without an item and a price: it is a part of the order, worth next to nothing."""
    box = replace(pune.parcel, lines={})
    asked = order_form(box, order=pune.order, store=pune.store, due=0)
    assert asked["order_items"] == [
        {"name": "Taro milk tea, regular (part)", "sku": "TARO-R", "units": 1, "selling_price": 1.0}
    ]
    assert (asked["sub_total"], asked["total_discount"]) == (1.0, 0.0)
    assert pune.book(parcel=box).tracking_code


def test_collects_at_the_door_what_is_still_due(pune: Account) -> None:
    """1,150 paise of goods of which 500 are due: cash on delivery of 5 rupees."""
    asked = order_form(pune.parcel, order=pune.order, store=pune.store, due=500)
    assert (asked["payment_method"], asked["sub_total"], asked["total_discount"]) == ("COD", 5.0, 6.5)
    found = pune.book(due=500)
    (made,) = pune.shipments()
    assert (made["payment_method"], made["total"]) == ("cod", "5.00")
    # Collecting costs 40 rupees more.
    assert found.cost == 11150


def test_a_return_goes_from_the_customer_to_the_sender(pune: Account) -> None:
    """Prepaid: nobody pays at their own door for what they send back."""
    asked = return_form(pune.parcel, order=pune.order, store=pune.store)
    assert (asked["pickup_customer_name"], asked["pickup_pincode"]) == ("Ravi Kale", "411004")
    assert (asked["shipping_customer_name"], asked["shipping_pincode"]) == ("Sahyadri Traders godown", "411037")
    assert asked["payment_method"] == "Prepaid"


def test_a_store_without_a_sender_can_send_nothing(pune: Account) -> None:
    """An alarm: its file has to be mended."""
    with pytest.raises(Refused, match="does not say where") as refused:
        order_form(pune.parcel, order=pune.order, store=PUNE, due=0)
    assert refused.value.alarm


@pytest.mark.parametrize(
    ("instruction", "taken"),
    [
        (wish(_K.AGAIN), {"action": "re-attempt"}),
        (wish(_K.OTHER_DAY, day=date(2026, 11, 24)), {"action": "re-attempt", "deferred_date": "2026-11-24"}),
        (
            wish(_K.OTHER_ADDRESS, address=replace(RAVIS, line1="4 FC Road", line2="Flat 2", phone="+919812345678")),
            {
                "action": "re-attempt",
                "address1": "4 FC Road",
                "address2": "Flat 2, Pune, 411004",
                "phone": "9812345678",
            },
        ),
        (wish(_K.SEND_BACK), {"action": "return"}),
    ],
)
def test_tells_the_courier_what_to_do_after_a_failed_attempt(
    pune: Account, instruction: Instruction, taken: dict[str, str]
) -> None:
    """In its own words; the same again is no second instruction."""
    parcel = missed(pune)
    pune.courier().instruct(parcel, instruction, now=NOW)
    if instruction.kind is not _K.SEND_BACK:
        pune.courier().instruct(parcel, instruction, now=NOW)
    (heard,) = pune.parcels()[0]["instructions"]
    assert taken.items() <= heard.items()
    comments = heard["comments"]
    assert str(instruction.attempt) in comments
    assert "Ravi" not in comments


def test_an_instruction_that_is_not_taken_is_refused_in_its_words(pune: Account) -> None:
    """A day too far ahead."""
    parcel = missed(pune)
    with pytest.raises(Refused, match="deferred date"):
        pune.courier().instruct(parcel, wish(_K.OTHER_DAY, day=date(2027, 1, 24)), now=NOW)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(body={"message": "Wrong Pickup location entered", "status_code": 400}), "Wrong Pickup location"),
        (
            Answer(status=422, body={"message": "Invalid.", "errors": {"billing_city": ["too long"]}}),
            "billing_city: too",
        ),
        (Answer(status=400, body={"message": {"order_id": ["taken", "old"]}}), "order_id: taken; old"),
        (Answer(body={"message": "Customer blocked"}), "Customer blocked"),
        (Answer(body={}), "no reason given"),
    ],
)
def test_reads_an_error_whatever_status_it_comes_with(
    answer: Answer, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some come with 200; the body decides."""
    monkeypatch.setattr(shiprocket_wire, "_tokens", {})
    none: dict[str, Any] = {"data": []}
    script = [Answer(body={"token": "t"}), Answer(body=none), answer, Answer(body=none)]
    with ScriptedServer(*script) as server:
        parcel = Parcel(
            id="pcl_1",
            order_id="ord_1",
            number=1,
            courier="shiprocket",
            direction=Direction.OUTBOUND,
            to=RAVIS,
            lines={"TARO-R": 2},
            at=NOW,
        )
        with pytest.raises(Refused, match=words):
            Shiprocket(api_url=server.url, api_key="a:b").book(
                parcel, order=order(), store=STORES["shiprocket"], due=0, now=NOW
            )
