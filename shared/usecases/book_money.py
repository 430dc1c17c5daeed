"""What orders and gateways' money are in the books, as changes of the transaction in which it happens."""

from __future__ import annotations

from datetime import datetime

from shared.domain.bookings import Book, order_confirmed, payment_captured
from shared.domain.changes import Change, PostEntry
from shared.domain.ledger import Entry, reversal
from shared.domain.order import Order
from shared.domain.payment import Payment
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


def sale_undone(order: Order, *, store: Store, now: datetime) -> list[Change]:
    """What ``sale_made`` booked is taken back: the order was given up, what was paid for it is the customer's again."""
    if not order.total.amount:
        return []
    back = reversal(_sale(order, store, now=now), at=now, note="given up")
    return [post(back, store=store, now=now)]


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
