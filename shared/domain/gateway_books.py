"""What a gateway's own lists say: links, payments with their fees, and every movement of the money it holds for us."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from shared.domain.frozen import dataclass
from shared.domain.gateway_facts import PaymentProgress, PaymentState, RefundedSoFar
from shared.domain.money import Money


@dataclass(frozen=True, kw_only=True)
class Unread:
    """An entry of a list that could not be understood, by its gateway's ``id``: a person must look."""

    provider: str
    id: str
    what: str


@dataclass(frozen=True, kw_only=True)
class ListedLink:
    """A link as it stands; ``open`` tells whether it can still be paid, ``paid`` what came so far (minor units)."""

    provider: str
    id: str
    amount: Money
    open: bool
    paid: int
    at: datetime
    order_id: str | None = None
    attempt_id: str | None = None
    transaction_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ListedPayment:
    """A payment as it stands, in minor units: ``refunded`` so far, and the gateway's ``fee`` with the ``tax`` in it."""

    provider: str
    transaction_id: str
    amount: Money
    state: PaymentState
    at: datetime
    refunded: int = 0
    fee: int | None = None
    tax: int = 0
    order_id: str | None = None
    attempt_id: str | None = None
    live: bool | None = None

    def facts(self) -> tuple[PaymentProgress | RefundedSoFar, ...]:
        """What a webhook about it would have told: the way in which a lost one is made up for."""
        heard = PaymentProgress(
            provider=self.provider,
            transaction_id=self.transaction_id,
            state=self.state,
            amount=self.amount,
            order_id=self.order_id,
            live=self.live,
        )
        if not self.refunded:
            return (heard,)
        total = Money(self.refunded, self.amount.currency)
        so_far = RefundedSoFar(provider=self.provider, transaction_id=self.transaction_id, total=total, live=self.live)
        return heard, so_far


class MovementKind(StrEnum):
    """Why the money that a gateway holds became more or less."""

    PAYMENT = "payment"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE = "dispute"
    DISPUTE_RETURNED = "dispute_returned"
    PAYOUT = "payout"
    PAYOUT_FAILED = "payout_failed"
    FEE = "fee"
    #: Of a kind that we have no word for: it counts, and a person may want to look.
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class BalanceMovement:
    """One line of the gateway's balance, in minor units of ``currency``; ``gross`` is negative for money that leaves.

    ``fee`` has the ``tax`` on it in it. ``source_id`` is what moved (a charge, a refund, a dispute, a payout),
    ``payout_id`` the payout that settled it, where the gateway says so.
    """

    provider: str
    id: str
    kind: MovementKind
    currency: str
    gross: int
    fee: int
    tax: int
    at: datetime
    source_id: str
    transaction_id: str | None = None
    payout_id: str | None = None
    order_id: str | None = None

    @property
    def net(self) -> int:
        """By how much the balance changed."""
        return self.gross - self.fee
