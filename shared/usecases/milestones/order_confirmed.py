"""Paid: the ticket, the items, the total, where and when."""

from __future__ import annotations

from shared.domain.events import OrderConfirmed
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    order, store = telling.about, telling.store
    facts = {
        "number": telling.event.ticket,
        "lines": telling.lines(),
        "total": order.total,
        "time": telling.expected(),
    }
    if _delivered_to(telling):
        return TextMessage(body=telling.say("confirmed_delivery", address=_delivered_to(telling), **facts))
    place = f"{store.fulfilment.place_name}, {store.fulfilment.place_address}"
    return TextMessage(body=telling.say("confirmed_pickup", place=place, **facts))


def _template(telling: Telling) -> TemplateMessage:
    fulfilment = telling.store.fulfilment
    where = _delivered_to(telling) or f"{fulfilment.place_name}, {fulfilment.place_address}"
    summary = telling.lines().replace("\n", ", ")
    return telling.template(
        "order_confirmed", telling.event.ticket, summary, telling.about.total, where, telling.expected()
    )


def _delivered_to(telling: Telling) -> str:
    """Where the goods go, if the store delivers and the customer said where; else they are picked up."""
    return telling.about.note.strip() if telling.store.fulfilment.kind == "delivery" else ""


MILESTONE = Milestone(event=OrderConfirmed, free_form=_free_form, template=_template)
