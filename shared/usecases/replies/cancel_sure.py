"""Whether the order is really to be cancelled.

Facts: ``version`` of the order that is asked about, ``refund`` what would come back (minor units).
"""

from __future__ import annotations

from shared.domain.messages import Button, ButtonsMessage, OutboundMessage
from shared.domain.money import Money
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.order_tap import OrderTap
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    order, facts = telling.about, telling.event.facts
    back = telling.say("cancel_sure_refund", amount=Money(facts["refund"], order.currency)) if facts["refund"] else ""
    asked = telling.say("cancel_sure", order=order_name(telling, order), total=order.total)
    yes, no = (
        OrderTap(order_id=order.id, version=facts["version"], verb=verb).id
        for verb in (OrderTap.CANCEL_YES, OrderTap.KEEP)
    )
    return ButtonsMessage(
        body="\n\n".join(filter(None, (asked, telling.lines(), back))),
        buttons=(
            Button(id=yes, title=telling.say("cancel_yes_button")),
            Button(id=no, title=telling.say("keep_button")),
        ),
    )


REPLY = Reply(topic="cancel_sure", free_form=_free_form)
