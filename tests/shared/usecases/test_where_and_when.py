"""Where an order in words goes, and when: asked for, remembered, changed, and said as it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.inbound import Location
from shared.domain.messages import LinkMessage, LocationRequest
from shared.domain.order import Handover, OrderStatus
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna


def test_delivery_is_one_word_away_and_needs_an_address(mpls: ChatOfAna) -> None:
    """Asked for with a button that sends the place."""
    mpls.send("2 large taro, delivery please")
    assert isinstance(mpls.last, LocationRequest)
    mpls.send("12 Main St, 55401")
    assert "Delivery to: 12 Main St, 55401" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.handover == Handover(kind="delivery", address="12 Main St, 55401", postal_code="55401")
    assert mpls.world.customer().address == "12 Main St, 55401"


def test_the_question_for_the_address_says_what_was_understood(mpls: ChatOfAna) -> None:
    """Nobody writes an address for goods that were read wrongly, and what is not sold is told at once."""
    mpls.send("2 large taro and a unicorn, delivery please")
    assert isinstance(mpls.last, LocationRequest)
    for words in ("2 × Taro milk tea, large  $13.50", "unicorn", "Where shall we deliver it?"):
        assert words in mpls.text()


def test_the_last_address_is_offered_and_can_be_changed(mpls: ChatOfAna) -> None:
    """Read back, not asked for."""
    mpls.send("2 large taro deliver to 12 Main St 55401")
    mpls.tap("Confirm")
    mpls.send("a waffle, delivered")
    assert "Delivery to: 12 Main St 55401" in mpls.text()
    mpls.send("deliver to 9 Elm St 55402")
    assert "Delivery to: 9 Elm St 55402" in mpls.text()
    mpls.send("pickup")
    assert "Pick-up" in mpls.text()


def test_an_address_too_far_away_is_said_with_a_way_to_pick_up(mpls: ChatOfAna) -> None:
    """Nothing is taken for an address that nobody drives to."""
    mpls.send("2 large taro deliver to 1 State St 60601")
    assert "60601" in mpls.text()
    assert mpls.titles == ["Pick it up", "Cancel"]
    assert mpls.send("yes").outcome != "received"
    mpls.send("deliver to 1 State St 60601")
    mpls.tap("Pick it up")
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert mpls.order.handover == Handover(kind="pickup")


@pytest.mark.parametrize("words", ["do you deliver to 55401?", "where are you? I live at 12 Main St 55401"])
def test_a_question_about_places_is_a_question(mpls: ChatOfAna, words: str) -> None:
    """And sets nothing."""
    mpls.send("2 large taro")
    mpls.send(words)
    assert mpls.order.handover == Handover(kind="pickup")
    assert mpls.order.status is OrderStatus.DRAFT


def test_a_street_may_be_called_anything(mpls: ChatOfAna) -> None:
    """State Street, where is no complaint; asked for or not."""
    mpls.send("2 large taro deliver to 1 State St 55401")
    assert "Delivery to: 1 State St 55401" in mpls.text()
    mpls.send("cancel")
    mpls.send("2 large taro, delivery please")
    mpls.send("9 Help Me Stop Road 55402")
    assert "Delivery to: 9 Help Me Stop Road 55402" in mpls.text()


def test_a_place_on_the_map_is_an_address(mpls: ChatOfAna) -> None:
    """A pin has no words: a link opens it."""
    mpls.send("2 large taro, delivery please")
    mpls.send(Location(latitude=44.9871, longitude=-93.2712))
    assert "https://maps.google.com/?q=44.987100,-93.271200" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.handover is not None
    assert mpls.order.handover.latitude == "44.987100"


def test_a_time_is_kept_and_shown_on_the_stores_clock(mpls: ChatOfAna) -> None:
    """Five in the afternoon in Minneapolis."""
    mpls.send("2 large taro for 5pm")
    assert "Ready around 17:00" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.handover == Handover(kind="pickup", at=datetime(2026, 11, 21, 23, 0, tzinfo=UTC))


def test_outside_the_hours_the_customer_is_told_when(mpls: ChatOfAna) -> None:
    """Two in the morning: the shop opens at ten, and may be ordered from ahead."""
    mpls.world.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    mpls.send("2 large taro")
    assert "open today at 10:00" in mpls.text()
    assert "Ready around 10:20" in mpls.text()
    assert mpls.tap("Confirm").outcome == "received"


def test_a_store_that_takes_a_rest_keeps_the_draft(mpls: ChatOfAna) -> None:
    """Nothing is held till it is back; a cart is kept in the same way."""
    store = mpls.world.store
    mpls.world.store = replace(store, hours=replace(store.hours, paused=True))
    mpls.send("2 large taro")
    mpls.tap("Confirm")
    assert "taking a break" in mpls.text()
    assert mpls.send(cart(("WAFFLE", 1, 695))).outcome == "offered"
    assert (mpls.counts(), mpls.held) == ([], 0)
    mpls.world.store = store
    assert mpls.tap(mpls.titles[0]).outcome == "received"


def test_a_cart_without_an_address_is_held_and_asked_with_the_payment(pune: ChatOfAna) -> None:
    """Three messages to the confirmation, one of them the answer to the address."""
    assert pune.send(cart(("GHEE-1", 2, 62000), currency="INR")).outcome == "received"
    assert isinstance(pune.last, LinkMessage)
    assert "Where shall we deliver it?" in pune.text()
    pune.send("Flat 4, Karve Road, Pune 411004")
    assert pune.text() == "Thank you! We'll deliver to: Flat 4, Karve Road, Pune 411004"
    assert pune.order.handover == Handover(
        kind="delivery", address="Flat 4, Karve Road, Pune 411004", postal_code="411004"
    )
    pune.world.paid(pune.world.gateway.pay(f"{pune.order.id}-1"))
    pune.follow()
    assert "We deliver to: Flat 4, Karve Road, Pune 411004" in pune.text()
    assert len(pune.heard) == 3


def test_the_next_cart_goes_to_the_same_address(pune: ChatOfAna) -> None:
    """Known customers are asked nothing."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR", note="Flat 4, Karve Road, Pune 411004"))
    assert "Delivery to: Flat 4, Karve Road, Pune 411004" in pune.text()
    pune.send(cart(("SALT-1", 1, 2800), currency="INR"))
    assert "Delivery to: Flat 4, Karve Road, Pune 411004" in pune.text()


def test_a_placed_order_takes_a_pin_too(pune: ChatOfAna) -> None:
    """The button of the payment's question sends one."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR"))
    pune.send(Location(latitude=18.5, longitude=73.8, name="Home", address="Karve Road 411004"))
    assert pune.order.handover is not None
    assert pune.order.handover.address == "Home, Karve Road 411004"
    assert "Home, Karve Road 411004" in pune.text()


def test_a_size_is_no_address(pune: ChatOfAna) -> None:
    """Asked where to, the customer may still be with what: goods never go to "5 kg wala"."""
    pune.send("2 kilo chawal aur 3 namak bhej do")
    pune.send("5 kg wala")
    assert sorted(pune.lines) == [("RICE-BAS-5", 2), ("SALT-1", 3)]
    assert pune.order.handover == Handover(kind="delivery")
    pune.send("Flat 4, Karve Road, Pune 411004")
    assert pune.tap(pune.titles[0]).outcome == "received"
