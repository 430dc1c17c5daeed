"""What was typed and what was meant."""

import pytest

from shared.domain.conversation.meant import meant
from shared.domain.conversation.tokens import tokenize
from tests.bench.parse_accuracy import parser


@pytest.mark.parametrize(
    ("store", "typed", "words"),
    [
        ("mpls", "thankssss", ["thanks"]),
        ("mpls", "tarooo", ["taro"]),
        ("mpls", "buenass", ["buenas"]),
        ("mpls", "tecito", ["te"]),
        ("mpls", "cajita", ["caja"]),
        ("mpls", "cancelenlo", ["cancelen"]),
        ("mpls", "tarolarge", ["taro", "large"]),
        ("pune", "toordal", ["toor", "dal"]),
        ("pune", "sun flower", ["sunflower"]),
        ("mpls", "u", ["you"]),
        ("pune", "शुगर", ["sugar"]),
        ("mpls", "taro", ["taro"]),
        ("mpls", "burger", ["burger"]),
        ("mpls", "zanzibar", ["zanzibar"]),
    ],
)
def test_a_word_is_read_as_it_was_meant(store: str, typed: str, words: list[str]) -> None:
    """Drawn out, made small, run together, torn apart, shortened, or left alone; all that without guessing."""
    tokens, slipped = meant(tokenize(typed), parser(store).words, parser(store).index)
    assert [token.text for token in tokens] == words
    assert not slipped


def test_a_slip_in_a_word_we_know_is_mended_and_told() -> None:
    """So that nothing that rests on it is sure."""
    tokens, slipped = meant(tokenize("tomorow"), parser("mpls").words, parser("mpls").index)
    assert ([token.text for token in tokens], slipped) == (["tomorrow"], True)


def test_words_run_together_keep_their_places_in_the_text() -> None:
    """What is read back are the customer's own letters."""
    tokens, _ = meant(tokenize("2 tarolarge"), parser("mpls").words, parser("mpls").index)
    assert [(token.text, token.start, token.end) for token in tokens[1:]] == [("taro", 2, 6), ("large", 6, 11)]
