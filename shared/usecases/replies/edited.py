"""A message was edited after it had become more than talk: what was noted stands.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("edited"))


REPLY = Reply(topic="edited", free_form=_free_form)
