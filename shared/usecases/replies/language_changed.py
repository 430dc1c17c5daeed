"""From now on in the language that the customer chose.

Facts: none; the profile has it.
"""

from __future__ import annotations

from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    changed = telling.say("language_changed")
    return with_step(telling, changed, otherwise=CatalogMessage(body=changed))


REPLY = Reply(topic="language_changed", free_form=_free_form)
