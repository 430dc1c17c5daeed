"""What to offer instead of a product that is sold out: never a guess out of nowhere, each point has its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shared.domain.catalog import Product
from shared.domain.menu import in_stock, same_but_size

MOST = 3
#: What each likeness counts. Another size of the same product beats everything else together.
SAME_BUT_SIZE = 10.0
#: The first part of the sku is how a store sorts its shelf: DAL-TOOR-1 and DAL-MOONG-1, TOP-JELLY and TOP-PEARL.
SAME_SHELF = 3.0
#: For all of the recipe in common, or all of the words; a part of them counts that part.
RECIPE, WORDS = 4.0, 2.0
#: Less likeness than this is none: a single word out of many, one cup.
LEAST = 1.0
#: Nobody who wanted a topping takes a drink for it: apart from other sizes, at most this many times the price.
PRICE_TIMES = 3


def substitutes(product: Product, products: Iterable[Product], levels: Mapping[str, int]) -> tuple[str, ...]:
    """The skus of at most three products in stock that are most like this one, the most alike first.

    ``levels`` are the available units of the stock items of all ``products``. Empty when nothing is like it.
    """
    others = [other for other in in_stock(products, levels) if other.sku != product.sku]
    ranked = sorted(
        ((likeness(product, other), other) for other in others),
        key=lambda pair: (-pair[0], abs(pair[1].price - product.price), pair[1].sku),
    )
    return tuple(other.sku for alike, other in ranked if alike >= LEAST)[:MOST]


def likeness(product: Product, other: Product) -> float:
    """How well one product stands in for another: 0 for not at all."""
    if same_but_size(product, other):
        return SAME_BUT_SIZE
    cheap, dear = sorted((product.price, other.price))
    if dear > cheap * PRICE_TIMES:
        return 0.0
    return (
        (SAME_SHELF if _shelf(product) == _shelf(other) else 0.0)
        + RECIPE * _overlap(set(product.recipe), set(other.recipe))
        + WORDS * _overlap(_words(product), _words(other))
    )


def _shelf(product: Product) -> str:
    first, dash, _ = product.sku.partition("-")
    return first if dash else product.sku


def _words(product: Product) -> set[str]:
    """The words of its name that say what it is; its size, its pack and numbers do not."""
    size = {*(product.size or "").casefold().split(), *(product.pack or "").casefold().split()}
    words = {word.strip(",.").casefold() for word in product.name.split()}
    return {word for word in words - size if word.isalpha() and len(word) > 2}


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
