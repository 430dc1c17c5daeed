"""Words on a product's page are about that product where they would otherwise mean nothing."""

from dataclasses import replace

import pytest

from shared.domain.conversation.parse import Parser
from shared.domain.inbound import Text
from shared.usecases.about_product import about_product
from shared.usecases.turn import Talk, Turn
from tests.fakes.demo_stores import demo_record
from tests.fakes.people import ANA, MPLS, NOW, said
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import talk_of


def on_page(words: str, sku: str | None = "TARO-L") -> Turn:
    """Ana writes this on the product's page."""
    world = World(record=demo_record("mpls"), store=MPLS)
    parser = Parser(world.record.catalog.all_products(), languages=("en", "es"))
    talk: Talk = replace(talk_of(world), parser=lambda: parser)
    message = replace(said(Text(body=words)), product=sku)
    return Turn(talk=talk, message=message, customer=ANA, chat=talk.chats.read(ANA.id), now=NOW)


@pytest.mark.parametrize("words", ["2 please", "two of these", "I'll take 3", "dos por favor", "this one"])
def test_a_bare_quantity_is_of_that_product(words: str) -> None:
    """Read with its name, it is an order of it and nothing else."""
    turn = on_page(words)
    parse = turn.talk.parser().parse(about_product(turn, words))
    assert [line.sku for line in parse.lines] == ["TARO-L"]


@pytest.mark.parametrize("words", ["is this sweet?", "thanks", "hello", "yes", "no", "2 mango", "where is my order"])
def test_words_that_mean_something_by_themselves_are_left_alone(words: str) -> None:
    """A thank-you is no order."""
    assert about_product(on_page(words), words) == words


@pytest.mark.parametrize("sku", [None, "GONE"])
def test_without_a_product_of_ours_the_words_stay(sku: str | None) -> None:
    """A page of another catalog, or none."""
    assert about_product(on_page("2 please", sku), "2 please") == "2 please"
