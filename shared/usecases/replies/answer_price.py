"""What the products that were named cost today.

Facts: ``prices`` (``name``, ``price``, ``sold_out`` of each), ``choices`` (to order in one tap).
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import price_row, tappable
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    rows = "\n".join(
        f"{price_row(one)} ({telling.say('price_sold_out')})" if one["sold_out"] else price_row(one)
        for one in facts["prices"]
    )
    tap = telling.say("tap_to_order") if facts["choices"] else ""
    alone = tappable(telling, "\n\n".join(filter(None, (rows, tap))), facts["choices"])
    return with_step(telling, rows, otherwise=alone)


REPLY = Reply(topic="answer_price", free_form=_free_form)
