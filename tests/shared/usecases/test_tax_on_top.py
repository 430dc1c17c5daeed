"""A store whose prices are without their tax: one total, whoever asks for it, shows it, books it or gives it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.ledger import Account, Ledger
from shared.domain.messages import LinkMessage, TextMessage
from shared.domain.payment_status import PaymentStatus, payment_status
from shared.usecases.move_refund import RefundRoom
from shared.usecases.request_refund import request_refund
from tests.fakes.people import MPLS, cart
from tests.shared.usecases import orders_of_ana as ana
from tests.shared.usecases.conftest import World

A = Account
TODAY = date(2026, 11, 21)


@pytest.fixture
def world(world: World) -> World:
    """9.03 % come on top: 1.04 on 11.50 of tea, 0.63 on 6.95 of waffle; 20.12 in all."""
    world.store = replace(MPLS, tax_on_top=True)
    products = world.record.state.products
    products |= {sku: replace(one, tax_bp=903) for sku, one in products.items()}
    return world


@pytest.fixture
def asked(world: World) -> World:
    """Ana has her link."""
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    assert world.request(world.order()) == "requested"
    return world


def balance(world: World) -> dict[Account, int]:
    """The accounts that are not at zero."""
    return Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).trial_balance("USD")


def told(world: World, name: str) -> str:
    """What the order's newest event of that name has Ana read."""
    events = [one for one in world.record.state.events if one.name == name]
    world.tell(events[-1])
    message = world.messenger.sent[-1].message
    assert isinstance(message, LinkMessage | TextMessage)
    return message.body


def test_a_cart_at_the_prices_of_the_catalog_is_taken(asked: World) -> None:
    """The tax is no difference between what was seen and what is true: nothing has to be confirmed."""
    assert (asked.order().status, asked.order().problems) == ("awaiting_payment", ())
    assert (asked.order().total.amount, asked.order().added_tax.amount) == (2012, 167)


def test_the_link_is_for_the_total_with_its_tax(asked: World) -> None:
    """Neither gateway adds anything to it."""
    assert [link.amount.amount for link in asked.gateway.links.values()] == [2012]


def test_the_request_and_the_confirmation_show_the_tax_before_the_total(asked: World) -> None:
    """Who adds up what is shown comes to what is asked for."""
    request = told(asked, "PaymentRequested")
    assert request.startswith("Your order comes to *$20.12*.")
    assert "2 × Taro milk tea, regular  $11.50\n1 × Egg waffle  $6.95\nTax  $1.67" in request
    asked.paid(asked.gateway.pay(f"{asked.order().id}-1"))
    confirmation = told(asked, "OrderConfirmed")
    assert "1 × Egg waffle  $6.95\nTax  $1.67\n\nTotal: *$20.12*" in confirmation


def test_only_the_total_with_its_tax_is_paid(asked: World) -> None:
    """18.45, the sum of the prices, is too little."""
    short = replace(asked.order().total, amount=1845)
    assert asked.paid(asked.gateway.pay(f"{asked.order().id}-1", amount=short)).outcome == "quarantined"


def test_the_books_owe_the_state_what_came_on_top(asked: World) -> None:
    """Sales are the prices; and a cancelled order leaves nothing but what is the customer's."""
    asked.paid(asked.gateway.pay(f"{asked.order().id}-1"))
    assert balance(asked) == {A.GATEWAY_CLEARING: 2012, A.SALES: -1845, A.TAX: -167}
    ana.tapped(asked, asked.order(), "cancel_yes", number=9)
    assert balance(asked) == {A.RECEIVABLE: -2012, A.GATEWAY_CLEARING: 2012}
    assert ana.refunds(asked) == [(f"pi_{asked.order().id}-1", 2012, "cancelled")]


def test_what_is_given_back_takes_its_share_of_the_tax_with_it(asked: World) -> None:
    """10.06 of 20.12 is half: 0.84 of 1.67, and the rest with the other half."""
    asked.paid(asked.gateway.pay(f"{asked.order().id}-1"))
    record = asked.record
    room = RefundRoom(store=asked.store, orders=record.orders, commits=record.commits)
    halves = [
        request_refund(
            room, order_id=asked.order().id, amount=1006, reason="cold", by="kim", request=key, now=asked.now
        ).tax
        for key in ("a", "b")
    ]
    assert halves == [84, 83]


def test_a_change_asks_for_the_difference_of_the_totals(world: World) -> None:
    """6.27 were paid for one tea with its tax; two and a waffle come to 20.12: 13.85 is left, and nothing is owed."""
    first = ana.paid(world, ("TARO-R", 1))
    assert first.total.amount == 627
    draft = ana.change(world, first, ("TARO-R", 2), ("WAFFLE", 1), number=2)
    changed = ana.accept(world, draft, number=3)
    assert (changed.credit, changed.to_pay.amount) == (627, 1385)
    world.request(changed)
    whole = ana.pay(world, changed)
    file = world.record.orders.read(whole.id)
    assert file is not None
    assert payment_status(file.order, file.payments) is PaymentStatus.PAID
    assert balance(world) == {A.GATEWAY_CLEARING: 2012, A.SALES: -1845, A.TAX: -167}
    ana.assert_nothing_is_lost(world)


def test_an_order_keeps_the_way_it_was_sold(asked: World) -> None:
    """The store turns to prices with tax in them: what was placed before costs what it did."""
    asked.store = MPLS
    assert asked.order().total.amount == 2012
    assert asked.paid(asked.gateway.pay(f"{asked.order().id}-1")).outcome == "confirmed"
    assert balance(asked) == {A.GATEWAY_CLEARING: 2012, A.SALES: -1845, A.TAX: -167}
