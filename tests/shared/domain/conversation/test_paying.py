"""Whether a message says nothing but that its writer pays in cash, or wants to pay."""

from __future__ import annotations

import pytest

from shared.domain.conversation.paying import asks_to_pay, pays_in_cash


@pytest.mark.parametrize(
    "text",
    [
        "cash",
        "COD",
        "c.o.d.",
        "Cash on delivery please!",
        "I'll pay cash on delivery",
        "pay on delivery",
        "ok cash",
        "efectivo",
        "Pago en efectivo",
        "pagaré al recibir",
        "contra entrega por favor",
        "नकद",
        "कैश ऑन डिलीवरी",
        "डिलीवरी पर नकद दूँगा",
        "cash dunga",
        "nakad de dunga delivery pe".replace("de ", ""),
        "cod kar do",
    ],
)
def test_it_is_heard_in_every_language(text: str) -> None:
    """In the ways in which people write it."""
    assert pays_in_cash(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "cash?",
        "cash on delivery hai",
        "do you take cash",
        "can i pay cash",
        "no cash",
        "not cash, card",
        "2 ghee cash on delivery",
        "ghee cod",
        "pay",
        "on delivery",
        "delivery please",
        "¿aceptan efectivo?",
        "cashew",
        "नकद नहीं",
        "ok",
    ],
)
def test_nothing_else_is_taken_for_it(text: str) -> None:
    """A question, a refusal, an order, half a phrase."""
    assert not pays_in_cash(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to pay",
        "I'd like to pay now please",
        "pay",
        "How do I pay?",
        "where do i pay",
        "can i still pay?",
        "send me the link again",
        "Can you send a new link?",
        "payment link please",
        "the link expired",
        "the link has expired, send another",
        "pay by card",
        "Quiero pagar",
        "¿Cómo pago?",
        "mándame el link de pago",
        "el enlace venció",
        "me puedes mandar otro enlace por favor",
        "भुगतान करना है",
        "लिंक दोबारा भेजो",
        "पेमेंट कैसे करें",
        "payment link bhejo",
        "mujhe pay karna hai",
        "link expire ho gaya",
    ],
)
def test_who_wants_to_pay_is_heard_in_every_language(text: str) -> None:
    """And who misses the link."""
    assert asks_to_pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "thanks",
        "order",
        "how are you",
        "I already paid",
        "I don't want to pay",
        "the link does not work",
        "I paid twice",
        "can I pay with a cheque",
        "pay me back",
        "I want to pay for 2 taro",
        "do you take cash",
        "no quiero pagar",
        "ya pagué",
        "भुगतान नहीं करना",
        "payment ho gaya",
        "पेमेंट हो गया",
        "payment wapas karo",
        "mi pago ya",
        "taro please",
    ],
)
def test_who_wants_something_else_is_not_taken_for_it(text: str) -> None:
    """Who has paid, refuses, complains, orders or asks what else is taken."""
    assert not asks_to_pay(text)
