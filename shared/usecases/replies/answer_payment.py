"""How the customer may pay.

Facts: none; the store's file says it.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    methods = ", ".join(telling.say(f"method_{method}") for method in telling.store.payment_methods)
    answer = telling.say("answer_payment", methods=methods)
    return with_step(telling, answer, otherwise=TextMessage(body=answer))


REPLY = Reply(topic="answer_payment", free_form=_free_form)
