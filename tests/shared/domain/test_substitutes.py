"""What stands in for a product that is sold out."""

import pytest

from shared.domain.substitutes import likeness, substitutes
from tests.fakes.demo_stores import demo_products, demo_stock


def instead(store: str, sku: str, **levels: int) -> tuple[str, ...]:
    """What the demo store offers instead, some counters at another level."""
    products = {product.sku: product for product in demo_products(store)}
    return substitutes(
        products[sku], products.values(), {item.id: item.available for item in demo_stock(store, **levels)}
    )


@pytest.mark.parametrize(
    ("store", "sku", "empty", "offered"),
    [
        ("mpls", "TARO-L", "cup_large", ("TARO-R", "CLASSIC-R", "THAI-R")),
        ("mpls", "TARO-R", "taro_powder_g", ("CLASSIC-R", "THAI-R", "BROWN-R")),
        ("mpls", "MANGO-R", "mango_syrup_ml", ("LYCHEE-R", "THAI-R", "CLASSIC-R")),
        ("mpls", "TOP-JELLY", "lychee_jelly_g", ("TOP-PEARL", "TOP-PUDDING")),
        ("pune", "RICE-BAS-5", "RICE-BAS-5", ("RICE-BAS-1",)),
        ("pune", "DAL-TOOR-1", "DAL-TOOR-1", ("DAL-MOONG-1",)),
        ("pune", "OIL-SUN-1", "OIL-SUN-1", ("OIL-SUN-5", "OIL-MUS-1")),
    ],
)
def test_the_most_alike_come_first(store: str, sku: str, empty: str, offered: tuple[str, ...]) -> None:
    """Another size; then what is made of the same; then what is called and shelved alike."""
    assert instead(store, sku, **{empty: 0}) == offered


def test_nothing_is_offered_that_is_not_alike() -> None:
    """Nobody who wanted salt takes soap for it, nor a drink for a topping."""
    assert instead("pune", "SALT-1", **{"SALT-1": 0}) == ()
    assert instead("mpls", "TOP-JELLY", lychee_jelly_g=0, pudding_g=0, tapioca_pearls_g=39) == ()


def test_nothing_is_offered_that_is_sold_out_itself() -> None:
    """Without milk there is no milk tea to take for another."""
    assert instead("mpls", "TARO-R", milk_ml=0) == ("LYCHEE-R", "MANGO-R", "LYCHEE-L")


def test_likeness_goes_both_ways() -> None:
    """If one stands in for the other, so does the other for it."""
    products = demo_products("mpls")
    assert all(likeness(one, other) == likeness(other, one) for one in products for other in products)
