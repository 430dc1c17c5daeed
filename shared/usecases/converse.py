"""The customer said something that makes no order: note it, once, and have it answered."""

from __future__ import annotations

import hashlib
from datetime import datetime

from shared.domain.customer import Customer
from shared.domain.events import CustomerSpoke
from shared.domain.inbound import InboundMessage
from shared.ports import Outbox


def converse(
    outbox: Outbox, *, store: str, customer: Customer, message: InboundMessage, topic: str, now: datetime
) -> bool:
    """Note on the customer's timeline what kind of answer is due; False when this message was noted before.

    Topics: ``greeting`` (show the catalog), ``stale_tap`` (the button was about an order that has moved on).
    """
    return outbox.announce(
        CustomerSpoke(
            store=store,
            subject=f"CUSTOMER#{customer.id}",
            sequence=_place(message),
            at=now,
            customer_id=customer.id,
            message_id=message.id,
            topic=topic,
        )
    )


def _place(message: InboundMessage) -> int:
    """Where a message stands on its customer's timeline: by its second, and within it by its id, the same each time."""
    within = int(hashlib.sha256(message.id.encode()).hexdigest(), 16) % 1_000_000
    return int(message.at.timestamp()) * 1_000_000 + within
