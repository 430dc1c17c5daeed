"""A customer wrote a card number: it is gone already, and they are told never to send one."""

from __future__ import annotations

import re
from datetime import datetime

from shared.domain.cards import TAKEN_OUT
from shared.domain.customer import Customer
from shared.domain.events import CustomerSpoke
from shared.domain.inbound import InboundMessage, Text
from shared.usecases.turn import Talk

#: Words around a card number that ask for nothing, in every language of ours.
_ABOUT_CARDS = frozenset(
    (
        *(
            "my",
            "card",
            "credit",
            "debit",
            "number",
            "no",
            "is",
            "the",
            "here",
            "its",
            "it",
            "s",
            "exp",
            "expiry",
            "cvv",
        ),
        *("cvc", "code", "visa", "mastercard", "pay", "with", "use", "this", "charge", "please", "mi", "tarjeta", "es"),
        *("de", "el", "la", "número", "numero", "pago", "con", "esta", "mera", "meri", "ka", "hai", "yeh", "ye"),
        *("मेरा", "मेरे", "कार्ड", "नंबर", "का", "है", "यह", "ये", "सीवीवी"),
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u097F]+)*")


def warn_about_card(talk: Talk, *, message: InboundMessage, customer: Customer, now: datetime) -> None:
    """Have the customer warned, once for each message, whatever else the message is answered with."""
    talk.shop.outbox.announce(
        CustomerSpoke(
            store=talk.shop.store.id,
            subject=f"CUSTOMER#{customer.id}",
            # Beside the message's own answer, which has the message's place.
            sequence=message.place + 1,
            at=now,
            customer_id=customer.id,
            message_id=message.id,
            topic="card_warning",
        )
    )


def nothing_but_a_card(message: InboundMessage) -> bool:
    """Whether there is nothing left to answer: at most words that only say that this is a card."""
    if not isinstance(message.said, Text):
        return False
    return all(word in _ABOUT_CARDS for word in _WORD.findall(message.said.body.replace(TAKEN_OUT, " ").casefold()))
