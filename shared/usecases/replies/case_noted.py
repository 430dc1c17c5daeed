"""A person has the case already: say once more that what was said reached them.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("case_noted"))


REPLY = Reply(topic="case_noted", free_form=_free_form)
