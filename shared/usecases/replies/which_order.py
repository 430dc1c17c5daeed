"""Several orders may be meant: a list to choose from.

Facts: ``verb`` (as in OrderTap, or ``return``), ``orders``, each as ``placed_orders.in_brief`` says it, and
``trouble``: what is wrong with the goods, or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.domain.goods_return import Trouble
from shared.domain.messages import ListMessage, OutboundMessage, Row
from shared.domain.money import Money
from shared.usecases.milestones.milestone import Telling
from shared.usecases.order_tap import OrderTap
from shared.usecases.replies.reply import Reply
from shared.usecases.return_tap import ReturnTap

#: The verb under which an order is chosen that something is wrong with.
RETURN = "return"
LONGEST_TITLE, LONGEST_DESCRIPTION = 24, 72


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    rows = tuple(_row(telling, one, facts) for one in facts["orders"])
    return ListMessage(body=telling.say(f"which_{facts['verb']}"), button=telling.say("orders_button"), rows=rows)


def _row(telling: Telling, one: Mapping[str, Any], facts: Mapping[str, Any]) -> Row:
    more = f" +{one['more']}" if one["more"] else ""
    goods = f"{one['quantity']} × {one['name']}"
    total = Money(one["total"], one["currency"])
    title = telling.say("order_numbered", number=one["ticket"]) if one["ticket"] else str(total)
    room = LONGEST_DESCRIPTION - len(more) - len(short := telling.say(f"brief_{one['status']}")) - 2
    return Row(
        id=_tap_id(one, facts), title=_cut(title, LONGEST_TITLE), description=f"{short}: {_cut(goods, room)}{more}"
    )


def _tap_id(one: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    verb: str = facts["verb"]
    if verb == RETURN:
        return ReturnTap.start(one["id"], one["version"], Trouble(facts["trouble"]) if facts["trouble"] else None).id
    return OrderTap(order_id=one["id"], version=one["version"], verb=verb).id


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


REPLY = Reply(topic="which_order", free_form=_free_form)
