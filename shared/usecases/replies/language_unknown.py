"""A language that the store does not speak: those it does, each in its own word.

Facts: none; the store's file has them.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import tappable
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    spoken = [(code, telling.wording.say(code, "language_name")) for code in telling.store.languages]
    body = telling.say("language_unknown", languages=", ".join(name for _, name in spoken))
    choices = [{"id": f"menu:language:{code}", "title": name, "description": ""} for code, name in spoken]
    return tappable(telling, body, choices)


REPLY = Reply(topic="language_unknown", free_form=_free_form)
