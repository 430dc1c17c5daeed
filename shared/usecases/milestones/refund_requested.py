"""A person of the store gives money back: the amount, and how long the bank takes."""

from __future__ import annotations

from shared.domain.events import RefundRequested
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.usecases.milestones.milestone import Milestone, Telling


def _amount(telling: Telling) -> Money:
    return Money(telling.event.amount, telling.event.currency)


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("refund_requested", amount=_amount(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("refund_requested", _amount(telling))


MILESTONE = Milestone(event=RefundRequested, free_form=_free_form, template=_template)
