"""The language a customer shows, and only when it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.language import WORDS, language_of


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        ("hola, quiero dos tés de taro", ("en", "es"), "es"),
        ("Buenas tardes!", ("en", "es"), "es"),
        ("hello, two taro please", ("en", "es"), "en"),
        ("नमस्ते", ("en", "hi"), "hi"),
        ("ek kilo chawal bhejo", ("en", "hi"), "hi"),
        ("please send rice", ("en", "hi"), "en"),
        ("¿mango?", ("en", "es"), "es"),
        ("¿mango?", ("en", "hi"), None),
        ("el de mango, la grande", ("en", "es"), "es"),
        ("do you take upi?", ("en", "hi"), "en"),
        ("do packet chai aur ek namak", ("en", "hi"), "hi"),
        ("2 taro", ("en", "es"), None),
        ("👍", ("en", "es"), None),
        ("", ("en", "es"), None),
        ("नमस्ते", ("en", "es"), None),
        ("hola please", ("en", "es"), None),
    ],
)
def test_a_language_is_taken_from_letters_or_from_words_of_its_own(
    text: str, languages: tuple[str, ...], language: str | None
) -> None:
    """A tie or no sign at all leaves the customer's language as it is."""
    assert language_of(text, languages=languages) == language


def test_no_word_stands_for_two_languages() -> None:
    """It would decide nothing, or wrongly."""
    lists = [(language, set(words.split())) for language, words in WORDS.items()]
    for place, (one, words) in enumerate(lists):
        for other, others in lists[place + 1 :]:
            assert not words & others, (one, other)


@given(st.text(max_size=300))
def test_any_text_is_one_of_the_stores_languages_or_none(text: str) -> None:
    """Whatever is typed."""
    assert language_of(text, languages=("en", "hi")) in ("en", "hi", None)
