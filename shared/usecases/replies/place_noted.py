"""A place on the map that nobody had asked for: the way to an order is the catalog.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return CatalogMessage(body=telling.say("place_noted"))


REPLY = Reply(topic="place_noted", free_form=_free_form)
