"""Where a placed order goes was said: it is said back.

Facts: none; the place is the order's.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.handover_words import delivered_to, place
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.cash_choice import with_cash_button
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    address = delivered_to(telling)
    if address:
        return with_cash_button(telling, telling.say("address_noted", address=address))
    return TextMessage(body=telling.say("pickup_noted", place=place(telling)))


REPLY = Reply(topic="address_noted", free_form=_free_form)
