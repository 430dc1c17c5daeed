"""What a transaction has to change so that an order is given up, whoever wants it and for whatever reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, FreeStock, HoldStock, PutOrder, PutPayment
from shared.domain.events import OrderCancelled, OrderConfirmed, order_event
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.domain.store import Store
from shared.ports import OrderFile
from shared.usecases.book_money import sale_undone
from shared.usecases.money_back import Kept, methods, part_paid, send_back, total


def given_up(
    file: OrderFile,
    *,
    by: str,
    store: Store,
    now: datetime,
    kept: Sequence[Kept] = (),
    back: int | None = None,
    replaced_by: str = "",
) -> list[Change]:
    """Everything but the stock, which may be one change with that of another order.

    ``kept`` is what was paid for it, ``back`` how much of that goes back (None: all); a part that was paid at the
    counter always does. Its open links take no money any more; ``OrderCancelled`` has them closed at the gateway.
    Raises IllegalTransition.
    """
    before = file.order
    kept = kept or part_paid(file)
    refund = min(total(kept), total(kept) if back is None else back)
    cancelled = before.become(OrderStatus.CANCELLED)
    event = order_event(
        OrderCancelled,
        cancelled,
        now=now,
        by=by,
        replaced_by=replaced_by,
        refund=refund,
        refund_method=methods(kept, refund),
    )
    after, returned = send_back(
        cancelled,
        kept,
        refund,
        reason="changed" if replaced_by else "cancelled",
        told_with=OrderConfirmed if replaced_by else OrderCancelled,
        now=now,
    )
    closed = [
        PutPayment(attempt=replace(attempt, status=AttemptStatus.CLOSED), new=False)
        for attempt in file.payments
        if attempt.status is AttemptStatus.OPEN
    ]
    undone = sale_undone(before, file.refunds, store=store, now=now) if before.ticket is not None else []
    return [PutOrder(order=after, over=before.version), AppendEvent(event=event), *returned, *closed, *undone]


def stock_changes(*, held: Mapping[str, int], wanted: Mapping[str, int], order_id: str) -> list[Change]:
    """From what is held to what is wanted, one change for each item: the record takes no two of one counter."""
    changes: list[Change] = []
    for item in sorted({*held, *wanted}):
        more = wanted.get(item, 0) - held.get(item, 0)
        if more > 0:
            changes.append(HoldStock(item=item, units=more, order_id=order_id))
        elif more < 0:
            changes.append(FreeStock(item=item, units=-more, order_id=order_id))
    return changes


def together(*needs: Mapping[str, int]) -> dict[str, int]:
    """Units of several orders, by item."""
    every = sorted({item for one in needs for item in one})
    return {item: sum(one.get(item, 0) for one in needs) for item in every}
