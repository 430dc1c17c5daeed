"""What a person of the store needs to take part in a conversation, and what may stand in their way.

UnknownCase         there is no such case
ClaimedByAnother    somebody else has the case; says who
WindowClosed        the customer last wrote too long ago for WhatsApp to take free words
RequestReused       the idempotency key belongs to another request
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from shared.domain.customer import Customer
from shared.domain.frozen import dataclass
from shared.domain.store import Store
from shared.ports import Cases, Chats, Commits, Customers

#: What is accepted now must still be sendable when its turn in the queue comes.
MARGIN = timedelta(minutes=5)
#: The other side of a conflict is another person or the customer; three in a row is no coincidence any more.
TRIES = 3


class UnknownCase(Exception):
    """There is no such case."""


class ClaimedByAnother(Exception):
    """Somebody else has the case."""

    def __init__(self, by: str) -> None:
        super().__init__(f"{by} has this case; they can release it")
        self.by = by


class WindowClosed(Exception):
    """WhatsApp takes free words only within 24 hours of the customer's last message."""

    def __init__(self, customer: Customer) -> None:
        super().__init__("the customer last wrote more than 24 hours ago")
        self.customer_id = customer.id


class RequestReused(Exception):
    """The key belongs to an earlier request that asked for something else."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The store, and the ports on its conversations."""

    store: Store
    customers: Customers
    chats: Chats
    cases: Cases
    commits: Commits

    @property
    def talking_for(self) -> timedelta:
        """How long the bot is silent after a person wrote or took a case."""
        return timedelta(minutes=self.store.person_minutes)


def request_id(key: str) -> str:
    """What is kept of an idempotency key where a message id stands."""
    return "staff." + hashlib.sha256(key.encode()).hexdigest()[:32]
