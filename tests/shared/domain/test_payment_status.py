"""How an order stands with its money, from what came and what went back."""

from __future__ import annotations

import pytest

from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.payment_status import PaymentStatus, payment_status
from shared.domain.refund import OrderRefund, RefundStep, left_of
from tests.fakes.people import NOW, order

P, Q, D = AttemptStatus.PAID, AttemptStatus.QUARANTINED, AttemptStatus.REFUND_DUE


def attempt(status: AttemptStatus, amount: int, number: int = 1) -> PaymentAttempt:
    """Money that came."""
    return PaymentAttempt(
        id=f"ord_1-{number}",
        order_id="ord_1",
        provider="stripe",
        amount=Money(1845, "USD"),
        status=status,
        created_at=NOW,
        transaction_id=f"pi_{number}",
        received=Money(amount, "USD"),
    )


def refund(amount: int, state: RefundStep, *, earned: bool = False) -> OrderRefund:
    """Money that goes back."""
    return OrderRefund(
        id=f"rf_{amount}_{state}",
        order_id="ord_1",
        provider="stripe",
        transaction_id="pi_1",
        amount=Money(amount, "USD"),
        reason="",
        state=state,
        requested_by="kim",
        at=NOW,
        earned=earned,
    )


@pytest.mark.parametrize(
    ("attempts", "refunds", "expected"),
    [
        ([], [], PaymentStatus.UNPAID),
        ([attempt(Q, 1800)], [], PaymentStatus.UNPAID),
        ([attempt(P, 800)], [], PaymentStatus.PARTLY_PAID),
        ([attempt(P, 1845)], [], PaymentStatus.PAID),
        ([attempt(P, 800), attempt(P, 1045, 2)], [], PaymentStatus.PAID),
        ([attempt(P, 1845), attempt(P, 5, 2)], [], PaymentStatus.OVERPAID),
        ([attempt(P, 1845), attempt(D, 1845, 2)], [], PaymentStatus.REFUND_DUE),
        ([attempt(D, 1845)], [refund(1845, RefundStep.PENDING)], PaymentStatus.REFUND_DUE),
        ([attempt(D, 1845)], [refund(1845, RefundStep.FAILED)], PaymentStatus.REFUND_DUE),
        ([attempt(D, 1845)], [refund(1845, RefundStep.SUCCEEDED)], PaymentStatus.UNPAID),
        ([attempt(P, 1845)], [refund(500, RefundStep.SUCCEEDED, earned=True)], PaymentStatus.PAID),
        ([attempt(P, 1850)], [refund(5, RefundStep.REQUESTED)], PaymentStatus.PAID),
    ],
)
def test_the_status_follows_from_what_came_and_what_went_back(
    attempts: list[PaymentAttempt], refunds: list[OrderRefund], expected: PaymentStatus
) -> None:
    """Of an order of 18.45."""
    assert payment_status(order(status=OrderStatus.CONFIRMED), attempts, refunds) is expected


def test_the_money_of_an_order_that_another_replaced_is_not_too_much() -> None:
    """It counts for the other one."""
    replaced = order(status=OrderStatus.CANCELLED)
    assert payment_status(replaced, [attempt(P, 1845)]) is PaymentStatus.PAID


def test_a_refund_that_failed_leaves_its_money_to_be_given_back_again() -> None:
    """Pending ones count as gone."""
    refunds = [refund(500, RefundStep.FAILED), refund(300, RefundStep.PENDING)]
    assert left_of("pi_1", [attempt(P, 1845)], refunds) == 1545
