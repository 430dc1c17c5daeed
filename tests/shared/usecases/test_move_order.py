"""Staff say how far an order is: once, forward, and as if a courier had said it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.order import Handover, OrderStatus
from shared.domain.parcel import OWN_RIDER, ParcelState
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.move_order import NotPossible, Said, move_order, possible
from shared.usecases.scan_by_hand import IllegalScan, Seen, scan_by_hand
from tests.fakes.people import ANA, order
from tests.shared.usecases.parcels_of_a_shop import Shop, crashes, scan

S, P = OrderStatus, ParcelState


def say(shop: Shop, status: OrderStatus, request: str = "k1") -> None:
    """Somebody says it."""
    said = Said(status=status, request=f"{request}:{status}", customer=ANA)
    move_order(shop.room, order_id="ord_1", said=said, now=shop.now)


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (S.READY, ["OrderReady"]),
        (S.COLLECTED, ["OrderCollected"]),
        (S.DELIVERED, ["ParcelRequested", "ParcelDelivered"]),
    ],
)
def test_a_step_is_one_event_wherever_it_breaks_off(status: OrderStatus, names: list[str]) -> None:
    """Killed before or after any call and said again: the order is there, and it is told once."""
    for shop, where in crashes(lambda shop: say(shop, status)):
        assert (shop.order.status, shop.told()) == (status, names), where


def test_two_who_say_the_same_at_once_say_it_once() -> None:
    """The second finds it done."""
    shop = Shop()
    for _ in range(3):
        say(shop, S.PREPARING)
        say(shop, S.PREPARING, request="k2")
    assert shop.told() == ["OrderPreparing"]


def test_what_was_said_of_the_road_is_a_scan_of_every_parcel_still_to_come() -> None:
    """Two boxes leave together; one that was given up does not."""
    shop = Shop()
    shop.sent("r1", lines={"TARO-R": 1})
    shop.sent("r2")
    say(shop, S.DISPATCHED)
    assert [one.state for one in shop.file.parcels] == [P.IN_TRANSIT, P.IN_TRANSIT]
    shop.hear(shop.parcel(1), scan(1, P.DELIVERED))
    say(shop, S.DELIVERED)
    assert [one.state for one in shop.file.parcels] == [P.DELIVERED, P.DELIVERED]
    assert (shop.order.status, len(shop.events("ParcelDelivered"))) == (S.DELIVERED, 2)
    # The first was scanned by its courier alone.
    assert [one.code for one in shop.parcel(1).scans if one.state is P.DELIVERED] == ["delivered"]


def test_a_courier_that_comes_late_moves_nothing_back() -> None:
    """Staff said delivered, then yesterday's scan arrives."""
    shop = Shop()
    parcel = shop.sent()
    shop.now += timedelta(hours=5)
    say(shop, S.DELIVERED)
    shop.hear(parcel, scan(1, P.IN_TRANSIT), scan(2, P.OUT_FOR_DELIVERY))
    assert (shop.parcel().state, shop.order.status) == (P.DELIVERED, S.DELIVERED)
    assert shop.told().count("ParcelDelivered") == 1


def test_an_order_without_a_parcel_goes_with_the_stores_rider() -> None:
    """To the address the customer wrote."""
    shop = Shop()
    shop.put(handover=Handover(kind="delivery", address="1420 W Lake St", postal_code="55408"))
    say(shop, S.OUT_FOR_DELIVERY)
    parcel = shop.parcel()
    assert (parcel.courier, parcel.state) == (OWN_RIDER, P.OUT_FOR_DELIVERY)
    assert (parcel.to.name, parcel.to.line1, parcel.to.postal_code) == ("Ana", "1420 W Lake St", "55408")
    assert parcel.lines == {"TARO-R": 2, "WAFFLE": 1}
    say(shop, S.DELIVERY_FAILED)
    say(shop, S.RETURNING)
    say(shop, S.RETURNED)
    assert (len(shop.file.parcels), shop.order.status) == (1, S.RETURNED)


def test_says_what_is_possible_of_what_is_not() -> None:
    """Forward only; what goes to a door is not collected."""
    shop = Shop()
    with pytest.raises(NotPossible, match="confirmed and cannot become received; it can become: preparing, ready"):
        say(shop, S.RECEIVED)
    with pytest.raises(NotPossible, match="confirmed and cannot become cancelled by its status: cancel it"):
        say(shop, S.CANCELLED)
    say(shop, S.DELIVERED)
    with pytest.raises(NotPossible, match="it can become: returning, returned"):
        say(shop, S.OUT_FOR_DELIVERY)
    going = order(status=S.READY, handover=Handover(kind="delivery", address="1420 W Lake St"))
    assert S.COLLECTED not in possible(going)
    assert S.COLLECTED in possible(order(status=S.READY))
    assert possible(order(status=S.AWAITING_PAYMENT)) == ()
    with pytest.raises(UnknownOrder):
        move_order(shop.room, order_id="ord_none", said=Said(status=S.READY, request="k", customer=None), now=shop.now)


def test_a_scan_by_hand_is_one_scan_however_often_it_is_sent() -> None:
    """And one that the parcel cannot have is refused with those it can."""
    shop = Shop()
    parcel = shop.sent(courier=OWN_RIDER)
    seen = Seen(state=P.FAILED_ATTEMPT, request="s1", note="no bell", rider="Luis")
    for _ in range(3):
        shop.now += timedelta(minutes=1)
        scan_by_hand(shop.room, order_id="ord_1", parcel_id=parcel.id, seen=seen, now=shop.now)
    after = shop.parcel()
    assert [(one.state, one.note) for one in after.scans][1:] == [(P.FAILED_ATTEMPT, "no bell")]
    assert (after.attempts, after.rider, shop.told().count("ParcelAttemptFailed")) == (1, "Luis", 1)
    done = Seen(state=P.DELIVERED, request="s2", proof="A. P.")
    scan_by_hand(shop.room, order_id="ord_1", parcel_id=parcel.id, seen=done, now=shop.now + timedelta(hours=1))
    with pytest.raises(IllegalScan, match="it can become: return_to_sender, returned"):
        scan_by_hand(
            shop.room,
            order_id="ord_1",
            parcel_id=parcel.id,
            seen=Seen(state=P.IN_TRANSIT, request="s3"),
            now=shop.now + timedelta(hours=2),
        )
