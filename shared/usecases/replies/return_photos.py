"""A photo of the goods, please; or, once there is one, whether there are more.

Facts: ``return_id`` and its ``version`` (``return_tap.edition``), ``photos`` (how many there were), ``opening``.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import tappable
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.returned_goods import after_opening, answer_id, never_mind
from shared.usecases.return_tap import NOTED, ReturnTap


def _free_form(telling: Telling) -> OutboundMessage:
    # How many they are by now is not said: an album may still be coming.
    some = bool(telling.event.facts["photos"])
    thanks = some and telling.event.facts["opening"] == NOTED
    asked = telling.say("return_photos_more" if some else "return_photos")
    body = asked if thanks else after_opening(telling, asked)
    done = telling.say("return_photos_done_button" if some else "return_photos_none_button")
    go_on = {"id": answer_id(telling, ReturnTap.DONE), "title": done, "description": ""}
    return tappable(telling, body, [go_on, never_mind(telling)])


REPLY = Reply(topic="return_photos", free_form=_free_form)
