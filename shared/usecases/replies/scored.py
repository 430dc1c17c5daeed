"""Thank you for a score, and would you write a line.

Facts: ``score``, 1 to 5. Of a bad one a person has the case already.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply

FAIR = 3


def _free_form(telling: Telling) -> OutboundMessage:
    score = int(telling.event.facts["score"])
    if score > FAIR:
        return TextMessage(body=telling.say("scored_well", stars="★" * score))
    return TextMessage(body=telling.say("scored_fair" if score == FAIR else "scored_badly"))


REPLY = Reply(topic="scored", free_form=_free_form)
