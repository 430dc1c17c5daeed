"""The customer picked the order up: what it was, what to do if something is wrong, and how it was."""

from __future__ import annotations

from shared.domain.events import OrderCollected
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.how_was_it import tell_us
from shared.usecases.milestones.milestone import Milestone, Telling, shortened
from shared.usecases.milestones.order_name import order_name


def _items(telling: Telling) -> str:
    return shortened(f"{line.quantity} × {line.name}" for line in telling.about.lines)


def _free_form(telling: Telling) -> OutboundMessage:
    body = telling.say("collected", order=order_name(telling, telling.about), items=_items(telling))
    return tell_us(telling, body)


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_collected", order_name(telling, telling.about), _items(telling).replace("\n", ", "))


def _overtaken(event: OrderCollected, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.COLLECTED


MILESTONE = Milestone(event=OrderCollected, free_form=_free_form, template=_template, overtaken=_overtaken)
