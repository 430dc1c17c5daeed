"""Whether the parcel is really to go back to the store: a courier does not turn round twice.

Facts: ``parcel_id`` and ``attempt``.
"""

from __future__ import annotations

from shared.domain.messages import Button, ButtonsMessage, OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.parcel_tap import ParcelTap
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts, order = telling.event.facts, telling.about
    yes, no = (
        ParcelTap(order_id=order.id, parcel_id=facts["parcel_id"], attempt=facts["attempt"], verb=verb).id
        for verb in (ParcelTap.SURE, ParcelTap.CHOICES)
    )
    return ButtonsMessage(
        body=telling.say("send_back_sure", order=order_name(telling, order)),
        buttons=(
            Button(id=yes, title=telling.say("send_back_yes_button")),
            Button(id=no, title=telling.say("send_back_no_button")),
        ),
    )


REPLY = Reply(topic="send_back_sure", free_form=_free_form)
