"""A person has the case already: say once more that what was said reached them.

Facts: ``step`` (true): the order is the open draft, and what it asks stands under it.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    noted = telling.say("case_noted")
    alone = TextMessage(body=noted)
    return with_step(telling, noted, otherwise=alone) if telling.event.facts.get("step") else alone


REPLY = Reply(topic="case_noted", free_form=_free_form)
