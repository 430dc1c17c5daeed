"""Compare the gateway's own lists with the record: heal what lost webhooks left behind, report what cannot be healed.

A payment that we never heard of is recorded by the use case that its webhook would have called, so the order turns
paid and the customer is told, once. Everything here may be repeated: what was done is found done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from shared.domain.frozen import dataclass
from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment, MovementKind, Unread
from shared.domain.gateway_facts import Dispute, PaymentState, Payout, Refund, RefundState
from shared.domain.order import UNPAID, OrderStatus
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.reconciliation import Difference, DifferenceKind, Healed, Report, Scope
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
from shared.usecases.book_fees import FeeBook
from shared.usecases.move_refund import RefundRoom
from shared.usecases.reconciliation_csv import csv_of
from shared.usecases.record_money import record_money
from shared.usecases.record_payment import NotOurOrderYet, record_payment

#: A rolling report looks so far back: a day, and time for a run or two that failed.
ROLLING = timedelta(hours=26)
#: So much is compared before progress is kept.
SLICE = timedelta(hours=2)
#: After an order's reservation ends: until then its money may still come.
SETTLING = timedelta(minutes=90)
#: At day close it is asked what became of those that began so long ago.
DISPUTES_LAST, PAYOUTS_LAST = timedelta(days=120), timedelta(days=14)
#: Heads of orders read at once.
PAGE = 100
#: In these no order has been paid.
NEVER_PAID = frozenset({*UNPAID, OrderStatus.DRAFT})
#: Money that we know to be due back, or looked at: that somebody gave it back is what was to happen.
TO_GIVE_BACK = frozenset({AttemptStatus.QUARANTINED, AttemptStatus.REFUND_DUE})

_T = TypeVar("_T")
_K = DifferenceKind


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


def reconcile(room: Counting, *, day: date, scope: Scope, now: datetime, in_time: Callable[[], bool]) -> Report:
    """Compare the scope's time, or what an earlier run left of it, as long as ``in_time``; the report is kept too.

    A report that is not ``complete`` goes on with the next call. Raises Unavailable, Refused, Contended.
    """
    run = _Run(room, _begun(room, day=day, scope=scope, now=now), now=now)
    while not run.report.complete and in_time():
        run.next_slice()
        room.reports.save(run.report)
    run.look_for_missing()
    if run.report.complete:
        run.compare_fees()
        run.hear_the_rest()
    room.reports.save(run.report)
    room.files.put(f"reconciliation/{day.isoformat()}-{scope}.csv", csv_of(run.report))
    return run.report


def window(store: Store, *, day: date, scope: Scope, now: datetime) -> tuple[datetime, datetime]:
    """The time that a report is about: from, and until before."""
    if scope is Scope.ROLLING:
        return now - ROLLING, now
    return store.day_start(day - timedelta(days=1)), min(store.day_start(day + timedelta(days=1)), now)


def _begun(room: Counting, *, day: date, scope: Scope, now: datetime) -> Report:
    before = room.reports.read(day, scope)
    if before is not None and not before.complete:
        return replace(before, ran_at=now)
    since, until = window(room.store, day=day, scope=scope, now=now)
    return Report(
        store=room.store.id,
        provider=room.gateway.provider,
        day=day,
        scope=scope,
        since=since,
        until=until,
        reached=since,
        ran_at=now,
        # What was healed is fine now, and would be forgotten by the next run of the day.
        healed=before.healed if before else (),
    )


class _Run:
    """One run over a report's time; ``report`` is how far it came."""

    def __init__(self, room: Counting, report: Report, *, now: datetime) -> None:
        self._room, self._now, self.report = room, now, report
        self._settling = timedelta(minutes=room.store.reservation_minutes) + SETTLING
        # Orders are looked for among payments of their time and a little later: a run that goes on steps back so far.
        self._from = max(report.since, report.reached - self._settling)
        self._at = self._from
        self._paid_orders: set[str] = set()
        self._links: dict[str, ListedLink] | None = None
        self._fees = FeeBook(store=room.store, books=room.books, commits=room.commits, now=now)

    def next_slice(self) -> None:
        """Compare payments and refunds of the next hours."""
        since, until = self._at, min(self._at + SLICE, self.report.until)
        compared = 0
        for payment in self._read(self._room.gateway.payments(since=since, until=until)):
            self._compare_payment(payment)
            compared += payment.at >= self.report.reached
        for refund in self._read(self._room.gateway.refunds(since=since, until=until)):
            self._compare_refund(refund)
        self._at, reached = until, max(self.report.reached, until)
        self.report = replace(self.report, reached=reached, payments=self.report.payments + compared)

    def look_for_missing(self) -> None:
        """Orders that we count as paid, of which the gateway lists no payment."""
        since, until = self._from, self.report.reached - self._settling
        for order_id in self._paid_between(since, until):
            file = self._room.orders.read(order_id)
            for attempt in file.payments if file else ():
                if attempt.provider == self._room.gateway.provider and attempt.transaction_id and attempt.received:
                    self._differ(
                        _K.MISSING,
                        attempt.transaction_id,
                        order_id=order_id,
                        expected=attempt.received.amount,
                        found=0,
                        currency=attempt.received.currency,
                    )

    def compare_fees(self) -> None:
        """What was kept when payments were settled, against the fees in the books."""
        lines = self._room.gateway.movements(since=self.report.since, until=self.report.until)
        for line in self._read(lines):
            if line.kind is MovementKind.PAYMENT and line.transaction_id:
                self._compare_fee(line)

    def hear_the_rest(self) -> None:
        """Disputes and payouts, and at day close what became of older ones and of refunds under way."""
        gateway, until = self._room.gateway, self.report.until
        older = self.report.scope is Scope.DAY
        disputed = self.report.since - (DISPUTES_LAST if older else timedelta())
        sent = self.report.since - (PAYOUTS_LAST if older else timedelta())
        for dispute in self._read(gateway.disputes(since=disputed, until=until)):
            if not self._hear(dispute):
                self._differ(
                    _K.UNKNOWN_REFERENCE, dispute.id, found=dispute.amount.amount, currency=dispute.amount.currency
                )
        for payout in self._read(gateway.payouts(since=sent, until=until)):
            self._hear(payout)
        if older:
            for refund in self._read(gateway.refunds(since=sent, until=self.report.since)):
                self._hear(refund)

    def _hear(self, fact: Refund | Dispute | Payout) -> bool:
        """As its webhook would have told it; False when it is of no payment of ours."""
        if fact.live not in (None, self._room.live):
            return False
        own = RefundRoom(store=self._room.store, orders=self._room.orders, commits=self._room.commits)
        try:
            record_money(own, self._room.gateway_file, fact=fact, now=self._now)
        except NotOurOrderYet:
            return False
        return True

    def _read(self, listed: Iterator[_T | Unread]) -> Iterator[_T]:
        for one in listed:
            if isinstance(one, Unread):
                self._differ(_K.UNREAD, one.id)
            else:
                yield one

    def _differ(
        self,
        kind: DifferenceKind,
        gateway_id: str,
        *,
        order_id: str | None = None,
        expected: int | None = None,
        found: int | None = None,
        currency: str = "",
    ) -> None:
        one = Difference(
            kind=kind, gateway_id=gateway_id, order_id=order_id, expected=expected, found=found, currency=currency
        )
        self.report = self.report.with_differences([one])

    def _differ_payment(self, kind: DifferenceKind, payment: ListedPayment, *, expected: int | None = None) -> None:
        self._differ(
            kind,
            payment.transaction_id,
            order_id=payment.order_id,
            expected=expected,
            found=payment.amount.amount,
            currency=payment.amount.currency,
        )

    def _compare_payment(self, payment: ListedPayment) -> None:
        if payment.state is not PaymentState.PAID:
            return
        if payment.live not in (None, self._room.live):
            self._differ_payment(_K.OTHER_MODE, payment)
            return
        order_id = payment.order_id or self._linked(payment.transaction_id)
        file = self._room.orders.read(order_id) if order_id else None
        if file is None or file.order.store != self._room.store.id:
            if payment.refunded < payment.amount.amount:
                self._differ_payment(_K.UNKNOWN_REFERENCE, payment)
            return
        self._paid_orders.add(file.order.id)
        attempt = _attempt_of(file, payment.transaction_id) or self._heal(payment, file)
        if attempt is not None:
            self._compare_attempt(payment, attempt)
        if payment.fee:
            self._book_fee(payment, file.order.id)

    def _heal(self, payment: ListedPayment, file: OrderFile) -> PaymentAttempt | None:
        links = {attempt.id: attempt.link_id for attempt in file.payments}
        heard = Payment(
            provider=payment.provider,
            transaction_id=payment.transaction_id,
            order_id=file.order.id,
            amount=payment.amount,
            link_id=links.get(payment.attempt_id or ""),
            live=payment.live,
        )
        room = self._room
        done = record_payment(payment=heard, store=room.store, orders=room.orders, commits=room.commits, now=self._now)
        if done.outcome != "repeated":
            self.report = self.report.with_healed(
                Healed(
                    gateway_id=payment.transaction_id,
                    order_id=file.order.id,
                    amount=payment.amount.amount,
                    currency=payment.amount.currency,
                    outcome=done.outcome,
                )
            )
        after = room.orders.read(file.order.id)
        return _attempt_of(after, payment.transaction_id) if after else None

    def _compare_attempt(self, payment: ListedPayment, attempt: PaymentAttempt) -> None:
        quarantined = attempt.status is AttemptStatus.QUARANTINED
        if quarantined and payment.refunded >= payment.amount.amount:
            return
        recorded = attempt.amount if quarantined else (attempt.received or attempt.amount)
        if recorded.currency != payment.amount.currency:
            self._differ_payment(_K.WRONG_CURRENCY, payment, expected=recorded.amount)
        elif quarantined or recorded.amount != payment.amount.amount:
            self._differ_payment(_K.WRONG_AMOUNT, payment, expected=recorded.amount)
        elif _twice(attempt) and payment.refunded < payment.amount.amount:
            self._differ_payment(_K.DOUBLED, payment, expected=0)

    def _compare_refund(self, refund: Refund) -> None:
        ours = self._hear(refund)
        if refund.state is RefundState.FAILED:
            return
        file = self._recorded(refund) if ours else None
        attempt = _attempt_of(file, refund.transaction_id) if file else None
        if attempt is not None and attempt.status in TO_GIVE_BACK:
            return
        if file is not None and any(one.id == refund.reference for one in file.refunds):
            return
        self._differ(
            _K.REFUNDED_ELSEWHERE,
            refund.id,
            order_id=refund.order_id or (attempt.order_id if attempt else None),
            expected=0,
            found=refund.amount.amount,
            currency=refund.amount.currency,
        )

    def _recorded(self, refund: Refund) -> OrderFile | None:
        order_id = self._room.gateway_file.order_of(refund.provider, refund.transaction_id)
        return self._room.orders.read(order_id) if order_id else None

    def _linked(self, transaction_id: str) -> str | None:
        """The order whose link a payment came through, for a payment that does not say."""
        if self._links is None:
            found = self._read(self._room.gateway.links(since=self.report.since - ROLLING, until=self.report.until))
            self._links = {link.transaction_id: link for link in found if link.transaction_id}
        link = self._links.get(transaction_id)
        return link.order_id if link else None

    def _book_fee(self, payment: ListedPayment, order_id: str) -> None:
        booked = self._fees.booked(payment.provider, payment.transaction_id, since=payment.at)
        if booked is None:
            self._fees.book(payment, order_id=order_id)
        elif booked != payment.fee:
            self._differ_fee(payment.transaction_id, order_id, booked, payment.fee or 0, payment.amount.currency)

    def _compare_fee(self, line: BalanceMovement) -> None:
        transaction_id = line.transaction_id or ""
        booked = self._fees.booked(line.provider, transaction_id, since=line.at)
        if booked is not None and booked != line.fee:
            self._differ_fee(transaction_id, line.order_id, booked, line.fee, line.currency)

    def _differ_fee(self, gateway_id: str, order_id: str | None, booked: int, fee: int, currency: str) -> None:
        self._differ(_K.FEE, gateway_id, order_id=order_id, expected=booked, found=fee, currency=currency)

    def _paid_between(self, since: datetime, until: datetime) -> Iterator[str]:
        """Orders placed in that time that may have been paid, and of which no payment was listed."""
        for status in OrderStatus:
            cursor: str | None = None
            while status not in NEVER_PAID:
                page, cursor = self._room.orders.list_by_status(status, limit=PAGE, cursor=cursor)
                for order in page:
                    if since <= order.placed_at < until and order.id not in self._paid_orders:
                        yield order.id
                if cursor is None or page[-1].placed_at < since:
                    break


def _twice(attempt: PaymentAttempt) -> bool:
    return attempt.status is AttemptStatus.REFUND_DUE and attempt.reason == "paid_twice"


def _attempt_of(file: OrderFile, transaction_id: str) -> PaymentAttempt | None:
    return next((one for one in file.payments if one.transaction_id == transaction_id), None)
