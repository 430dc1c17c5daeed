"""The gateway's payments against ours: one that we never heard of is recorded as its webhook would have had it."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment
from shared.domain.gateway_facts import PaymentState
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.reconciliation import DifferenceKind
from shared.ports import OrderFile
from shared.usecases.book_fees import FeeBook
from shared.usecases.reconciling.findings import Findings, attempt_of
from shared.usecases.record_payment import record_payment

#: A payment may come so long after its link was made.
LINKS_LAST = timedelta(hours=26)

_K = DifferenceKind


class Payments:
    """Compares payments one by one; ``orders`` are those that the gateway lists a payment of."""

    def __init__(self, findings: Findings) -> None:
        room = findings.room
        self._findings, self._room = findings, room
        self.orders: set[str] = set()
        self._links: dict[str, ListedLink] | None = None
        self._fees = FeeBook(store=room.store, books=room.books, commits=room.commits, now=findings.now)

    def compare(self, payment: ListedPayment) -> None:
        """Heal it, or name what is wrong with it. Raises Contended."""
        if payment.state is not PaymentState.PAID:
            return
        if payment.live not in (None, self._room.live):
            self._findings.differ_payment(_K.OTHER_MODE, payment, order_id=payment.order_id)
            return
        order_id = payment.order_id or self._linked(payment.transaction_id)
        file = self._room.orders.read(order_id) if order_id else None
        if file is None or file.order.store != self._room.store.id:
            if payment.refunded < payment.amount.amount:
                self._findings.differ_payment(_K.UNKNOWN_REFERENCE, payment, order_id=order_id)
            return
        self.orders.add(file.order.id)
        attempt = attempt_of(file, payment.transaction_id) or self._heal(payment, file)
        if attempt is not None:
            self._compare_attempt(payment, attempt)
        if payment.fee:
            self._book_fee(payment, file.order.id)

    def compare_fee(self, line: BalanceMovement) -> None:
        """What was kept when a payment was settled, against its fee in the books."""
        if line.transaction_id is None:
            return
        booked = self._fees.booked(line.provider, line.transaction_id, since=line.at)
        if booked is not None and booked != line.fee:
            order_id = line.order_id or self._room.gateway_file.order_of(line.provider, line.transaction_id)
            self._differ_fee(line.transaction_id, order_id, booked, line.fee, line.currency)

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
        room, now = self._room, self._findings.now
        done = record_payment(payment=heard, store=room.store, orders=room.orders, commits=room.commits, now=now)
        if done.outcome != "repeated":
            self._findings.healed(payment, file.order.id, done.outcome)
        after = room.orders.read(file.order.id)
        return attempt_of(after, payment.transaction_id) if after else None

    def _compare_attempt(self, payment: ListedPayment, attempt: PaymentAttempt) -> None:
        quarantined = attempt.status is AttemptStatus.QUARANTINED
        if quarantined and payment.refunded >= payment.amount.amount:
            return
        recorded = attempt.amount if quarantined else (attempt.received or attempt.amount)
        kind, expected = None, recorded.amount
        if recorded.currency != payment.amount.currency:
            kind = _K.WRONG_CURRENCY
        elif quarantined or recorded.amount != payment.amount.amount:
            kind = _K.WRONG_AMOUNT
        elif _twice(attempt) and payment.refunded < payment.amount.amount:
            kind, expected = _K.DOUBLED, 0
        if kind is not None:
            self._findings.differ_payment(kind, payment, order_id=attempt.order_id, expected=expected)

    def _linked(self, transaction_id: str) -> str | None:
        """The order whose link a payment came through, for a payment that does not say."""
        if self._links is None:
            report = self._findings.report
            links = self._room.gateway.links(since=report.since - LINKS_LAST, until=report.until)
            self._links = {link.transaction_id: link for link in self._findings.read(links) if link.transaction_id}
        link = self._links.get(transaction_id)
        return link.order_id if link else None

    def _book_fee(self, payment: ListedPayment, order_id: str) -> None:
        booked = self._fees.booked(payment.provider, payment.transaction_id, since=payment.at)
        if booked is None:
            self._fees.book(payment, order_id=order_id)
        elif booked != payment.fee:
            self._differ_fee(payment.transaction_id, order_id, booked, payment.fee or 0, payment.amount.currency)

    def _differ_fee(self, gateway_id: str, order_id: str | None, booked: int, fee: int, currency: str) -> None:
        self._findings.differ(_K.FEE, gateway_id, order_id=order_id, expected=booked, found=fee, currency=currency)


def _twice(attempt: PaymentAttempt) -> bool:
    return attempt.status is AttemptStatus.REFUND_DUE and attempt.reason == "paid_twice"
