"""How it was: kept with the order, changed by a later tap, and a person's at once when it was bad."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.case import CaseReason
from shared.domain.events import OrderScored
from shared.domain.inbound import ButtonTap, Text
from shared.domain.messages import TextMessage
from shared.domain.order import Order, OrderStatus, Ticket
from shared.usecases.take_turn import take_turn
from tests.fakes.people import ANA, NOW, order
from tests.shared.usecases.demo import Demo, demo

MINE = order(id="ord_mine", status=OrderStatus.DELIVERED, version=6, ticket=Ticket(number=17, day=NOW.date()))


@pytest.fixture
def shop() -> Demo:
    """Ana's order has been delivered."""
    made = demo("mpls")
    made.record.state.orders[MINE.id] = MINE
    return made


def stands(shop: Demo) -> Order:
    """The order now."""
    return shop.record.state.orders[MINE.id]


def taps(shop: Demo, score: object, order_id: str = MINE.id) -> str:
    """Ana taps a row."""
    return take_turn(shop.turn(ButtonTap(id=f"score:{order_id}:{score}", title="★"))).outcome


def types(shop: Demo, words: str) -> str:
    """Ana types."""
    return take_turn(shop.turn(Text(body=words))).outcome


def events(shop: Demo, kind: str) -> list[Any]:
    """Those of one kind."""
    return [one for one in shop.record.state.events if one.name == kind]


def body(shop: Demo) -> str:
    """What Ana reads."""
    assert isinstance(shop.shown, TextMessage)
    return shop.shown.body


def test_a_tapped_score_is_kept_and_thanked_for(shop: Demo) -> None:
    """On the order, on its timeline, and with a word."""
    assert taps(shop, 5) == "scored"
    assert (stands(shop).score, stands(shop).version) == (5, 7)
    (scored,) = events(shop, "OrderScored")
    assert isinstance(scored, OrderScored)
    assert (scored.subject, scored.sequence, scored.score, scored.reviewed) == ("ORDER#ord_mine", 7, 5, False)
    assert body(shop) == "Thank you for ★★★★★! Would you write a line about it? We'll keep it as your review."


def test_the_same_tap_again_changes_nothing_and_another_one_changes_the_score(shop: Demo) -> None:
    """The last word counts."""
    assert [taps(shop, one) for one in (5, 5, 4)] == ["scored", "scored", "scored"]
    assert (stands(shop).score, stands(shop).version) == (4, 8)
    assert [one.score for one in events(shop, "OrderScored")] == [5, 4]


def test_a_bad_score_is_a_persons_at_once_and_the_customer_is_told(shop: Demo) -> None:
    """A case about that order; one, however often she taps."""
    taps(shop, 1)
    (case,) = shop.record.state.cases.values()
    assert (case.reason, case.order_id) == (CaseReason.LOW_SCORE, MINE.id)
    (opened,) = events(shop, "CaseOpened")
    assert opened.reason == "low_score"
    assert body(shop) == (
        "We're sorry, that's not how it should be. A colleague will look into it and write to you in this chat. "
        "What went wrong? Just write it here."
    )
    taps(shop, 2)
    assert len(shop.record.state.cases) == 1
    assert (stands(shop).score, len(events(shop, "CaseOpened"))) == (2, 1)
    assert body(shop).startswith("Sorry to hear that.")


@pytest.mark.parametrize(
    ("score", "words", "outcome"),
    [
        (5, "The taro milk tea was great!", "reviewed"),
        (4, "more sugar next time", "reviewed"),
        (3, "It was fine", "reviewed"),
        (1, "It was cold and late", "reviewed"),
        (5, "The waffle was soggy, the rest fine", "case_opened"),
    ],
)
def test_what_is_written_after_a_score_is_kept_with_the_order(shop: Demo, score: int, words: str, outcome: str) -> None:
    """Whatever goods it names; a complaint is a person's as well."""
    taps(shop, score)
    assert types(shop, words) == outcome
    assert (stands(shop).review, stands(shop).score) == (words, score)
    assert events(shop, "OrderScored")[-1].reviewed
    kept = shop.record.chats.said(ANA.id, limit=1)[0]
    assert (kept.text, kept.order_id) == (words, MINE.id)
    assert (kept.case_id is not None) is (score == 1 or outcome == "case_opened")


@pytest.mark.parametrize("words", ["2 taro milk tea please", "where is my order", "menu", "I want to talk to a person"])
def test_who_wants_something_else_gets_it(shop: Demo, words: str) -> None:
    """A review is asked for, not demanded."""
    taps(shop, 5)
    assert types(shop, words) not in ("reviewed", "scored")
    assert stands(shop).review == ""


def test_only_the_next_words_are_the_review(shop: Demo) -> None:
    """Later ones are talk."""
    taps(shop, 5)
    types(shop, "Loved it, best boba in town")
    assert types(shop, "Great, thanks") == "thanks"
    assert stands(shop).review == "Loved it, best boba in town"


@pytest.mark.parametrize(("words", "score"), [("4", 4), (" 5/5 ", 5), ("⭐⭐⭐", 3), ("★★★★★", 5), ("⭐️⭐️⭐️⭐️", 4)])
def test_a_typed_digit_or_stars_are_a_score(shop: Demo, words: str, score: int) -> None:
    """Outside the window nobody can be given rows to tap."""
    assert types(shop, words) == "scored"
    assert stands(shop).score == score


@pytest.mark.parametrize("words", ["6", "0", "2 waffles", "55", "⭐⭐⭐⭐⭐⭐"])
def test_another_number_is_no_score(shop: Demo, words: str) -> None:
    """Nor is a digit, once there is a score."""
    types(shop, words)
    assert stands(shop).score is None
    shop.record.state.orders[MINE.id] = replace(MINE, score=5)
    types(shop, "2")
    assert stands(shop).score == 5


@pytest.mark.parametrize(
    "tapped", ["score:ord_mine:6", "score:ord_mine:0", "score:ord_none:5", "score:ord_mine", "score:"]
)
def test_what_is_no_score_is_answered_as_any_other_tap(shop: Demo, tapped: str) -> None:
    """Nothing is kept."""
    assert take_turn(shop.turn(ButtonTap(id=tapped, title="?"))).outcome == "greeting"
    assert stands(shop) == MINE


def test_nobody_scores_an_order_of_somebody_else_or_one_that_is_still_coming(shop: Demo) -> None:
    """The id alone is no right."""
    for other in (replace(MINE, customer_id="cus_bob"), replace(MINE, status=OrderStatus.DISPATCHED)):
        shop.record.state.orders[MINE.id] = other
        taps(shop, 5)
        assert stands(shop).score is None
