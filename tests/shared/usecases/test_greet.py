"""Hello back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.messages import ButtonsMessage, CatalogMessage
from shared.domain.order import Line, OrderStatus
from shared.usecases.browse_menu import menu_tap
from shared.usecases.greet import greet
from shared.usecases.hear_text import hear_text
from tests.fakes.people import NOW, order
from tests.shared.usecases.demo import demo


def test_a_stranger_is_shown_the_catalog() -> None:
    """One message, one tap to the products."""
    shop = demo()
    assert shop.says("hi", greet) == "greeting"
    assert isinstance(shop.shown, CatalogMessage)
    assert shop.shown.body.startswith("Hi, welcome to North Loop Boba")
    assert "closed" not in shop.shown.body


@pytest.mark.parametrize("status", [OrderStatus.CONFIRMED, OrderStatus.PREPARING, OrderStatus.COLLECTED])
def test_who_ordered_before_has_the_same_again_in_one_tap(status: OrderStatus) -> None:
    """The button names the order; what it was is said."""
    shop = demo()
    shop.record.state.orders["ord_1"] = order(status=status)
    shop.says("hi", greet)
    shown = shop.shown
    assert isinstance(shown, ButtonsMessage)
    assert "Last time you had 2 × Taro milk tea, regular, 1 × Egg waffle." in shown.body
    assert [(button.id, button.title) for button in shown.buttons] == [
        ("again:ord_1", "Same again"),
        ("menu:page:1", "Menu"),
        ("menu:person", "Talk to a person"),
    ]


@pytest.mark.parametrize(
    "status", [OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.DRAFT, OrderStatus.AWAITING_PAYMENT]
)
def test_an_order_that_came_to_nothing_or_is_unpaid_is_not_offered_again(status: OrderStatus) -> None:
    """The one before it is; without one there is only the catalog."""
    shop = demo()
    shop.record.state.orders["ord_2"] = order(id="ord_2", status=status, placed_at=NOW + timedelta(hours=1))
    shop.says("hi", greet)
    assert isinstance(shop.shown, CatalogMessage)
    shop.record.state.orders["ord_1"] = order(status=OrderStatus.COLLECTED)
    shop.says("hi", greet)
    assert shop.spoken.facts["again"] == "ord_1"


def test_a_long_order_is_named_by_its_first_lines() -> None:
    """A greeting is no receipt."""
    lines = tuple(Line(sku=f"P{n}", name=f"Tea {n}", quantity=n, unit_price=1) for n in range(1, 6))
    shop = demo()
    shop.record.state.orders["ord_1"] = order(status=OrderStatus.COLLECTED, lines=lines)
    shop.says("hi", greet)
    assert shop.spoken.facts["summary"] == "1 × Tea 1, 2 × Tea 2, 3 × Tea 3, +2"


def test_an_open_draft_stands_under_the_greeting_with_its_buttons() -> None:
    """A hello in the middle of an order is no new beginning."""
    shop = demo()
    shop.taps("menu:sku:WAFFLE", menu_tap)
    offered = shop.shown
    shop.says("hello?", greet)
    assert isinstance(offered, ButtonsMessage)
    shown = shop.shown
    assert isinstance(shown, ButtonsMessage)
    assert shown.body.startswith("Hi! 👋 Your order is still open:")
    assert "1 × Egg waffle  $6.95" in shown.body
    assert shown.buttons == offered.buttons


@pytest.mark.parametrize(
    ("ahead", "language", "told"),
    [
        (12, "en", "We're closed right now and open again today at 10:00. You're welcome to order ahead."),
        (12, "es", "Ahora está cerrado; abrimos hoy a las 10:00. Puedes dejar tu pedido desde ya."),
        (11, "en", "We're closed right now and open again tomorrow at 10:00. You're welcome to order ahead."),
    ],
)
def test_a_closed_store_says_when_it_opens(ahead: int, language: str, told: str) -> None:
    """Saturday noon, eleven and twelve hours later: past eleven at night, and past midnight."""
    shop = demo(language=language)
    shop.now += timedelta(hours=ahead)
    shop.says("hi", greet)
    assert isinstance(shop.shown, CatalogMessage)
    assert shop.shown.body.endswith(told)


def test_a_store_that_rests_says_so_in_the_customers_language() -> None:
    """Nobody knows till when, and an order may be left all the same."""
    shop = demo("pune", language="hi")
    shop.store = replace(shop.store, hours=replace(shop.store.hours, paused=True))
    shop.says("namaste", greet)
    assert isinstance(shop.shown, CatalogMessage)
    assert "हमने अभी थोड़ा विराम लिया है" in shop.shown.body


def test_a_wave_is_a_greeting() -> None:
    """Before any order; in the middle of one it is no new beginning."""
    shop = demo()
    assert shop.says("👋", hear_text, "👋") == "greeting"
    shop.taps("menu:sku:WAFFLE", menu_tap)
    shop.says("👋", hear_text, "👋")
    assert isinstance(shop.shown, ButtonsMessage)
    assert "1 × Egg waffle" in shop.shown.body


def test_a_draft_of_which_nothing_is_left_is_not_called_open() -> None:
    """All that was in it is sold out: a hello begins anew."""
    shop = demo()
    shop.taps("menu:sku:WAFFLE", menu_tap)
    (draft,) = shop.record.state.orders.values()
    shop.record.state.orders[draft.id] = replace(draft, lines=())
    shop.says("hi", greet)
    assert isinstance(shop.shown, CatalogMessage)
    assert shop.shown.body.startswith("Hi, welcome to North Loop Boba")
