"""A review was kept with its order.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("review_kept"))


REPLY = Reply(topic="review_kept", free_form=_free_form)
