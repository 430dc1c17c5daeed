"""The customer wants to pay: the link that waits once more, or, when its time is over, the same order again."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.order import UNPAID, OrderStatus
from shared.usecases.order_again import order_again
from shared.usecases.placed_orders import placed_orders
from shared.usecases.tell_status import status_of
from shared.usecases.turn import Heard, Turn

#: Who asks for the link of an order that was let go means that order for so long; after that, who knows.
MEANT_FOR = timedelta(days=1)


def show_link(turn: Turn, text: str) -> Heard | None:
    """End the turn of who asked for the link; None when there is nothing to pay. Raises Contended.

    An order that was let go is put forward anew: one yes, and there is a new link, if the shelf still has it all.
    """
    newest = next(iter(placed_orders(turn)), None)
    if newest is None:
        return None
    if newest.status in UNPAID:
        return status_of(turn, newest, text)
    if newest.status is OrderStatus.EXPIRED and newest.expires_at and turn.now < newest.expires_at + MEANT_FOR:
        return order_again(turn, newest.id)
    return None
