"""What is wrong with goods, as customers of both stores write it; and what only sounds like it."""

from __future__ import annotations

import pytest

from shared.domain.goods_return import Trouble
from shared.domain.return_words import complains, gives_back, means_all, means_done, trouble_in, with_words

T = Trouble


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("It arrived BROKEN!!", T.DAMAGED),
        ("my cup was leaking", T.DAMAGED),
        ("the milk is spoiled", T.DAMAGED),
        ("llegó rota", T.DAMAGED),
        ("vino dañado", T.DAMAGED),
        ("se derramó todo", T.DAMAGED),
        ("dabba toota hua tha", T.DAMAGED),
        ("saman kharab hai", T.DAMAGED),
        ("packet phata hua tha", T.DAMAGED),
        ("टूटा हुआ आया", T.DAMAGED),
        ("पैकेट फटा था", T.DAMAGED),
        ("wrong item", T.WRONG_ITEM),
        ("you sent me the wrong tea", T.WRONG_ITEM),
        ("that's not what I ordered", T.WRONG_ITEM),
        ("I got mango instead", T.WRONG_ITEM),
        ("me mandaron otro producto", T.WRONG_ITEM),
        ("no es lo que pedí", T.WRONG_ITEM),
        ("galat saman aaya", T.WRONG_ITEM),
        ("गलत सामान आया", T.WRONG_ITEM),
        ("one waffle is missing", T.MISSING),
        ("only 1 of 2 came", T.MISSING),
        ("you forgot the straws", T.MISSING),
        ("it never arrived", T.MISSING),
        ("falta un waffle", T.MISSING),
        ("namak nahi aaya", T.MISSING),
        ("ghee kam hai", T.MISSING),
        ("घी नहीं आया", T.MISSING),
        ("सामान कम है", T.MISSING),
        ("I want to return it", T.NOT_WANTED),
        ("don't want it anymore", T.NOT_WANTED),
        ("quiero devolverlo", T.NOT_WANTED),
        ("ya no lo quiero", T.NOT_WANTED),
        ("wapas karna hai", T.NOT_WANTED),
        ("वापस करना है", T.NOT_WANTED),
        ("नहीं चाहिए", T.NOT_WANTED),
        ("I want to send it back, it is broken", T.DAMAGED),
        ("what is wrong with you", None),
        ("2 waffles please", None),
        ("where is my order", None),
        ("thank you, all good", None),
        ("gracias, todo bien", None),
        ("bahut badhiya", None),
        ("धन्यवाद", None),
        ("return my money", None),
    ],
)
def test_what_is_wrong_is_found(text: str, trouble: Trouble | None) -> None:
    """In English, Spanish and Hindi, in both scripts."""
    assert trouble_in(text) is trouble


@pytest.mark.parametrize("text", ["something is wrong", "there is a problem", "I want a refund", "kuch gadbad hai"])
def test_something_may_be_wrong_without_being_said(text: str) -> None:
    """It is asked then."""
    assert (complains(text), trouble_in(text)) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "you charged the wrong amount",
        "the payment link is broken",
        "wrong address",
        "the receipt is missing",
        "el precio está equivocado",
        "daam galat hai",
        "2 teas please",
    ],
)
def test_money_links_and_places_are_no_goods(text: str) -> None:
    """A person reads those."""
    assert not complains(text)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("I don't want it anymore", True),
        ("wapas karna hai", True),
        ("quiero devolverlo", True),
        ("ab nahi chahiye", True),
        ("I don't want it", False),
        ("nahi chahiye", False),
        ("it is broken, take it back", False),
    ],
)
def test_a_mere_refusal_gives_nothing_back(text: str, *, back: bool) -> None:
    """It may be the answer to any offer."""
    assert gives_back(text) is back


@pytest.mark.parametrize("text", ["All of it", "everything!", "both of them", "todo", "los dos", "sab", "सब कुछ"])
def test_all_of_it_is_said_alone(text: str) -> None:
    """A word more is more."""
    assert means_all(text)
    assert not means_all(f"{text} but the second one is only scratched")


@pytest.mark.parametrize("text", ["done", "That's all.", "no photo", "no tengo fotos", "ho gaya", "फोटो नहीं है"])
def test_no_more_photos_is_said_alone(text: str) -> None:
    """A word more is more."""
    assert means_done(text)
    assert not means_done(f"{text} and the lid was open as well")


def test_words_are_kept_once_and_not_endlessly() -> None:
    """All of them are in the chat."""
    assert with_words("", " broken ") == "broken"
    assert with_words("broken", "broken") == "broken"
    assert with_words("broken", "and cold") == "broken\nand cold"
    assert len(with_words("broken", "x" * 2000)) == 1000
