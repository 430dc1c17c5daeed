"""The order was not cancelled after all.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("order_kept", order=order_name(telling, telling.about)))


REPLY = Reply(topic="order_kept", free_form=_free_form)
