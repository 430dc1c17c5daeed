"""Where a placed order goes may be said after it was placed, at any moment, without harm to its link or its price."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.inbound import Location, Text
from shared.domain.order import Handover, OrderStatus
from tests.fakes.people import cart, said
from tests.shared.usecases.chat_of_ana import ChatOfAna

GHEE = cart(("GHEE-1", 1, 62000), currency="INR")
HOME = "Flat 4, Karve Road, Pune 411004"


@pytest.fixture
def pune() -> ChatOfAna:
    """A chat with the distributor, which only delivers."""
    return ChatOfAna("pune")


def test_an_address_told_while_the_link_is_made_costs_neither(pune: ChatOfAna, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway takes its second; Ana types in it. The order has its place, its link and a timeline without a gap."""
    world = pune.world
    open_link = world.gateway.open_link

    def slowly(**asked: Any) -> Any:
        link = open_link(**asked)
        world.hear_message(said(Text(body=HOME), message_id="wamid.between", at=world.now))
        return link

    monkeypatch.setattr(world.gateway, "open_link", slowly)
    pune.send(GHEE)
    assert pune.order.status is OrderStatus.AWAITING_PAYMENT
    assert pune.order.handover == Handover(kind="delivery", address=HOME, postal_code="411004")
    file = world.record.orders.read_all(pune.order.id)
    assert file is not None
    assert [event.name for event in file.events] == ["OrderReceived", "CustomerSpoke", "PaymentRequested"]
    assert [attempt.status for attempt in file.payments] == ["open"]


def test_a_paid_order_still_asks_for_its_address_and_takes_it(pune: ChatOfAna) -> None:
    """A pin will do."""
    pune.send(GHEE)
    pune.world.paid(pune.world.gateway.pay(f"{pune.order.id}-1"))
    pune.follow()
    assert "where shall we deliver it?" in pune.text()
    pune.send(Location(latitude=18.5, longitude=73.8))
    assert pune.order.status is OrderStatus.CONFIRMED
    assert "https://maps.google.com/?q=18.500000,73.800000" in pune.text()


def test_an_address_too_far_away_is_noted_and_asked_about_again(pune: ChatOfAna) -> None:
    """Until there is one that is near enough."""
    pune.send(GHEE)
    pune.send("Flat 2, Marine Drive, Mumbai 400001")
    assert "400001" in pune.text()
    assert pune.world.customer().address == ""
    pune.send(HOME)
    assert pune.order.handover == Handover(kind="delivery", address=HOME, postal_code="411004")
    assert pune.world.customer().address == HOME


def test_a_cart_note_too_far_away_is_asked_about_with_the_payment(pune: ChatOfAna) -> None:
    """And is no address to remember."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR", note="Flat 2, Marine Drive, Mumbai 400001"))
    assert "we don't deliver to 400001" in pune.text()
    assert pune.world.customer().address == ""


def test_an_order_that_has_its_address_keeps_it(pune: ChatOfAna) -> None:
    """Another address, out of the blue, is not written to an order that was told where to go: a person reads it."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR", note=HOME))
    before = pune.order
    assert pune.send("Flat 9, Law College Road, Pune 411038").outcome == "case_opened"
    assert "colleague" in pune.text()
    assert pune.world.record.state.orders[before.id].handover == before.handover


def test_an_unpaid_order_may_be_picked_up_instead_where_that_is_done() -> None:
    """A cart at the shop that does both, for a customer who had it delivered to far away."""
    mpls = ChatOfAna("mpls")
    mpls.send(cart(("WAFFLE", 1, 695), note="deliver to 1 State St 60601"))
    assert "we don't deliver to 60601" in mpls.text()
    mpls.send("pickup then")
    assert mpls.order.handover == Handover(kind="pickup")
    assert "you pick it up at North Loop Boba" in mpls.text()
