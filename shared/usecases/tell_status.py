"""The customer asks where their order is: the state of the one they mean, or a list to choose from."""

from __future__ import annotations

from shared.domain.events import OrderConfirmed
from shared.domain.order import UNPAID, Order, OrderStatus
from shared.domain.payment import AttemptStatus
from shared.domain.standing import standing
from shared.usecases.order_tap import OrderTap
from shared.usecases.placed_orders import OVER, in_brief, meant, placed_orders
from shared.usecases.turn import Heard, Turn

#: Rows of a list message (Meta).
MOST_ROWS = 10


def tell_status(turn: Turn, text: str) -> Heard:
    """Answer with the state of the order that is meant. Raises Contended.

    The one that is named, else the only one on its way; several: a list. With none on its way: the open draft and its
    question, else how the last order ended, else the menu.
    """
    orders = placed_orders(turn)
    active = [one for one in orders if one.status not in OVER]
    named = meant(turn, orders)
    if len(named) == 1 and len(orders) > 1:
        return status_of(turn, named[0], text)
    choice = [one for one in active if one in named] or active
    if len(choice) > 1:
        return which_order(turn, choice, verb=OrderTap.STATUS, text=text)
    if choice:
        return status_of(turn, choice[0], text)
    draft_id = turn.chat.open_draft(turn.now)
    draft = turn.shop.orders.read(draft_id) if draft_id else None
    if draft is not None and draft.order.status is OrderStatus.DRAFT:
        return _ask_again(turn, draft.order, text)
    return status_of(turn, orders[0], text) if orders else no_order(turn, text)


def status_of(turn: Turn, order: Order, text: str = "") -> Heard:
    """Say where that order stands."""
    facts: dict[str, object] = {}
    if order.status is OrderStatus.AWAITING_PAYMENT:
        facts["url"] = _open_link(turn, order)
    elif order.status not in OVER | UNPAID:
        facts |= _since(turn, order)
    told = turn.reply("order_status", order_id=order.id, **facts)
    return turn.close("status", told, said=turn.said(text), order_id=order.id)


def which_order(turn: Turn, orders: list[Order], *, verb: str, text: str = "", trouble: str = "") -> Heard:
    """Have the customer choose one of several orders; ``trouble``: what is wrong with it, if that was said already."""
    rows = [in_brief(one) for one in orders[:MOST_ROWS]]
    told = turn.reply("which_order", verb=verb, orders=rows, trouble=trouble)
    return turn.close("which_order", told, said=turn.said(text))


def no_order(turn: Turn, text: str = "") -> Heard:
    """There is none to speak of: the menu."""
    return turn.close("no_order", turn.reply("no_order"), said=turn.said(text))


def _ask_again(turn: Turn, draft: Order, text: str) -> Heard:
    """It waits for the customer's own word: that it is not placed yet, and its question once more."""
    chat = turn.chat.drafting(draft.id, turn.now)
    told = turn.reply("draft_waits", order_id=draft.id)
    return turn.close("draft_waits", told, said=turn.said(text), chat=chat, order_id=draft.id)


def _open_link(turn: Turn, order: Order) -> str:
    file = turn.shop.orders.read(order.id)
    urls = [one.url for one in file.payments if one.status is AttemptStatus.OPEN and one.url] if file else []
    return urls[-1] if urls else ""


def _since(turn: Turn, order: Order) -> dict[str, object]:
    """Since when it is confirmed, and what is to be paid at the door."""
    file = turn.shop.orders.read_all(order.id)
    if file is None:
        return {}
    at = [event.at for event in file.events if isinstance(event, OrderConfirmed)]
    due = standing(order, file.payments).due if any(one.is_promise for one in file.payments) else 0
    return ({"confirmed_at": at[-1].isoformat()} if at else {}) | ({"due": due} if due > 0 else {})
