"""Which of several orders a customer's words are about, in the ways they write."""

from dataclasses import replace

import pytest

from shared.domain.named_orders import named_in, words_in
from shared.domain.order import Line, Ticket
from tests.fakes.people import NOW, order

TARO = replace(
    order(id="ord_taro"),
    ticket=Ticket(number=17, day=NOW.date()),
    lines=(Line(sku="TARO-R", name="Taro milk tea, regular", quantity=2, unit_price=575),),
)
MANGO = replace(
    order(id="ord_mango"),
    ticket=Ticket(number=2, day=NOW.date()),
    lines=(Line(sku="MANGO-R", name="Mango green tea, regular", quantity=1, unit_price=525),),
)
RICE = replace(order(id="ord_rice"), lines=(Line(sku="RICE", name="बासमती चावल 1 किलो", quantity=1, unit_price=14500),))
NAMES = {"RICE": frozenset(words_in("बासमती चावल basmati rice chawal"))}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("where is my taro?", ["ord_taro"]),
        ("WHERE IS MY TARO", ["ord_taro"]),
        ("¿dónde está mi mango?", ["ord_mango"]),
        ("mera chawal kahan hai", ["ord_rice"]),
        ("चावल कहाँ है?", ["ord_rice"]),
        ("where is order 17", ["ord_taro"]),
        ("#17?", ["ord_taro"]),
        ("pedido 2 por favor", ["ord_mango"]),
        ("ऑर्डर १७ कहाँ है", ["ord_taro"]),
        ("17", ["ord_taro"]),
        ("cancel 2 taro", ["ord_taro"]),
        ("where are my 2 teas", ["ord_taro", "ord_mango", "ord_rice"]),
        ("where is my milk tea", ["ord_taro"]),
        ("where is my tea", ["ord_taro", "ord_mango"]),
        ("where is order 99", ["ord_taro", "ord_mango", "ord_rice"]),
        ("where is my order", ["ord_taro", "ord_mango", "ord_rice"]),
        ("", ["ord_taro", "ord_mango", "ord_rice"]),
    ],
)
def test_an_order_is_named_by_its_ticket_or_by_what_is_in_it(text: str, named: list[str]) -> None:
    """A number is a ticket when it is said to be one; a word counts for the orders that have it; else all are meant."""
    assert [one.id for one in named_in(text, [TARO, MANGO, RICE], names=NAMES)] == named


@pytest.mark.parametrize("text", ["\x00" * 9, "²³", "#", "order " + "9" * 5000, "א" * 70_000, "१" * 300])
def test_any_text_is_taken(text: str) -> None:
    """Nothing a phone can send names an order that is not there, or is an error."""
    assert named_in(text, [TARO, MANGO], names={}) == [TARO, MANGO]
