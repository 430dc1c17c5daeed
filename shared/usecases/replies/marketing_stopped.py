"""No more offers; messages about orders still come.

Facts: none. With the order of an open draft, its step stands under it.
"""

from __future__ import annotations

from shared.domain.messages import Button, ButtonsMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    stopped = telling.say("marketing_stopped")
    again = Button(id="menu:start", title=telling.say("marketing_start_button"))
    return with_step(telling, stopped, otherwise=ButtonsMessage(body=stopped, buttons=(again,)))


REPLY = Reply(topic="marketing_stopped", free_form=_free_form)
