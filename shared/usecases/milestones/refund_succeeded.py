"""The gateway has sent the money back: say so, and when the bank shows it."""

from __future__ import annotations

from shared.domain.events import RefundSucceeded
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.usecases.milestones.milestone import Milestone, Telling


def _amount(telling: Telling) -> Money:
    return Money(telling.event.amount, telling.event.currency)


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("refund_sent", amount=_amount(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("refund_sent", _amount(telling))


MILESTONE = Milestone(event=RefundSucceeded, free_form=_free_form, template=_template)
