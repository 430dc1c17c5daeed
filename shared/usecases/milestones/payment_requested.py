"""The order's summary and the button to pay it."""

from __future__ import annotations

from shared.domain.events import PaymentRequested
from shared.domain.messages import LinkMessage, OutboundMessage, TemplateMessage
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    body = telling.say(
        "payment_request",
        lines=telling.lines(),
        total=telling.about.total,
        minutes=telling.store.reservation_minutes,
    )
    return LinkMessage(body=body, label=telling.say("pay_button"), url=telling.event.url)


def _template(telling: Telling) -> TemplateMessage:
    summary = telling.lines().replace("\n", ", ")
    return telling.template(
        "payment_request", summary, telling.about.total, telling.store.reservation_minutes, telling.event.url
    )


def _overtaken(event: PaymentRequested, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.AWAITING_PAYMENT


MILESTONE = Milestone(event=PaymentRequested, free_form=_free_form, template=_template, overtaken=_overtaken)
