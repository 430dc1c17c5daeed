"""The answer to what was no cart, by its topic: see usecases/replies."""

from __future__ import annotations

from shared.domain.events import CustomerSpoke
from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    # Forty small files that a cold start does not load to tell of an order; and they are made of milestones' words.
    from shared.usecases.replies import REPLIES

    return REPLIES[telling.event.topic].free_form(telling)


MILESTONE = Milestone(event=CustomerSpoke, free_form=_free_form)
