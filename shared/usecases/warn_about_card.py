"""A customer wrote a card number: it is gone already, and they are told never to send one."""

from __future__ import annotations

from datetime import datetime

from shared.domain.cards import TAKEN_OUT
from shared.domain.customer import Customer
from shared.domain.events import CustomerSpoke
from shared.domain.inbound import InboundMessage, Text
from shared.usecases.turn import Talk


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
    """Whether there is nothing left to answer: at most the expiry date and the code that stand behind a number."""
    if not isinstance(message.said, Text):
        return False
    return not any(letter.isalpha() for letter in message.said.body.replace(TAKEN_OUT, ""))
