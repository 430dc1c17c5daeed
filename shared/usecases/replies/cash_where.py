"""The customer wants to pay at the door, and nobody knows yet where that is.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import LocationRequest, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return LocationRequest(body=telling.say("cash_where"))


REPLY = Reply(topic="cash_where", free_form=_free_form)
