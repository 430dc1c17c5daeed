"""The money could not be sent back: say so, and that a person looks for another way."""

from __future__ import annotations

from shared.domain.events import RefundFailed
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.refund_words import amount_of


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("refund_failed", amount=amount_of(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("refund_failed", amount_of(telling))


MILESTONE = Milestone(event=RefundFailed, free_form=_free_form, template=_template)
