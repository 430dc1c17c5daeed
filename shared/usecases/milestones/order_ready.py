"""The order is ready: come and get it; of one that is brought a short word, while it costs nothing to say."""

from __future__ import annotations

from shared.domain.events import OrderReady
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.handover_words import is_delivered, place
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.opening import day_and_time
from shared.usecases.milestones.order_name import order_name


def _free_form(telling: Telling) -> OutboundMessage:
    name = order_name(telling, telling.about)
    if is_delivered(telling):
        return TextMessage(body=telling.say("ready_delivery", order=name))
    ready = telling.say("ready_pickup", order=name, place=place(telling))
    return TextMessage(body="\n\n".join(filter(None, (ready, _closed(telling)))))


def _closed(telling: Telling) -> str:
    """From when it can be picked up, if nobody is there now."""
    store, at = telling.store, telling.event.at
    opens = None if store.is_open(at) else store.hours.next_opening(at, store.zone)
    return telling.say("ready_closed", when=day_and_time(telling, opens)) if opens else ""


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_ready", order_name(telling, telling.about), place(telling))


def _needless(telling: Telling) -> bool:
    # Who is brought it need not come: that it is packed is not worth a message that costs money.
    return is_delivered(telling) and not telling.customer.window_open(telling.now)


def _overtaken(event: OrderReady, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.READY


MILESTONE = Milestone(
    event=OrderReady, free_form=_free_form, template=_template, overtaken=_overtaken, needless=_needless
)
