"""Whether a message says nothing but that its writer pays in cash."""

from __future__ import annotations

import pytest

from shared.domain.conversation.paying import pays_in_cash


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
