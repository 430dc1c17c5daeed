"""Where the store is, and whether goods can be picked up there.

Facts: none; the store's file says it.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.opening import with_hours
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    fulfilment = telling.store.fulfilment
    key = "answer_address_pickup" if "pickup" in fulfilment.kinds else "answer_address_delivery"
    place = f"{fulfilment.place_name}, {fulfilment.place_address}"
    answer = with_hours(telling, telling.say(key, place=place))
    return with_step(telling, answer, otherwise=TextMessage(body=answer))


REPLY = Reply(topic="answer_address", free_form=_free_form)
