"""The time in which something could be returned is over; a person can be asked all the same.

Facts: ``days``, so long a complaint is heard after the goods came.
"""

from __future__ import annotations

from shared.domain.messages import ButtonsMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.choices import person_button
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    order = order_name(telling, telling.about)
    said = telling.say("return_too_late", order=order, days=telling.event.facts["days"])
    return ButtonsMessage(body=said, buttons=(person_button(telling),))


REPLY = Reply(topic="return_too_late", free_form=_free_form)
