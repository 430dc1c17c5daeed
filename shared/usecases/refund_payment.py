"""Money goes back: recorded before the gateway is asked, asked under one id for ever, followed to its end."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from shared.domain.case import CaseReason
from shared.domain.changes import PutRefund
from shared.domain.events import RefundDue
from shared.domain.gateway_facts import Refund
from shared.domain.money import Money
from shared.domain.refund import BY_RULE, OrderRefund, RefundStep, refund_id_for
from shared.ports import Conflict, RefundDesk, Refused
from shared.usecases.move_refund import RefundRoom, UnknownRefund, follow_fact, money_case, move_refund, refund_in

#: Why a refund failed that no gateway was asked for: the money came through another one, which the store has left.
NOT_AT_GATEWAY = "not_at_gateway"


def record_due(room: RefundRoom, due: RefundDue, *, provider: str) -> str:
    """The refund that a rule wants, recorded once; its id.

    ``provider`` is the store's gateway: a changed order gives back what came for the one before it.
    """
    refund_id = refund_id_for(due.id)
    file = room.orders.read(due.order_id)
    if refund_in(file, refund_id) is not None:
        return refund_id
    own = [one.provider for one in file.payments if one.transaction_id == due.transaction_id] if file else []
    refund = OrderRefund(
        id=refund_id,
        order_id=due.order_id,
        provider=own[0] if own else provider,
        transaction_id=due.transaction_id,
        amount=Money(due.amount, due.currency),
        reason=due.reason,
        state=RefundStep.REQUESTED,
        requested_by=BY_RULE,
        at=due.at,
    )
    # In a conflict another delivery of the same event was faster: the record is there.
    with suppress(Conflict):
        room.commits.commit([PutRefund(refund=refund, over=None)], token=f"refund:{refund_id}")
    return refund_id


def refund_payment(room: RefundRoom, *, order_id: str, refund_id: str, desk: RefundDesk, now: datetime) -> OrderRefund:
    """The refund after the gateway was asked for it, or about it; one that has ended stays as it is.

    A repeat after a crash at any point finds the gateway's one refund by ours. Raises Unavailable, Refused (one that a
    person must look into), UnknownRefund, Contended.
    """
    refund = refund_in(room.orders.read(order_id), refund_id)
    if refund is None:
        raise UnknownRefund(refund_id)
    if refund.state in (RefundStep.SUCCEEDED, RefundStep.FAILED):
        return refund
    if refund.waits_for_a_hand:
        return _left_to_a_hand(room, refund, now=now)
    if refund.provider != desk.provider:
        return _failed(room, refund, code=NOT_AT_GATEWAY, now=now)
    try:
        fact = desk.follow(refund.as_fact()) if refund.gateway_id else _asked(room, refund, desk)
    except Refused as no:
        # A key that is not taken, or an answer that cannot be read, says nothing about the refund.
        if no.alarm or refund.gateway_id:
            raise
        return _failed(room, refund, code=no.code, now=now)
    return follow_fact(room, order_id=order_id, refund_id=refund_id, fact=fact, now=now)


def _left_to_a_hand(room: RefundRoom, refund: OrderRefund, *, now: datetime) -> OrderRefund:
    """No gateway has the money: a case tells the store to give it back (``give_back``), once."""
    file = room.orders.read(refund.order_id)
    if file is not None:
        case = money_case(file.order, reason=CaseReason.REFUND_BY_HAND, about=refund.id, now=now)
        with suppress(Conflict):
            room.commits.commit([case], token=f"refund:{refund.id}:by_hand")
    return refund


def _asked(room: RefundRoom, refund: OrderRefund, desk: RefundDesk) -> Refund:
    return desk.refund(
        refund_id=refund.id,
        transaction_id=refund.transaction_id,
        amount=refund.amount,
        order_id=refund.order_id,
        store_id=room.store.id,
    )


def _failed(room: RefundRoom, refund: OrderRefund, *, code: str, now: datetime) -> OrderRefund:
    return move_refund(room, order_id=refund.order_id, refund_id=refund.id, to=RefundStep.FAILED, code=code, now=now)
