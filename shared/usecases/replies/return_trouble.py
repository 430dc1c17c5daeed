"""What is wrong with the goods.

Facts: ``return_id`` and its ``version`` (``return_tap.edition``), ``items`` (sku to units), ``more`` (whether there are
further goods that could be returned with them), ``opening``.
"""

from __future__ import annotations

from shared.domain.goods_return import Trouble
from shared.domain.messages import ListMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import rows
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.returned_goods import after_opening, answer_id, counted, never_mind
from shared.usecases.return_tap import ReturnTap


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    choices = [
        {
            "id": answer_id(telling, ReturnTap.trouble(trouble)),
            "title": telling.say(f"trouble_{trouble}"),
            "description": "",
        }
        for trouble in Trouble
    ]
    if facts["more"]:
        title = telling.say("return_more_row")
        choices.append({"id": answer_id(telling, ReturnTap.MORE), "title": title, "description": ""})
    choices.append(never_mind(telling))
    body = after_opening(telling, telling.say("return_trouble", items=counted(telling, facts["items"])))
    return ListMessage(body=body, button=telling.say("choose_button"), rows=rows(choices))


REPLY = Reply(topic="return_trouble", free_form=_free_form)
