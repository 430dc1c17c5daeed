"""What a person of the store wrote, as they wrote it. The words are kept with the chat; the event only says where."""

from __future__ import annotations

from shared.domain.events import StaffSpoke
from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.written)


MILESTONE = Milestone(event=StaffSpoke, free_form=_free_form)
