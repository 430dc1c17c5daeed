"""How well free text is understood, over a corpus in four ways of writing and two catalogs."""

import pytest

from tests.bench.parse_accuracy import PARTS, accuracy, corpus, rows


@pytest.mark.parametrize("part", PARTS)
def test_orders_are_read_with_exactly_the_right_lines_and_unclear_parts(part: str) -> None:
    """At least 95 of 100, in the part that was tuned on and in the part that was not."""
    got = accuracy(part)
    assert got.lines >= 0.95, got.misses


@pytest.mark.parametrize("part", PARTS)
def test_kinds_are_right(part: str) -> None:
    """At least 95 of 100."""
    got = accuracy(part)
    assert got.kinds >= 0.95, got.misses


@pytest.mark.parametrize("part", PARTS)
def test_no_wrong_order_is_sure(part: str) -> None:
    """A confidence that asks nothing is never given to an order that was misread."""
    assert accuracy(part).surely_wrong == ()


@pytest.mark.parametrize("part", PARTS)
def test_confidence_is_worth_something(part: str) -> None:
    """Being always unsure would be safe, and useless: most orders of which nothing is open are sure."""
    got = accuracy(part)
    assert got.sure >= 0.5


def test_the_corpus_holds_hundreds_of_messages_in_four_ways_of_writing() -> None:
    """Of both stores, no message twice in a part."""
    for part, least in (("tuned", 300), ("unseen", 150)):
        messages = [(one["store"], one["text"]) for one in corpus(part)]
        assert len(messages) >= least
        assert len(set(messages)) == len(messages)
        assert {one["writing"] for one in corpus(part)} == {"en", "es", "hi", "hi-Latn"}


def test_the_table_has_a_row_for_each_part_and_way_of_writing() -> None:
    """Two parts, each as a whole and in four ways, under one heading."""
    assert len(rows()) == 11
