"""Of how many units of a product something is wrong.

Facts: ``return_id`` and its ``version`` (``return_tap.edition``), ``sku``, ``most`` (units that may be returned),
``opening``.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import tappable
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.returned_goods import after_opening, answer_id, named
from shared.usecases.return_tap import ReturnTap

#: Meta: ten rows. Of more units than that, the first few and all of them; another number is written.
MOST_ROWS = 10


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    sku, most = facts["sku"], facts["most"]
    counts = [*range(1, min(most, MOST_ROWS)), most]
    choices = [
        {"id": answer_id(telling, ReturnTap.units(sku, count)), "title": str(count), "description": ""}
        for count in counts
    ]
    return tappable(telling, after_opening(telling, telling.say("return_units", name=named(telling, sku))), choices)


REPLY = Reply(topic="return_units", free_form=_free_form)
