"""When an order is sure, and when it only might be."""

import pytest

from shared.domain.conversation.parse import SURE
from tests.bench.parse_accuracy import parser


@pytest.mark.parametrize(
    ("store", "text"),
    [
        ("mpls", "2 large taro and 1 waffle please"),
        ("mpls", "can I get a large matcha, less ice"),
        ("mpls", "dos mangos grandes y un flan"),
        ("pune", "2 kilo chini aur ek ghee bhej do"),
        ("pune", "दो पैकेट नमक और एक घी"),
    ],
)
def test_what_is_said_plainly_is_sure(store: str, text: str) -> None:
    """Otherwise every order would be asked about."""
    assert parser(store).parse(text).confidence >= SURE


@pytest.mark.parametrize(
    ("store", "text"),
    [
        ("mpls", "2 large taro blorptastic"),  # a word nobody knows
        ("mpls", "large taro, large taro"),  # one, or two?
        ("mpls", "2 large taro not the mango"),  # something is turned around
        ("mpls", "1 waffle, do you have mochi"),  # it asks too
        ("mpls", "2 large taro with double boba"),  # a wish, or one more topping
        ("mpls", "2 lareg taro"),  # a slip in what decides
        ("mpls", "the usual and 2 waffles"),  # more than the text says
        ("pune", "toor dal do chahiye"),  # "do" is two, or a verb
        ("pune", "10 kg sugar"),  # two of 5 kg, or ten of 1 kg
    ],
)
def test_what_could_be_meant_otherwise_is_not(store: str, text: str) -> None:
    """It is read back as a question, whatever was understood."""
    assert parser(store).parse(text).confidence < SURE


def test_a_weight_that_only_one_pack_makes_up_is_sure() -> None:
    """2 kg of what comes in 1 and 5 kg are two of 1 kg and nothing else."""
    parse = parser("pune").parse("2 kg sugar")
    assert [(line.sku, line.quantity) for line in parse.lines] == [("SUGAR-1", 2)]
    assert parse.confidence >= SURE
