"""What a run of the reconciler has to work with, and what it has found so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from shared.domain.frozen import dataclass
from shared.domain.gateway_books import ListedPayment, Unread
from shared.domain.gateway_facts import Dispute, Payout, Refund
from shared.domain.payment import PaymentAttempt
from shared.domain.reconciliation import Difference, DifferenceKind, Healed, Report
from shared.domain.store import Store
from shared.ports import (
    Books,
    Commits,
    GatewayBooks,
    GatewayFile,
    OrderFile,
    Orders,
    Reconciliations,
    ReportFiles,
)
from shared.usecases.move_refund import RefundRoom
from shared.usecases.record_money import record_money
from shared.usecases.record_payment import NotOurOrderYet

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Counting:
    """What reconciling needs. ``live``: whether the store takes real money."""

    store: Store
    live: bool
    gateway: GatewayBooks
    orders: Orders
    commits: Commits
    books: Books
    gateway_file: GatewayFile
    reports: Reconciliations
    files: ReportFiles


class Findings:
    """The report while it grows."""

    def __init__(self, room: Counting, report: Report, *, now: datetime) -> None:
        self.room, self.report, self.now = room, report, now

    def moved(self, **progress: object) -> None:
        """How far the run came."""
        self.report = replace(self.report, **progress)  # type: ignore[arg-type]

    def read(self, listed: Iterator[_T | Unread]) -> Iterator[_T]:
        """What can be understood of a list; what cannot is a difference."""
        for one in listed:
            if isinstance(one, Unread):
                self.differ(DifferenceKind.UNREAD, one.id)
            else:
                yield one

    def differ(
        self,
        kind: DifferenceKind,
        gateway_id: str,
        *,
        order_id: str | None = None,
        expected: int | None = None,
        found: int | None = None,
        currency: str = "",
    ) -> None:
        """One more thing for a person."""
        one = Difference(
            kind=kind, gateway_id=gateway_id, order_id=order_id, expected=expected, found=found, currency=currency
        )
        self.report = self.report.with_differences([one])

    def differ_payment(
        self, kind: DifferenceKind, payment: ListedPayment, *, order_id: str | None, expected: int | None = None
    ) -> None:
        """The same, of a payment that the gateway lists."""
        self.differ(
            kind,
            payment.transaction_id,
            order_id=order_id,
            expected=expected,
            found=payment.amount.amount,
            currency=payment.amount.currency,
        )

    def healed(self, payment: ListedPayment, order_id: str, outcome: str) -> None:
        """A payment was made up for."""
        self.report = self.report.with_healed(
            Healed(
                gateway_id=payment.transaction_id,
                order_id=order_id,
                amount=payment.amount.amount,
                currency=payment.amount.currency,
                outcome=outcome,
            )
        )

    def hear(self, fact: Refund | Dispute | Payout) -> bool:
        """Take a fact in as its webhook would have told it; False when it is of no payment of ours."""
        if fact.live not in (None, self.room.live):
            return False
        own = RefundRoom(store=self.room.store, orders=self.room.orders, commits=self.room.commits)
        try:
            record_money(own, self.room.gateway_file, fact=fact, now=self.now)
        except NotOurOrderYet:
            return False
        return True

    def file_of(self, provider: str, transaction_id: str) -> OrderFile | None:
        """The order that a payment was recorded for, with what hangs on it."""
        order_id = self.room.gateway_file.order_of(provider, transaction_id)
        return self.room.orders.read(order_id) if order_id else None


def attempt_of(file: OrderFile, transaction_id: str) -> PaymentAttempt | None:
    """The attempt that a payment was recorded on."""
    return next((one for one in file.payments if one.transaction_id == transaction_id), None)
