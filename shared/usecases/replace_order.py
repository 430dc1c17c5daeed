"""A changed order takes the place of the first one: in one transaction, moving only the difference of stock and money.

The first one was not paid for: it goes at once. It was paid for: what was paid counts for the new one. If that is
enough the new one is confirmed at once; else the first stays in force, and the new one holds beside it only what it
needs more, until its own payment confirms it (``record_payment``) or its time is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.changes import AppendEvent, Change, PutOrder, TakeTicket
from shared.domain.events import OrderConfirmed, OrderReceived, order_event
from shared.domain.frozen import dataclass
from shared.domain.order import UNPAID, Order, OrderStatus, Ticket
from shared.ports import OrderFile, Orders
from shared.usecases.book_money import sale_made
from shared.usecases.give_up_order import given_up, stock_changes, together
from shared.usecases.money_back import Kept, kept_for, methods, total
from shared.usecases.place_order import Shop


class PastChanging(Exception):
    """The order is being made, or its story is over: only a person can still change something."""

    def __init__(self, order: Order) -> None:
        super().__init__(f"order {order.id} is {order.status} and can no longer be changed")
        self.order = order


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The orders that a draft takes the place of.

    ``unpaid`` waits for money and goes as soon as the draft is placed. ``paid``, for which ``kept`` was paid, stays in
    force until the new one is paid for.
    """

    unpaid: OrderFile | None = None
    paid: OrderFile | None = None
    kept: tuple[Kept, ...] = ()

    @property
    def credit(self) -> int:
        """Minor units that count for the new order."""
        return total(self.kept)

    @property
    def units(self) -> dict[str, int]:
        """Stock that these orders hold, which the new one may use."""
        return together(*(file.order.needs for file in (self.unpaid, self.paid) if file is not None))


def what_stands_behind(orders: Orders, draft: Order) -> Behind:
    """The orders that a draft would replace now: none, if they were cancelled or have expired. Raises PastChanging."""
    first = orders.read(draft.replaces) if draft.replaces else None
    if first is None or first.order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED):
        return Behind()
    if first.order.status not in UNPAID:
        return _paid(orders, first, unpaid=None)
    before = orders.read(first.order.stands_behind) if first.order.stands_behind else None
    if before is None or before.order.status is OrderStatus.CANCELLED:
        return Behind(unpaid=first)
    return _paid(orders, before, unpaid=first)


def _paid(orders: Orders, file: OrderFile, *, unpaid: OrderFile | None) -> Behind:
    kept = kept_for(orders, file.order.id) if file.order.status is OrderStatus.CONFIRMED else ()
    if not kept:
        raise PastChanging(file.order)
    return Behind(unpaid=unpaid, paid=file, kept=kept)


def rebased(draft: Order, behind: Behind) -> Order:
    """The draft on what stands behind it now. Not the draft itself: the customer has to see the new difference."""
    still = draft.replaces if behind.unpaid or behind.paid else None
    return replace(draft, replaces=still, credit=behind.credit)


def take_place(
    shop: Shop, order: Order, behind: Behind, *, over: int, needs: Mapping[str, int], now: datetime
) -> tuple[Order, list[Change]]:
    """The order as it is placed, and every change of the transaction that does it.

    ``order`` is the draft in the version to be written, based on ``behind``; ``over`` the version it replaces;
    ``needs`` what all of it needs. The order comes out received, or confirmed when nothing is left to pay.
    """
    if behind.paid is None:
        return _received(shop, order, behind, over=over, needs=needs, now=now)
    if order.to_pay.amount:
        standing = behind.paid.order
        more, spares = _beyond(needs, standing.needs), _beyond(standing.needs, needs)
        waiting = replace(order, replaces=standing.id, spares=spares)
        return _received(shop, waiting, behind, over=over, needs=more, now=now)
    return _confirmed(shop, order, behind, behind.paid, over=over, needs=needs, now=now)


def _received(
    shop: Shop, order: Order, behind: Behind, *, over: int, needs: Mapping[str, int], now: datetime
) -> tuple[Order, list[Change]]:
    placed = replace(
        order,
        status=OrderStatus.RECEIVED,
        problems=(),
        needs=dict(needs),
        expires_at=now + timedelta(minutes=shop.store.reservation_minutes),
    )
    event = order_event(OrderReceived, placed, now=now)
    changes: list[Change] = [PutOrder(order=placed, over=over), AppendEvent(event=event)]
    held: Mapping[str, int] = {}
    if behind.unpaid is not None:
        changes += given_up(behind.unpaid, by="customer", replaced_by=placed.id, store=shop.store, now=now)
        held = behind.unpaid.order.needs
    return placed, changes + stock_changes(held=held, wanted=placed.needs, order_id=placed.id)


def _confirmed(
    shop: Shop,
    order: Order,
    behind: Behind,
    paid: OrderFile,
    *,
    over: int,
    needs: Mapping[str, int],
    now: datetime,
) -> tuple[Order, list[Change]]:
    day, last = shop.orders.open_day(shop.store.business_day(now))
    ticket = Ticket(number=last + 1, day=day)
    placed = replace(
        order, status=OrderStatus.CONFIRMED, problems=(), replaces=paid.order.id, needs=dict(needs), ticket=ticket
    )
    spared = max(behind.credit - placed.total.amount, 0)
    event = order_event(
        OrderConfirmed,
        placed,
        now=now,
        ticket=ticket.number,
        transaction_id=behind.kept[0].attempt.transaction_id,
        amount=0,
        currency=placed.currency,
        refund_method=methods(behind.kept, spared),
    )
    changes: list[Change] = [
        PutOrder(order=placed, over=over),
        AppendEvent(event=event),
        TakeTicket(day=day, number=ticket.number),
    ]
    changes += given_up(
        paid, by="customer", replaced_by=placed.id, kept=behind.kept, back=spared, store=shop.store, now=now
    )
    changes += sale_made(placed, store=shop.store, now=now)
    if behind.unpaid is not None:
        changes += given_up(behind.unpaid, by="customer", replaced_by=placed.id, store=shop.store, now=now)
    return placed, changes + stock_changes(held=behind.units, wanted=placed.needs, order_id=placed.id)


def _beyond(wanted: Mapping[str, int], had: Mapping[str, int]) -> dict[str, int]:
    """Units of ``wanted`` that go beyond ``had``."""
    return {item: units - had.get(item, 0) for item, units in wanted.items() if units > had.get(item, 0)}
