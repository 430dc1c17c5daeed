"""Some days with the goods: how was it, the same again with one tap, and when what runs out is usually needed anew."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.events import FollowUpDue
from shared.domain.goods_return import ReturnState
from shared.domain.messages import Button, ButtonsMessage, ListMessage, OutboundMessage, Row, TemplateMessage
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.how_was_it import score_rows, wrong_row
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.order_tap import again_id

#: Lines of the order that are named; the others are counted.
NAMED = 2
_OVER = frozenset({ReturnState.SETTLED, ReturnState.CANCELLED, ReturnState.REFUSED})


def _free_form(telling: Telling) -> OutboundMessage:
    order = telling.about
    scored = order.score is not None
    asked = telling.say("follow_up_again" if scored else "follow_up", order=_name(telling), items=_summary(order))
    body = "\n\n".join(filter(None, (asked, _runs_out(telling))))
    if scored:
        again = Button(id=again_id(order.id), title=telling.say("again_button"))
        return ButtonsMessage(body=body, buttons=(again,))
    again_row = Row(id=again_id(order.id), title=telling.say("again_button"), description=telling.say("again_what"))
    rows = (*score_rows(telling), again_row, wrong_row(telling))
    return ListMessage(body=body, button=telling.say("answer_button"), rows=rows)


def _name(telling: Telling) -> str:
    return order_name(telling, telling.about)


def _summary(order: Order) -> str:
    named = ", ".join(line.name for line in order.lines[:NAMED])
    return f"{named}, +{len(order.lines) - NAMED}" if len(order.lines) > NAMED else named


def _runs_out(telling: Telling) -> str:
    """The first of the goods that the store says how long it lasts, with the day on which it is needed again."""
    lasting = telling.store.delivery.lasts_days
    line = next((one for one in telling.about.lines if one.sku in lasting), None)
    if line is None:
        return ""
    days = lasting[line.sku] * line.quantity
    # Counted from when the goods came, which is as long ago as the customer is asked after it.
    came = telling.event.at.astimezone(telling.store.zone).date() - timedelta(
        days=telling.store.delivery.follow_up_days
    )
    day = came + timedelta(days=days)
    today = telling.now.astimezone(telling.store.zone).date()
    if day <= today:
        return telling.say("runs_out_now", name=line.name)
    return telling.say("runs_out", name=line.name, days=days, day=day_in_words(telling, day))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("order_follow_up", _name(telling), _summary(telling.about))


def _overtaken(event: FollowUpDue, order: Order | None) -> bool:
    del event
    return order is None or order.status not in (OrderStatus.DELIVERED, OrderStatus.COLLECTED)


def _needless(telling: Telling) -> bool:
    # Who is sending goods back has said how it was.
    returns = telling.file.returns if telling.file else ()
    return any(one.state not in _OVER for one in returns)


MILESTONE = Milestone(
    event=FollowUpDue, free_form=_free_form, template=_template, overtaken=_overtaken, needless=_needless
)
