"""Which of the order's goods something is wrong with.

Facts: ``return_id`` and its ``version`` (``return_tap.edition``), ``left`` (sku to units that may be
returned), ``opening``.
"""

from __future__ import annotations

from shared.domain.messages import ListMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import rows
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.returned_goods import after_opening, answer_id, named, never_mind
from shared.usecases.return_tap import ReturnTap

#: Meta: ten rows, of which two are for all of it and for nothing. What has no row is written.
MOST_GOODS = 8
LONGEST_TITLE = 24


def _free_form(telling: Telling) -> OutboundMessage:
    left = telling.event.facts["left"]
    choices = []
    for sku, units in list(left.items())[:MOST_GOODS]:
        goods = f"{units} × {named(telling, sku)}"
        more = goods if len(goods) > LONGEST_TITLE else ""
        choices.append({"id": answer_id(telling, ReturnTap.item(sku)), "title": goods, "description": more})
    if sum(left.values()) > 1:
        every = telling.say("return_all_row")
        choices.append({"id": answer_id(telling, ReturnTap.ALL), "title": every, "description": ""})
    choices.append(never_mind(telling))
    body = after_opening(telling, telling.say("return_items"))
    return ListMessage(body=body, button=telling.say("choose_button"), rows=rows(choices))


REPLY = Reply(topic="return_items", free_form=_free_form)
