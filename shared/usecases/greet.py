"""Hello back: the catalog, and for who ordered before the same once more in one tap."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.order import UNPAID, Order, OrderStatus
from shared.usecases.browse_menu import tapped, understood
from shared.usecases.turn import Heard, Turn

#: So many of a customer's last orders are looked at for one that was kept.
LOOKED_THROUGH = 5
#: Orders that came to nothing, or still wait for their money, are not offered again.
NOT_AGAIN = UNPAID | {OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.EXPIRED}
#: So many lines of it are named.
NAMED = 3

GREETING = "greeting"


def greet(turn: Turn) -> Heard:
    """End the turn with a greeting; the step of an open draft stands under it. Raises Contended."""
    draft = turn.chat.open_draft(turn.now)
    said = replace(turn.said(tapped(turn)), understood=GREETING)
    if draft is not None:
        return turn.close(GREETING, turn.reply(GREETING, order_id=draft), said=said, chat=understood(turn))
    last = _last(turn)
    facts = {"again": last.id, "summary": _summary(last)} if last else {}
    return turn.close(GREETING, turn.reply(GREETING, **facts), said=said, chat=understood(turn))


def _last(turn: Turn) -> Order | None:
    recent = turn.shop.orders.recent(turn.customer.id, limit=LOOKED_THROUGH)
    return next((order for order in recent if order.status not in NOT_AGAIN and order.lines), None)


def _summary(order: Order) -> str:
    named = [f"{line.quantity} × {line.name}" for line in order.lines[:NAMED]]
    more = [f"+{len(order.lines) - NAMED}"] if len(order.lines) > NAMED else []
    return ", ".join([*named, *more])
