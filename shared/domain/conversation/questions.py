"""What a question asks: the topic by phrases of the languages, products by the catalog, a place by where it stands."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.conversation.gather import gathered
from shared.domain.conversation.items import Item
from shared.domain.conversation.languages import LANGUAGES
from shared.domain.conversation.packs import packs_for
from shared.domain.conversation.parse import Parser
from shared.domain.conversation.phrases import Table, labels_in, table_of
from shared.domain.conversation.pieces import Part, Piece, Reader
from shared.domain.conversation.settle import settle
from shared.domain.conversation.tokens import Kind, Token


class Topic(StrEnum):
    """What is asked about, the one that decides the answer first. A fee for delivery is about delivery."""

    PAYMENT_METHODS = "payment_methods"
    HOURS = "hours"
    DELIVERY_AREA = "delivery_area"
    INGREDIENTS = "ingredients"
    ADDRESS = "address"
    PRICE = "price"
    AVAILABILITY = "availability"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question.

    ``skus``: the products it names, as far as size and pack were said. ``place``: a postal code, else the customer's
    own words for where to deliver, "" when none was named.
    """

    topic: Topic
    skus: tuple[str, ...] = ()
    place: str = ""


_POSTAL_CODE = re.compile(r"(?<!\d)(?:\d{5}(?:-\d{4})?|\d{6}|\d{3} \d{3})(?!\d)")
_LONGEST_PLACE = 5


def asked(text: str, parser: Parser) -> Asked:
    """What this question is about. Any text is accepted; what fits no topic is `Topic.OTHER`."""
    tokens = parser.tokens(text)
    pieces = list(Reader(tokens, parser.words, parser.index).pieces())
    code = _POSTAL_CODE.search(text)
    topic = _topic(tokens, pieces)
    if topic is Topic.OTHER and code:
        topic = Topic.DELIVERY_AREA
    place = code.group() if code else ""
    if topic is Topic.DELIVERY_AREA and not place:
        place = _place(text, tokens, pieces, parser)
    skus = _named(tokens, pieces, parser)
    if topic is Topic.OTHER and skus and text.rstrip().endswith("?"):
        topic = Topic.AVAILABILITY  # "mango?"
    return Asked(topic=topic, skus=skus, place=place)


@functools.cache
def _topics() -> Table:
    return table_of(one.asks for one in LANGUAGES)


def _topic(tokens: Sequence[Token], pieces: Sequence[Piece]) -> Topic:
    products = {piece.first: piece.end for piece in pieces if piece.part is Part.PRODUCT}
    found = labels_in(tokens, _topics(), products)
    return next((topic for topic in Topic if topic.value in found), Topic.OTHER)


# --- products ------------------------------------------------------------------------------------


def _named(tokens: Sequence[Token], pieces: Sequence[Piece], parser: Parser) -> tuple[str, ...]:
    texts = [token.text for token in tokens]
    settled = settle(gathered(pieces, parser.words, texts))
    items = [item for item in (*settled.wanted, *settled.refused) if item.match]
    return tuple(dict.fromkeys(sku for item in items for sku in _narrowed(item, parser)))


def _narrowed(item: Item, parser: Parser) -> tuple[str, ...]:
    skus = tuple(sku for match in (item.match, item.other) if match for sku in match.skus)
    products = [parser.index.products[sku] for sku in skus]
    if item.size and (sized := tuple(one.sku for one in products if one.size == item.size)):
        return sized
    if item.pack and (packed := packs_for(item.pack, products, parser.words)):
        return packed.skus
    return skus


# --- the place -----------------------------------------------------------------------------------

_BEFORE = frozenset({"to", "in", "near", "around", "at", "for", "a", "en", "hasta", "cerca", "por"})
_BEHIND = frozenset({"me", "mein", "main", "tak", "par", "pe", "ko", "में", "तक", "पर", "को"})


def _place(text: str, tokens: Sequence[Token], pieces: Sequence[Piece], parser: Parser) -> str:
    # What no language knows, behind a preposition or before a Hindi postposition, is a place: "deliver to Uptown?"
    sold = {at for piece in pieces if piece.part is Part.PRODUCT for at in range(piece.first, piece.end)}
    strange = [
        token.kind is Kind.WORD and token.text not in parser.words.known and at not in sold
        for at, token in enumerate(tokens)
    ]
    for at, token in enumerate(tokens):
        span = range(0)
        if token.text in _BEFORE:
            first = _past(tokens, at + 1)
            span = range(first, _run_end(strange, first, tokens))
        elif token.text in _BEHIND:
            span = range(_run_start(strange, at), at)
        if span and any(strange[one] for one in span):
            return " ".join(text[tokens[span[0]].start : tokens[span[-1]].end].split())
    return ""


_ARTICLES = frozenset({"the", "my", "el", "la", "los", "las", "mi", "de"})
#: Known words that are parts of the names of places.
_PARTS_OF_NAMES = frozenset(
    {"st", "san", "santa", "park", "street", "road", "new", "old", "north", "south", "lake", "nagar"}
)


def _past(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].text in _ARTICLES:
        at += 1
    return at


def _run_end(strange: Sequence[bool], at: int, tokens: Sequence[Token]) -> int:
    end = at
    while end < min(len(strange), at + _LONGEST_PLACE) and (strange[end] or tokens[end].text in _PARTS_OF_NAMES):
        end += 1
    return end


def _run_start(strange: Sequence[bool], at: int) -> int:
    first = at
    while first > max(0, at - _LONGEST_PLACE) and strange[first - 1]:
        first -= 1
    return first
