"""A person has to answer: say so, and what they were given."""

from __future__ import annotations

from shared.domain.events import CaseOpened
from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say(f"case_{telling.event.reason}"))


MILESTONE = Milestone(event=CaseOpened, free_form=_free_form)
