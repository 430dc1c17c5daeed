"""Asked where an order is that was never confirmed: that it is not placed yet, and its step again.

Facts: none; the event's order is the open draft.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    words = telling.say("draft_waits")
    return with_step(telling, words, otherwise=TextMessage(body=words))


REPLY = Reply(topic="draft_waits", free_form=_free_form)
