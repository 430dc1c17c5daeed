"""Pack sizes: "5 kg" names a pack, not five of something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.domain.catalog import Product
from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.tokens import Kind, Token, tokenize


@dataclass(frozen=True)
class Pack:
    """How much is in a pack: ``amount`` in ``g`` or ``ml``. ``spoken`` is the number that was said before the unit."""

    unit: str
    amount: Fraction
    spoken: Fraction = Fraction(1)


@dataclass(frozen=True, eq=False, repr=False)
class Packed:
    """The products that are meant by a pack size, and how many of each make it up; ``exact`` when one pack does.

    ``only``: nothing else makes it up, as 2 kg are two packs of 1 kg where the next larger is 5 kg.
    """

    skus: tuple[str, ...]
    count: int
    exact: bool
    only: bool = False


def read_pack(tokens: Sequence[Token], behind: int, number: Fraction, words: Lexicon) -> Pack | None:
    """The pack size when a unit stands behind a number that ended at ``behind``."""
    if behind >= len(tokens) or tokens[behind].kind is not Kind.WORD:
        return None
    unit = words.units.get(tokens[behind].text)
    return Pack(unit[0], number * unit[1], number) if unit else None


def pack_of(product: Product, words: Lexicon) -> Pack | None:
    """A product's own pack size, None when it has none that can be weighed or measured."""
    tokens = tokenize(product.pack or "")
    if len(tokens) < 2 or tokens[0].value is None:
        return None
    return read_pack(tokens, 1, tokens[0].value, words)


def packs_for(wanted: Pack, products: Iterable[Product], words: Lexicon) -> Packed | None:
    """The products whose pack is ``wanted``; else the largest pack that makes it up without remainder; else None."""
    sized = [(product.sku, own) for product in products if (own := pack_of(product, words)) and own.unit == wanted.unit]
    same = tuple(sku for sku, own in sized if own.amount == wanted.amount)
    if same:
        return Packed(same, 1, exact=True)
    fitting = [(own.amount, sku) for sku, own in sized if wanted.amount % own.amount == 0]
    if not fitting or not wanted.amount:
        return None
    largest = max(amount for amount, _ in fitting)
    skus = tuple(sku for amount, sku in fitting if amount == largest)
    only = all(amount == largest or amount > wanted.amount for amount in (own.amount for _, own in sized))
    return Packed(skus, int(wanted.amount / largest), exact=False, only=only)
