"""Offers again.

Facts: none. With the order of an open draft, its step stands under it.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    started = telling.say("marketing_started")
    return with_step(telling, started, otherwise=TextMessage(body=started))


REPLY = Reply(topic="marketing_started", free_form=_free_form)
