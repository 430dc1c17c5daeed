"""A gateway says it has money for an order: confirm the order once, or put the money where a person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.changes import (
    AppendEvent,
    Change,
    FreeStock,
    HoldStock,
    PutOrder,
    PutPayment,
    SeeTransaction,
    TakeTicket,
)
from shared.domain.events import Event, OrderCancelled, OrderConfirmed, PaymentQuarantined, RefundDue, order_event
from shared.domain.frozen import dataclass
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
    """What became of the payment: ``confirmed``, ``repeated``, ``quarantined``, ``refund_due``, or ``settled``: it came
    for what was to be paid at the door.
    """

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
            *_booked(decision, payment, before=file.order, store=store, now=now),
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
    if payment.amount != order.to_pay:
        return _quarantine(order, payment, now=now)
    if order.status not in (*UNPAID, OrderStatus.EXPIRED):
        return _not_waited_for(file, payment, now=now)
    hold: list[Change] = []
    if order.status is OrderStatus.EXPIRED:
        if not retake:
            return _refund(order, payment, now=now, reason="sold_out")
        hold += [HoldStock(item=item, units=units, order_id=order.id) for item, units in order.needs.items()]
    if not order.stands_behind:
        return _confirm(order, payment, store=store, orders=orders, now=now, also=hold)
    first = orders.read(order.stands_behind)
    if first is None or first.order.status is not OrderStatus.CONFIRMED:
        return _too_late(order, payment, first, now=now)
    whole, swap = _swap(order, first, store=store, now=now)
    return _confirm(whole, payment, store=store, orders=orders, now=now, also=[*hold, *swap])


def _swap(order: Order, first: OrderFile, *, store: Store, now: datetime) -> tuple[Order, list[Change]]:
    """The changed order with all that it needs, and what ends the first one, whose place it takes."""
    # Loaded only here: few payments are for a change, and all of them share a start with the carts.
    from shared.usecases.give_up_order import given_up, together

    every = together(first.order.needs, order.needs)
    needs = {item: units - order.spares.get(item, 0) for item, units in every.items()}
    freed = [FreeStock(item=item, units=units, order_id=first.order.id) for item, units in order.spares.items()]
    whole = replace(order, needs={item: units for item, units in needs.items() if units}, spares={})
    ended = given_up(first, by="customer", replaced_by=order.id, store=store, now=now)
    return whole, [*ended, *freed]


def _confirm(
    order: Order, payment: Payment, *, store: Store, orders: Orders, now: datetime, also: Sequence[Change]
) -> _Decision:
    day, last = orders.open_day(store.business_day(now))
    ticket = Ticket(number=last + 1, day=day)
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
    extra = (TakeTicket(day=day, number=ticket.number), *also)
    return _Decision(outcome="confirmed", order=confirmed, event=event, attempt=AttemptStatus.PAID, extra=extra)


def _quarantine(order: Order, payment: Payment, *, now: datetime) -> _Decision:
    # Loaded only here: a cold start that takes a cart, or the right payment, opens no case.
    from shared.domain.case import CaseReason
    from shared.usecases.move_refund import money_case

    noted = order.noted()
    event = order_event(
        PaymentQuarantined,
        noted,
        now=now,
        transaction_id=payment.transaction_id,
        amount=payment.amount.amount,
        currency=payment.amount.currency,
        expected_amount=order.to_pay.amount,
        expected_currency=order.to_pay.currency,
    )
    came, due = payment.amount, order.to_pay
    case = money_case(
        order,
        reason=CaseReason.WRONG_AMOUNT,
        about=f"{payment.provider}:{payment.transaction_id}",
        note=f"{payment.provider} {payment.transaction_id}: {came} ({came.currency}) came, "
        f"{due} ({due.currency}) was asked for",
        now=now,
    )
    return _Decision(
        outcome="quarantined",
        order=noted,
        event=event,
        attempt=AttemptStatus.QUARANTINED,
        reason=f"asked for {due.amount} {due.currency}",
        extra=(case,),
    )


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
        method=payment.provider,
    )
    return _Decision(outcome="refund_due", order=noted, event=event, attempt=AttemptStatus.REFUND_DUE, reason=reason)


def _not_waited_for(file: OrderFile, payment: Payment, *, now: datetime) -> _Decision:
    """The order is confirmed or over: the money goes back, unless it was to be paid at the door."""
    promise = next((one for one in file.payments if one.is_promise), None)
    if promise is not None:
        return _instead_of_cash(file.order, promise, now=now)
    over = file.order.status in (OrderStatus.CANCELLED, OrderStatus.DRAFT)
    return _refund(file.order, payment, now=now, reason="cancelled" if over else "paid_twice")


def _instead_of_cash(order: Order, promise: PaymentAttempt, *, now: datetime) -> _Decision:
    """It was to be paid for at the door, and its link was faster: nothing is owed any more."""
    # Loaded only here: it happens to who taps both at once.
    from shared.domain.events import CustomerSpoke

    noted = order.noted()
    event = CustomerSpoke(
        store=order.store,
        subject=f"ORDER#{order.id}",
        sequence=noted.version,
        at=now,
        customer_id=order.customer_id,
        message_id=order.source.message_id,
        topic="paid_instead",
        order_id=order.id,
    )
    kept = PutPayment(attempt=replace(promise, status=AttemptStatus.CLOSED), new=False)
    return _Decision(outcome="settled", order=noted, event=event, attempt=AttemptStatus.PAID, extra=(kept,))


def _too_late(order: Order, payment: Payment, first: OrderFile | None, *, now: datetime) -> _Decision:
    """A change was paid for, but the order it should change is being made, or is no more: the change ends here."""
    gone = first is None or first.order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED)
    reason = "cancelled" if gone else "too_late"
    if order.status is OrderStatus.EXPIRED:
        return _refund(order, payment, now=now, reason=reason)
    ended = order.become(OrderStatus.CANCELLED)
    told = order_event(OrderCancelled, ended, now=now, by="store")
    freed = [FreeStock(item=item, units=units, order_id=order.id) for item, units in order.needs.items()]
    return replace(_refund(ended, payment, now=now, reason=reason), extra=(AppendEvent(event=told), *freed))


def _booked(decision: _Decision, payment: Payment, *, before: Order, store: Store, now: datetime) -> list[Change]:
    """What the books say of it: the money always, and the sale when there is one."""
    # Loaded only here: a cold start that takes a cart books nothing.
    from shared.usecases.book_money import money_came, sale_made

    # Money that is not what was asked for is nobody's until somebody looked at it.
    known = decision.outcome != "quarantined"
    return [
        *money_came(payment, order_id=before.id if known else None, store=store, now=now),
        *(sale_made(decision.order, store=store, now=now) if decision.outcome == "confirmed" else ()),
    ]


def _attempt(file: OrderFile, payment: Payment, *, now: datetime) -> tuple[PaymentAttempt, bool]:
    """The attempt this money settles: the link it came through if nothing did yet, else a record of its own."""
    for attempt in file.payments:
        if attempt.transaction_id is None and attempt.link_id == payment.link_id and payment.link_id:
            return attempt, False
    open_links = [one for one in file.payments if one.transaction_id is None and one.provider == payment.provider]
    if open_links and payment.link_id is None:
        return open_links[-1], False
    return (
        PaymentAttempt(
            id=payment.transaction_id,
            order_id=file.order.id,
            provider=payment.provider,
            amount=file.order.to_pay,
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
    versions = [change.over for change in decision.extra if isinstance(change, PutOrder)]
    return f"{payment.transaction_id}:{decision.order.version}:{decision.outcome}:{ticket}:{versions}"
