"""A word of thanks, or a smile.

Facts: none. With the order of an open draft, its step stands again.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    words = telling.say("thanks")
    return with_step(telling, words, otherwise=TextMessage(body=words))


REPLY = Reply(topic="thanks", free_form=_free_form)
