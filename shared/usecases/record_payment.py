"""A gateway says it has money for an order: confirm the order once, or put the money where a person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, HoldStock, PutOrder, PutPayment, SeeTransaction, TakeTicket
from shared.domain.events import Event, OrderConfirmed, PaymentQuarantined, RefundDue, order_event
from shared.domain.order import UNPAID, Order, OrderStatus, Ticket
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.store import Store
from shared.ports import Commits, Conflict, Contended, OrderFile, Orders

#: Another order may take the ticket we read, again and again on a busy evening.
TRIES = 12


class NotOurOrderYet(Exception):
    """The payment names an order that is not there: perhaps not yet. Worth a few more tries, then a person's look."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"no order {order_id} here (yet)")
        self.order_id = order_id


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of the payment: ``confirmed``, ``repeated``, ``quarantined`` or ``refund_due``."""

    outcome: str
    order: Order


@dataclass(frozen=True, kw_only=True)
class _Decision:
    outcome: str
    order: Order
    event: Event
    attempt: AttemptStatus
    reason: str | None = None
    extra: tuple[Change, ...] = ()


def record_payment(*, payment: Payment, store: Store, orders: Orders, commits: Commits, now: datetime) -> Recorded:
    """Record the payment once for ever and let the order follow. Raises NotOurOrderYet, Contended."""
    retake = True
    for _ in range(TRIES):
        file = orders.read(payment.order_id)
        if file is None:
            raise NotOurOrderYet(payment.order_id)
        if any(attempt.transaction_id == payment.transaction_id for attempt in file.payments):
            return Recorded(outcome="repeated", order=file.order)
        decision = _decide(file, payment, store=store, orders=orders, now=now, retake=retake)
        attempt, new = _attempt(file, payment, now=now)
        changes: list[Change] = [
            SeeTransaction(provider=payment.provider, transaction_id=payment.transaction_id, order_id=file.order.id),
            PutOrder(order=decision.order, over=file.order.version),
            PutPayment(attempt=attempt.settled(payment, status=decision.attempt, reason=decision.reason), new=new),
            AppendEvent(event=decision.event),
            *decision.extra,
        ]
        try:
            commits.commit(changes, token=_token(payment, decision))
        except Conflict as conflict:
            # Units are gone for good only if the shelf said no, and nothing else did.
            retake = not _only_the_shelf(conflict.failed)
            continue
        return Recorded(outcome=decision.outcome, order=decision.order)
    raise Contended(f"order {payment.order_id}: the record kept changing")


def _decide(
    file: OrderFile, payment: Payment, *, store: Store, orders: Orders, now: datetime, retake: bool
) -> _Decision:
    order = file.order
    if payment.amount != order.total:
        return _quarantine(order, payment, now=now)
    if order.status in UNPAID:
        return _confirm(order, payment, store=store, orders=orders, now=now, hold=())
    if order.status is OrderStatus.EXPIRED:
        if not retake:
            return _refund(order, payment, now=now, reason="sold_out")
        hold = [HoldStock(item=item, units=units, order_id=order.id) for item, units in order.needs.items()]
        return _confirm(order, payment, store=store, orders=orders, now=now, hold=hold)
    reason = "cancelled" if order.status in (OrderStatus.CANCELLED, OrderStatus.DRAFT) else "paid_twice"
    return _refund(order, payment, now=now, reason=reason)


def _confirm(
    order: Order, payment: Payment, *, store: Store, orders: Orders, now: datetime, hold: Sequence[Change]
) -> _Decision:
    day = store.business_day(now)
    ticket = Ticket(number=orders.last_ticket(day) + 1, day=day)
    confirmed = replace(order.become(OrderStatus.CONFIRMED), ticket=ticket)
    event = order_event(
        OrderConfirmed,
        confirmed,
        now=now,
        ticket=ticket.number,
        transaction_id=payment.transaction_id,
        amount=payment.amount.amount,
        currency=payment.amount.currency,
    )
    extra = (TakeTicket(day=day, number=ticket.number), *hold)
    return _Decision(outcome="confirmed", order=confirmed, event=event, attempt=AttemptStatus.PAID, extra=extra)


def _quarantine(order: Order, payment: Payment, *, now: datetime) -> _Decision:
    noted = order.noted()
    event = order_event(
        PaymentQuarantined,
        noted,
        now=now,
        transaction_id=payment.transaction_id,
        amount=payment.amount.amount,
        currency=payment.amount.currency,
        expected_amount=order.total.amount,
        expected_currency=order.total.currency,
    )
    reason = f"asked for {order.total.amount} {order.total.currency}"
    return _Decision(outcome="quarantined", order=noted, event=event, attempt=AttemptStatus.QUARANTINED, reason=reason)


def _refund(order: Order, payment: Payment, *, now: datetime, reason: str) -> _Decision:
    noted = order.noted()
    event = order_event(
        RefundDue,
        noted,
        now=now,
        transaction_id=payment.transaction_id,
        amount=payment.amount.amount,
        currency=payment.amount.currency,
        reason=reason,
    )
    return _Decision(outcome="refund_due", order=noted, event=event, attempt=AttemptStatus.REFUND_DUE, reason=reason)


def _attempt(file: OrderFile, payment: Payment, *, now: datetime) -> tuple[PaymentAttempt, bool]:
    """The attempt this money settles: the link it came through if nothing did yet, else a record of its own."""
    for attempt in file.payments:
        if attempt.transaction_id is None and attempt.link_id == payment.link_id and payment.link_id:
            return attempt, False
    open_links = [attempt for attempt in file.payments if attempt.transaction_id is None]
    if open_links and payment.link_id is None:
        return open_links[-1], False
    return (
        PaymentAttempt(
            id=payment.transaction_id,
            order_id=file.order.id,
            provider=payment.provider,
            amount=file.order.total,
            status=AttemptStatus.OPEN,
            created_at=now,
            link_id=payment.link_id,
        ),
        True,
    )


def _only_the_shelf(failed: Sequence[Change]) -> bool:
    return bool(failed) and all(isinstance(change, HoldStock) for change in failed)


def _token(payment: Payment, decision: _Decision) -> str:
    ticket = decision.order.ticket.number if decision.order.ticket else 0
    return f"{payment.transaction_id}:{decision.order.version}:{decision.outcome}:{ticket}"
