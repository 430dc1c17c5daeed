"""A card number was in what the customer sent: it was taken out, and never to send one again.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say("card_warning"))


REPLY = Reply(topic="card_warning", free_form=_free_form)
