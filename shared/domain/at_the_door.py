"""Cash on delivery: which orders may be paid for at the door instead of online, by the store's own file."""

from __future__ import annotations

from shared.domain.order import UNPAID, Order
from shared.domain.payment import AT_THE_DOOR
from shared.domain.store import Store


def may_pay_at_the_door(order: Order, store: Store) -> bool:
    """Whether this order, which waits for money, may go out on the promise to pay for it at the door.

    Not one that takes a paid order's place: its money stays where the first came from.
    """
    most = store.cash_on_delivery_most
    return (
        AT_THE_DOOR in store.payment_methods
        and order.status in UNPAID
        and order.handover is not None
        and order.handover.kind == "delivery"
        and not order.credit
        and order.total.amount > 0
        and (most is None or order.total.amount <= most)
    )
