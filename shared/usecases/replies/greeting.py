"""Hello back, and the catalog.

Facts: none.
"""

from __future__ import annotations

from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    return CatalogMessage(body=telling.say("greeting", store=telling.store.name))


REPLY = Reply(topic="greeting", free_form=_free_form)
