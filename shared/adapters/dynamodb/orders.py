"""``Orders`` on the orders table: an order and all that hangs on it share a partition key, so one query reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from shared.adapters.dynamodb import codec
from shared.adapters.dynamodb.codec import HEAD, Item
from shared.adapters.dynamodb.commits import tickets_key
from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.order_codec import order_in
from shared.adapters.dynamodb.tables import OrdersTable
from shared.domain.order import Order, OrderStatus
from shared.ports import OrderFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.goods_return import GoodsReturn
    from shared.domain.parcel import Parcel
    from shared.domain.refund import OrderRefund

#: The index of heads by status lists cases, parcels and returns as well, under statuses of their own.
STATUSES = frozenset(one.value for one in OrderStatus)
Start = dict[str, dict[str, str]]


class TableOrders:
    """Reads of one order are consistent; lists come from the index, which follows within a moment."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def read(self, order_id: str) -> OrderFile | None:
        """The order with its payments, messages and parcels: all sort keys from HEAD on, past the timeline."""
        with reading():
            rows = self._table.query(f"ORDER#{order_id}", self._table.sk >= HEAD, consistent_read=True)
            return _file(row.item() for row in rows)

    def read_all(self, order_id: str) -> OrderFile | None:
        """The order with its whole timeline."""
        with reading():
            return _file(row.item() for row in self._table.query(f"ORDER#{order_id}", consistent_read=True))

    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Order], str | None]:
        """Newest first. Raises ValueError for a cursor we never gave."""
        start = start_of(status, cursor, kind="ORDER") if cursor else None
        if status not in STATUSES:
            return [], None
        with reading():
            items = heads(self._table, status, limit=limit + 1, start=start)
        page = items[:limit]
        return [order_in(item) for item in page], cursor_after(page[-1]) if len(items) > limit else None

    def recent(self, customer_id: str, *, limit: int) -> list[Order]:
        """The customer's orders, newest first: the index says which, and may lag; their heads are read consistently."""
        with reading():
            rows = self._table.by_customer.query(customer_id, limit=limit, scan_index_forward=False)
            keys = [(row.pk, row.sk) for row in rows]
            found = self._table.batch_get(keys, consistent_read=True) if keys else ()
            orders = [order_in(row.item()) for row in found]
        return sorted(orders, key=lambda one: (one.placed_at, one.id), reverse=True)

    def last_ticket(self, day: date) -> int:
        """The last ticket given that business day, 0 when none."""
        with reading():
            try:
                counter = self._table.get(tickets_key(day.isoformat()), "COUNTER", consistent_read=True)
            except self._table.DoesNotExist:
                return 0
        return int(counter.last or 0)

    def open_day(self, day: date) -> tuple[date, int]:
        """That day, or the next that is not locked; and its last ticket, 0 when none."""
        with reading():
            while True:
                try:
                    counter = self._table.get(tickets_key(day.isoformat()), "COUNTER", consistent_read=True)
                except self._table.DoesNotExist:
                    return day, 0
                if counter.locked is None:
                    return day, int(counter.last or 0)
                day += timedelta(days=1)


def _file(items: Iterator[Item]) -> OrderFile | None:
    by_kind: dict[str, list[Item]] = {}
    for item in items:
        by_kind.setdefault(item["sk"].partition("#")[0], []).append(item)
    if HEAD not in by_kind:
        return None
    payments = map(codec.payment_in, by_kind.get("PAYMENT", ()))
    messages = map(codec.intent_in, by_kind.get("MESSAGE", ()))
    return OrderFile(
        order=order_in(by_kind[HEAD][0]),
        payments=tuple(sorted(payments, key=lambda one: (one.created_at, one.id))),
        messages=tuple(sorted(messages, key=lambda one: (one.attempted_at, one.id))),
        events=tuple(map(codec.event_in, _by_sequence(by_kind.get("EVENT", ())))),
        refunds=_refunds(by_kind["REFUND"]) if "REFUND" in by_kind else (),
        parcels=_parcels(by_kind["PARCEL"]) if "PARCEL" in by_kind else (),
        returns=_returns(by_kind["RETURN"]) if "RETURN" in by_kind else (),
    )


def _refunds(items: Iterable[Item]) -> tuple[OrderRefund, ...]:
    # Loaded by orders that have some: a cold start that takes a cart does not need it.
    from shared.adapters.dynamodb.money_codec import refund_in

    return tuple(sorted(map(refund_in, items), key=lambda one: (one.at, one.id)))


def _parcels(items: Iterable[Item]) -> tuple[Parcel, ...]:
    from shared.adapters.dynamodb.parcel_codec import parcel_in

    return tuple(sorted(map(parcel_in, items), key=lambda one: (one.number, one.id)))


def _returns(items: Iterable[Item]) -> tuple[GoodsReturn, ...]:
    from shared.adapters.dynamodb.return_codec import return_in

    return tuple(sorted(map(return_in, items), key=lambda one: (one.at, one.id)))


def _by_sequence(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: int(item["sequence"]))


def heads(table: type[OrdersTable], status: str, *, limit: int, start: Start | None) -> list[Item]:
    """Heads in the status index, newest first, from where an earlier page ended."""
    rows = table.by_status.query(status, limit=limit, scan_index_forward=False, last_evaluated_key=start)
    return [row.item() for row in rows]


def cursor_after(item: Item) -> str:
    """The cursor of a page in the status index that ends with this head."""
    return cursor_of(item["placed_at"], codec.id_in(item["pk"]))


def start_of(status: str, cursor: str, *, kind: str) -> Start:
    """Where a cursor goes on among the heads of a kind, ``ORDER`` or ``CASE``. Raises ValueError for one not ours."""
    placed_at, head_id = place_in(cursor, parts=2)
    return {
        "status": {"S": status},
        "placed_at": {"S": codec.stamp(codec.moment(placed_at))},
        "pk": {"S": f"{kind}#{head_id}"},
        "sk": {"S": HEAD},
    }
