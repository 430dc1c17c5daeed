"""The customer would rather pay in cash at the door: the order is confirmed unpaid, if the store's file allows it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from shared.domain.at_the_door import may_pay_at_the_door
from shared.domain.handover import out_of_reach
from shared.domain.order import UNPAID, Order
from shared.domain.payment import COUNTER
from shared.usecases.placed_orders import placed_orders
from shared.usecases.promise_cash import promised
from shared.usecases.tell_status import status_of
from shared.usecases.turn import Heard, Turn

CASH_CHOSEN, CASH_WHERE, NOT_IN_CASH = "cash_chosen", "cash_where", "answer_payment"


def cash_in_words(turn: Turn, text: str) -> Heard | None:
    """End the turn of who wrote that they pay in cash; None when no order waits for money. Raises Contended."""
    newest = next(iter(placed_orders(turn)), None)
    return choose_cash(turn, newest, text=text) if newest is not None and newest.status in UNPAID else None


def choose_cash(turn: Turn, order: Order, *, text: str = "") -> Heard:
    """End the turn with the order confirmed, its link closed and its stock kept, all in one transaction.

    Nobody brings goods to an unknown door: without an address that is reached it is asked for first. An order that may
    not be paid for at the door is answered with how it may. Raises Contended.
    """
    if order.status not in UNPAID:
        return status_of(turn, order, text)
    if not may_pay_at_the_door(order, turn.shop.store):
        told = turn.reply(NOT_IN_CASH, order_id=order.id)
        return turn.close(NOT_IN_CASH, told, said=turn.said(text), order_id=order.id)
    if order.handover is None or not order.handover.placed or out_of_reach(order.handover, turn.shop.store):
        return turn.close(CASH_WHERE, turn.reply(CASH_WHERE), said=turn.said(text), order_id=order.id)
    file = turn.shop.orders.read(order.id)
    if file is None or file.order.version != order.version:
        # It moved between two looks at it: its state is the answer.
        return status_of(turn, file.order if file else order, text)
    _, changes = promised(file, store=turn.shop.store, orders=turn.shop.orders, payment_id=_id(turn), now=turn.now)
    chat = replace(turn.chat, misses=0)
    return turn.close(CASH_CHOSEN, *changes, said=turn.said(text), chat=chat, order_id=order.id)


def _id(turn: Turn) -> str:
    """The promise's id: the same message makes the same promise."""
    return COUNTER + hashlib.sha256(f"chat:{turn.message.id}".encode()).hexdigest()[:24]
