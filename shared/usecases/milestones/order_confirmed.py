"""Paid: the ticket, the items, the total, where and when; of a change also what comes back."""

from __future__ import annotations

from shared.domain.events import OrderConfirmed
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    order, store = telling.about, telling.store
    facts = {
        "number": telling.event.ticket,
        "lines": telling.lines(),
        "total": order.total,
        "time": telling.expected(),
    }
    said = "changed" if order.credit else "confirmed"
    if _delivered_to(telling):
        body = telling.say(f"{said}_delivery", address=_delivered_to(telling), **facts)
    else:
        place = f"{store.fulfilment.place_name}, {store.fulfilment.place_address}"
        body = telling.say(f"{said}_pickup", place=place, **facts)
    return TextMessage(body=body + _comes_back(telling))


def _comes_back(telling: Telling) -> str:
    """What a change for less sends back: told here, so that it needs no message of its own."""
    order = telling.about
    back = order.credit - order.total.amount
    if back <= 0:
        return ""
    return "\n\n" + telling.say("changed_refund", amount=Money(back, order.currency))


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
