"""What was tapped has been sold since: say so, with what is most like it.

Facts: ``name``, ``choices`` (``id``, ``title``, ``description`` of what is most like it; may be none).
"""

from __future__ import annotations

from shared.domain.messages import ButtonsMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import menu_button, tappable
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    gone = telling.say("sold_out", name=facts["name"])
    if not facts["choices"]:
        return ButtonsMessage(body=gone, buttons=(menu_button(telling),))
    return tappable(telling, f"{gone}\n\n{telling.say('sold_out_instead')}", facts["choices"])


REPLY = Reply(topic="sold_out", free_form=_free_form)
