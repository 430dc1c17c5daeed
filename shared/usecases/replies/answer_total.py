"""What the open order comes to: its read-back has every price.

Facts: none; the event names the order.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    total = telling.say("answer_total", total=telling.about.total)
    return with_step(telling, total, otherwise=TextMessage(body=total))


REPLY = Reply(topic="answer_total", free_form=_free_form)
