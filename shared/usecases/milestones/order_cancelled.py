"""The order was given up: by the customer, who is shown the catalog again, or by the store."""

from __future__ import annotations

from shared.domain.events import OrderCancelled
from shared.domain.messages import CatalogMessage, OutboundMessage, TemplateMessage, TextMessage
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    if telling.event.by == "customer":
        return CatalogMessage(body=telling.say("cancelled_change"))
    return TextMessage(body=telling.say("cancelled", total=telling.about.total))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_cancelled", telling.about.total)


MILESTONE = Milestone(event=OrderCancelled, free_form=_free_form, template=_template)
