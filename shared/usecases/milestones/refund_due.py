"""Money that cannot be kept: say so at once, with the amount and why, if another message does not."""

from __future__ import annotations

from shared.domain.events import RefundDue
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.domain.order import Order
from shared.usecases.milestones.milestone import Milestone, Telling


def _amount(telling: Telling) -> Money:
    return Money(telling.event.amount, telling.event.currency)


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say(f"refund_{telling.event.reason}", amount=_amount(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("refund_due", _amount(telling))


def _overtaken(event: RefundDue, order: Order | None) -> bool:
    del order
    return bool(event.told_with)


MILESTONE = Milestone(event=RefundDue, free_form=_free_form, template=_template, overtaken=_overtaken)
