"""The placed orders of a customer, and which of them a message is about."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.inbound import Text
from shared.domain.named_orders import named_in, words_in
from shared.domain.order import UNPAID, Order, OrderStatus
from shared.usecases.turn import Turn

#: So many orders are looked back upon; drafts count among them.
LOOK_BACK = 20

_S = OrderStatus
#: Given up or at its end: nothing is going to happen any more.
OVER = frozenset({_S.DELIVERED, _S.COLLECTED, _S.CANCELLED, _S.EXPIRED, _S.RETURNED})
#: What a customer may still cancel and change without asking a person.
LOOSE = UNPAID | {_S.CONFIRMED}


def placed_orders(turn: Turn) -> list[Order]:
    """Newest first, without drafts. An order and the unpaid change that would replace it are one to the customer: the
    change stands for both, unless it can no longer be made.
    """
    every = turn.shop.orders.recent(turn.customer.id, limit=LOOK_BACK)
    status = {one.id: one.status for one in every}
    changed = {one.id: status.get(one.stands_behind or "") for one in every if one.status in UNPAID}
    standing = {one.stands_behind for one in every if changed.get(one.id) is _S.CONFIRMED}
    futile = {id_ for id_, before in changed.items() if before is not None and before not in OVER | {_S.CONFIRMED}}
    return [one for one in every if one.status is not _S.DRAFT and one.id not in standing | futile]


def meant(turn: Turn, orders: Sequence[Order]) -> list[Order]:
    """Those that the message names, by ticket or by product; all of them when it names none, or there is one."""
    text = turn.message.said.body if isinstance(turn.message.said, Text) else ""
    if len(orders) < 2 or not text:
        return list(orders)
    products = turn.shop.catalog.products({line.sku for one in orders for line in one.lines})
    names = {
        sku: frozenset(word for name in (one.name, *one.names.values(), *one.aliases) for word in words_in(name))
        for sku, one in products.items()
    }
    return named_in(text, orders, names=names)


def in_brief(order: Order) -> dict[str, object]:
    """What a row of a list says of an order, as facts of a reply."""
    return {
        "id": order.id,
        "version": order.version,
        "status": order.status.value,
        "ticket": order.ticket.number if order.ticket else 0,
        "quantity": order.lines[0].quantity if order.lines else 0,
        "name": order.lines[0].name if order.lines else "",
        "more": max(len(order.lines) - 1, 0),
        "total": order.total.amount,
        "currency": order.currency,
    }
