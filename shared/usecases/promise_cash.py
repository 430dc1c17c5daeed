"""An order is confirmed before it is paid for: the customer pays in cash at the door.

The promise is an open attempt to pay, without a link; whoever collects makes a payment of it (``take_payment``). Links
that wait for money online take none any more, and ``PaymentTaken`` has them closed at the gateway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, HoldStock, PutOrder, PutPayment, TakeTicket
from shared.domain.events import OrderConfirmed, PaymentTaken, order_event
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus, Ticket
from shared.domain.payment import AT_THE_DOOR, AttemptStatus, PaymentAttempt
from shared.domain.standing import standing
from shared.domain.store import Store
from shared.ports import OrderFile, Orders
from shared.usecases.book_money import sale_made


def promised(
    file: OrderFile, *, store: Store, orders: Orders, payment_id: str, now: datetime
) -> tuple[Order, list[Change]]:
    """The order as it is confirmed on a promise, and every change of the transaction that does it.

    ``payment_id`` is the promise's, for ever. Raises IllegalTransition.
    """
    order, owed = file.order, standing(file.order, file.payments).due
    noted = order.noted()
    taken = order_event(
        PaymentTaken,
        noted,
        now=now,
        payment_id=payment_id,
        method=AT_THE_DOOR,
        amount=0,
        currency=order.currency,
        due=owed,
    )
    after, changes = confirmed(noted, store=store, orders=orders, payment_id=payment_id, came=0, now=now)
    promise = PaymentAttempt(
        id=payment_id,
        order_id=order.id,
        provider=AT_THE_DOOR,
        amount=Money(owed, order.currency),
        status=AttemptStatus.OPEN,
        created_at=now,
    )
    return after, [
        PutOrder(order=after, over=order.version),
        PutPayment(attempt=promise, new=True),
        *closed(file, promises=False),
        AppendEvent(event=taken),
        *changes,
    ]


def confirmed(
    order: Order, *, store: Store, orders: Orders, payment_id: str, came: int, now: datetime
) -> tuple[Order, Sequence[Change]]:
    """The order with its ticket, ``came`` of it (minor units) paid with that payment; the order itself is not among the
    changes. One that had expired takes its stock again. Raises IllegalTransition.
    """
    day, last = orders.open_day(store.business_day(now))
    ticket = Ticket(number=last + 1, day=day)
    again = order.status is OrderStatus.EXPIRED
    held = [HoldStock(item=item, units=n, order_id=order.id) for item, n in order.needs.items()] if again else []
    after = replace(order.become(OrderStatus.CONFIRMED), ticket=ticket)
    event = order_event(
        OrderConfirmed,
        after,
        now=now,
        ticket=ticket.number,
        transaction_id=payment_id,
        amount=came,
        currency=order.currency,
    )
    sold = sale_made(after, store=store, now=now)
    return after, [AppendEvent(event=event), TakeTicket(day=day, number=ticket.number), *held, *sold]


def closed(file: OrderFile, *, promises: bool) -> list[Change]:
    """Links take no money any more, and, with ``promises``, nothing is promised any more."""
    return [
        PutPayment(attempt=replace(one, status=AttemptStatus.CLOSED), new=False)
        for one in file.payments
        if one.status is AttemptStatus.OPEN and (promises or one.provider != AT_THE_DOOR)
    ]
