"""New goods for those that were broken, wrong or missing: an order of its own with nothing to pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.domain.catalog import stock_needed
from shared.domain.changes import AppendEvent, Change, HoldStock, PutOrder, TakeTicket
from shared.domain.events import OrderConfirmed, order_event
from shared.domain.goods_return import RETURN_CHANNEL, GoodsReturn
from shared.domain.handover import DELIVERY
from shared.domain.order import Handover, Line, Order, OrderStatus, Source, Ticket, order_id_for
from shared.domain.parcel import Address
from shared.usecases.return_room import ReturnRoom


class NotReplaceable(Exception):
    """The goods are sold out, or not sold any more."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} cannot be sent again")
        self.what = what


def replacement(
    room: ReturnRoom, order: Order, one: GoodsReturn, *, home: Address | None, now: datetime
) -> tuple[Order, list[Change]]:
    """The new order, confirmed, and the changes that make it with its stock held; the same return makes the same one.

    It goes to ``home``, where the first goods were sent; without that, as the first order went. Raises NotReplaceable
    for goods that the catalog no longer has; the record refuses what the shelf does not have.
    """
    products = room.catalog.products(one.items)
    gone = [sku for sku in one.items if sku not in products]
    if gone:
        raise NotReplaceable(", ".join(gone))
    needs = stock_needed([(products[sku], units) for sku, units in one.items.items()])
    day, last = room.orders.open_day(room.store.business_day(now))
    made = Order(
        id=order_id_for(f"return:{one.id}"),
        store=order.store,
        customer_id=order.customer_id,
        status=OrderStatus.CONFIRMED,
        version=1,
        lines=_lines(order, one.items),
        currency=order.currency,
        placed_at=now,
        source=Source(channel=RETURN_CHANNEL, message_id=one.id),
        needs=needs,
        ticket=Ticket(number=last + 1, day=day),
        handover=_handover(order, home),
    )
    event = order_event(
        OrderConfirmed, made, now=now, ticket=last + 1, transaction_id="", amount=0, currency=made.currency
    )
    return made, [
        PutOrder(order=made, over=None),
        AppendEvent(event=event),
        TakeTicket(day=day, number=last + 1),
        *(HoldStock(item=item, units=units, order_id=made.id) for item, units in sorted(needs.items())),
    ]


def _handover(order: Order, home: Address | None) -> Handover | None:
    if home is not None:
        lines = ", ".join(filter(None, (home.line1, home.line2)))
        return Handover(kind=DELIVERY, address=lines, postal_code=home.postal_code)
    return replace(order.handover, at=None) if order.handover else None


def _lines(order: Order, items: Mapping[str, int]) -> tuple[Line, ...]:
    names = {line.sku: line for line in reversed(order.lines)}
    return tuple(
        replace(names[sku], quantity=units, unit_price=0) for sku, units in items.items() if units and sku in names
    )
