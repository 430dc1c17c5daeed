"""Nobody paid in time: the order is let go, or stays as it was before its change."""

from __future__ import annotations

from shared.domain.events import OrderExpired
from shared.domain.messages import Button, ButtonsMessage, OutboundMessage, TemplateMessage, TextMessage
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.order_tap import again_id


def _free_form(telling: Telling) -> OutboundMessage:
    order = telling.about
    if order.credit:
        return TextMessage(body=telling.say("expired_change"))
    # The same at today's prices, if it is still there: a new order with a new link.
    again = Button(id=again_id(order.id), title=telling.say("again_button"))
    return ButtonsMessage(body=telling.say("expired", total=order.total), buttons=(again,))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_expired", telling.about.total)


def _overtaken(event: OrderExpired, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.EXPIRED


MILESTONE = Milestone(event=OrderExpired, free_form=_free_form, template=_template, overtaken=_overtaken)
