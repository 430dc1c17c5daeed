"""Somebody counted, dropped or found something: put the counter right, with the reason, once per request."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.stock import StockItem
from shared.ports import Ambiguous, Conflict, Contended, StockRoom

TRIES = 6


class UnknownItem(Exception):
    """Nothing of that id is counted here."""

    def __init__(self, item: str) -> None:
        super().__init__(f"no stock item {item}")
        self.item = item


class NotEnoughStock(Exception):
    """More would be taken away than is there."""

    def __init__(self, *, item: str, available: int, delta: int) -> None:
        super().__init__(f"{item} has {available} available, a change by {delta} would leave {available + delta}")
        self.item, self.available, self.delta = item, available, delta


class RequestReused(Exception):
    """The same idempotency key came before, with something else to do."""

    def __init__(self, request: str) -> None:
        super().__init__("this idempotency key was used before for a different correction")
        self.request = request


def correct_stock(*, item_id: str, delta: int, reason: str, request: str, stock: StockRoom) -> StockItem:
    """Add ``delta`` units to what is available; returns the item as the correction left it.

    ``request`` is the caller's idempotency key: a repeat changes nothing and is told the same ``available`` again.
    Goods that lift the shelf above its reorder point close its open purchase, so that the next shortage is ordered.
    Raises UnknownItem, NotEnoughStock, RequestReused, Contended.
    """
    for _ in range(TRIES):
        item = stock.items([item_id]).get(item_id)
        if item is None:
            raise UnknownItem(item_id)
        # Asked before the shelf is judged: a repeat must not be told that there is too little left to do it twice.
        if done := stock.correction(request):
            if done[:3] != (item_id, delta, reason):
                raise RequestReused(request)
            return replace(item, available=done[3])
        if item.available + delta < 0:
            raise NotEnoughStock(item=item_id, available=item.available, delta=delta)
        try:
            return stock.correct(
                item, delta=delta, reason=reason, request=request, close_purchase=_fills_the_shelf(item, delta)
            )
        except (Conflict, Ambiguous):
            # Perhaps the counter moved, perhaps it was our own correction: the next look tells.
            continue
    raise Contended(f"stock item {item_id}: the counter kept moving")


def _fills_the_shelf(item: StockItem, delta: int) -> bool:
    # The level before does not matter: released units may have lifted it already, which closes nothing.
    return item.open_purchase is not None and delta > 0 and item.available + delta > item.reorder_point
