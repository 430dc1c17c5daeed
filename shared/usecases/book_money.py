"""What orders and gateways' money are in the books, as changes of the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from shared.domain.bookings import Book, order_confirmed, payment_captured, refund_unearned
from shared.domain.changes import Change, PostEntry, PutRefund
from shared.domain.ledger import Entry, reversal
from shared.domain.order import Order
from shared.domain.payment import Payment
from shared.domain.refund import OrderRefund, RefundStep
from shared.domain.store import Store


def book_of(store: Store, currency: str, *, now: datetime) -> Book:
    """The store's books in a currency."""
    return Book(store=store.id, currency=currency, at=now)


def post(entry: Entry, *, store: Store, now: datetime) -> PostEntry:
    """The entry in the books of the store's business day."""
    return PostEntry(entry=entry, day=store.business_day(now))


def sale_made(order: Order, *, store: Store, now: datetime) -> list[Change]:
    """The order is sold and owed for; nothing for an order that costs nothing."""
    return [post(_sale(order, store, now=now), store=store, now=now)] if order.total.amount else []


def sale_undone(order: Order, refunds: Iterable[OrderRefund], *, store: Store, now: datetime) -> list[Change]:
    """What ``sale_made`` booked is taken back: the order was given up, what was paid for it is the customer's again.

    So is what was given back of its price before: it is no cost of a sale any more.
    """
    if not order.total.amount:
        return []
    back = reversal(_sale(order, store, now=now), at=now, note="given up")
    changes: list[Change] = [post(back, store=store, now=now)]
    for refund in refunds:
        if not refund.earned or refund.state is RefundStep.FAILED:
            continue
        changes.append(PutRefund(refund=replace(refund, earned=False, tax=0), over=refund.state))
        if refund.state is not RefundStep.REQUESTED:
            entry = refund_unearned(
                book_of(store, refund.amount.currency, now=now),
                refund_id=refund.id,
                order_id=order.id,
                amount=refund.amount.amount,
                tax=refund.tax,
            )
            changes.append(post(entry, store=store, now=now))
    return changes


def money_came(payment: Payment, *, order_id: str | None, store: Store, now: datetime) -> list[Change]:
    """The gateway holds money for the order, or, with None, for nobody knows what."""
    if not payment.amount.amount:
        return []
    entry = payment_captured(
        book_of(store, payment.amount.currency, now=now),
        provider=payment.provider,
        transaction_id=payment.transaction_id,
        order_id=order_id,
        amount=payment.amount.amount,
    )
    return [post(entry, store=store, now=now)]


def _sale(order: Order, store: Store, *, now: datetime) -> Entry:
    book = book_of(store, order.currency, now=now)
    return order_confirmed(book, order_id=order.id, lines=order.taxed_lines())
