"""The order's summary and the button to pay it."""

from __future__ import annotations

from shared.domain.events import PaymentRequested
from shared.domain.messages import LinkMessage, OutboundMessage, TemplateMessage
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    order = telling.about
    facts = {"lines": telling.lines(), "total": order.total, "minutes": telling.store.reservation_minutes}
    if order.credit:
        paid = Money(order.credit, order.currency)
        body = telling.say("payment_request_change", paid=paid, due=order.to_pay, **facts)
    else:
        body = telling.say("payment_request", **facts)
    return LinkMessage(body=body, label=telling.say("pay_button"), url=telling.event.url)


def _template(telling: Telling) -> TemplateMessage:
    summary = telling.lines().replace("\n", ", ")
    return telling.template(
        "payment_request", summary, telling.about.to_pay, telling.store.reservation_minutes, telling.event.url
    )


def _overtaken(event: PaymentRequested, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.AWAITING_PAYMENT


MILESTONE = Milestone(event=PaymentRequested, free_form=_free_form, template=_template, overtaken=_overtaken)
