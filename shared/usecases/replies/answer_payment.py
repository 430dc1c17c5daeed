"""How the customer may pay.

Facts: none; the store's file says it, and whether the order that waits for money may be paid for at the door.
"""

from __future__ import annotations

from shared.domain.at_the_door import may_pay_at_the_door
from shared.domain.messages import OutboundMessage
from shared.domain.order import UNPAID
from shared.domain.payment import AT_THE_DOOR
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.cash_choice import with_cash_button
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    methods = ", ".join(telling.say(f"method_{method}") for method in telling.store.payment_methods)
    answer = telling.say("answer_payment", methods=methods)
    order = telling.order
    waits = order is not None and order.status in UNPAID and AT_THE_DOOR in telling.store.payment_methods
    if waits and not may_pay_at_the_door(telling.about, telling.store):
        # The store takes cash at the door, but not for this order: it is too large, picked up, or a change.
        answer = f"{answer}\n\n{telling.say('cash_not_for_this')}"
    return with_step(telling, answer, otherwise=with_cash_button(telling, answer))


REPLY = Reply(topic="answer_payment", free_form=_free_form)
