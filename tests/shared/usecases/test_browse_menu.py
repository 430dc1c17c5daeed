"""Looking around and ordering by tapping."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.catalog import Product
from shared.domain.inbound import Text
from shared.domain.messages import ButtonsMessage, ListMessage, ProductsMessage, TextMessage
from shared.domain.order import OrderStatus
from shared.usecases.browse_menu import menu_tap, show_menu
from tests.fakes.people import ANA
from tests.shared.usecases.demo import Demo, demo


def said_menu() -> Text:
    """She types it."""
    return Text(body="menu")


def rows(shop: Demo) -> list[tuple[str, str, str]]:
    """The rows that Ana sees."""
    assert isinstance(shop.shown, ListMessage)
    return [(row.id, row.title, row.description) for row in shop.shown.rows]


def buttons(shop: Demo) -> list[tuple[str, str]]:
    """The buttons that Ana sees."""
    assert isinstance(shop.shown, ButtonsMessage)
    return [(button.id, button.title) for button in shop.shown.buttons]


def test_who_asks_for_the_menu_sees_the_products_in_stock() -> None:
    """From the catalog, with pictures; what is sold out is not among them."""
    shop = demo(language="es", waffle_mix_g=0, cup_large=0)
    assert shop.says("menú", show_menu) == "menu_products"
    shown = shop.shown
    assert isinstance(shown, ProductsMessage)
    assert shown.header == "North Loop Boba"
    assert shown.sections == (
        (
            "Y también",
            (
                *("BROWN-R", "CLASSIC-R", "LYCHEE-R", "MANGO-R", "MATCHA-R", "MOCHI-6", "TARO-R", "THAI-R"),
                *("TOP-JELLY", "TOP-PEARL", "TOP-PUDDING"),
            ),
        ),
    )


def test_who_asks_twice_has_a_phone_without_a_catalog_and_gets_rows() -> None:
    """Two pages: nine rows and the one that leads on, then the rest."""
    shop = demo()
    assert [shop.says("menu", show_menu) for _ in range(2)] == ["menu_products", "menu"]
    first = rows(shop)
    assert len(first) == 10
    assert first[0] == (
        "menu:group:BROWN-R",
        "Brown sugar boba milk",
        "regular $6.25 · large $7.25",
    )
    assert first[6] == ("menu:group:TARO-R", "Taro milk tea", "regular $5.75 · large $6.75")
    assert first[-1] == ("menu:page:2", "More …", "Page 2 of 2")
    assert shop.taps("menu:page:2", menu_tap) == "menu"
    assert rows(shop) == [
        ("menu:sku:TOP-PEARL", "Extra tapioca pearls", "$0.75"),
        ("menu:sku:TOP-PUDDING", "Egg pudding", "$0.75"),
        ("menu:sku:WAFFLE", "Egg waffle", "$6.95"),
    ]


def test_a_quarter_of_an_hour_later_it_is_the_first_time_again() -> None:
    """Somebody who comes back wants pictures."""
    shop = demo()
    shop.says("menu", show_menu)
    shop.now += timedelta(minutes=15)
    assert shop.says("menu", show_menu) == "menu_products"


def test_a_store_without_a_catalog_shows_rows_at_once() -> None:
    """There is nothing at Meta to show pictures from."""
    shop = demo("pune", language="hi")
    shop.store = replace(shop.store, catalog_id="")
    assert shop.says("मेन्यू", show_menu) == "menu"
    assert ("menu:group:ATTA-5", "गेहूँ का आटा", "5 किलो ₹255 · 10 किलो ₹490") in rows(shop)


def test_a_name_too_long_for_a_row_is_whole_in_its_description() -> None:
    """WhatsApp cuts a title at 24 characters; the customer still reads what it is."""
    shop = demo(language="es", cup_large=0)
    shop.taps("menu:page:1", menu_tap)
    assert rows(shop)[0] == (
        "menu:sku:BROWN-R",
        "Leche con boba de azúcar morena, normal",
        "Leche con boba de azúcar morena, normal: $6.25",
    )


def test_a_product_in_sizes_asks_for_the_size() -> None:
    """Two buttons, each with its price: one tap less than a list."""
    shop = demo()
    assert shop.taps("menu:group:TARO-R", menu_tap) == "menu_sizes"
    assert buttons(shop) == [("menu:sku:TARO-R", "regular · $5.75"), ("menu:sku:TARO-L", "large · $6.75")]


def test_more_sizes_than_a_list_has_rows_are_on_two_pages() -> None:
    """Twelve sizes of one tea: nine and the row that leads on, then three."""
    shop = demo()
    for number in range(1, 13):
        shop.record.state.products[f"PU-{number}"] = Product(
            sku=f"PU-{number}",
            name=f"Pu-erh tea, {number} oz",
            price=100 * number,
            recipe={"black_tea_g": 1},
            aliases=("pu-erh",),
            size=f"{number} oz",
        )
    shop.taps("menu:group:PU-1", menu_tap)
    assert [id_ for id_, _, _ in rows(shop)] == [*(f"menu:sku:PU-{n}" for n in range(1, 10)), "menu:group:PU-1:2"]
    shop.taps("menu:group:PU-1:2", menu_tap)
    assert buttons(shop) == [
        ("menu:sku:PU-10", "10 oz · $10.00"),
        ("menu:sku:PU-11", "11 oz · $11.00"),
        ("menu:sku:PU-12", "12 oz · $12.00"),
    ]


def test_a_tapped_product_begins_a_draft_and_another_joins_it() -> None:
    """One of each, at today's price, nothing held: the customer is asked to confirm."""
    shop = demo("pune", language="hi")
    shop.taps("menu:sku:SALT-1", menu_tap, title="नमक 1 किलो")
    shop.taps("menu:sku:SALT-1", menu_tap, title="नमक 1 किलो")
    shop.taps("menu:sku:GHEE-1", menu_tap)
    (order,) = shop.record.state.orders.values()
    assert order.status is OrderStatus.DRAFT
    assert [(line.sku, line.quantity, line.unit_price) for line in order.lines] == [
        ("SALT-1", 2, 2800),
        ("GHEE-1", 1, 62000),
    ]
    assert shop.record.levels()["SALT-1"] == (120, 0)


def test_what_was_sold_meanwhile_is_said_with_what_is_like_it() -> None:
    """The row was seen an hour ago; the shelf is empty now."""
    shop = demo(taro_powder_g=40)
    assert shop.taps("menu:sku:TARO-L", menu_tap) == "sold_out"
    shown = shop.shown
    assert isinstance(shown, ListMessage)
    assert shown.body.startswith("Sorry, Taro milk tea, large has just sold out.")
    assert [row.id for row in shown.rows] == ["menu:sku:TARO-R", "menu:sku:CLASSIC-L", "menu:sku:THAI-L"]
    assert shop.record.state.orders == {}


def test_sold_out_without_anything_like_it_leads_to_the_menu() -> None:
    """Salt is salt."""
    shop = demo("pune", language="en", **{"SALT-1": 0})
    shop.taps("menu:sku:SALT-1", menu_tap)
    assert buttons(shop) == [("menu:page:1", "Menu")]


@pytest.mark.parametrize("button", ["menu:sku:PIZZA", "menu:group:PIZZA"])
def test_a_row_of_a_product_that_is_no_more_shows_what_there_is(button: str) -> None:
    """Yesterday's menu still hangs in the chat."""
    shop = demo()
    assert shop.taps(button, menu_tap) == "menu"
    assert isinstance(shop.shown, ListMessage)
    assert shop.shown.body.startswith("We couldn't find that with us.")


def test_an_empty_shelf_is_said_and_not_shown() -> None:
    """No list without rows: Meta would refuse it, and the customer would hear nothing."""
    shop = demo()
    shop.record.state.stock.clear()
    assert shop.says("menu", show_menu) == "nothing_in_stock"
    assert buttons(shop) == [("menu:person", "Talk to a person")]


def test_a_person_is_one_tap_away() -> None:
    """The case says what was tapped."""
    shop = demo()
    assert shop.taps("menu:person", menu_tap, title="Talk to a person") == "case_opened"
    (case,) = shop.record.state.cases.values()
    assert case.reason == "asked_for"
    assert isinstance(shop.shown, TextMessage)


@pytest.mark.parametrize("button", ["offer:ord_1:1:accept", "menu", "menu:", "menu:dance:1", "again:ord_1", ""])
def test_an_id_that_is_not_the_menus_is_somebody_elses(button: str) -> None:
    """Nothing is done."""
    shop = demo()
    assert shop.taps(button, menu_tap) is None
    assert shop.record.state.events == []


@pytest.mark.parametrize("page", ["-1", "x", "99999999999999999999", "0", "٣"])
def test_a_page_nobody_sent_is_shown_as_one_that_is_there(page: str) -> None:
    """Ids come from outside, whatever we sent."""
    assert demo().taps(f"menu:page:{page}", menu_tap) == "menu"


def test_the_same_tap_twice_is_one_answer() -> None:
    """Queues deliver twice; the second finds the message kept."""
    shop = demo()
    turn: Any = None
    for _ in range(2):
        turn = turn or shop.turn(said_menu())
        outcome = show_menu(turn).outcome
    assert outcome == "repeated"
    assert len(shop.record.state.events) == 1
    assert [one.customer_id for one in shop.record.state.said.values()] == [ANA.id]


def test_a_closed_store_says_so_over_its_menu_and_shows_it_all_the_same() -> None:
    """Being closed stops nobody."""
    shop = demo()
    shop.now += timedelta(hours=12)
    shop.says("menu", show_menu)
    assert isinstance(shop.shown, ProductsMessage)
    assert shop.shown.body.endswith(
        "We're closed right now and open again today at 10:00. You're welcome to order ahead."
    )
