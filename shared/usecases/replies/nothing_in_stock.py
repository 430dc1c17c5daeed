"""The shelf is empty: nothing can be shown.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import ButtonsMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import person_button
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return ButtonsMessage(body=telling.say("nothing_in_stock"), buttons=(person_button(telling),))


REPLY = Reply(topic="nothing_in_stock", free_form=_free_form)
