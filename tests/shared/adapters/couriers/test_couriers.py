"""What every courier promises, at EasyPost's and Shiprocket's simulated accounts: one parcel is one shipment."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
import requests

from shared.adapters.couriers.couriers import UnknownCourier, courier_for
from shared.domain.parcel import Direction, Instruction, InstructionKind, ParcelState, state_after
from shared.ports import Refused, Unavailable
from tests.fakes.lossy_session import LossySession
from tests.fakes.people import NOW
from tests.shared.adapters.couriers.conftest import Account

_P = ParcelState


def test_books_a_parcel_with_a_code_a_label_and_a_price(account: Account) -> None:
    """Under our own id; the label opens; the price is that of the cheapest who goes there."""
    found = account.book()
    (made,) = account.parcels()
    assert (found.tracking_code, made["reference"]) == (made["tracking_code"], account.parcel.id)
    assert found.label_url.startswith(account.world.url)
    assert requests.get(found.label_url, timeout=10).content.startswith(b"%PDF")
    cheapest = {"easypost": ("USPS", 677, "USD"), "shiprocket": ("Xpressbees Surface", 7150, "INR")}
    assert (found.courier_name, found.cost, found.currency) == cheapest[account.name]
    assert found.expected is not None
    assert date(2026, 11, 22) < found.expected < date(2026, 11, 30)
    assert found.tracking_url.startswith("http")


def test_booking_again_finds_the_same_shipment(account: Account) -> None:
    """After a crash the worker comes again; the courier has one parcel, and we read the same of it."""
    first = account.book()
    again = account.book()
    assert (again.shipment_id, again.tracking_code, again.label_url) == (
        first.shipment_id,
        first.tracking_code,
        first.label_url,
    )
    assert len(account.shipments()) == 1


def broken(account: Account, how: str) -> Iterator[tuple[int, LossySession]]:
    """A session for each call that a booking makes, broken there."""
    whole = LossySession()
    account.book(whole)
    yield from ((number, LossySession(breaks=number, how=how)) for number in range(1, len(whole.calls) + 1))


@pytest.mark.parametrize("how", ["after", "before"])
def test_one_parcel_is_one_shipment_wherever_a_booking_breaks(account: Account, how: str) -> None:
    """Each call in turn is lost, after it was taken or before it left; the next try ends with one shipment."""
    tried = 0
    for number, session in broken(account, how):
        parcel = replace(account.parcel, id=f"pcl_{how}_{number}")
        try:
            account.book(session, parcel=parcel)
        except Unavailable:
            tried += 1
        found = account.book(parcel=parcel)
        made = [one for one in account.parcels() if one["reference"] == parcel.id]
        assert [one["tracking_code"] for one in made] == [found.tracking_code], session.calls
        ours = [one for one in account.shipments() if parcel.id in (one.get("reference"), one.get("channel_order_id"))]
        assert len(ours) == 1, session.calls
    assert tried


@pytest.mark.parametrize("fault", ["429", "5xx"])
def test_a_courier_that_is_down_is_asked_later(account: Account, fault: str) -> None:
    """Unavailable, and nothing is lost or done twice."""
    account.world.arm(account.name, fault, times=9)
    with pytest.raises(Unavailable):
        account.book()
    account.world.arm(account.name, "none")
    found = account.book()
    assert [one["tracking_code"] for one in account.parcels()] == [found.tracking_code]


def test_a_courier_that_answers_no_call_in_time_makes_one_shipment(account: Account) -> None:
    """What it was asked for is done all the same, and found."""
    account.world.arm(account.name, "timeout_after_accept", times=9)
    for _ in range(3):
        with suppress(Unavailable):
            account.book()
    account.world.arm(account.name, "none")
    found = account.book()
    assert [one["tracking_code"] for one in account.parcels()] == [found.tracking_code]
    assert len(account.shipments()) == 1


def test_a_wrong_key_is_an_alarm(account: Account) -> None:
    """No parcel at all can be sent: a person must act."""
    with pytest.raises(Refused) as refused:
        account.courier(key="wrong:key").book(account.parcel, order=account.order, store=account.store, due=0, now=NOW)
    assert refused.value.alarm


def test_what_no_carrier_brings_is_refused_in_the_couriers_words(account: Account) -> None:
    """EasyPost says it in messages beside no rates, Shiprocket with HTTP 200."""
    codes = {"easypost": "ABC", "shiprocket": "999999"}
    said = {"easypost": "USPS: Invalid or missing to_address.zip", "shiprocket": "No couriers are serviceable"}
    far = replace(account.parcel.to, postal_code=codes[account.name])
    with pytest.raises(Refused, match=said[account.name]) as refused:
        account.book(parcel=replace(account.parcel, to=far))
    assert not refused.value.alarm
    assert account.parcels() == []


def test_tells_a_parcels_life_as_it_happens(account: Account) -> None:
    """Each scan at its own time; nothing before the first; the same twice when asked twice."""
    parcel = account.booked()
    courier = account.courier()
    assert courier.track(parcel, now=NOW).scans == ()
    life = ("in_transit", "out_for_delivery", "failed_attempt", "out_for_delivery", "delivered")
    for status in life:
        account.happens(parcel, status)
        found = courier.track(parcel, now=NOW + timedelta(hours=1))
        assert state_after(found.scans) == status
        assert (found.courier, found.tracking_code, found.unknown) == (account.name, parcel.tracking_code, ())
    assert [scan.state for scan in sorted(found.scans, key=lambda scan: scan.place)] == list(life)
    assert found == courier.track(parcel, now=NOW + timedelta(hours=2))
    assert found.expected is not None


def test_what_turns_back_is_at_the_sender_in_the_end(account: Account) -> None:
    """Never delivered, whatever word is used."""
    parcel = account.booked()
    for status in ("in_transit", "failed_attempt", "return_to_sender", "returned"):
        account.happens(parcel, status)
    found = account.courier().track(parcel, now=NOW)
    heard = parcel.hear(found, now=NOW)
    assert (heard.state, _P.DELIVERED in heard.ever) == (_P.RETURNED, False)


def test_brings_goods_back_from_the_customer_to_the_store(account: Account) -> None:
    """With the addresses of the way there; what arrives is at the store."""
    parcel = account.booked(id="pcl_back", direction=Direction.INBOUND)
    (made,) = account.parcels()
    assert (made["direction"], made["tracking_code"]) == ("inbound", parcel.tracking_code)
    if account.name == "easypost":
        (shipment,) = account.shipments()
        assert shipment["is_return"] is True
        assert (shipment["from_address"]["name"], shipment["to_address"]["name"]) == ("Ana Peña", "North Loop Boba")
    account.happens(parcel, "in_transit")
    account.happens(parcel, "delivered")
    state = parcel.hear(account.courier().track(parcel, now=NOW), now=NOW).state
    assert state in (_P.DELIVERED, _P.RETURNED)


def test_gives_a_booked_parcel_up_and_does_so_once(account: Account) -> None:
    """Again changes nothing, and neither does giving up what was never booked."""
    parcel = account.booked()
    for _ in range(2):
        account.courier().cancel(parcel, now=NOW)
    assert [one["status"] for one in account.parcels()] == ["cancelled"]
    account.courier().cancel(replace(account.parcel, id="pcl_never"), now=NOW)


def test_does_not_give_up_what_is_on_its_way(account: Account) -> None:
    """The courier has it: it says no."""
    parcel = account.booked()
    account.happens(parcel, "in_transit")
    with pytest.raises(Refused):
        account.courier().cancel(parcel, now=NOW)


def test_easypost_takes_no_instructions(account: Account) -> None:
    """A person has to call the carrier; Shiprocket, which does, says no while nothing failed."""
    wish = Instruction(kind=InstructionKind.AGAIN, attempt=1, by="customer", at=NOW)
    parcel = account.booked()
    with pytest.raises(Refused) as refused:
        account.courier().instruct(parcel, wish, now=NOW)
    assert (refused.value.code == "by_hand") is (account.name == "easypost")


def test_the_own_rider_needs_nobody(account: Account) -> None:
    """The parcel has our id for a code; nothing is asked of anybody."""
    rider = courier_for("own_rider")
    found = rider.book(account.parcel, order=account.order, store=account.store, due=500, now=NOW)
    assert (found.tracking_code, found.label_url, found.cost) == (account.parcel.id, "", None)
    assert rider.track(account.parcel, now=NOW).scans == ()
    rider.cancel(account.parcel, now=NOW)
    assert account.parcels() == []


def test_knows_its_couriers_by_name() -> None:
    """And no other."""
    assert [courier_for(name).name for name in ("easypost", "shiprocket", "own_rider")] == [
        "easypost",
        "shiprocket",
        "own_rider",
    ]
    with pytest.raises(UnknownCourier, match="pigeon"):
        courier_for("pigeon")
