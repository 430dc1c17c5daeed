"""A refund moves forward: the record, the books, the timeline and, when it failed, a case, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.bookings import refund_failed, refund_made
from shared.domain.case import Case, CaseReason, CaseStatus, case_id_for
from shared.domain.changes import AppendEvent, Change, PutCase, PutOrder, PutRefund
from shared.domain.events import RefundFailed, RefundSucceeded, order_event
from shared.domain.frozen import dataclass
from shared.domain.gateway_facts import Refund
from shared.domain.order import Order
from shared.domain.refund import STEP_OF, OrderRefund, RefundStep, unassigned
from shared.domain.store import Store
from shared.ports import Commits, Conflict, Contended, OrderFile, Orders
from shared.usecases.book_money import book_of, post

#: The worker and the gateway's webhooks move the same refund at the same moment.
TRIES = 8
#: Steps in which the gateway has taken the money off what it holds for us.
_GONE = (RefundStep.PENDING, RefundStep.SUCCEEDED)


class UnknownRefund(Exception):
    """There is no such refund of that order (yet)."""


@dataclass(frozen=True, kw_only=True)
class RefundRoom:
    """The store, and the ports on its refunds."""

    store: Store
    orders: Orders
    commits: Commits


def refund_in(file: OrderFile | None, refund_id: str) -> OrderRefund | None:
    """The refund of an order's file."""
    return next((one for one in file.refunds if one.id == refund_id), None) if file else None


def follow_fact(room: RefundRoom, *, order_id: str, refund_id: str, fact: Refund, now: datetime) -> OrderRefund:
    """The refund after what the gateway says of it. Raises UnknownRefund, Contended."""
    step = STEP_OF[fact.state]
    return move_refund(
        room, order_id=order_id, refund_id=refund_id, to=step, gateway_id=fact.id, code=fact.reason, now=now
    )


def move_refund(
    room: RefundRoom,
    *,
    order_id: str,
    refund_id: str,
    to: RefundStep,
    now: datetime,
    gateway_id: str | None = None,
    code: str | None = None,
) -> OrderRefund:
    """The refund in that step, or as it stands when it is that far. Raises UnknownRefund, Contended.

    ``code`` is the gateway's reason and kept only of a failure.
    """
    for _ in range(TRIES):
        file = room.orders.read(order_id)
        refund = refund_in(file, refund_id)
        if file is None or refund is None:
            raise UnknownRefund(refund_id)
        if not refund.may_become(to):
            return refund
        moved = replace(
            refund,
            state=to,
            gateway_id=gateway_id or refund.gateway_id,
            code=code if to is RefundStep.FAILED else refund.code,
        )
        changes = [PutRefund(refund=moved, over=refund.state), *_booked(room.store, file, refund, moved, now=now)]
        changes += _told(file.order, moved, now=now)
        try:
            room.commits.commit(changes, token=f"refund:{refund_id}:{refund.state}:{to}:{file.order.version}")
        except Conflict:
            continue
        return moved
    raise Contended(f"refund {refund_id} kept changing")


def _booked(store: Store, file: OrderFile, before: OrderRefund, after: OrderRefund, *, now: datetime) -> list[Change]:
    book = book_of(store, after.amount.currency, now=now)
    made = after.state in _GONE and before.state not in _GONE
    undone = after.state is RefundStep.FAILED and before.state in _GONE
    if not (made or undone) or after.gateway_id is None:
        return []
    entry = (refund_made if made else refund_failed)(
        book,
        provider=after.provider,
        refund_id=after.gateway_id,
        order_id=after.order_id,
        amount=after.amount.amount,
        tax=after.tax,
        earned=after.earned,
        unassigned=unassigned(after, file.payments),
    )
    return [post(entry, store=store, now=now)]


def _told(order: Order, refund: OrderRefund, *, now: datetime) -> list[Change]:
    """The customer is told of an end, and a person has to see a refund that failed."""
    if refund.state not in (RefundStep.SUCCEEDED, RefundStep.FAILED):
        return []
    noted = order.noted()
    event = order_event(
        RefundSucceeded if refund.state is RefundStep.SUCCEEDED else RefundFailed,
        noted,
        now=now,
        refund_id=refund.id,
        transaction_id=refund.transaction_id,
        amount=refund.amount.amount,
        currency=refund.amount.currency,
        method=refund.provider,
    )
    told: list[Change] = [PutOrder(order=noted, over=order.version), AppendEvent(event=event)]
    if refund.state is RefundStep.FAILED:
        told.append(money_case(order, reason=CaseReason.REFUND_FAILED, about=refund.id, now=now))
    return told


def money_case(order: Order, *, reason: CaseReason, about: str, now: datetime, note: str = "") -> PutCase:
    """A case that no message opened: it stands beside the customer's conversation, and silences nobody.

    ``note`` is what a person has to know of the money.
    """
    case = Case(
        id=case_id_for(f"{reason}:{about}"),
        store=order.store,
        customer_id=order.customer_id,
        reason=reason,
        status=CaseStatus.OPEN,
        version=1,
        opened_at=now,
        first_place=0,
        order_id=order.id,
        note=note,
    )
    return PutCase(case=case, over=None)
