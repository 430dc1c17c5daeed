"""What else is said while an order is open: questions, thanks, riddles, complaints, and words for a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.case import CaseReason
from shared.domain.inbound import ButtonTap
from shared.domain.order import OrderStatus
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna


def test_who_asks_where_an_unconfirmed_order_is_learns_that_it_is_not_placed(mpls: ChatOfAna) -> None:
    """And can place it with the buttons under that."""
    mpls.send("2 large taro")
    mpls.send("where is my order?")
    assert mpls.text().startswith("Your order isn't placed yet: it waits for your answer.\n\n2 × Taro milk tea, large")
    mpls.tap("Confirm")
    assert mpls.order.status is OrderStatus.AWAITING_PAYMENT


@pytest.mark.parametrize("words", ["what's the total?", "kitna hua total?", "total?"])
def test_the_total_of_an_open_order_is_told_and_not_a_persons_matter(mpls: ChatOfAna, words: str) -> None:
    """However it is asked for."""
    mpls.send("2 large taro")
    mpls.send(words)
    assert "$13.50" in mpls.text()
    assert not mpls.world.record.state.cases


@pytest.mark.parametrize("text", ["👍", "ok", "yes", "ok thanks"])
def test_a_yes_to_nothing_is_no_riddle(mpls: ChatOfAna, text: str) -> None:
    """Nobody is told that they were not understood for being polite."""
    mpls.send(text)
    assert mpls.text() == "You're welcome! 😊"


def test_what_is_not_understood_is_asked_once_and_then_a_persons(mpls: ChatOfAna) -> None:
    """With a way to the menu and to a person."""
    assert mpls.send("glorp zib").outcome == "not_understood"
    assert mpls.titles == ["Menu", "Talk to a person"]
    assert mpls.send("fnord wibble").outcome == "case_opened"
    (case,) = mpls.world.record.state.cases.values()
    assert case.reason is CaseReason.NOT_UNDERSTOOD
    assert mpls.send("skrz").outcome == "case_joined"


def test_an_order_in_progress_goes_on_while_a_person_is_waited_for(mpls: ChatOfAna) -> None:
    """What is not understood is kept for the person, and the step that stands is shown: no message meets silence."""
    mpls.send("glorp zib")
    mpls.send("fnord wibble")
    mpls.send("2 large taro")
    told = len(mpls.heard)
    assert mpls.send("skrz").outcome == "case_joined_and_shown"
    assert len(mpls.heard) == told + 1
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert mpls.tap("Confirm").outcome == "received"


def test_what_looked_like_an_order_is_kept_for_staff(mpls: ChatOfAna) -> None:
    """The draft with the original words hangs on the case."""
    mpls.send("glorp zib")
    assert mpls.send("3 unicorn burgers").outcome == "case_opened"
    (case,) = mpls.world.record.state.cases.values()
    assert case.order_id == mpls.order.id
    assert [one.text for one in mpls.order.heard] == ["3 unicorn burgers"]
    assert mpls.order.status is OrderStatus.DRAFT
    mpls.send("2 large taro")
    assert mpls.tap("Confirm").outcome == "received"


@pytest.mark.parametrize(
    ("words", "outcome"), [("thanks!", "thanks"), ("😊", "thanks"), ("👋", "greeting"), ("?", "not_understood")]
)
def test_small_talk_has_small_answers(mpls: ChatOfAna, words: str, outcome: str) -> None:
    """A wave is a hello; a question mark alone is a riddle."""
    assert mpls.send(words).outcome == outcome


def test_something_understood_in_between_begins_anew(mpls: ChatOfAna) -> None:
    """Two riddles in a row are what counts."""
    mpls.send("glorp zib")
    mpls.send("2 large taro")
    assert mpls.send("fnord wibble").outcome == "not_understood"


@pytest.mark.parametrize(
    ("words", "reason"), [("my tea was cold and awful", "complaint"), ("can I talk to someone", "asked_for")]
)
def test_a_complaint_and_a_wish_for_a_person_are_a_case_about_the_last_order(
    mpls: ChatOfAna, words: str, reason: str
) -> None:
    """So that nobody has to ask which."""
    mpls.send(cart(("WAFFLE", 1, 695)))
    assert mpls.send(words).outcome == "case_opened"
    (case,) = mpls.world.record.state.cases.values()
    assert (case.reason, case.order_id) == (reason, mpls.order.id)


def test_while_a_person_is_talking_words_are_only_kept(mpls: ChatOfAna) -> None:
    """Carts and taps work; after the hour the bot speaks again."""
    mpls.send("2 large taro")
    button = mpls.choices[0]
    chats = mpls.world.record.state.chats
    (customer_id,) = chats
    until = mpls.world.now + timedelta(hours=1)
    chats[customer_id] = replace(chats[customer_id], person_until=until)
    told = len(mpls.heard)
    assert mpls.send("and a waffle").outcome == "case_opened"
    assert len(mpls.heard) == told
    said = mpls.world.record.chats.said(customer_id, limit=1)[0]
    (case,) = mpls.world.record.state.cases.values()
    assert (said.text, said.case_id) == ("and a waffle", case.id)
    assert mpls.send(ButtonTap(id=button.id, title=button.title)).outcome == "received"
    assert mpls.send(cart(("WAFFLE", 1, 695))).outcome == "received"
    mpls.world.now = until
    assert mpls.send("hello").outcome == "greeting"


def test_the_same_message_twice_is_one(mpls: ChatOfAna) -> None:
    """Meta delivers again for days."""
    mpls.send("2 large taro")
    before = mpls.order
    assert mpls.again(1).outcome == "repeated"
    assert mpls.order == before
    mpls.tap("Confirm")
    held = mpls.held
    assert mpls.again(2).outcome == "repeated"
    assert (mpls.held, len(mpls.orders)) == (held, 1)


def test_a_button_under_an_older_step_shows_the_one_that_stands(mpls: ChatOfAna) -> None:
    """Nothing is taken that was not on the screen."""
    mpls.send("2 large taro")
    old = mpls.choices[0]
    mpls.send("add a waffle")
    mpls.send(ButtonTap(id=old.id, title=old.title))
    assert mpls.order.status is OrderStatus.DRAFT
    assert "Egg waffle" in mpls.text()
    assert mpls.tap("Confirm").outcome == "received"
