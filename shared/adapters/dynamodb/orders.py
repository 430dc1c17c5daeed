"""``Orders`` on the orders table: an order and all that hangs on it share a partition key, so one query reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from shared.adapters.dynamodb import codec
from shared.adapters.dynamodb.codec import HEAD, Item
from shared.adapters.dynamodb.commits import tickets_key
from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.tables import OrdersTable
from shared.domain.order import Order
from shared.ports import OrderFile


class TableOrders:
    """Reads of one order are consistent; lists come from the index, which follows within a moment."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def read(self, order_id: str) -> OrderFile | None:
        """The order with its payments and messages: all sort keys from HEAD on, past the timeline."""
        with reading():
            rows = self._table.query(f"ORDER#{order_id}", self._table.sk >= HEAD, consistent_read=True)
            return _file(row.item() for row in rows)

    def read_all(self, order_id: str) -> OrderFile | None:
        """The order with its whole timeline."""
        with reading():
            return _file(row.item() for row in self._table.query(f"ORDER#{order_id}", consistent_read=True))

    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Order], str | None]:
        """Newest first. Raises ValueError for a cursor we never gave."""
        start = _start(status, cursor) if cursor else None
        with reading():
            rows = self._table.by_status.query(
                status, limit=limit + 1, scan_index_forward=False, last_evaluated_key=start
            )
            items = [row.item() for row in rows]
        page = items[:limit]
        more = len(items) > limit
        return [codec.order_in(item) for item in page], _cursor(page[-1]) if more else None

    def last_ticket(self, day: date) -> int:
        """The last ticket given that business day, 0 when none."""
        with reading():
            try:
                counter = self._table.get(tickets_key(day.isoformat()), "COUNTER", consistent_read=True)
            except self._table.DoesNotExist:
                return 0
        return int(counter.last or 0)


def _file(items: Iterator[Item]) -> OrderFile | None:
    by_kind: dict[str, list[Item]] = {}
    for item in items:
        by_kind.setdefault(item["sk"].partition("#")[0], []).append(item)
    if HEAD not in by_kind:
        return None
    payments = map(codec.payment_in, by_kind.get("PAYMENT", ()))
    messages = map(codec.intent_in, by_kind.get("MESSAGE", ()))
    return OrderFile(
        order=codec.order_in(by_kind[HEAD][0]),
        payments=tuple(sorted(payments, key=lambda one: (one.created_at, one.id))),
        messages=tuple(sorted(messages, key=lambda one: (one.attempted_at, one.id))),
        events=tuple(map(codec.event_in, _by_sequence(by_kind.get("EVENT", ())))),
    )


def _by_sequence(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: int(item["sequence"]))


def _cursor(item: Item) -> str:
    return cursor_of(item["placed_at"], codec.id_in(item["pk"]))


def _start(status: str, cursor: str) -> dict[str, dict[str, str]]:
    placed_at, order_id = place_in(cursor, parts=2)
    return {
        "status": {"S": status},
        "placed_at": {"S": codec.stamp(codec.moment(placed_at))},
        "pk": {"S": f"ORDER#{order_id}"},
        "sk": {"S": HEAD},
    }
