"""What the catalog and the store's file can answer is answered at once; the rest is for a person.

| asked about | answered with |
|---|---|
| price | today's price of what was named, in all its sizes; without a name: of the open draft, else of everything |
| availability | in stock or not, and what is most like it; without a name: everything there is |
| hours | now open or closed, the next opening, the week, the holidays that are near |
| address | where goods leave from, and whether they can be picked up there |
| payment methods | what the store's file says |
| delivery area | whether a postal code is in it; without one: what the area is |
| ingredients, anything else | a person: nobody's health hangs on our guess |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.domain.case import CaseReason
from shared.domain.catalog import Product
from shared.domain.conversation.questions import Asked, Topic, asked
from shared.domain.order import UNPAID
from shared.usecases.browse_menu import Shelves, show_menu, understood
from shared.usecases.hand_over import hand_over
from shared.usecases.turn import Heard, Turn

#: More products than these are a menu and no answer.
MOST = 10
#: So many can be ordered by tapping under an answer.
TAPPED = 3

QUESTION = "question"
#: Asked of an order rather than of a product, in every language of ours.
_TOTAL = re.compile(r"\btotal\b|टोटल|कुल", re.IGNORECASE)


def answer_question(turn: Turn, text: str) -> Heard:
    """End the turn with an answer, under which the step of an open draft stands again. Raises Contended."""
    question = asked(text, turn.talk.parser())
    if question.topic is Topic.OTHER and _TOTAL.search(text):
        question = replace(question, topic=Topic.PRICE)
    answer = ANSWERS.get(question.topic)
    if answer is None:
        return hand_over(turn, reason=CaseReason.QUESTION, order_id=turn.chat.open_draft(turn.now), text=text)
    return answer(turn, text, question)


def _from_the_file(topic: str) -> Callable[[Turn, str, Asked], Heard]:
    def answer(turn: Turn, text: str, question: Asked) -> Heard:
        del question
        return _end(turn, text, topic)

    return answer


def _payment(turn: Turn, text: str, question: Asked) -> Heard:
    """With a button to pay at the door, where the order that waits for money may be paid for there."""
    del question
    from shared.usecases.placed_orders import placed_orders

    waiting = next((one for one in placed_orders(turn)[:1] if one.status in UNPAID), None)
    return _end(turn, text, "answer_payment", order_id=waiting.id if waiting else "")


def _area(turn: Turn, text: str, question: Asked) -> Heard:
    """A postal code is looked up; words for a place are not: it is asked for the code."""
    code = question.place if any(map(str.isdigit, question.place)) else ""
    if not code:
        return _end(turn, text, "answer_area")
    return _end(turn, text, "answer_area", code=code, reached=turn.shop.store.fulfilment.reaches(code))


def _price(turn: Turn, text: str, question: Asked) -> Heard:
    if not (question.skus or turn.message.product) and turn.chat.open_draft(turn.now):
        return _end(turn, text, "answer_total")
    shelves, named = _named(turn, question)
    if not 1 <= len(named) <= MOST:
        return show_menu(turn)
    left = [product for product in named if shelves.has(product)]
    prices = [
        {"name": shelves.named(product), "price": shelves.price(product), "sold_out": product not in left}
        for product in named
    ]
    return _end(turn, text, "answer_price", prices=prices, choices=shelves.choices(left[:TAPPED]))


def _availability(turn: Turn, text: str, question: Asked) -> Heard:
    shelves, named = _named(turn, question)
    if not 1 <= len(named) <= MOST:
        return show_menu(turn, missed=not named)
    left = [product for product in named if shelves.has(product)]
    gone = [product for product in named if product not in left]
    instead = _others(gone, shelves, but=named) if gone else []
    return _end(
        turn,
        text,
        "answer_stock",
        left=[{"name": shelves.named(product), "price": shelves.price(product)} for product in left],
        gone=[shelves.named(product) for product in gone],
        instead=[{"name": shelves.named(product), "price": shelves.price(product)} for product in instead],
        choices=shelves.choices([*left, *instead][:TAPPED]),
    )


def _named(turn: Turn, question: Asked) -> tuple[Shelves, list[Product]]:
    """The products that the question names, sizes of one together, the cheapest first.

    A question that names none, written on a product's page ("how much is this?"), is about that product.
    """
    shelves = Shelves.seen_by(turn)
    named = question.skus or (turn.message.product,)
    return shelves, [product for sku, product in shelves.products.items() if sku in named]


def _others(gone: Sequence[Product], shelves: Shelves, *, but: Sequence[Product]) -> list[Product]:
    """What stands in for what is gone: of each the most alike, no product twice, nothing that was named anyway."""
    found = {one.sku: one for product in gone for one in shelves.instead_of(product) if one not in but}
    return list(found.values())[:TAPPED]


def _end(turn: Turn, text: str, topic: str, *, order_id: str = "", **facts: Any) -> Heard:
    said = replace(turn.said(text), understood=QUESTION)
    reply = turn.reply(topic, order_id=turn.chat.open_draft(turn.now) or order_id, **facts)
    return turn.close(topic, reply, said=said, chat=understood(turn))


#: What is not here is for a person.
ANSWERS: Mapping[Topic, Callable[[Turn, str, Asked], Heard]] = {
    Topic.PRICE: _price,
    Topic.AVAILABILITY: _availability,
    Topic.HOURS: _from_the_file("answer_hours"),
    Topic.ADDRESS: _from_the_file("answer_address"),
    Topic.PAYMENT_METHODS: _payment,
    Topic.DELIVERY_AREA: _area,
}
