"""What is shown together, and how it is cut into what WhatsApp can show."""

import pytest

from shared.domain.catalog import Product
from shared.domain.menu import Family, families, in_stock, page_of, sections
from tests.fakes.demo_stores import demo_products, demo_stock


def shown(store: str, **levels: int) -> list[Family]:
    """The demo store's families, some counters at another level."""
    return families(demo_products(store), {item.id: item.available for item in demo_stock(store, **levels)})


def test_sizes_and_packs_of_one_product_are_one_family() -> None:
    """Seven drinks in two sizes, five things without; rice, flour, oil, sugar and tea in two packs."""
    mpls = [[product.sku for product in family.products] for family in shown("mpls")]
    assert mpls == [
        ["TARO-R", "TARO-L"],
        ["BROWN-R", "BROWN-L"],
        ["CLASSIC-R", "CLASSIC-L"],
        ["MATCHA-R", "MATCHA-L"],
        ["THAI-R", "THAI-L"],
        ["MANGO-R", "MANGO-L"],
        ["LYCHEE-R", "LYCHEE-L"],
        ["TOP-PEARL"],
        ["TOP-JELLY"],
        ["TOP-PUDDING"],
        ["WAFFLE"],
        ["MOCHI-6"],
    ]
    pune = [[product.sku for product in family.products] for family in shown("pune") if len(family.products) > 1]
    assert pune == [
        ["RICE-BAS-1", "RICE-BAS-5"],
        ["ATTA-5", "ATTA-10"],
        ["OIL-SUN-1", "OIL-SUN-5"],
        ["SUGAR-1", "SUGAR-5"],
        ["TEA-250", "TEA-1K"],
    ]


@pytest.mark.parametrize(
    ("store", "language", "name", "labels"),
    [
        ("mpls", "en", "Taro milk tea", ["regular", "large"]),
        ("mpls", "es", "Té con leche de taro", ["normal", "grande"]),
        ("pune", "en", "Basmati rice", ["1 kg", "5 kg"]),
        ("pune", "hi", "बासमती चावल", ["1 किलो", "5 किलो"]),
    ],
)
def test_a_family_is_called_by_what_its_names_share(store: str, language: str, name: str, labels: list[str]) -> None:
    """And each size by the rest."""
    family = shown(store)[0]
    assert family.name_in(language) == name
    assert [family.label_in(language, product) for product in family.products] == labels


def test_a_product_alone_has_its_whole_name() -> None:
    """Mochi comes in one box only, and that is no size to choose."""
    mochi = shown("mpls")[-1]
    assert (mochi.name_in("en"), mochi.label_in("en", mochi.products[0])) == ("Mochi, box of 6", "Mochi, box of 6")


def test_only_what_the_shelf_can_give_is_in_stock() -> None:
    """Without large cups there are no large drinks; without pearls none at all."""
    cups = shown("mpls", cup_large=0)
    assert [product.sku for product in cups[0].left] == ["TARO-R"]
    pearls = [product.sku for family in shown("mpls", tapioca_pearls_g=39) for product in family.left]
    assert pearls == ["TOP-JELLY", "TOP-PUDDING", "WAFFLE", "MOCHI-6"]
    assert in_stock(demo_products("mpls"), {}) == []


@pytest.mark.parametrize(
    ("rows", "sizes"), [(1, [1]), (10, [10]), (11, [9, 2]), (19, [9, 10]), (20, [9, 9, 2]), (28, [9, 9, 10])]
)
def test_a_page_leaves_room_for_the_row_that_leads_on(rows: int, sizes: list[int]) -> None:
    """Ten rows fit; the last page has no next one and may be full; no row is lost or shown twice."""
    pages = [page_of(range(rows), page) for page in range(1, len(sizes) + 1)]
    assert [len(shown) for shown, _, _ in pages] == sizes
    assert [row for shown, _, _ in pages for row in shown] == list(range(rows))
    assert {count for _, _, count in pages} == {len(sizes)}


def test_a_page_that_is_not_there_is_the_nearest_one() -> None:
    """The shelf emptied between two taps."""
    assert page_of(range(12), 9)[1] == 2
    assert page_of(range(12), 0)[1] == 1


def test_a_message_shows_sizes_under_the_name_and_the_rest_at_the_end() -> None:
    """Six headings for Pune; what is sold out is under none of them, and a lone size needs no heading."""
    drawn = sections([family for family in shown("pune", **{"SALT-1": 0, "TEA-1K": 0}) if family.left], language="hi")
    assert drawn == [
        ("बासमती चावल", ["RICE-BAS-1", "RICE-BAS-5"]),
        ("गेहूँ का आटा", ["ATTA-5", "ATTA-10"]),
        ("सूरजमुखी तेल", ["OIL-SUN-1", "OIL-SUN-5"]),
        ("चीनी", ["SUGAR-1", "SUGAR-5"]),
        (
            "",
            [
                *("DAL-TOOR-1", "DAL-MOONG-1", "OIL-MUS-1", "TEA-250", "SOAP-4"),
                *("DET-1", "BISC-12", "MASALA-100", "AGAR-100", "GHEE-1"),
            ],
        ),
    ]


def many(count: int, *, sizes: int) -> list[Product]:
    """So many products, each in so many sizes."""
    return [
        Product(
            sku=f"P{number:02}-{size}",
            name=f"Tea{number} {size}",
            price=100 * size,
            recipe={"it": 1},
            aliases=(f"tea{number}",),
            size=str(size),
        )
        for number in range(count)
        for size in range(sizes)
    ]


def test_what_one_message_cannot_show_is_said_so() -> None:
    """Thirty products; under one heading when there would be more than ten."""
    assert sections(families(many(31, sizes=1), {"it": 1}), language="en") is None
    eleven = sections(families(many(11, sizes=2), {"it": 1}), language="en")
    assert eleven is not None
    assert [(title, len(skus)) for title, skus in eleven] == [("", 22)]
