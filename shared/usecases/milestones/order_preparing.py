"""Somebody began to prepare the order: told of large orders and a customer's first, as the store's file says."""

from __future__ import annotations

from shared.domain.events import OrderPreparing
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.order import OrderStatus
from shared.usecases.milestones.handover_words import is_delivered
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.order_name import order_name


def _free_form(telling: Telling) -> OutboundMessage:
    way = "delivery" if is_delivered(telling) else "pickup"
    return TextMessage(body=telling.say(f"preparing_{way}", order=order_name(telling, telling.about)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_preparing", order_name(telling, telling.about))


def _needless(telling: Telling) -> bool:
    order, over = telling.about, telling.store.delivery.processing_over
    large = over is not None and order.total.amount >= over
    return order.status is not OrderStatus.PREPARING or not (large or telling.first)


MILESTONE = Milestone(
    event=OrderPreparing, free_form=_free_form, template=_template, needless=_needless, asks_if_first=True
)
