"""The customer spoke of an order, and there is none.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return CatalogMessage(body=telling.say("no_order"))


REPLY = Reply(topic="no_order", free_form=_free_form)
