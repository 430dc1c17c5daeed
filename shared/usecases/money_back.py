"""Money that was kept for an order goes back: by which payments it came, and how much of each is still here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, PutPayment
from shared.domain.events import Event, RefundDue, order_event
from shared.domain.frozen import dataclass
from shared.domain.order import UNPAID, Order
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.refund import BY_RULE, RefundStep
from shared.ports import OrderFile, Orders


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A payment that was taken, and what of it (minor units) is not yet due back."""

    attempt: PaymentAttempt
    left: int


def kept_for(orders: Orders, order_id: str) -> tuple[Kept, ...]:
    """What was paid for an order that is in force, newest first; a changed order stands on the payments before it."""
    files: list[OrderFile] = []
    at: str | None = order_id
    while at is not None and (file := orders.read_all(at)) is not None:
        files.append(file)
        at = file.order.replaces if file.order.credit else None
    due: Counter[str] = Counter()
    for event in (event for file in files for event in file.events if isinstance(event, RefundDue)):
        due[event.transaction_id] += event.amount
    return tuple(one for file in files for one in _kept(file, due))


def part_paid(file: OrderFile) -> tuple[Kept, ...]:
    """What was paid at the counter for an order that is not paid in full, newest first."""
    return tuple(_kept(file, Counter())) if file.order.status in UNPAID else ()


def _kept(file: OrderFile, due: Mapping[str, int]) -> Iterator[Kept]:
    """``due``: what rules have promised of each payment. What people gave back is gone as well."""
    for one in reversed(file.payments):
        gone = sum(
            refund.amount.amount
            for refund in file.refunds
            if refund.transaction_id == one.transaction_id
            and refund.requested_by != BY_RULE
            and refund.state is not RefundStep.FAILED
        )
        left = _received(one) - due.get(one.transaction_id or "", 0) - gone
        if one.status is AttemptStatus.PAID and left > 0:
            yield Kept(attempt=one, left=left)


def total(kept: Sequence[Kept]) -> int:
    """Minor units of all of it."""
    return sum(one.left for one in kept)


def send_back(
    order: Order, kept: Sequence[Kept], amount: int, *, reason: str, told_with: type[Event], now: datetime
) -> tuple[Order, list[Change]]:
    """The order with a ``RefundDue`` on its timeline for each payment that ``amount`` comes out of, and the changes.

    A payment of which nothing is left is marked so. The order itself is not among the changes.
    """
    changes: list[Change] = []
    for one in kept:
        part = min(one.left, amount)
        if part <= 0:
            break
        amount -= part
        order = order.noted()
        due = order_event(
            RefundDue,
            order,
            now=now,
            transaction_id=one.attempt.transaction_id,
            amount=part,
            currency=order.currency,
            reason=reason,
            told_with=told_with.__name__,
            method=one.attempt.provider,
        )
        changes.append(AppendEvent(event=due))
        if part == one.left:
            spent = replace(one.attempt, status=AttemptStatus.REFUND_DUE, reason=reason)
            changes.append(PutPayment(attempt=spent, new=False))
    return order, changes


def methods(kept: Sequence[Kept], amount: int) -> str:
    """How the payments were made that ``amount`` comes out of, ``several`` for more than one way; empty for nothing."""
    found: set[str] = set()
    for one in kept:
        if amount > 0:
            found.add(one.attempt.provider)
        amount -= one.left
    return next(iter(found), "") if len(found) < 2 else "several"


def _received(attempt: PaymentAttempt) -> int:
    return attempt.received.amount if attempt.received else 0
