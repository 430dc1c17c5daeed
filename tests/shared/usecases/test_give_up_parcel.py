"""A parcel is given up once, and its courier is told; an order is given up with all that hangs on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.order import OrderStatus
from shared.domain.parcel import ParcelState
from shared.domain.stock import StockItem
from shared.usecases.cancel_by_staff import TooLateToCancel, cancel_by_staff
from shared.usecases.cancel_parcels import cancel_parcel
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.give_up_parcel import OnItsWay, give_up_parcel
from shared.usecases.parcel_room import UnknownParcel
from tests.fakes.people import order
from tests.shared.usecases.parcels_of_a_shop import Shop, crashes, scan

P, S = ParcelState, OrderStatus
CUPS = StockItem(
    id="cup_regular",
    available=40,
    reserved=3,
    reorder_point=60,
    reorder_quantity=500,
    supplier="packit",
    lead_time_days=2,
    version=9,
)


def give_up(shop: Shop) -> None:
    """A parcel is wanted, and then it is not."""
    parcel = shop.requested()
    shop.book(parcel)
    give_up_parcel(shop.room, order_id="ord_1", parcel_id=parcel.id, now=shop.now)
    # What wakes the worker, twice as such things come.
    for _ in range(2):
        shop.book(parcel)


def test_a_parcel_given_up_is_given_up_at_its_courier_wherever_it_breaks_off() -> None:
    """Once there, once told here."""
    for shop, where in crashes(give_up):
        parcel = shop.parcel()
        assert (parcel.state, shop.courier.cancelled) == (P.CANCELLED, [parcel.id]), where
        assert shop.told() == ["ParcelRequested", "ParcelBooked", "ParcelGivenUp"], where


def test_what_was_not_booked_yet_is_never_booked() -> None:
    """The courier hears of no such parcel."""
    shop = Shop()
    parcel = shop.requested()
    give_up_parcel(shop.room, order_id="ord_1", parcel_id=parcel.id, now=shop.now)
    assert shop.book(parcel) == "given_up"
    assert shop.courier.shipments == {}
    assert (
        cancel_parcel(shop.room, order_id="ord_1", parcel_id=parcel.id, courier=shop.courier, now=shop.now)
        == "given_up"
    )


def test_what_is_on_its_way_is_not_given_up() -> None:
    """Nor what is nobody's."""
    shop = Shop()
    parcel = shop.sent()
    shop.hear(parcel, scan(1, P.IN_TRANSIT))
    with pytest.raises(OnItsWay, match="in_transit"):
        give_up_parcel(shop.room, order_id="ord_1", parcel_id=parcel.id, now=shop.now)
    with pytest.raises(UnknownParcel):
        give_up_parcel(shop.room, order_id="ord_1", parcel_id="pcl_none", now=shop.now)


def test_an_order_that_staff_give_up_sends_its_money_back_once_wherever_it_breaks_off() -> None:
    """One cancellation, one refund of all that was paid."""

    def cancel(shop: Shop) -> None:
        cancel_by_staff(shop.room, order_id="ord_1", now=shop.now)

    for shop, where in crashes(cancel):
        assert (shop.order.status, shop.told()) == (S.CANCELLED, ["OrderCancelled", "RefundDue"]), where
        (cancelled,) = shop.events("OrderCancelled")
        (due,) = shop.events("RefundDue")
        assert (cancelled.detail()["by"], due.detail()["amount"]) == ("staff", 1845), where


def test_a_change_that_waits_for_its_money_goes_with_the_order_that_it_would_replace() -> None:
    """Both are given up, with the stock of both; given up alone, the paid one stays in force."""
    for which, left in (("ord_1", S.CANCELLED), ("ord_2", S.CONFIRMED)):
        shop = Shop()
        state = shop.record.state
        state.stock[CUPS.id] = CUPS
        shop.put(needs={CUPS.id: 2})
        state.orders["ord_2"] = order(
            id="ord_2", replaces="ord_1", credit=1845, needs={CUPS.id: 1}, status=S.AWAITING_PAYMENT, version=1
        )
        cancel_by_staff(shop.room, order_id=which, now=shop.now)
        assert (state.orders["ord_2"].status, shop.order.status) == (S.CANCELLED, left)
        freed = 3 if which == "ord_1" else 1
        assert state.stock[CUPS.id].available == 40 + freed
        assert len(shop.events("RefundDue")) == (1 if which == "ord_1" else 0)


@pytest.mark.parametrize("status", [S.DISPATCHED, S.DELIVERED, S.EXPIRED, S.DRAFT])
def test_what_is_gone_or_not_here_yet_is_not_given_up(status: OrderStatus) -> None:
    """It has to come back, or is nothing yet."""
    shop = Shop()
    shop.record.state.orders["ord_1"] = replace(shop.order, status=status)
    with pytest.raises(TooLateToCancel, match=status):
        cancel_by_staff(shop.room, order_id="ord_1", now=shop.now)
    with pytest.raises(UnknownOrder):
        cancel_by_staff(shop.room, order_id="ord_none", now=shop.now)
