"""Free text to a structured order: deterministic, and every part of the answer can be pointed at in the text.

Nothing here decides that something is sold: a parse is read back to the customer, who confirms it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from shared.domain.catalog import Product
from shared.domain.conversation.languages import LANGUAGES
from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.matching import Closeness, ProductIndex
from shared.domain.conversation.meant import meant
from shared.domain.conversation.reading import Reading
from shared.domain.conversation.result import SURE, Line, Parse, Unclear
from shared.domain.conversation.spelling import closeness
from shared.domain.conversation.tokens import Token, tokenize

__all__ = ["SURE", "Line", "Parse", "Parser", "Unclear"]


class Parser:
    """Reads messages to one store. Building it indexes the catalog; ``parse`` may then be called for ever.

    What a store learned to understand are further ``aliases`` of its products.
    """

    def __init__(self, products: Iterable[Product], *, languages: Sequence[str], close: Closeness = closeness) -> None:
        self.words = _lexicon(tuple(languages))
        self.index = ProductIndex(products, self.words, close=functools.lru_cache(maxsize=65536)(close))

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of a message as they were meant."""
        return meant(tokenize(text), self.words, self.index)[0]

    def parse(self, text: str) -> Parse:
        """The structure of one message. Any text is accepted."""
        return Reading(text, self.words, self.index).parse()


@functools.lru_cache(maxsize=16)
def _lexicon(languages: tuple[str, ...]) -> Lexicon:
    own = [next(one for one in LANGUAGES if one.code == code) for code in languages if code in _CODES]
    return Lexicon([*own, *(one for one in LANGUAGES if one not in own)])


_CODES = frozenset(one.code for one in LANGUAGES)
