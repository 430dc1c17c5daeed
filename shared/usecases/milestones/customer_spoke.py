"""The answer to what was no cart, by its topic: see usecases/replies."""

from __future__ import annotations

from shared.domain.events import CustomerSpoke
from shared.domain.messages import OutboundMessage
from shared.usecases import replies
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    # By its module: replies are made of milestones' words too, so either package may be loaded first.
    return replies.REPLIES[telling.event.topic].free_form(telling)


MILESTONE = Milestone(event=CustomerSpoke, free_form=_free_form)
