"""The customer wants to change a placed order: how to say what.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    name = order_name(telling, telling.about)
    return TextMessage(body="\n\n".join((telling.say("change_how", order=name), telling.lines())))


REPLY = Reply(topic="change_how", free_form=_free_form)
