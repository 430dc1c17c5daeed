"""What a customer can be shown: what is in stock, sizes of one product together, in pages that fit a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from shared.domain.catalog import Product
from shared.domain.frozen import dataclass
from shared.domain.stock import affordable

#: Meta: a list has ten rows, and a message shows thirty products under ten headings.
ROWS, PRODUCTS, SECTIONS = 10, 30, 10


@dataclass(frozen=True, kw_only=True)
class Family:
    """One product in all its sizes or packs, the cheapest first; most have one. ``left`` are those in stock."""

    products: tuple[Product, ...]
    left: tuple[Product, ...]

    @property
    def key(self) -> str:
        """The sku of its first, by which a tapped row finds the family."""
        return self.products[0].sku

    def name_in(self, language: str) -> str:
        """What the names of all have in common: ``Taro milk tea`` of ``Taro milk tea, regular`` and ``..., large``."""
        return _tidy(" ".join(self._shared(language))) or self.products[0].name_in(language)

    def label_in(self, language: str, product: Product) -> str:
        """What tells one of them from the others: ``regular``, ``5 litre can``; the whole name of an only one."""
        words = product.name_in(language).split()
        return _tidy(" ".join(words[len(self._shared(language)) :])) or product.name_in(language)

    def _shared(self, language: str) -> tuple[str, ...]:
        if len(self.products) == 1:
            return ()
        return shared_beginning(product.name_in(language) for product in self.products)


def in_stock(products: Iterable[Product], levels: Mapping[str, int]) -> list[Product]:
    """Those of which the shelf can give one, by ``levels`` of their recipes' items."""
    return [product for product in products if affordable([(product, 1)], levels)[1]]


def families(products: Sequence[Product], levels: Mapping[str, int]) -> list[Family]:
    """Products as a person would sort them: sizes and packs of one product together, in the order of the first.

    ``levels`` are the available units of the items of all recipes.
    """
    groups: list[list[Product]] = []
    for product in products:
        home = next((group for group in groups if any(same_but_size(product, one) for one in group)), None)
        if home is None:
            groups.append([product])
        else:
            home.append(product)
    ordered = (tuple(sorted(group, key=lambda one: (one.price, one.sku))) for group in groups)
    return [Family(products=group, left=tuple(in_stock(group, levels))) for group in ordered]


def same_but_size(one: Product, other: Product) -> bool:
    """Whether two products are one in another size or pack: called alike, named alike, and each says its size."""
    sized = (one.size, one.pack) != (other.size, other.pack) and all(each.size or each.pack for each in (one, other))
    return sized and not set(one.aliases).isdisjoint(other.aliases) and bool(shared_beginning((one.name, other.name)))


def shared_beginning(names: Iterable[str]) -> tuple[str, ...]:
    """The words with which all names begin; a comma does not make a word another one."""
    split = [name.split() for name in names]
    count = 0
    for words in zip(*split, strict=False):
        if any(_tidy(first).casefold() != _tidy(second).casefold() for first, second in pairwise(words)):
            break
        count += 1
    return tuple(split[0][:count]) if split else ()


_T = TypeVar("_T")


def page_of(rows: Sequence[_T], page: int, *, most: int = ROWS) -> tuple[Sequence[_T], int, int]:
    """The rows of a page (the first is 1; past the end: the last), which page that is, and how many there are.

    Every page but the last leaves one row free for the one that leads on.
    """
    pages: list[Sequence[_T]] = []
    rest = rows
    while len(rest) > most:
        pages.append(rest[: most - 1])
        rest = rest[most - 1 :]
    pages.append(rest)
    at = min(max(page, 1), len(pages))
    return pages[at - 1], at, len(pages)


def sections(found: Sequence[Family], *, language: str) -> list[tuple[str, list[str]]] | None:
    """Headings with the skus in stock: one for each product that has sizes, and a last one, "", for all without.

    None when that is more than one message can show.
    """
    if sum(len(family.left) for family in found) > PRODUCTS:
        return None
    several = [family for family in found if len(family.left) > 1]
    single = [family.left[0].sku for family in found if len(family.left) == 1]
    if len(several) + bool(single) > SECTIONS:
        return [("", [product.sku for family in found for product in family.left])]
    drawn = [(family.name_in(language), [product.sku for product in family.left]) for family in several]
    return [*drawn, ("", single)] if single else drawn


def _tidy(words: str) -> str:
    return words.strip(" ,;:–-")
