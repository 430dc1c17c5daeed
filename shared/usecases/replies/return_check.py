"""All that was told of a return, read back: send it, change it, or never mind.

Facts: ``return_id`` and its ``version`` (``return_tap.edition``), ``items`` (sku to units), ``trouble``, ``photos``
(how many), ``opening``. The customer's own words are in the return.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.handover_words import shown
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.choices import tappable
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.returned_goods import after_opening, answer_id, counted, never_mind
from shared.usecases.return_room import return_in
from shared.usecases.return_tap import ReturnTap

#: Of the customer's words, and of the goods: the message ends at 1,024 characters (Meta).
LONGEST_WORDS = 200
MOST_GOODS = 6


def _free_form(telling: Telling) -> OutboundMessage:
    choices = [
        {"id": answer_id(telling, ReturnTap.SEND), "title": telling.say("return_send_button"), "description": ""},
        {"id": answer_id(telling, ReturnTap.CHANGE), "title": telling.say("return_change_button"), "description": ""},
        never_mind(telling),
    ]
    body = "\n\n".join((telling.say("return_check"), "\n".join(_told(telling)), telling.say("return_check_end")))
    return tappable(telling, after_opening(telling, body), choices)


def _told(telling: Telling) -> Iterator[str]:
    facts = telling.event.facts
    yield f"*{order_name(telling, telling.about)}*"
    yield counted(telling, facts["items"], rows=MOST_GOODS)
    yield telling.say("return_check_trouble", trouble=telling.say(f"trouble_{facts['trouble']}"))
    one = return_in(telling.file, facts["return_id"])
    if one is not None and one.words:
        yield f"“{shown(one.words, LONGEST_WORDS)}”"
    if facts["photos"]:
        yield telling.say("return_check_photos", count=facts["photos"])


REPLY = Reply(topic="return_check", free_form=_free_form)
