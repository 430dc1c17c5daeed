"""One refund of a payment for an order, from the wish to its end; never deleted, moved forward only.

Asked for by a rule (``RefundDue``), by a person of the store, or heard of from the gateway when neither did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from shared.domain.frozen import dataclass
from shared.domain.gateway_facts import Refund, RefundState
from shared.domain.money import Money
from shared.domain.payment import AttemptStatus, PaymentAttempt


class RefundStep(StrEnum):
    """How far a refund came; only a later one here may replace an earlier one. One that succeeded may still fail."""

    #: Recorded, the gateway was not heard of it.
    REQUESTED = "requested"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


STEPS = tuple(RefundStep)
STEP_OF = {
    RefundState.PENDING: RefundStep.PENDING,
    RefundState.SUCCEEDED: RefundStep.SUCCEEDED,
    RefundState.FAILED: RefundStep.FAILED,
}
#: How money that was taken this way at the counter or at the door goes back, by hand, if nobody says otherwise.
BY_HAND: Mapping[str, str] = {"cash": "cash", "cash_on_delivery": "cash", "card": "card", "wallet": "wallet"}
#: Working days within which the customer's bank shows a refund that went this way. Sources: Stripe, "Refunds": 5 to 10
#: business days; Razorpay, "Refunds": 5 to 7 working days at normal speed; terminals as Stripe; bank transfers 1 to 3.
SHOWN_WITHIN: Mapping[str, tuple[int, int]] = {
    "stripe": (5, 10),
    "razorpay": (5, 7),
    "card": (5, 10),
    "transfer": (1, 3),
}
#: ``requested_by`` of a refund that a rule wants, and of one that somebody made at the gateway itself.
BY_RULE, ELSEWHERE = "rule", "elsewhere"


@dataclass(frozen=True, kw_only=True)
class OrderRefund:
    """``id`` is our reference at the gateway (at most 40 characters), ``gateway_id`` the gateway's own.

    ``reason`` is a word of ``RefundDue`` or a person's words, ``requested_by`` a staff user name, ``rule`` or
    ``elsewhere``. ``earned``: the sale stands and some of its price is given back; else it was the customer's money
    all along. ``tax`` is what of it is no longer owed to the state. ``code``: why the gateway would not.

    One that is given back by hand has no gateway: ``provider`` is how (``cash``, ``card``, ``wallet``, ``transfer``),
    ``gateway_id`` the request that gave it, ``given_by`` who did, ``slip`` the number of the terminal's or the bank's
    receipt. Until then ``provider`` is how the money was taken.
    """

    id: str
    order_id: str
    provider: str
    transaction_id: str
    amount: Money
    reason: str
    state: RefundStep
    requested_by: str
    at: datetime
    earned: bool = False
    tax: int = 0
    gateway_id: str | None = None
    code: str | None = None
    given_by: str | None = None
    slip: str | None = None

    @property
    def waits_for_a_hand(self) -> bool:
        """Whether somebody of the store still has to give it back: it was not paid through a gateway."""
        return self.provider in BY_HAND and self.state is RefundStep.REQUESTED

    def may_become(self, step: RefundStep) -> bool:
        """Whether the step is further than this one."""
        return STEPS.index(step) > STEPS.index(self.state)

    def as_fact(self) -> Refund:
        """The refund as its gateway is asked about it. Raises LookupError when the gateway has none yet."""
        if self.gateway_id is None:
            raise LookupError(f"refund {self.id} is not at the gateway yet")
        return Refund(
            provider=self.provider,
            id=self.gateway_id,
            transaction_id=self.transaction_id,
            amount=self.amount,
            state=RefundState.PENDING,
            reference=self.id,
            order_id=self.order_id,
        )


def refund_id_for(cause: str) -> str:
    """The id of the refund that a cause (an event, a staff request) wants: the same cause finds the same refund."""
    return "rf_" + hashlib.sha256(cause.encode()).hexdigest()[:24]


def left_of(transaction_id: str, attempts: Iterable[PaymentAttempt], refunds: Iterable[OrderRefund]) -> int:
    """Minor units of a payment that are not on their way back: captured less all refunds that did not fail."""
    came = sum(
        one.received.amount
        for one in attempts
        if one.transaction_id == transaction_id and one.received is not None and one.status is not AttemptStatus.OPEN
    )
    gone = sum(
        one.amount.amount
        for one in refunds
        if one.transaction_id == transaction_id and one.state is not RefundStep.FAILED
    )
    return came - gone


def unassigned(refund: OrderRefund, attempts: Iterable[PaymentAttempt]) -> bool:
    """Whether it gives back money of which nobody knew what it was for: its payment was put aside."""
    return any(
        one.transaction_id == refund.transaction_id and one.status is AttemptStatus.QUARANTINED for one in attempts
    )
