"""The order was given up: what was paid comes back, or the customer is shown the catalog again.

Silent where another message tells of it: the order that took its place, or the refund of a change that came too late.
"""

from __future__ import annotations

from shared.domain.events import OrderCancelled
from shared.domain.messages import CatalogMessage, OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.domain.order import Order
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.milestones.refund_words import how_soon


def _free_form(telling: Telling) -> OutboundMessage:
    order, refund = telling.about, telling.event.refund
    if refund:
        amount = Money(refund, order.currency)
        said = telling.say("cancelled_refund", order=order_name(telling, order), amount=amount)
        return TextMessage(body=f"{said} {how_soon(telling, telling.event.refund_method)}")
    if order.replaces and order.expires_at is None:
        # It was never placed: what it would have changed is as it was.
        return TextMessage(body=telling.say("change_dropped"))
    if telling.event.by == "customer":
        return CatalogMessage(body=telling.say("cancelled_change"))
    return TextMessage(body=telling.say("cancelled", total=order.total))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_cancelled", telling.about.total)


def _overtaken(event: OrderCancelled, order: Order | None) -> bool:
    del order
    return bool(event.replaced_by) or event.by == "store"


MILESTONE = Milestone(event=OrderCancelled, free_form=_free_form, template=_template, overtaken=_overtaken)
