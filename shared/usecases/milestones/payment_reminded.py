"""A few minutes are left to pay: the same link once more, quietly, and only while the window is open."""

from __future__ import annotations

from datetime import datetime

from shared.domain.at_the_door import may_pay_at_the_door
from shared.domain.events import PaymentReminded
from shared.domain.messages import LinkMessage, OutboundMessage
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.milestone import Milestone, Telling, clock


def _free_form(telling: Telling) -> OutboundMessage:
    until = clock(datetime.fromisoformat(telling.event.expires_at), telling.now, telling.store)
    body = telling.say("payment_reminder", total=telling.about.to_pay, time=until)
    if may_pay_at_the_door(telling.about, telling.store):
        body = f"{body}\n\n{telling.say('payment_cash')}"
    return LinkMessage(body=body, label=telling.say("pay_button"), url=telling.event.url)


def _overtaken(event: PaymentReminded, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.AWAITING_PAYMENT


MILESTONE = Milestone(event=PaymentReminded, free_form=_free_form, overtaken=_overtaken)
