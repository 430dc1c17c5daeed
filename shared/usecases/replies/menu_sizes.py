"""One product of the menu in its sizes: which one?

Facts: ``name``, ``choices`` (``id``, ``title``, ``description`` of each); ``more`` (the id that leads on, or empty),
``page``, ``pages``.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import tappable
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    choices = list(facts["choices"])
    if facts["more"]:
        where = telling.say("menu_page", page=facts["page"] + 1, pages=facts["pages"])
        choices.append({"id": facts["more"], "title": telling.say("menu_more_row"), "description": where})
    return tappable(telling, telling.say("menu_sizes", name=facts["name"]), choices)


REPLY = Reply(topic="menu_sizes", free_form=_free_form)
