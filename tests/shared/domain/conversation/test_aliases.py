"""What a store's staff taught it, as further aliases of its products."""

from dataclasses import replace

import pytest

from shared.domain.conversation.parse import SURE, Parser
from tests.bench.parse_accuracy import parser

LANGUAGES = {"mpls": ("en", "es"), "pune": ("en", "hi")}


def _taught(store: str, sku: str, alias: str) -> Parser:
    products = parser(store).index.products.values()
    return Parser(
        [replace(one, aliases=(*one.aliases, alias)) if one.sku == sku else one for one in products],
        languages=LANGUAGES[store],
    )


@pytest.mark.parametrize(
    ("store", "sku", "alias", "text", "lines"),
    [
        ("mpls", "TARO-L", "purple drink", "2 purple drinks and a waffle", [("TARO-L", 2), ("WAFFLE", 1)]),
        ("mpls", "TARO-L", "barney", "3 barney", [("TARO-L", 3)]),
        ("mpls", "WAFFLE", "pancake", "3 pancakes", [("WAFFLE", 3)]),
        ("mpls", "TARO-L", "the number one", "2 of the number one", [("TARO-L", 2)]),
        ("mpls", "TARO-L", "no ice special", "2 no ice special", [("TARO-L", 2)]),
        ("pune", "SALT-1", "tata", "2 tata", [("SALT-1", 2)]),
        ("pune", "TEA-1K", "bada chai", "ek bada chai", [("TEA-1K", 1)]),
        ("pune", "SOAP-4", "wahi sabun", "do wahi sabun", [("SOAP-4", 2)]),
    ],
)
def test_a_taught_alias_is_understood(
    store: str, sku: str, alias: str, text: str, lines: list[tuple[str, int]]
) -> None:
    """Though the parser before it did not know what was meant."""
    parse = _taught(store, sku, alias).parse(text)
    assert [(line.sku, line.quantity) for line in parse.lines] == lines
    assert not parse.unknown


def test_an_alias_that_is_another_product_s_word_is_asked_about() -> None:
    """Neither of the two is guessed."""
    parse = _taught("mpls", "TARO-L", "matcha").parse("2 matcha")
    assert parse.lines == ()
    assert [set(one.candidates) for one in parse.unclear] == [{"TARO-L", "MATCHA-R", "MATCHA-L"}]
    assert parse.confidence < SURE


@pytest.mark.parametrize(
    ("sku", "alias", "text", "lines"),
    [
        ("TOP-PUDDING", "please", "2 waffles please", [("WAFFLE", 2)]),
        ("TOP-PUDDING", "two", "two waffles", [("WAFFLE", 2)]),
        ("TOP-PUDDING", "and", "2 waffles and 1 mochi", [("MOCHI-6", 1), ("WAFFLE", 2)]),
        ("WAFFLE", "home", "1 mochi to my home", [("MOCHI-6", 1)]),
        ("TARO-L", "large", "2 large mango", [("MANGO-L", 2)]),
        ("TARO-L", "milk", "2 large classic milk tea", [("CLASSIC-L", 2)]),
        ("MOCHI-6", "box", "1 waffle in a box please", [("WAFFLE", 1)]),
    ],
)
def test_an_alias_of_one_common_word_adds_nothing_to_other_orders(
    sku: str, alias: str, text: str, lines: list[tuple[str, int]]
) -> None:
    """A word that every order has cannot be taught to be a product."""
    parse = _taught("mpls", sku, alias).parse(text)
    assert sorted((line.sku, line.quantity) for line in parse.lines) == lines


def test_a_common_word_may_be_an_alias_where_it_is_counted() -> None:
    """As in "2 gifts"."""
    parse = _taught("mpls", "MOCHI-6", "gift").parse("2 gifts please")
    assert [(line.sku, line.quantity) for line in parse.lines] == [("MOCHI-6", 2)]
