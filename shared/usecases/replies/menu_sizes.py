"""One product of the menu in its sizes: which one?

Facts: ``name``, ``choices`` (``id``, ``title``, ``description`` of each).
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import tappable
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    return tappable(telling, telling.say("menu_sizes", name=facts["name"]), facts["choices"])


REPLY = Reply(topic="menu_sizes", free_form=_free_form)
