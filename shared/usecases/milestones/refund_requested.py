"""A person of the store gives money back: the amount, and how long the bank takes."""

from __future__ import annotations

from shared.domain.events import RefundRequested
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.refund_words import amount_of, days, how_soon


def _free_form(telling: Telling) -> OutboundMessage:
    said = telling.say("refund_requested", amount=amount_of(telling))
    return TextMessage(body=f"{said} {how_soon(telling, telling.event.method)}")


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("refund_requested", amount_of(telling), *days(telling.event.method))


def _needless(telling: Telling) -> bool:
    """What a return gives back is told with its last step."""
    returns = telling.file.returns if telling.file else ()
    return any(one.refund_id == telling.event.refund_id for one in returns)


MILESTONE = Milestone(event=RefundRequested, free_form=_free_form, template=_template, needless=_needless)
