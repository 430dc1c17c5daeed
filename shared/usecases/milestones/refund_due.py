"""Money that cannot be kept: say so at once, with the amount, why and how soon, if another message does not."""

from __future__ import annotations

from shared.domain.events import RefundDue
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.order import Order
from shared.domain.refund import BY_HAND
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.refund_words import amount_of, days, how_soon


def _free_form(telling: Telling) -> OutboundMessage:
    why = telling.say(f"refund_{telling.event.reason}", amount=amount_of(telling))
    return TextMessage(body=f"{why} {how_soon(telling, telling.event.method)}")


def _template(telling: Telling) -> TemplateMessage:
    if telling.event.method in BY_HAND:
        return telling.template("refund_by_hand", amount_of(telling))
    return telling.template("refund_due", amount_of(telling), *days(telling.event.method))


def _overtaken(event: RefundDue, order: Order | None) -> bool:
    del order
    return bool(event.told_with)


MILESTONE = Milestone(event=RefundDue, free_form=_free_form, template=_template, overtaken=_overtaken)
