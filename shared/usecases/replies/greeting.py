"""Hello back: the catalog; who ordered before is offered the same again; an open draft is what comes next.

Facts: ``again`` (id of the order to repeat) and ``summary`` (its lines), both or neither.
"""

from __future__ import annotations

from shared.domain.messages import Button, ButtonsMessage, CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.opening import with_hours
from shared.usecases.replies.choices import menu_button, person_button
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    return with_step(telling, telling.say("greeting_open"), otherwise=_hello(telling))


def _hello(telling: Telling) -> OutboundMessage:
    facts, store = telling.event.facts, telling.store.name
    if "again" not in facts:
        return CatalogMessage(body=with_hours(telling, telling.say("greeting", store=store)))
    again = Button(id=f"again:{facts['again']}", title=telling.say("again_button"))
    return ButtonsMessage(
        body=with_hours(telling, telling.say("greeting_again", store=store, summary=facts["summary"])),
        buttons=(again, menu_button(telling), person_button(telling)),
    )


REPLY = Reply(topic="greeting", free_form=_free_form)
