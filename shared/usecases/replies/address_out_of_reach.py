"""The address of a placed order is outside the area: another one is asked for.

Facts: none; the place is the order's.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    handover = telling.about.handover
    return TextMessage(body=telling.say("out_of_reach", code=handover.postal_code if handover else ""))


REPLY = Reply(topic="address_out_of_reach", free_form=_free_form)
