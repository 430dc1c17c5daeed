"""The customer wants an order no more: be sure, then give up what may be given up, and send back what was paid."""

from __future__ import annotations

from shared.domain.case import CaseReason
from shared.domain.changes import Change
from shared.domain.conversation.parse import Parse
from shared.domain.frozen import dataclass
from shared.domain.inbound import Text
from shared.domain.order import UNPAID, Order, OrderStatus
from shared.ports import OrderFile
from shared.usecases.give_up_order import given_up, stock_changes, together
from shared.usecases.hand_over import hand_over
from shared.usecases.money_back import kept_for, total
from shared.usecases.order_tap import OrderTap
from shared.usecases.placed_orders import LOOK_BACK, LOOSE, OVER, meant, placed_orders
from shared.usecases.tell_status import no_order, status_of, which_order
from shared.usecases.turn import Heard, Turn


def cancel(turn: Turn, parse: Parse) -> Heard:
    """Find the order that is meant and ask whether to cancel it. Raises Contended.

    What is being made already is a person's to stop; of what is over, its end is told.
    """
    del parse  # What it names is found in the message's own words, tickets too.
    text = turn.message.said.body if isinstance(turn.message.said, Text) else ""
    named = meant(turn, placed_orders(turn))
    loose = [one for one in named if one.status in LOOSE]
    if len(loose) > 1:
        return which_order(turn, loose, verb=OrderTap.CANCEL, text=text)
    under_way = [one for one in named if one.status not in OVER]
    if found := loose or under_way or named:
        return ask_to_cancel(turn, found[0], text=text)
    return no_order(turn, text)


def ask_to_cancel(turn: Turn, order: Order, *, text: str = "") -> Heard:
    """Ask to be sure, with what comes back; or say why it cannot be cancelled in the chat."""
    if order.status in OVER:
        return status_of(turn, order, text)
    if order.status not in LOOSE:
        return hand_over(turn, reason=CaseReason.ORDER_CHANGE, order_id=order.id, text=text)
    paid = _pair(turn, order).paid
    back = total(kept_for(turn.shop.orders, paid.order.id)) if paid is not None else 0
    asked = turn.reply("cancel_sure", order_id=order.id, version=order.version, refund=back)
    yes = OrderTap(order_id=order.id, version=order.version, verb=OrderTap.CANCEL_YES).id
    chat = turn.chat.asking(yes, turn.now)
    return turn.close("asked_to_cancel", asked, said=turn.said(text), chat=chat, order_id=order.id)


def cancel_now(turn: Turn, order: Order, *, text: str = "") -> Heard:
    """Give the order up, and with it the paid one that a change of it was waiting to replace. Raises Contended.

    One transaction: stock free, links closed, every payment due back. Whoever was quicker (a payment, the expiry, the
    staff) makes it fail as a whole, and the turn begins again with what stands then.
    """
    pair = _pair(turn, order)
    changes: list[Change] = []
    for file in pair.unpaid:
        changes += given_up(file, by="store" if pair.paid else "customer", store=turn.shop.store, now=turn.now)
    if pair.paid is not None:
        kept = kept_for(turn.shop.orders, pair.paid.order.id)
        changes += given_up(pair.paid, by="customer", kept=kept, store=turn.shop.store, now=turn.now)
    held = together(*(file.order.needs for file in (*pair.unpaid, pair.paid) if file is not None))
    changes += stock_changes(held=held, wanted={}, order_id=order.id)
    return turn.close("cancelled", *changes, said=turn.said(text), order_id=order.id)


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """A confirmed order, and the changes of it that wait to be paid for; or an order that nobody has paid for."""

    paid: OrderFile | None
    unpaid: tuple[OrderFile, ...]


def _pair(turn: Turn, order: Order) -> _Pair:
    orders = turn.shop.orders
    paid_id = order.id if order.status is OrderStatus.CONFIRMED else order.stands_behind
    paid = orders.read(paid_id) if paid_id else None
    if paid is None or paid.order.status is not OrderStatus.CONFIRMED:
        return _Pair(paid=None, unpaid=_unpaid(turn, [order.id]))
    recent = orders.recent(turn.customer.id, limit=LOOK_BACK)
    waiting = [one.id for one in recent if one.status in UNPAID and one.stands_behind == paid_id]
    return _Pair(paid=paid, unpaid=_unpaid(turn, waiting))


def _unpaid(turn: Turn, ids: list[str]) -> tuple[OrderFile, ...]:
    files = (turn.shop.orders.read(one) for one in ids)
    return tuple(file for file in files if file is not None and file.order.status in UNPAID)
