"""A button was tapped that belongs to an order which has moved on since.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return CatalogMessage(body=telling.say("stale_tap"))


REPLY = Reply(topic="stale_tap", free_form=_free_form)
