"""Who wants to pay gets the link that waits, or, when its time is over, the same order again and with it a new link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.messages import ButtonsMessage, LinkMessage
from shared.domain.order import OrderStatus
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna

WAFFLE = cart(("WAFFLE", 1, 695))


@pytest.fixture
def ana() -> ChatOfAna:
    """Ana has a link for a waffle."""
    chat = ChatOfAna("mpls")
    chat.send(WAFFLE)
    return chat


def expired(chat: ChatOfAna) -> None:
    """Nobody paid in time."""
    chat.world.now += timedelta(minutes=31)
    chat.world.expire(chat.order)
    chat.follow()
    assert chat.order.status is OrderStatus.EXPIRED


@pytest.mark.parametrize("words", ["I want to pay", "send me the link again", "How do I pay?", "quiero pagar"])
def test_the_link_that_waits_is_shown_once_more(ana: ChatOfAna, words: str) -> None:
    """Nobody is asked for, and no second link is opened."""
    assert ana.send(words).outcome == "status"
    assert isinstance(ana.last, LinkMessage)
    assert (ana.last.url, "$6.95" in ana.last.body) == ("https://pay.example.com/link_1", True)
    assert ana.order.status is OrderStatus.AWAITING_PAYMENT
    assert not ana.world.record.state.cases


def test_after_the_link_expired_one_yes_brings_a_new_one(ana: ChatOfAna) -> None:
    """The same lines, read back first: the shelf may hold less by now."""
    expired(ana)
    ana.send("the link expired, please send a new one")
    assert isinstance(ana.last, ButtonsMessage)
    assert "1 × Egg waffle  $6.95" in ana.last.body
    ana.tap("Confirm")
    assert isinstance(ana.last, LinkMessage)
    assert ana.last.url == "https://pay.example.com/link_2"
    assert [one.status for one in ana.orders] == [OrderStatus.EXPIRED, OrderStatus.AWAITING_PAYMENT]


def test_an_order_let_go_days_ago_is_not_what_is_meant(ana: ChatOfAna) -> None:
    """How one pays is then a question like any other."""
    expired(ana)
    ana.world.now += timedelta(days=2)
    assert ana.send("How do I pay?").outcome == "answer_payment"
    assert len(ana.orders) == 1


def test_who_has_nothing_to_pay_is_answered_as_ever() -> None:
    """No order at all, and one that is paid."""
    chat = ChatOfAna("mpls")
    assert chat.send("How do I pay?").outcome == "answer_payment"
    chat.send(WAFFLE)
    chat.world.paid(chat.world.gateway.pay(f"{chat.order.id}-1"))
    assert chat.send("How do I pay?").outcome == "answer_payment"
