"""Counters of what lies on the shelf, and every reason why one may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from shared.domain.catalog import Product, stock_needed
from shared.domain.frozen import dataclass


class Cause(StrEnum):
    """Why a counter changed."""

    SEED = "seed"
    RESERVATION = "reservation"
    RELEASE = "release"
    SALE = "sale"
    RECEIPT = "receipt"
    COUNT = "count"
    DAMAGE = "damage"
    CORRECTION = "correction"
    #: A customer sent it back, as good as new.
    RETURN = "return"


@dataclass(frozen=True, kw_only=True)
class StockItem:
    """One counted thing. ``available`` may be promised to a customer; ``reserved`` is promised and still on the shelf.

    ``open_purchase`` is the purchase order that was sent when the shelf ran low and whose goods have not come yet.
    """

    id: str
    available: int
    reserved: int
    reorder_point: int
    reorder_quantity: int
    supplier: str
    lead_time_days: int
    version: int
    open_purchase: str | None = None


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One change of one counter: what it was by, why, for what (an order id, a person's reason), and what it left."""

    item: str
    version: int
    at: datetime
    cause: Cause
    reference: str
    available_delta: int
    reserved_delta: int
    available: int
    reserved: int


def crossed_reorder_point(*, before: int, after: int, reorder_point: int) -> bool:
    """Whether a counter has just gone from above its reorder point to it or below."""
    return before > reorder_point >= after


def affordable(
    wanted: Sequence[tuple[Product, int]], levels: Mapping[str, int]
) -> tuple[tuple[tuple[Product, int], ...], bool]:
    """What of a wish the shelf can give, first line first, and whether that is all of it.

    Lines compete for shared items (two drinks, one jar of pearls): each takes from what the lines before it left.
    """
    left = dict(levels)
    given: list[tuple[Product, int]] = []
    whole = True
    for product, quantity in wanted:
        possible = min(
            (left.get(item, 0) // units for item, units in product.recipe.items() if units), default=quantity
        )
        granted = max(0, min(quantity, possible))
        whole = whole and granted == quantity
        for item, units in stock_needed([(product, granted)]).items():
            left[item] = left.get(item, 0) - units
        given.append((product, granted))
    return tuple(given), whole
