"""Which of a customer's orders their words are about: one that is named by its ticket, or by what is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from shared.domain.order import Order

#: So many characters of a message are looked at.
LONGEST_READ = 1000
#: What stands before the number of an order, and not before a number of things.
_BEFORE = frozenset(
    (
        "order",
        "number",
        "no",
        "nr",
        "num",
        "ticket",
        "#",
        "nº",
        "núm",
        "número",
        "numero",
        "pedido",
        "orden",
        "boleto",
        "turno",
        "ऑर्डर",
        "आर्डर",
        "नंबर",
        "टिकट",
        "नं",
    )
)
_WORD = re.compile(r"#|\d+|[^\W\d_]+(?:[\u0900-\u097F]+)*", re.UNICODE)
#: A shorter word is in every other sentence.
SHORTEST_NAME = 3


def words_in(text: str) -> list[str]:
    """Words and numbers, lower case."""
    return _WORD.findall(text[:LONGEST_READ].casefold())


def named_in(text: str, orders: Sequence[Order], *, names: Mapping[str, AbstractSet[str]]) -> list[Order]:
    """The orders that a text names; all of them when it names none. ``names``: the words of each product, by sku.

    A number is a ticket when it is said to be one ("order 17", "#17") or stands alone; "2 taro" names no ticket.
    """
    words = words_in(text)
    tickets = _tickets(words)
    by_ticket = [one for one in orders if one.ticket is not None and one.ticket.number in tickets]
    if by_ticket:
        return by_ticket
    said = frozenset(word for word in words if len(word) >= SHORTEST_NAME)
    hits = [len(said & _names(one, names)) for one in orders]
    best = max(hits, default=0)
    return [one for one, count in zip(orders, hits, strict=True) if count == best]


def _names(order: Order, names: Mapping[str, AbstractSet[str]]) -> frozenset[str]:
    return frozenset(
        word for line in order.lines for word in names.get(line.sku, frozenset()) | set(words_in(line.name))
    )


def _tickets(words: Sequence[str]) -> frozenset[int]:
    numbers = [(at, int(word)) for at, word in enumerate(words) if word.isdecimal() and len(word) <= 6]
    alone = len(words) == 1
    return frozenset(number for at, number in numbers if alone or (at > 0 and words[at - 1] in _BEFORE))
