"""What is to happen to the parcel is noted; the courier is told, and the customer again when it took it.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("parcel_noted"))


REPLY = Reply(topic="parcel_noted", free_form=_free_form)
