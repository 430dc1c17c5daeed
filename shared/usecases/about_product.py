"""Words written on a product's page are about that product, even when they do not name it."""

from __future__ import annotations

from shared.domain.conversation.answers import agreed
from shared.usecases.turn import Turn

#: From here on the parser knows what it read.
SURE = 0.85


def about_product(turn: Turn, words: str) -> str:
    """The words with the product's name added, where that makes an order of exactly that product; else the words."""
    sku = turn.message.product
    product = turn.shop.catalog.products([sku]).get(sku) if sku else None
    if product is None:
        return words
    parser = turn.talk.parser()
    bare = parser.parse(words)
    # A thank-you, a yes, a question: whatever means something by itself is left as it is.
    if bare.kind != "other" or bare.confidence >= SURE or agreed(words) is not None:
        return words
    for named in (f"{words} {product.name}", f"{product.name} {words}"):
        told = parser.parse(named)
        if told.kind == "order" and [line.sku for line in told.lines] == [sku] and not told.unclear:
            return named
    return words
