"""Parcels are asked for once, booked once, and given up with their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.case import CaseReason
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, ParcelState
from shared.domain.payment import AttemptStatus
from shared.ports import Refused, Unavailable
from shared.usecases.cancel_parcels import cancel_parcel, parcels_to_give_up
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.correct_stock import RequestReused
from shared.usecases.parcel_room import UnknownParcel
from shared.usecases.request_parcel import NotInTheOrder, NotSent, Wanted, request_parcel
from tests.fakes.people import NOW
from tests.shared.usecases.parcels_of_a_shop import HOME, OFFICE, PAID, P, Shop, crashes, scan


def give_up(shop: Shop) -> list[str]:
    """The worker hears that the order was cancelled."""
    waiting = parcels_to_give_up(shop.room, order_id="ord_1")
    return [
        cancel_parcel(shop.room, order_id="ord_1", parcel_id=one, courier=shop.courier, now=shop.now)
        for one, _ in waiting
    ]


def test_a_parcel_holds_what_no_other_holds_and_is_asked_for_once() -> None:
    """All of the order, or what is named of it; the same request again is the same parcel."""
    shop = Shop()
    first = shop.requested(lines={"TARO-R": 1})
    second = shop.requested("r2")
    assert (first.number, dict(first.lines), first.state) == (1, {"TARO-R": 1}, P.REQUESTED)
    assert (second.number, dict(second.lines)) == (2, {"TARO-R": 1, "WAFFLE": 1})
    assert shop.requested(lines={"TARO-R": 1}) == first
    assert shop.told() == ["ParcelRequested", "ParcelRequested"]
    assert [one.id for one in shop.file.parcels] == [first.id, second.id]


def test_a_further_box_of_what_is_already_sent_has_no_lines_of_its_own() -> None:
    """Not everything fits into one."""
    shop = Shop()
    shop.requested()
    assert dict(shop.requested("r2").lines) == {}


def test_nothing_is_sent_that_is_not_the_orders_to_send() -> None:
    """Too many units, another wish under the same request, a draft, nobody's order."""
    shop = Shop()
    with pytest.raises(NotInTheOrder, match="3 of TARO-R were to be sent, and 2 are left"):
        shop.requested(lines={"TARO-R": 3})
    shop.requested()
    with pytest.raises(RequestReused):
        shop.requested(to=OFFICE)
    with pytest.raises(UnknownOrder):
        request_parcel(shop.room, order_id="ord_9", wanted=Wanted(to=HOME, courier="easypost"), request="r", now=NOW)
    for status in (OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED, OrderStatus.DELIVERED):
        shop.put(status=status)
        with pytest.raises(NotSent):
            shop.requested("r3")


def test_what_was_delivered_may_come_back() -> None:
    """An inbound parcel takes nothing from what is still to be sent."""
    shop = Shop()
    shop.requested()
    shop.put(status=OrderStatus.DELIVERED)
    back = shop.requested("r2", direction=Direction.INBOUND, lines={"WAFFLE": 1}, return_id="ret_1")
    assert (back.direction, back.return_id, dict(back.lines)) == (Direction.INBOUND, "ret_1", {"WAFFLE": 1})


def test_a_booked_parcel_has_its_label_and_is_found_by_its_code() -> None:
    """With what it costs and when it is expected."""
    shop = Shop()
    parcel = shop.sent()
    assert (parcel.state, parcel.shipment_id, parcel.tracking_code) == (P.PRE_TRANSIT, "shp_1", "TRACK1")
    assert (parcel.cost, parcel.cost_currency, parcel.courier_name) == (607, "USD", "UPS")
    assert parcel.label_url == "https://labels.example/1.pdf"
    assert shop.record.parcels.behind("easypost", "TRACK1") == ("ord_1", parcel.id)
    assert shop.told() == ["ParcelRequested", "ParcelBooked"]
    assert shop.order.status is OrderStatus.CONFIRMED
    assert shop.book(parcel) == "booked"
    assert (shop.told(), shop.courier.calls) == (["ParcelRequested", "ParcelBooked"], 1)


def test_a_booking_that_is_broken_off_anywhere_is_one_shipment() -> None:
    """Killed before and after every call of the record, each time tried again."""
    seen = 0
    for shop, where in crashes(lambda shop: shop.book(shop.requested())):
        assert len(shop.courier.shipments) == 1, where
        assert shop.told() == ["ParcelRequested", "ParcelBooked"], where
        assert shop.parcel().state is P.PRE_TRANSIT, where
        seen += 1
    assert seen >= 8


def test_an_answer_of_the_couriers_that_is_lost_books_nothing_twice() -> None:
    """The parcel's own id finds it again."""
    shop = Shop()
    parcel = shop.requested()
    shop.courier.lose_next_answer()
    with pytest.raises(Unavailable):
        shop.book(parcel)
    assert shop.book(parcel) == "booked"
    assert list(shop.courier.shipments) == [parcel.id]


def test_a_courier_that_refuses_is_shown_to_a_person_in_its_own_words_once() -> None:
    """Another address or another courier is a person's choice."""
    shop = Shop()
    parcel = shop.requested()
    shop.courier.fail_next(Refused("no_rates", "Pincode not serviceable"), times=2)
    assert [shop.book(parcel), shop.book(parcel)] == ["refused", "refused"]
    (case,) = shop.cases()
    assert (case.reason, case.order_id, case.note) == (CaseReason.COURIER_REFUSED, "ord_1", "Pincode not serviceable")
    assert (shop.parcel().refused, shop.parcel().state) == ("Pincode not serviceable", P.REQUESTED)
    assert shop.book(parcel) == "booked"
    assert shop.parcel().refused == ""


def test_a_key_that_is_not_taken_says_nothing_about_the_parcel() -> None:
    """It is an alarm for whoever runs the store."""
    shop = Shop()
    parcel = shop.requested()
    shop.courier.fail_next(Refused("401", "bad key", alarm=True))
    with pytest.raises(Refused):
        shop.book(parcel)
    assert (shop.cases(), shop.parcel().refused) == ([], "")


def test_what_is_owed_is_collected_with_the_first_parcel_alone() -> None:
    """And never with goods that come back."""
    shop = Shop()
    shop.record.state.payments["ord_1", PAID.id] = replace(PAID, received=Money(1000, "USD"))
    first = shop.sent(lines={"TARO-R": 1})
    second = shop.sent("r2")
    back = shop.sent("r3", direction=Direction.INBOUND, lines={})
    assert shop.courier.due == {first.id: 845, second.id: 0, back.id: 0}
    shop = Shop()
    shop.record.state.payments["ord_1", PAID.id] = replace(PAID, status=AttemptStatus.CLOSED)
    unpaid = shop.sent()
    assert shop.courier.due == {unpaid.id: 1845}


def test_a_cancelled_orders_parcels_are_given_up() -> None:
    """At the courier, where it has been told of them."""
    shop = Shop()
    booked, waiting = shop.sent(lines={"TARO-R": 1}), shop.requested("r2")
    shop.put(status=OrderStatus.CANCELLED)
    assert give_up(shop) == ["given_up", "given_up"]
    assert shop.courier.cancelled == [booked.id]
    assert [one.state for one in shop.file.parcels] == [P.CANCELLED, P.CANCELLED]
    assert shop.book(waiting) == "given_up"
    assert len(shop.courier.shipments) == 1
    assert give_up(shop) == []


def test_a_parcel_that_the_courier_has_is_a_persons_to_call_back() -> None:
    """Its order was cancelled and it is on its way all the same."""
    shop = Shop()
    parcel = shop.sent()
    shop.put(status=OrderStatus.CANCELLED)
    shop.courier.scans.append(scan(1, P.IN_TRANSIT))
    assert give_up(shop) == give_up(shop) == ["under_way"]
    assert [one.reason for one in shop.cases()] == [CaseReason.PARCEL_UNDER_WAY]
    assert shop.hear(parcel, scan(1, P.IN_TRANSIT)) == "ParcelMoved"
    assert shop.order.status is OrderStatus.CANCELLED


def test_an_order_that_is_cancelled_while_its_parcel_is_booked_leaves_no_shipment() -> None:
    """The courier took it a moment before; it is given back."""
    shop = Shop()
    parcel = shop.requested()
    book = shop.courier.book

    def slow(*args: object, **more: object) -> object:
        booking = book(*args, **more)  # type: ignore[arg-type]
        shop.put(status=OrderStatus.CANCELLED, version=shop.order.version)
        return booking

    shop.courier.book = slow  # type: ignore[method-assign, assignment]
    assert shop.book(parcel) == "given_up"
    assert shop.courier.cancelled == [parcel.id]
    assert shop.parcel().state is ParcelState.CANCELLED


def test_nobodys_parcel_is_not_booked() -> None:
    """A named error, for the log."""
    shop = Shop()
    with pytest.raises(UnknownParcel):
        shop.book(replace(shop.requested(), id="pcl_nobodys"))
