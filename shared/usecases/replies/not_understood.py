"""The words made no sense to us: asked once, with a way to the menu and to a person.

Facts: none. With the order of an open draft, its step stands again instead.
"""

from __future__ import annotations

from shared.domain.messages import ButtonsMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import menu_button, person_button
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    ways = ButtonsMessage(body=telling.say("not_understood"), buttons=(menu_button(telling), person_button(telling)))
    return with_step(telling, telling.say("not_understood_step"), otherwise=ways)


REPLY = Reply(topic="not_understood", free_form=_free_form)
