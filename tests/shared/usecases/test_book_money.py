"""What an order's life is in the books: each step its entries, and the sum always zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.ledger import Account, Ledger
from shared.domain.money import Money
from tests.fakes.people import cart
from tests.shared.usecases.conftest import World
from tests.shared.usecases.orders_of_ana import tapped

A = Account
TODAY = date(2026, 11, 21)


@pytest.fixture
def taxed_world(world: World) -> World:
    """The shop, with 9.03 % in the price of everything."""
    products = world.record.state.products
    products |= {sku: replace(one, tax_bp=903) for sku, one in products.items()}
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    world.request(world.order())
    return world


def balance(world: World) -> dict[Account, int]:
    """The accounts that are not at zero, after a day."""
    return Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).trial_balance("USD")


def pay(world: World, *, amount: Money | None = None) -> str:
    """Ana pays on the gateway's page."""
    return world.paid(world.gateway.pay(f"{world.order().id}-1", amount=amount)).outcome


def test_a_paid_order_is_a_sale_with_the_tax_of_each_line_and_money_at_the_gateway(taxed_world: World) -> None:
    """Of 11.50 and 6.95, 9.03 % contained: 0.95 and 0.58."""
    assert pay(taxed_world) == "confirmed"
    assert balance(taxed_world) == {A.GATEWAY_CLEARING: 1845, A.SALES: -1692, A.TAX: -153}
    order_id = taxed_world.order().id
    assert [one.order_id for one in taxed_world.record.books.entries(TODAY)] == [order_id, order_id]


def test_a_repeated_payment_books_nothing(taxed_world: World) -> None:
    """However often it is heard."""
    payment = taxed_world.gateway.pay(f"{taxed_world.order().id}-1")
    outcomes = [taxed_world.paid(payment).outcome for _ in range(3)]
    assert outcomes == ["confirmed", "repeated", "repeated"]
    assert len(taxed_world.record.books.entries(TODAY)) == 2


def test_money_that_was_not_asked_for_waits_in_suspense(taxed_world: World) -> None:
    """A wrong amount is no sale, and nobody's debt is paid with it."""
    assert pay(taxed_world, amount=Money(1800, "USD")) == "quarantined"
    assert balance(taxed_world) == {A.GATEWAY_CLEARING: 1800, A.SUSPENSE: -1800}


def test_money_that_came_twice_is_owed_to_the_customer(taxed_world: World) -> None:
    """The second payment is not another sale."""
    first = taxed_world.gateway.pay(f"{taxed_world.order().id}-1")
    assert taxed_world.paid(first).outcome == "confirmed"
    assert taxed_world.paid(replace(first, transaction_id="pi_second")).outcome == "refund_due"
    assert balance(taxed_world) == {A.RECEIVABLE: -1845, A.GATEWAY_CLEARING: 3690, A.SALES: -1692, A.TAX: -153}


def test_an_order_that_is_cancelled_after_it_was_paid_is_no_sale(taxed_world: World) -> None:
    """What was paid for it is the customer's."""
    assert pay(taxed_world) == "confirmed"
    tapped(taxed_world, taxed_world.order(), "cancel_yes", number=9)
    assert balance(taxed_world) == {A.RECEIVABLE: -1845, A.GATEWAY_CLEARING: 1845}
