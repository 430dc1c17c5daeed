"""Yes and no, choices, languages and "the usual", as customers type them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.conversation.answers import agreed, chosen, language_asked_for, repeats
from tests.bench.parse_accuracy import CORPUS, parser

AGREEMENT = json.loads((CORPUS / "agreement.json").read_text(encoding="utf-8"))
SIZES = ("TARO-R", "TARO-L")
RICE = ("RICE-BAS-1", "RICE-BAS-5")
DRINKS = ("TARO-L", "MANGO-L", "THAI-L")


@pytest.mark.parametrize("text", AGREEMENT["yes"])
def test_a_plain_yes_is_a_yes(text: str) -> None:
    """In words, in verbs alone, in signs of any skin."""
    assert agreed(text) is True


@pytest.mark.parametrize("text", AGREEMENT["no"])
def test_a_plain_no_is_a_no(text: str) -> None:
    """And nothing is confirmed by it."""
    assert agreed(text) is False


@pytest.mark.parametrize("text", AGREEMENT["neither"])
def test_what_says_more_or_less_is_neither(text: str) -> None:
    """A yes with a condition is no yes."""
    assert agreed(text) is None


@pytest.mark.parametrize(
    ("text", "candidates", "sku"),
    [
        ("large", SIZES, "TARO-L"),
        ("Large please", SIZES, "TARO-L"),
        ("the big one", SIZES, "TARO-L"),
        ("regular", SIZES, "TARO-R"),
        ("small one", SIZES, "TARO-R"),
        ("grande", SIZES, "TARO-L"),
        ("el chico", SIZES, "TARO-R"),
        ("la segunda", SIZES, "TARO-L"),
        ("bada wala", SIZES, "TARO-L"),
        ("chhota", SIZES, "TARO-R"),
        ("बड़ा वाला", SIZES, "TARO-L"),
        ("the second one", SIZES, "TARO-L"),
        ("first", SIZES, "TARO-R"),
        ("2nd", SIZES, "TARO-L"),
        ("option 1", SIZES, "TARO-R"),
        ("pehla wala", SIZES, "TARO-R"),
        ("दूसरा", SIZES, "TARO-L"),
        ("the last one", DRINKS, "THAI-L"),
        ("the cheaper one", SIZES, "TARO-R"),
        ("sasta wala", RICE, "RICE-BAS-1"),
        ("not the large one", SIZES, "TARO-R"),
        ("mango", DRINKS, "MANGO-L"),
        ("el de taro", DRINKS, "TARO-L"),
        ("the thai tea", DRINKS, "THAI-L"),
        ("5 kg", RICE, "RICE-BAS-5"),
        ("5kg wala", RICE, "RICE-BAS-5"),
        ("ek kilo", RICE, "RICE-BAS-1"),
        ("bada packet", RICE, "RICE-BAS-5"),
        ("पाँच किलो वाला", RICE, "RICE-BAS-5"),
        ("5 wala", RICE, "RICE-BAS-5"),
        ("lareg", SIZES, "TARO-L"),
    ],
)
def test_a_choice_is_one_of_the_candidates(text: str, candidates: tuple[str, ...], sku: str) -> None:
    """By size, product, pack, place or price."""
    store = "pune" if candidates == RICE else "mpls"
    assert chosen(text, candidates, parser(store)) == sku


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("yes", SIZES),
        ("2", SIZES),
        ("both", SIZES),
        ("one large one regular", SIZES),
        ("waffle", SIZES),
        ("the third one", SIZES),
        ("hello", DRINKS),
        ("large", DRINKS),
        ("", SIZES),
        ("3 large", SIZES),
        ("which one is better?", SIZES),
        ("10 kg", RICE),
    ],
)
def test_what_leaves_the_choice_open_chooses_nothing(text: str, candidates: tuple[str, ...]) -> None:
    """A bare number may be a quantity, and another quantity is more than a choice."""
    store = "pune" if candidates == RICE else "mpls"
    assert chosen(text, candidates, parser(store)) is None


def test_the_quantity_that_was_asked_about_may_be_repeated() -> None:
    """Which two did you mean? "2 large"."""
    assert chosen("2 large", SIZES, parser("mpls"), quantity=2) == "TARO-L"
    assert chosen("3 large", SIZES, parser("mpls"), quantity=2) is None


def test_a_bare_number_chooses_from_a_numbered_list_only() -> None:
    """And only a row that is there."""
    assert chosen("2", DRINKS, parser("mpls"), numbered=True) == "MANGO-L"
    assert chosen("4", DRINKS, parser("mpls"), numbered=True) is None
    assert chosen("2", DRINKS, parser("mpls")) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("español", "es"),
        ("en español por favor", "es"),
        ("in English please", "en"),
        ("english", "en"),
        ("can you speak spanish?", "es"),
        ("habla español?", "es"),
        ("hindi me bolo", "hi"),
        ("hindi mein baat karo", "hi"),
        ("हिंदी में", "hi"),
        ("हिंदी में बात करो", "hi"),
        ("angrezi me likho", "en"),
        ("inglés porfa", "en"),
        ("switch to hindi", "hi"),
        ("i dont speak english", None),
        ("hello", None),
        ("english or spanish", None),
        ("english breakfast tea", None),
        ("2 taro large en español", None),
        ("", None),
    ],
)
def test_a_language_is_asked_for_by_name(text: str, code: str | None) -> None:
    """And by nothing but its name and the words that ask."""
    assert language_asked_for(text) == code


@pytest.mark.parametrize(
    ("store", "text"),
    [
        ("mpls", "same as last time"),
        ("mpls", "the usual please"),
        ("mpls", "same order again pls"),
        ("mpls", "repeat my last order"),
        ("mpls", "can i get the usual?"),
        ("mpls", "Hi! same as last time please"),
        ("mpls", "lo de siempre"),
        ("mpls", "lo mismo de la otra vez"),
        ("mpls", "quiero el mismo pedido"),
        ("mpls", "repíteme el pedido anterior"),
        ("pune", "wahi wala bhej do"),
        ("pune", "pichla order dobara"),
        ("pune", "jaise pichli baar"),
        ("pune", "bhaiya hamesha wala"),
        ("pune", "वही वाला"),
        ("pune", "पिछला ऑर्डर फिर से भेज दो"),
        ("pune", "same order"),
    ],
)
def test_the_same_again_is_recognised(store: str, text: str) -> None:
    """In four ways of writing."""
    assert repeats(text, parser(store)) is True


@pytest.mark.parametrize(
    ("store", "text"),
    [
        ("mpls", "same as last time but large"),
        ("mpls", "the usual and a waffle"),
        ("mpls", "not the usual"),
        ("mpls", "what was my last order?"),
        ("mpls", "2 large taro"),
        ("mpls", "where is my order"),
        ("mpls", "lo mismo pero con un waffle"),
        ("pune", "wahi wala nahi chahiye"),
        ("pune", "the usual soap"),
        ("pune", "namak"),
    ],
)
def test_a_changed_repetition_is_no_repetition(store: str, text: str) -> None:
    """What is added would be lost."""
    assert repeats(text, parser(store)) is False


@given(text=st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_may_answer(text: str) -> None:
    """Without a crash."""
    assert agreed(text) in {True, False, None}
    assert chosen(text, SIZES, parser("mpls")) in {*SIZES, None}
    assert language_asked_for(text) in {"en", "es", "hi", None}
    assert repeats(text, parser("mpls")) in {True, False}


@pytest.mark.parametrize("text", ["my card is •••• exp 12/28", "where is my order?", "do you take cash", "hm"])
def test_words_about_something_else_choose_not_even_the_only_one(text: str) -> None:
    """A customer who is asked about one product and speaks of another thing has not agreed to it."""
    assert chosen(text, ("WAFFLE",), parser("mpls"), quantity=99) is None
    assert chosen("the waffle", ("WAFFLE",), parser("mpls"), quantity=99) == "WAFFLE"
