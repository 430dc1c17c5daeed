"""Cash on delivery as a choice: a sentence under a link, which has no room for a button, or a button elsewhere."""

from __future__ import annotations

from shared.domain.at_the_door import may_pay_at_the_door
from shared.domain.messages import Button, ButtonsMessage, OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.order_tap import OrderTap


def with_cash_button(telling: Telling, body: str) -> OutboundMessage:
    """The text, with a button to pay at the door where the order it is about may be paid for there."""
    order = telling.order
    if order is None or not may_pay_at_the_door(order, telling.store):
        return TextMessage(body=body)
    tap = OrderTap(order_id=order.id, version=order.version, verb=OrderTap.CASH)
    return ButtonsMessage(body=body, buttons=(Button(id=tap.id, title=telling.say("cash_button")),))
