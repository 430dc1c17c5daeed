"""A sticker from somebody who has nothing else going on: be friendly, show the catalog.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return CatalogMessage(body=telling.say("sticker"))


REPLY = Reply(topic="sticker", free_form=_free_form)
