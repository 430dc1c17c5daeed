"""What a reader of the issue would try first, with notes, texts and confidence written out."""

import pytest

from shared.domain.conversation.kinds import MessageKind
from shared.domain.conversation.parse import SURE, Line, Unclear
from tests.bench.parse_accuracy import parser


def test_a_missing_size_is_asked_for_and_the_rest_is_kept() -> None:
    """The word "large" belongs to the taro, not to the mango."""
    parse = parser("mpls").parse("2 large taro and a mango")
    assert parse.lines == (Line(sku="TARO-L", quantity=2),)
    assert parse.unclear == (Unclear(text="a mango", quantity=1, candidates=("MANGO-R", "MANGO-L")),)
    assert parse.confidence < SURE


def test_an_exact_order_is_sure() -> None:
    """Everything was named as in the catalog."""
    assert parser("mpls").parse("2 large taro and 1 waffle").confidence >= 0.95
    assert parser("pune").parse("do namak aur ek ghee").confidence >= 0.95


@pytest.mark.parametrize("text", ["2 large toro", "10 kg sugar", "6 mochi", "1 taro large, sorry 2", "tata salt 2"])
def test_what_was_guessed_a_little_is_not_sure(text: str) -> None:
    """A slip, a weight made up of packs, a number that is also the box's, a correction, a brand."""
    parse = parser("mpls" if "large" in text or "mochi" in text else "pune").parse(text)
    assert parse.lines
    assert parse.confidence < SURE


def test_wishes_stay_with_their_line_and_times_with_the_order() -> None:
    """In the customer's own words."""
    parse = parser("mpls").parse("for 5pm: 1 large taro Less Sugar no boba, 1 waffle")
    assert parse.lines == (Line(sku="TARO-L", quantity=1, note="Less Sugar, no boba"), Line(sku="WAFFLE", quantity=1))
    assert parse.notes == ("5pm",)


def test_what_is_refused_is_no_line() -> None:
    """Before or behind the verb."""
    assert [line.sku for line in parser("pune").parse("2 ghee, don't send sugar").lines] == ["GHEE-1"]
    assert [line.sku for line in parser("pune").parse("2 ghee, chini mat bhejna").lines] == ["GHEE-1"]


def test_a_change_names_what_goes() -> None:
    """The mango is removed, the lychee has to be asked about."""
    parse = parser("mpls").parse("replace mango with lychee")
    assert parse.kind is MessageKind.CHANGE
    assert parse.removed == ("MANGO-R", "MANGO-L")
    assert [one.candidates for one in parse.unclear] == [("LYCHEE-R", "LYCHEE-L")]
    assert parse.lines == ()


def test_an_absurd_quantity_is_asked_about() -> None:
    """99 is the most of one line that WhatsApp's own cart takes."""
    assert parser("mpls").parse("99 waffles").lines == (Line(sku="WAFFLE", quantity=99),)
    parse = parser("mpls").parse("100 waffles")
    assert parse.lines == ()
    assert parse.unclear == (Unclear(text="100 waffles", quantity=100, candidates=("WAFFLE",)),)


def test_what_is_not_sold_is_named_and_the_rest_kept() -> None:
    """With its quantity, as the customer wrote it."""
    parse = parser("pune").parse("2 namak aur 3 Samosa")
    assert parse.lines == (Line(sku="SALT-1", quantity=2),)
    assert parse.unknown == ("3 Samosa",)


def test_a_question_orders_nothing() -> None:
    """Though it names a quantity and a product."""
    parse = parser("pune").parse("5 kilo chawal kitne ka hai")
    assert (parse.kind, parse.lines, parse.unclear) == (MessageKind.QUESTION, (), ())


def test_the_answer_has_exactly_the_agreed_keys() -> None:
    """What `till parse` prints."""
    assert parser("mpls").parse("1 large taro, a mango and 3 samosa").to_json() == {
        "kind": "order",
        "confidence": 0.6,
        "lines": [{"sku": "TARO-L", "quantity": 1, "note": ""}],
        "unclear": [{"text": "a mango", "quantity": 1, "candidates": ["MANGO-R", "MANGO-L"]}],
        "unknown": ["3 samosa"],
    }
