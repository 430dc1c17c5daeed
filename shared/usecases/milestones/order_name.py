"""What an order is called to its customer: by its ticket, once it has one."""

from __future__ import annotations

from shared.domain.order import Order
from shared.usecases.milestones.milestone import Telling


def order_name(telling: Telling, order: Order) -> str:
    """``Order 17``, or ``Your order``."""
    if order.ticket is None:
        return telling.say("order_unnumbered")
    return telling.say("order_numbered", number=order.ticket.number)
