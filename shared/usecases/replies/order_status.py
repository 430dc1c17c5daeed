"""Where an order stands, in plain words, as it stands when this is said.

Facts: ``confirmed_at`` (RFC 3339) since when it is in force, ``url`` of the link it waits for, ``due`` (minor units)
what is to be paid at the door; each may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.domain import handover
from shared.domain.at_the_door import may_pay_at_the_door
from shared.domain.messages import LinkMessage, OutboundMessage, TextMessage
from shared.domain.money import Money
from shared.domain.order import UNPAID, OrderStatus
from shared.usecases.milestones.handover_words import where
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.opening import day_and_time
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.reply import Reply

_S = OrderStatus
_MADE_HERE = frozenset({_S.CONFIRMED, _S.PREPARING})
_TO_COME = frozenset({_S.CONFIRMED, _S.PREPARING, _S.READY, _S.DISPATCHED, _S.OUT_FOR_DELIVERY, _S.DELIVERY_FAILED})


def _free_form(telling: Telling) -> OutboundMessage:
    order, url = telling.about, telling.event.facts.get("url")
    body = "\n\n".join(filter(None, (_state(telling), telling.lines(), "\n".join(_where_and_when(telling)))))
    if url and order.status is OrderStatus.AWAITING_PAYMENT:
        if may_pay_at_the_door(order, telling.store):
            body = f"{body}\n\n{telling.say('payment_cash')}"
        return LinkMessage(body=body, label=telling.say("pay_button"), url=url)
    return TextMessage(body=body)


def _state(telling: Telling) -> str:
    order = telling.about
    if order.status in UNPAID and order.credit:
        return telling.say("state_change_unpaid", due=order.to_pay)
    if order.status is OrderStatus.CONFIRMED and telling.event.facts.get("due"):
        return telling.say("state_confirmed_unpaid", order=order_name(telling, order))
    return telling.say(f"state_{order.status}", order=order_name(telling, order), total=order.to_pay)


def _where_and_when(telling: Telling) -> Iterator[str]:
    """What is still worth knowing. A parcel, once there are any, has its line here."""
    order, since = telling.about, telling.event.facts.get("confirmed_at")
    if order.status in _MADE_HERE and since:
        ready = handover.ready_at(order, telling.store, confirmed=datetime.fromisoformat(since))
        # What is late is not promised anew.
        if ready > telling.now:
            yield telling.say("status_time", time=day_and_time(telling, ready))
    if order.status in _TO_COME:
        yield where(telling)
        if due := telling.event.facts.get("due"):
            yield telling.say("status_due", due=Money(due, order.currency))


REPLY = Reply(topic="order_status", free_form=_free_form)
