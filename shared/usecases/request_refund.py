"""Money is to go back through the gateway: recorded with who and why, never more than is left of a payment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, PutOrder, PutRefund
from shared.domain.events import RefundDue, RefundRequested, order_event
from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.payment import PaymentAttempt
from shared.domain.payment_status import earned_by
from shared.domain.refund import BY_HAND, OrderRefund, RefundStep, left_of, refund_id_for
from shared.domain.tax import tax_share
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.correct_stock import RequestReused
from shared.usecases.move_refund import RefundRoom, refund_in

TRIES = 4


class MoreThanLeft(Exception):
    """No payment of the order has so much left; each of ``waiting`` is due already, and is given back by hand whole."""

    def __init__(self, *, amount: int, left: int, waiting: Sequence[int] = ()) -> None:
        due = f"; due already, and given back whole: {', '.join(map(str, waiting))}" if waiting else ""
        super().__init__(
            f"{amount} was asked for, and {left} is left of the order's largest payment (minor units){due}"
        )
        self.amount, self.left = amount, left


def request_refund(
    room: RefundRoom, *, order_id: str, amount: int, reason: str, by: str, request: str, now: datetime
) -> OrderRefund:
    """The refund, recorded and asked for; the same ``request`` is the same refund. ``amount``: minor units above 0.

    Raises UnknownOrder, MoreThanLeft, RequestReused, Contended.
    """
    refund_id = refund_id_for(f"staff:{order_id}:{request}")
    for _ in range(TRIES):
        file = room.orders.read_all(order_id)
        if file is None:
            raise UnknownOrder
        known = refund_in(file, refund_id)
        if known is not None:
            if (known.amount.amount, known.reason) != (amount, reason):
                raise RequestReused(request)
            return known
        refund = new_refund(file, refund_id, amount, reason=reason, by=by, now=now)
        noted = file.order.noted()
        try:
            room.commits.commit(
                [PutOrder(order=noted, over=file.order.version), *refund_changes(noted, refund, now=now)],
                token=f"refund:{refund_id}:{noted.version}",
            )
        except Conflict:
            continue
        return refund
    raise Contended(f"order {order_id}: the record kept changing")


def refund_changes(noted: Order, refund: OrderRefund, *, now: datetime) -> list[Change]:
    """A new refund in the record, and the event by which the gateway is asked for it; ``noted`` is its order's next
    version.
    """
    event = order_event(
        RefundRequested,
        noted,
        now=now,
        refund_id=refund.id,
        transaction_id=refund.transaction_id,
        amount=refund.amount.amount,
        currency=refund.amount.currency,
        method=refund.provider,
    )
    return [PutRefund(refund=refund, over=None), AppendEvent(event=event)]


def new_refund(
    file: OrderFile, refund_id: str, amount: int, *, reason: str, by: str, now: datetime, paid_by: str | None = None
) -> OrderRefund:
    """A refund of the payment of which most is left; first among those that go back that way (``paid_by``; None:
    through the gateway), if one of them has so much. By hand only the store's own money goes back.

    Raises MoreThanLeft.
    """
    paid = [
        one
        for one in file.payments
        if one.transaction_id and one.received and (paid_by is None or one.received.currency == file.order.currency)
    ]
    left = {one.id: _left(file, one) for one in paid}
    alike = [one for one in paid if BY_HAND.get(one.provider) == paid_by and left[one.id] >= amount]
    largest = max(alike or paid, key=lambda one: left[one.id], default=None)
    most = left[largest.id] if largest else 0
    if largest is None or largest.received is None or amount > most:
        waiting = [one.amount.amount for one in file.refunds if one.waits_for_a_hand]
        raise MoreThanLeft(amount=amount, left=max(most, 0), waiting=waiting)
    earned = earned_by(file.order, largest)
    return OrderRefund(
        id=refund_id,
        order_id=file.order.id,
        provider=largest.provider,
        transaction_id=str(largest.transaction_id),
        amount=Money(amount, largest.received.currency),
        reason=reason,
        state=RefundStep.REQUESTED,
        requested_by=by,
        at=now,
        earned=earned,
        tax=_tax(file, amount) if earned else 0,
    )


def _left(file: OrderFile, attempt: PaymentAttempt) -> int:
    """What is left of a payment, less what a rule has promised and not yet recorded as a refund."""
    recorded = {one.id for one in file.refunds}
    promised = sum(
        one.amount
        for one in file.events
        if isinstance(one, RefundDue)
        and one.transaction_id == attempt.transaction_id
        and refund_id_for(one.id) not in recorded
    )
    return left_of(str(attempt.transaction_id), file.payments, file.refunds) - promised


def _tax(file: OrderFile, amount: int) -> int:
    """The tax in what is given back; the shares of refunds that make up the order make up its tax."""
    whole = file.order.total.amount
    before = sum(one.amount.amount for one in file.refunds if one.earned and one.state is not RefundStep.FAILED)
    before = min(before, whole)
    tax = sum(line.tax for line in file.order.taxed_lines())
    return tax_share(tax, part=min(amount, whole - before), whole=whole, before=before)
