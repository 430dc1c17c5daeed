"""The customer was to pay at the door and paid online meanwhile: nothing is owed any more.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    order = telling.about
    return TextMessage(body=telling.say("paid_instead", order=order_name(telling, order), total=order.to_pay))


REPLY = Reply(topic="paid_instead", free_form=_free_form)
