"""The customer wants a placed order otherwise: a new draft that takes its place once it is confirmed.

Nothing happens to the first order until then: it keeps its stock, its ticket and its payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.case import CaseReason
from shared.domain.conversation.parse import Parse
from shared.domain.handover import wish_in
from shared.domain.inbound import Text
from shared.domain.order import Order
from shared.usecases.cancel_order import ask_to_cancel
from shared.usecases.change_draft import change_draft
from shared.usecases.draft_order import new_draft, put_forward, with_words
from shared.usecases.hand_over import hand_over
from shared.usecases.placed_orders import LOOSE, OVER, meant, placed_orders
from shared.usecases.replace_order import PastChanging, rebased, what_stands_behind
from shared.usecases.tell_status import no_order, status_of
from shared.usecases.turn import Heard, Turn


def change(turn: Turn, parse: Parse) -> Heard:
    """Read the changed order back, with the difference, to be confirmed. Raises Contended.

    Which order: the one that holds what is taken away, that is named, else the newest. What is being made already is
    a person's to change. Where nothing is left that could be changed, what is asked for is an order of its own.
    """
    text = turn.message.said.body if isinstance(turn.message.said, Text) else ""
    orders = placed_orders(turn)
    before = _before(turn, [one for one in orders if one.status in LOOSE], parse)
    if before is None:
        under_way = [one for one in orders if one.status not in OVER]
        return past_changing(turn, under_way[0], text=text) if under_way else _afresh(turn, parse, text)
    wish = wish_in(text, store=turn.shop.store, now=turn.now)
    try:
        after = change_draft(turn, begin_change(turn, before), parse, text=text, wish=wish)
    except PastChanging as past:
        return past_changing(turn, past.order, text=text)
    if after is None:
        told = turn.reply("change_how", order_id=before.id)
        return turn.close("asked_what_to_change", told, said=turn.said(text), order_id=before.id)
    if not after.lines and not after.problems:
        return ask_to_cancel(turn, before, text=text)
    return put_forward(turn, after, over=None, said=turn.said(text))


def _before(turn: Turn, orders: Sequence[Order], parse: Parse) -> Order | None:
    """The order that the words are about."""
    removed = frozenset(parse.removed)
    holding = [one for one in orders if removed and removed & {line.sku for line in one.lines}]
    return next(iter(meant(turn, holding or orders)), None)


def _afresh(turn: Turn, parse: Parse, text: str) -> Heard:
    """There is nothing to change; goods that were named are ordered."""
    if not (parse.lines or parse.unclear):
        return no_order(turn, text)
    wish = wish_in(text, store=turn.shop.store, now=turn.now)
    after = with_words(turn, new_draft(turn), parse, text=text, wish=wish)
    return put_forward(turn, after, over=None, said=turn.said(text))


def begin_change(turn: Turn, before: Order) -> Order:
    """A draft, not yet written, that would replace a placed order: its lines, its handover, its notes.

    Raises PastChanging.
    """
    fresh = replace(
        new_draft(turn),
        lines=before.lines,
        handover=before.handover,
        note=before.note,
        heard=before.heard,
        replaces=before.id,
    )
    return rebased(fresh, what_stands_behind(turn.shop.orders, fresh))


def past_changing(turn: Turn, order: Order, *, text: str = "") -> Heard:
    """Too late for the chat to change or cancel: what is over is told, the rest is a person's. Raises Contended."""
    if order.status in OVER:
        return status_of(turn, order, text)
    return hand_over(turn, reason=CaseReason.ORDER_CHANGE, order_id=order.id, text=text)
