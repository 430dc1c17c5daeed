"""Paid: the ticket, the items, the total, where and when, and the link to follow it; of a change what comes back."""

from __future__ import annotations

from shared.domain.events import OrderConfirmed
from shared.domain.goods_return import RETURN_CHANNEL
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.usecases.milestones.handover_words import delivered_to, is_delivered, place, when, where
from shared.usecases.milestones.milestone import Milestone, Telling, shortened
from shared.usecases.milestones.refund_words import how_soon


def _free_form(telling: Telling) -> OutboundMessage:
    order = telling.about
    facts = {
        "number": telling.event.ticket,
        "lines": telling.lines(notes=True),
        "total": order.total,
        "time": telling.expected(),
    }
    if order.source.channel == RETURN_CHANNEL:
        return TextMessage(body=_replaces(telling))
    said = "changed" if order.credit else "confirmed"
    if not telling.event.amount and not order.credit and order.total.amount:
        # Agreed with the store: cash at the door.
        body = telling.say("confirmed_unpaid", address=delivered_to(telling) or place(telling), **facts)
    elif not is_delivered(telling):
        body = telling.say(f"{said}_pickup", place=place(telling), **facts)
    elif address := delivered_to(telling):
        body = telling.say(f"{said}_delivery", address=address, **facts)
    else:
        body = telling.say("confirmed_where", **facts)
    follow = telling.say("tracking_link", url=telling.tracking) if telling.tracking else ""
    seen = telling.say("receipt_link", url=telling.receipt) if telling.receipt else ""
    links = "\n".join(filter(None, (follow, seen)))
    return TextMessage(body="\n\n".join(filter(None, (body + _comes_back(telling), links))))


def _replaces(telling: Telling) -> str:
    """New goods for those that came broken, wrong or not at all."""
    items = shortened(f"{line.quantity} × {line.name}" for line in telling.about.lines)
    follow = telling.say("tracking_link", url=telling.tracking) if telling.tracking else ""
    said = telling.say("confirmed_replacement", number=telling.event.ticket)
    return "\n\n".join(filter(None, (said, items, f"{where(telling)}\n{when(telling)}".strip(), follow)))


def _comes_back(telling: Telling) -> str:
    """What a change for less sends back: told here, so that it needs no message of its own."""
    order = telling.about
    back = order.credit - order.total.amount
    if back <= 0:
        return ""
    said = telling.say("changed_refund", amount=Money(back, order.currency))
    return f"\n\n{said} {how_soon(telling, telling.event.refund_method)}"


def _template(telling: Telling) -> TemplateMessage:
    where = (delivered_to(telling) or "…") if is_delivered(telling) else place(telling)
    summary = telling.lines().replace("\n", ", ")
    return telling.template(
        "order_confirmed", telling.event.ticket, summary, telling.about.total, where, telling.expected()
    )


MILESTONE = Milestone(event=OrderConfirmed, free_form=_free_form, template=_template)
