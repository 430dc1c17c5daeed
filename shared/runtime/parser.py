"""The parser of a store's own words, made when first words come and made anew as its catalog changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from shared.domain.catalog import Product
from shared.ports import Catalog

if TYPE_CHECKING:
    from shared.domain.conversation.parse import Parser

#: Seconds for which a warm process does not look at the catalog again.
FRESH = 60.0


def parser_of(
    catalog: Catalog, *, languages: Sequence[str], seconds: Callable[[], float] = time.monotonic
) -> Callable[[], Parser]:
    """A callable that gives the parser of the catalog as it was at most ``FRESH`` seconds ago.

    It reads the whole catalog, and builds a parser only if something in it changed. ``seconds`` is a clock that never
    goes back. The callable raises what the catalog raises.
    """
    known: list[Product] | None = None
    parser: Parser | None = None
    looked = 0.0

    def current() -> Parser:
        nonlocal known, parser, looked
        now = seconds()
        if parser is not None and now - looked < FRESH:
            return parser
        # Most messages are carts and taps: a cold start for one must not pay for the languages.
        from shared.domain.conversation.parse import Parser

        products = catalog.all_products()
        if parser is None or products != known:
            known, parser = products, Parser(products, languages=languages)
        looked = now
        return parser

    return current
