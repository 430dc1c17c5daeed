"""Payment attempts: each link we opened and each payment we were told of is a record of its own, never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from shared.domain.frozen import dataclass
from shared.domain.money import Money

#: What the ids of payments that were taken at the counter or at the door begin with.
COUNTER = "ctr_"
#: Paid in cash when the goods come; until then an open attempt without a link.
AT_THE_DOOR = "cash_on_delivery"


class AttemptStatus(StrEnum):
    """What became of an attempt to pay."""

    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"
    #: Money came that is not what was asked for: never counts as paid, staff look at it.
    QUARANTINED = "quarantined"
    #: Money came that we cannot keep.
    REFUND_DUE = "refund_due"


@dataclass(frozen=True, kw_only=True)
class PaymentAttempt:
    """One attempt. ``id`` is our reference at the gateway; ``link_id`` and ``url`` are the gateway's own."""

    id: str
    order_id: str
    provider: str
    amount: Money
    status: AttemptStatus
    created_at: datetime
    link_id: str | None = None
    url: str | None = None
    transaction_id: str | None = None
    received: Money | None = None
    reason: str | None = None

    @property
    def is_promise(self) -> bool:
        """Whether it waits for cash at the door."""
        return self.provider == AT_THE_DOOR and self.status is AttemptStatus.OPEN

    def settled(self, fact: Payment, *, status: AttemptStatus, reason: str | None = None) -> PaymentAttempt:
        """The attempt after the gateway told of a payment on it."""
        return replace(self, status=status, transaction_id=fact.transaction_id, received=fact.amount, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A payment that a gateway says it took, whatever words it used.

    ``transaction_id`` is the gateway's own id (``pi_...``, ``pay_...``), the same in every event about this payment.
    ``live`` tells real money from test money; None: this gateway does not say.
    """

    provider: str
    transaction_id: str
    order_id: str
    amount: Money
    link_id: str | None = None
    live: bool | None = None


def attempt_id(order_id: str, number: int) -> str:
    """Our reference for the n-th link of an order (at most 40 characters, Razorpay's limit)."""
    return f"{order_id}-{number}"
