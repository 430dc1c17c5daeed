"""Somebody of the store takes money for an order: cash, card or wallet at the counter, or cash at the door.

UnknownOrder        there is no such order
NotPayable          the order takes no money as it stands; says why
NotTaken            the store does not take money this way
TooMuch             more than is owed; says how much is
TooLittleTendered   the customer handed over less than is to be taken

An order that is paid in full is confirmed. One that is paid in part waits without an end: its stock is the customer's.
With ``cash_on_delivery`` and nobody who collected, the order is confirmed unpaid; its rider's collection comes later.
Links that wait for money online take none any more; ``PaymentTaken`` has them closed at the gateway.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from shared.domain import bookings
from shared.domain.changes import (
    AppendEvent,
    Change,
    HoldStock,
    PostEntry,
    PutDrawer,
    PutOrder,
    PutPayment,
    TakeTicket,
)
from shared.domain.drawer import RequestReused
from shared.domain.events import PaymentTaken, order_event
from shared.domain.frozen import dataclass
from shared.domain.money import Money
from shared.domain.order import UNPAID, Order, OrderStatus
from shared.domain.payment import AT_THE_DOOR, COUNTER, AttemptStatus, PaymentAttempt
from shared.domain.standing import Standing, standing
from shared.domain.store import Store
from shared.ports import Commits, Conflict, Contended, OrderFile, Orders, Till
from shared.usecases.book_money import book_of, post
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.promise_cash import closed, confirmed, promised

TRIES = 8


class Method(StrEnum):
    """How money is taken."""

    CASH = "cash"
    CARD = "card"
    WALLET = "wallet"
    CASH_ON_DELIVERY = AT_THE_DOOR


#: Nothing is paid for these: the wish is not one yet, or its story is over.
_NEVER = frozenset({OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.RETURNING, OrderStatus.RETURNED})


class NotPayable(Exception):
    """The order takes no money as it stands."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotTaken(Exception):
    """The store's file does not name this way of paying."""

    def __init__(self, method: Method) -> None:
        super().__init__(f"this store takes no {method}; its file says what it takes")
        self.method = method


class TooMuch(Exception):
    """More than is owed: what a customer hands over beyond it is change."""

    def __init__(self, due: Money) -> None:
        super().__init__(f"{due} is owed; name that as the amount, and what was handed over as tendered")
        self.due = due


class TooLittleTendered(Exception):
    """Less was handed over than is to be taken."""

    def __init__(self) -> None:
        super().__init__("less was tendered than the amount; take the amount that was handed over")


@dataclass(frozen=True, kw_only=True)
class Counter:
    """What taking money needs."""

    store: Store
    orders: Orders
    till: Till
    commits: Commits


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What is taken (minor units). ``tendered`` is the cash handed over, ``collected_by`` the rider who took it.

    ``request`` is the caller's idempotency key.
    """

    order_id: str
    method: Method
    amount: int
    request: str
    tendered: int | None = None
    collected_by: str | None = None

    @property
    def id(self) -> str:
        """The payment's id, for ever."""
        return COUNTER + hashlib.sha256(self.request.encode()).hexdigest()[:24]

    @property
    def promised(self) -> bool:
        """Whether it is a promise to pay at the door, and no money yet."""
        return self.method is Method.CASH_ON_DELIVERY and self.collected_by is None

    @property
    def change(self) -> int:
        """What the customer gets back of what was handed over."""
        return (self.tendered or self.amount) - self.amount


def take_payment(counter: Counter, taking: Taking, *, now: datetime) -> Order:
    """Record it once, in the books and (cash) in the drawer, and let the order follow.

    Raises UnknownOrder, NotPayable, NotTaken, TooMuch, TooLittleTendered, DrawerClosed, RequestReused, Contended.
    """
    conflict: Conflict | None = None
    for _ in range(TRIES):
        file = counter.orders.read(taking.order_id)
        if file is None:
            raise UnknownOrder
        if before := next((one for one in file.payments if one.id == taking.id), None):
            if (before.provider, before.amount.amount) != (taking.method, taking.amount):
                raise RequestReused
            return file.order
        if conflict is not None and conflict.failed and all(isinstance(one, HoldStock) for one in conflict.failed):
            raise NotPayable("the order had expired, and what it needs has been sold since")
        due = standing(file.order, file.payments)
        _check(counter.store, file.order, taking, due)
        after, changes = _changes(counter, file, taking, due, now=now)
        try:
            counter.commits.commit(changes, token=f"{taking.id}:{[_version(one) for one in changes]}")
        except Conflict as caught:
            conflict = caught
            continue
        return after
    raise Contended(f"order {taking.order_id}: the record kept changing")


def _check(store: Store, order: Order, taking: Taking, due: Standing) -> None:
    if taking.method is Method.CASH_ON_DELIVERY and Method.CASH_ON_DELIVERY not in store.payment_methods:
        raise NotTaken(taking.method)
    if order.status in _NEVER:
        raise NotPayable(f"the order is {order.status}")
    if order.stands_behind:
        raise NotPayable("it is a change of a paid order; take the change back, or have the customer pay its link")
    if due.due <= 0:
        raise NotPayable("nothing is owed for the order")
    if taking.amount > due.due and taking.method in (Method.CASH, Method.CASH_ON_DELIVERY):
        raise TooMuch(Money(due.due, order.currency))
    if taking.tendered is not None and taking.tendered < taking.amount:
        raise TooLittleTendered
    waiting = order.status in (*UNPAID, OrderStatus.EXPIRED)
    if taking.promised and (not waiting or due.paid or taking.amount != due.due):
        raise NotPayable("paying at the door is agreed for a whole order, before anything is paid for it")
    if taking.collected_by is not None and (waiting or taking.method is not Method.CASH_ON_DELIVERY):
        raise NotPayable("a rider collects cash on delivery, for an order that is confirmed")
    if order.status is OrderStatus.EXPIRED and not taking.promised and taking.amount < due.due:
        raise NotPayable("the order has expired; only the whole amount brings it back")


def _changes(
    counter: Counter, file: OrderFile, taking: Taking, due: Standing, *, now: datetime
) -> tuple[Order, list[Change]]:
    store, orders, came = counter.store, counter.orders, taking.amount
    if taking.promised:
        return promised(file, store=store, orders=orders, payment_id=taking.id, now=now)
    order = file.order
    after = order.noted()
    taken = order_event(
        PaymentTaken,
        after,
        now=now,
        payment_id=taking.id,
        method=taking.method.value,
        amount=came,
        currency=order.currency,
        due=max(due.due - came, 0),
    )
    changes: list[Change] = [AppendEvent(event=taken), *_booked(counter, taking, order, now=now)]
    waiting = order.status in (*UNPAID, OrderStatus.EXPIRED)
    if waiting and taking.amount >= due.due:
        after, sold = confirmed(after, store=store, orders=orders, payment_id=taking.id, came=came, now=now)
        changes += sold
    elif waiting:
        # A timer of a reservation that has no end any more finds that it has moved on.
        after = replace(after, expires_at=None)
    attempt = PaymentAttempt(
        id=taking.id,
        order_id=order.id,
        provider=taking.method.value,
        amount=Money(taking.amount, order.currency),
        status=AttemptStatus.PAID,
        created_at=now,
        transaction_id=taking.id,
        received=Money(taking.amount, order.currency),
        reason=taking.collected_by,
    )
    return after, [
        PutOrder(order=after, over=order.version),
        PutPayment(attempt=attempt, new=True),
        *closed(file, promises=came >= due.due),
        *changes,
    ]


def _booked(counter: Counter, taking: Taking, order: Order, *, now: datetime) -> list[Change]:
    """The money in the books, and cash where it lies: in the drawer, or with the rider."""
    store, drawer = counter.store, counter.till.drawer()
    book = book_of(store, order.currency, now=now)
    changes: list[Change] = []
    if taking.method is Method.CASH:
        entry = bookings.cash_taken(book, payment_id=taking.id, order_id=order.id, amount=taking.amount)
        shift = drawer.open_shift.moved(sales=taking.amount)
        changes.append(PutDrawer(drawer=drawer.after(taking.id, "sale", shift=shift)))
    elif taking.collected_by is not None:
        entry = bookings.rider_collected(book, payment_id=taking.id, order_id=order.id, amount=taking.amount)
        carries = {taking.collected_by: drawer.riders.get(taking.collected_by, 0) + taking.amount}
        changes.append(PutDrawer(drawer=drawer.after(taking.id, "collected", riders=carries)))
    else:
        entry = bookings.card_taken(book, payment_id=taking.id, order_id=order.id, amount=taking.amount)
    return [*changes, post(replace(entry, note=taking.method.value), store=store, now=now)]


def _version(change: Change) -> str:
    match change:
        case PutOrder(over=over):
            return f"o{over}"
        case PutDrawer(drawer=drawer):
            return f"d{drawer.version}"
        case TakeTicket(day=day, number=number):
            return f"{day}/{number}"
        case PostEntry(day=day):
            return str(day)
    return ""
