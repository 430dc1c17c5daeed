"""How an order stands with its money: derived from what came and what went back, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from shared.domain.order import UNPAID, Order, OrderStatus
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.refund import OrderRefund, RefundStep

#: An order in one of these asks for no money.
ENDED = frozenset({OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.EXPIRED})


class PaymentStatus(StrEnum):
    """Whether an order is paid for."""

    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    #: Money that cannot be kept has not arrived at the customer yet.
    REFUND_DUE = "refund_due"


def payment_status(
    order: Order, attempts: Sequence[PaymentAttempt], refunds: Sequence[OrderRefund] = ()
) -> PaymentStatus:
    """The status. A wrong amount that nobody looked at counts for nothing; a refund out of goodwill leaves it paid."""
    if any(_due(one, refunds) for one in attempts):
        return PaymentStatus.REFUND_DUE
    paid = order.credit + sum(_kept(one, order, refunds) for one in attempts)
    if paid <= 0:
        return PaymentStatus.UNPAID
    if order.status in ENDED:
        # It counts for the order that took this one's place.
        return PaymentStatus.PAID
    asked = order.total.amount
    if paid < asked:
        return PaymentStatus.PARTLY_PAID
    return PaymentStatus.PAID if paid == asked else PaymentStatus.OVERPAID


def _due(attempt: PaymentAttempt, refunds: Sequence[OrderRefund]) -> bool:
    if attempt.status is not AttemptStatus.REFUND_DUE or attempt.received is None:
        return False
    back = sum(
        one.amount.amount
        for one in refunds
        if one.transaction_id == attempt.transaction_id and one.state is RefundStep.SUCCEEDED
    )
    return back < attempt.received.amount


def _kept(attempt: PaymentAttempt, order: Order, refunds: Sequence[OrderRefund]) -> int:
    received = attempt.received
    if attempt.status is not AttemptStatus.PAID or received is None or received.currency != order.currency:
        return 0
    back = sum(
        one.amount.amount
        for one in refunds
        if one.transaction_id == attempt.transaction_id and not one.earned and one.state is not RefundStep.FAILED
    )
    return received.amount - back


def earned_by(order: Order, attempt: PaymentAttempt | None) -> bool:
    """Whether a sale that stands was paid with it, so that what goes back of it is some of the price."""
    sold = order.status not in (*UNPAID, *ENDED)
    return sold and attempt is not None and attempt.status is AttemptStatus.PAID
