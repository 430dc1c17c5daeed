"""A button about a placed order was tapped: do what it says, if it is still about the order as it stands."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.case import CaseReason
from shared.domain.order import Order, OrderStatus
from shared.usecases.cancel_order import ask_to_cancel, cancel_now
from shared.usecases.hand_over import hand_over
from shared.usecases.order_tap import OrderTap
from shared.usecases.placed_orders import LOOSE, OVER, placed_orders
from shared.usecases.tell_status import status_of
from shared.usecases.turn import Heard, Turn


def answer_asked(turn: Turn, text: str, *, yes: bool) -> Heard | None:
    """A yes or no in words to what was asked last is the tap on its button; None when an order came in between.

    Raises Contended.
    """
    tap = OrderTap.parse(turn.chat.asked or "")
    asked_at = turn.chat.asked_at
    newest = next(iter(placed_orders(turn)), None)
    if tap is None or asked_at is None or (newest is not None and newest.placed_at > asked_at):
        return None
    meant = tap if yes else replace(tap, verb=OrderTap.KEEP)
    return answer_order_tap(turn, meant.id, text=text)


def answer_order_tap(turn: Turn, button_id: str, *, text: str = "") -> Heard | None:
    """What came of it; None for what is no such button, or about no placed order of this customer. Raises Contended.

    Only giving an order up depends on the version that was seen: a tap on an older one is asked again, with what
    stands now.
    """
    tap = OrderTap.parse(button_id)
    file = turn.shop.orders.read(tap.order_id) if tap else None
    if tap is None or file is None or file.order.customer_id != turn.customer.id:
        return None
    return _answer(turn, tap, file.order, text=text) if file.order.status is not OrderStatus.DRAFT else None


def _answer(turn: Turn, tap: OrderTap, order: Order, *, text: str) -> Heard:
    match tap.verb:
        case OrderTap.CANCEL_YES if order.version == tap.version and order.status in LOOSE:
            return cancel_now(turn, order, text=text)
        case OrderTap.CANCEL | OrderTap.CANCEL_YES:
            return ask_to_cancel(turn, order, text=text)
        case OrderTap.CASH:
            from shared.usecases.choose_cash import choose_cash

            return choose_cash(turn, order, text=text)
        case OrderTap.CHANGE:
            return _how_to_change(turn, order)
        case OrderTap.KEEP if order.status not in OVER:
            kept = turn.reply("order_kept", order_id=order.id)
            return turn.close("kept", kept, said=turn.said(text), order_id=order.id)
    return status_of(turn, order, text)


def _how_to_change(turn: Turn, order: Order) -> Heard:
    if order.status in OVER:
        return status_of(turn, order)
    if order.status not in LOOSE:
        return hand_over(turn, reason=CaseReason.ORDER_CHANGE, order_id=order.id)
    told = turn.reply("change_how", order_id=order.id)
    return turn.close("asked_what_to_change", told, said=turn.said(), order_id=order.id)
