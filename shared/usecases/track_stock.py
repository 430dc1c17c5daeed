"""A counter changed: append the movement, and say so when the shelf has just run low."""

from __future__ import annotations

from datetime import datetime

from shared.domain.events import StockLow
from shared.domain.stock import Cause, Movement, StockItem, crossed_reorder_point
from shared.ports import Outbox, StockRoom


def track_stock(
    *,
    store: str,
    before: StockItem,
    after: StockItem,
    cause: Cause,
    reference: str,
    stock: StockRoom,
    outbox: Outbox,
    at: datetime,
) -> str:
    """Both writes are named by the counter's version: a repeat of a change writes nothing. Returns what was new."""
    stock.record_movement(
        Movement(
            item=after.id,
            version=after.version,
            at=at,
            cause=cause,
            reference=reference,
            available_delta=after.available - before.available,
            reserved_delta=after.reserved - before.reserved,
            available=after.available,
            reserved=after.reserved,
        )
    )
    if not crossed_reorder_point(before=before.available, after=after.available, reorder_point=after.reorder_point):
        return "moved"
    low = StockLow(
        store=store,
        subject=f"STOCK#{after.id}",
        sequence=after.version,
        at=at,
        item=after.id,
        available=after.available,
        reorder_point=after.reorder_point,
    )
    return "low" if outbox.announce(low) else "moved"
