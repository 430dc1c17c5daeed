"""Products and the people who supply what they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field

from shared.domain.frozen import dataclass

#: WhatsApp's own limit for one cart line.
MOST_OF_ONE_LINE = 99
#: So many of one thing are no slip, whatever the customer took before: a drink for each friend.
NEVER_ODD = 10


@dataclass(frozen=True, kw_only=True)
class Product:
    """Something a customer can buy. ``price``: minor units; ``recipe``: units of each stock item.

    Whether the price contains its tax (``tax_bp``, basis points) is said by the store's file.
    """

    sku: str
    name: str
    price: int
    recipe: Mapping[str, int]
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    tax_bp: int = 0
    size: str | None = None
    pack: str | None = None

    def name_in(self, language: str) -> str:
        """The product's name in a language, else the one every product has."""
        return self.names.get(language, self.name)


@dataclass(frozen=True, kw_only=True)
class Supplier:
    """Who delivers a stock item. ``delivers`` holds weekdays as ``mon`` ... ``sun``."""

    id: str
    name: str
    email: str
    delivers: tuple[str, ...] = ()


def stock_needed(wanted: Iterable[tuple[Product, int]]) -> dict[str, int]:
    """Units of every stock item that these products consume together, by their recipes."""
    need: Counter[str] = Counter()
    for product, quantity in wanted:
        for item, units in product.recipe.items():
            need[item] += units * quantity
    return dict(sorted(need.items()))
