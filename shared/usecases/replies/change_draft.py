"""The draft is not as it should be: how to say what to change. It stays open meanwhile.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("change_draft"))


REPLY = Reply(topic="change_draft", free_form=_free_form)
