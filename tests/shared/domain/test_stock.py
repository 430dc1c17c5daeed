"""Recipes, shelves and the reorder point."""

from datetime import date

import pytest

from shared.domain.catalog import Product, stock_needed
from shared.domain.purchase import delivery_day, in_words
from shared.domain.stock import affordable, crossed_reorder_point

TARO = Product(sku="TARO-R", name="Taro", price=575, recipe={"pearls": 50, "milk": 180, "cup": 1})
MANGO = Product(sku="MANGO-R", name="Mango", price=525, recipe={"pearls": 50, "syrup": 45, "cup": 1})


def test_an_orders_need_is_summed_per_stock_item() -> None:
    """Two drinks share pearls and cups."""
    assert stock_needed([(TARO, 2), (MANGO, 1)]) == {"cup": 3, "milk": 360, "pearls": 150, "syrup": 45}


def test_lines_that_share_an_item_compete_for_it_first_come_first_served() -> None:
    """With pearls for three cups, two taro leave one mango of the two wanted."""
    given, whole = affordable([(TARO, 2), (MANGO, 2)], {"pearls": 170, "milk": 9999, "cup": 99, "syrup": 999})
    assert [(product.sku, quantity) for product, quantity in given] == [("TARO-R", 2), ("MANGO-R", 1)]
    assert not whole


def test_an_item_that_is_not_counted_at_all_counts_as_none() -> None:
    """A recipe that names an unknown item can sell nothing."""
    given, whole = affordable([(TARO, 1)], {"pearls": 500, "cup": 9})
    assert (given[0][1], whole) == (0, False)


def test_enough_for_everything_is_said_to_be_whole() -> None:
    """Exactly enough is enough."""
    assert affordable([(TARO, 2)], {"pearls": 100, "milk": 360, "cup": 2})[1]


@pytest.mark.parametrize(
    ("before", "after", "crossed"),
    [(31, 30, True), (31, 29, True), (30, 29, False), (40, 31, False), (29, 31, False), (30, 30, False)],
)
def test_the_reorder_point_is_crossed_once_on_the_way_down(before: int, after: int, *, crossed: bool) -> None:
    """Reaching the point counts; being below it already does not."""
    assert crossed_reorder_point(before=before, after=after, reorder_point=30) is crossed


@pytest.mark.parametrize(
    ("ordered_on", "lead", "delivers", "day"),
    [
        (date(2026, 11, 21), 3, ("tue", "fri"), date(2026, 11, 24)),
        (date(2026, 11, 22), 3, ("tue", "fri"), date(2026, 11, 27)),
        (date(2026, 11, 21), 2, (), date(2026, 11, 23)),
        (date(2026, 11, 19), 0, ("thu",), date(2026, 11, 19)),
    ],
)
def test_goods_come_on_the_suppliers_first_day_after_the_lead_time(
    ordered_on: date, lead: int, delivers: tuple[str, ...], day: date
) -> None:
    """21 November 2026 is a Saturday."""
    assert delivery_day(ordered_on=ordered_on, lead_time_days=lead, delivers=delivers) == day


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("tapioca_pearls_g", ("tapioca pearls", "12000 g")),
        ("mochi_box", ("mochi box", "12000")),
        ("OIL-MUS-1", ("OIL-MUS-1", "12000")),
        ("g", ("g", "12000")),
    ],
)
def test_a_supplier_reads_words_and_units(item: str, said: tuple[str, str]) -> None:
    """Not only our ids."""
    assert in_words(item, 12000) == said
