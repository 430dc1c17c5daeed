"""Who sends a card number is warned, once for each message, and answered as if it had not been there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.inbound import Text
from shared.usecases.hear_customer import hear_customer
from shared.usecases.warn_about_card import nothing_but_a_card
from tests.fakes.people import ANA, cart, said
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import answers, talk_of


def test_a_card_number_alone_is_warned_of_and_nothing_more(world: World) -> None:
    """However often the message comes."""
    message = replace(said(Text(body="•••• 12/26 123")), cards_removed=True)
    for outcome in ("card_warning", "repeated"):
        assert hear_customer(talk_of(world), message=message, now=world.now).outcome == outcome
        world.now += timedelta(seconds=1)
    assert answers(world) == ["card_warning"]
    (kept,) = world.record.chats.said(ANA.id, limit=5)
    assert kept.text == "•••• 12/26 123"


def test_a_cart_with_a_card_number_is_still_an_order(world: World) -> None:
    """The warning goes beside it."""
    message = replace(said(cart(("TARO-R", 1, 575), note="card ••••")), cards_removed=True)
    hear_customer(talk_of(world), message=message, now=world.now)
    assert answers(world) == ["card_warning", "OrderReceived"]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("••••", True),
        ("•••• 12/26", True),
        ("••••, ••••", True),
        ("pay with ••••", True),
        ("my card is •••• exp", True),
        ("मेरा कार्ड ••••", True),
        ("2 taro, pay with ••••", False),
        ("•••• लो", False),
    ],
)
def test_what_is_left_beside_the_number_is_answered(text: str, *, alone: bool) -> None:
    """An expiry date is no wish."""
    assert nothing_but_a_card(said(Text(body=text))) is alone
