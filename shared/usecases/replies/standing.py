"""The step that stands, under an answer: a question never ends an order in progress."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.events import OrderOffered, order_event
from shared.domain.messages import CatalogMessage, ListMessage, OutboundMessage, TemplateMessage
from shared.domain.order import OrderStatus
from shared.usecases.milestones import order_offered
from shared.usecases.milestones.milestone import Telling

#: Meta: an interactive message has 1,024 characters, a list 4,096.
LONGEST, LONGEST_LIST = 1024, 4096


def with_step(telling: Telling, answer: str, *, otherwise: OutboundMessage) -> OutboundMessage:
    """The answer with what the open draft asks, and its buttons; ``otherwise`` when there is no open draft.

    What does not fit is read back no further than that it is open: the buttons are what counts.
    """
    step = standing_step(telling)
    if step is None or isinstance(step, TemplateMessage):
        return otherwise
    body = f"{answer}\n\n{step.body}"
    if len(body) > (LONGEST_LIST if isinstance(step, ListMessage) else LONGEST):
        body = f"{answer}\n\n{telling.say('step_stands')}"
    return replace(step, body=body)


def standing_step(telling: Telling) -> OutboundMessage | None:
    """What the draft that the event is about asks of the customer now; None when it is no draft any more, or nothing is
    left of it to decide: then it shows the catalog, as every answer may.
    """
    order = telling.order
    if order is None or order.status is not OrderStatus.DRAFT:
        return None
    offered = order_event(OrderOffered, order, now=telling.event.at)
    step = order_offered.MILESTONE.free_form(replace(telling, event=offered))
    return None if isinstance(step, CatalogMessage) else step
