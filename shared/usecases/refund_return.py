"""The money of goods that came back, or need not: one refund of each return, out of what was paid for its units."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.case import CaseReason
from shared.domain.changes import Change
from shared.domain.goods_return import GoodsReturn
from shared.domain.order import Order
from shared.domain.refund import RefundStep, refund_id_for
from shared.domain.returned_goods import Worth
from shared.ports import OrderFile
from shared.usecases.move_refund import money_case
from shared.usecases.request_refund import MoreThanLeft, new_refund, refund_changes

#: Why the money goes back, as the refund has it.
RETURNED = "returned"


def refunded(
    file: OrderFile, order: Order, one: GoodsReturn, worth: Worth, *, by: str, now: datetime
) -> tuple[Order, GoodsReturn, list[Change]]:
    """The order one version on, the return with its refund, and the changes; never more than is left of the payment.

    ``order`` is the file's in the version before. What was paid for an order that this one took the place of is given
    back by a person. Raises MoreThanLeft when nothing is left.
    """
    if not worth.amount:
        return order, one, []
    refund_id = refund_id_for(f"return:{one.id}")
    try:
        refund = new_refund(file, refund_id, worth.amount, reason=RETURNED, by=by, now=now)
    except MoreThanLeft as more:
        if file.order.credit:
            owed = replace(one, amount=worth.amount)
            return order, owed, [money_case(order, reason=CaseReason.REFUND_BY_HAND, about=refund_id, now=now)]
        if more.left <= 0:
            raise
        refund = new_refund(file, refund_id, more.left, reason=RETURNED, by=by, now=now)
    amount = refund.amount.amount
    if refund.earned:
        refund = replace(refund, tax=_tax(file, worth, amount))
    noted = order.noted()
    settled = replace(one, amount=amount, refund_id=refund.id)
    return noted, settled, refund_changes(noted, refund, now=now)


def _tax(file: OrderFile, worth: Worth, amount: int) -> int:
    """The tax of the very lines that came back, never more than is left of the order's."""
    given = sum(one.tax for one in file.refunds if one.earned and one.state is not RefundStep.FAILED)
    left = sum(line.tax for line in file.order.taxed_lines()) - given
    return max(min(worth.tax * amount // worth.amount, left), 0)
