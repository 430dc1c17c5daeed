"""A message was taken back that had become an order: nothing is cancelled by that.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("revoked"))


REPLY = Reply(topic="revoked", free_form=_free_form)
