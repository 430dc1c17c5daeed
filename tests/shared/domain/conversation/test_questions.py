"""Over a hundred questions to both stores in four ways of writing, and what no table can foresee."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.conversation.questions import Asked, Topic, asked
from tests.bench.parse_accuracy import CORPUS, parser

QUESTIONS = [json.loads(line) for line in Path(CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_at_least_95_of_100_questions_are_understood_wholly() -> None:
    """Topic, products and place, each as labelled by hand."""
    misses = []
    for one in QUESTIONS:
        want = Asked(topic=Topic(one["topic"]), skus=tuple(one["skus"]), place=one["place"])
        got = asked(one["text"], parser(one["store"]))
        if got != want:
            misses.append((one["text"], got))
    assert len(misses) <= len(QUESTIONS) * 0.05, misses


def test_the_questions_cover_every_topic_at_both_stores() -> None:
    """A corpus without a topic says nothing about it."""
    assert {(one["store"], one["topic"]) for one in QUESTIONS} >= {
        (store, topic.value) for store in ("mpls", "pune") for topic in Topic
    }
    assert len({one["text"] for one in QUESTIONS}) == len(QUESTIONS) >= 80


def test_size_and_pack_narrow_what_is_asked_about() -> None:
    """Without them every size is meant."""
    assert asked("how much is a large taro?", parser("mpls")).skus == ("TARO-L",)
    assert asked("how much is taro?", parser("mpls")).skus == ("TARO-R", "TARO-L")
    assert asked("5 kilo chini kitne ki hai", parser("pune")).skus == ("SUGAR-5",)


def test_a_fee_for_delivery_is_about_delivery_and_cash_on_delivery_about_paying() -> None:
    """The more particular topic decides."""
    assert asked("how much is delivery?", parser("mpls")).topic is Topic.DELIVERY_AREA
    assert asked("cash on delivery hai?", parser("pune")).topic is Topic.PAYMENT_METHODS


@pytest.mark.parametrize(
    ("store", "text", "place"),
    [
        ("mpls", "do you deliver to 55401?", "55401"),
        ("mpls", "55401?", "55401"),
        ("mpls", "do you guys deliver to South Minneapolis", "South Minneapolis"),
        ("pune", "Koregaon Park me delivery hai?", "Koregaon Park"),
        ("pune", "411 038 me delivery hai?", "411 038"),
        ("mpls", "do you deliver for free", ""),
        ("mpls", "do you deliver to my house", ""),
    ],
)
def test_a_place_is_kept_in_the_customers_own_words(store: str, text: str, place: str) -> None:
    """A postal code, what stands behind "to", what stands before "me"."""
    got = asked(text, parser(store))
    assert (got.topic, got.place) == (Topic.DELIVERY_AREA, place)


@given(store=st.sampled_from(["mpls", "pune"]), text=st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_text_has_a_topic(store: str, text: str) -> None:
    """And names only products of the catalog."""
    assert set(asked(text, parser(store)).skus) <= set(parser(store).index.products)
