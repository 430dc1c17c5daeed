"""``StockRoom`` on the stock table: counters, what moved them, and corrections that are made once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from shared.adapters.dynamodb.codec import HEAD, written
from shared.adapters.dynamodb.commits import verdict
from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.adapters.dynamodb.failures import Patience, done, reading
from shared.adapters.dynamodb.stock_codec import cause_text, movement_in, movement_item, movement_place, stock_in
from shared.adapters.dynamodb.tables import StockTable
from shared.domain.stock import Cause, Movement, StockItem
from shared.ports import Conflict

#: As far as a movement's sort key counts.
LAST_VERSION = 10**12 - 1
#: Reasons that are causes of their own; any other word of a person is a correction.
CAUSES = frozenset({Cause.RECEIPT, Cause.COUNT, Cause.DAMAGE})


class TableStockRoom:
    """The counters and what moved them."""

    def __init__(self, table: type[StockTable], *, connection: Connection, patience: Patience) -> None:
        self._table = table
        self._connection = connection
        self._patience = patience

    def items(self, ids: Iterable[str]) -> dict[str, StockItem]:
        """Those that exist, by id (consistent). One call for up to 100."""
        keys = {(f"STOCK#{item}", HEAD) for item in ids}
        with reading():
            rows = self._table.batch_get(keys, consistent_read=True) if keys else ()
            found = [stock_in(row.item()) for row in rows]
        return {item.id: item for item in found}

    def all_items(self) -> list[StockItem]:
        """Every counter, by id: a scan, for staff, which also reads past every movement."""
        heads = (self._table.sk == HEAD) & self._table.pk.startswith("STOCK#")
        with reading():
            return sorted((stock_in(row.item()) for row in self._table.scan(heads)), key=lambda item: item.id)

    def record_movement(self, movement: Movement) -> bool:
        """Append a movement; False when it was there already."""
        row = self._table.of(movement_item(movement))
        return done(lambda: row.save(self._table.pk.does_not_exist()), patience=self._patience)

    def movements(self, item: str, *, limit: int, cursor: str | None) -> tuple[list[Movement], str | None]:
        """Newest first. Raises ValueError for a cursor we never gave."""
        newest = int(place_in(cursor, parts=1)[0]) - 1 if cursor else LAST_VERSION
        moves = self._table.sk.between("MOVE#", movement_place(newest))
        with reading():
            rows = self._table.query(f"STOCK#{item}", moves, limit=limit + 1, scan_index_forward=False)
            found = [movement_in(row.item()) for row in rows]
        page = found[:limit]
        return page, cursor_of(str(page[-1].version)) if len(found) > limit else None

    def correct(self, before: StockItem, *, delta: int, reason: str, request: str, close_purchase: bool) -> StockItem:
        """Add ``delta`` to available, once per ``request``.

        Raises Conflict when the counter moved meanwhile, the result would be negative, or the request was done before;
        Contended, Ambiguous, Refused. botocore gives each call a token of its own: a repeat has to be told from the
        first call, so the conditions decide.
        """
        after = replace(
            before,
            available=before.available + delta,
            version=before.version + 1,
            open_purchase=None if close_purchase else before.open_purchase,
        )
        if after.available < 0:
            raise Conflict([])
        self._patience.insist(partial(self._correct_once, before, after, reason=reason, request=request))
        return after

    def _correct_once(self, before: StockItem, after: StockItem, *, reason: str, request: str) -> None:
        table = self._table
        cause = Cause(reason) if reason in CAUSES else Cause.CORRECTION
        actions: list[Action] = [
            table.available.set(after.available),
            table.version.set(after.version),
            table.cause.set(cause_text(cause, reason)),
        ]
        if before.open_purchase and not after.open_purchase:
            actions.append(table.open_purchase.remove())
        answer = {
            "item": after.id,
            "delta": after.available - before.available,
            "reason": reason,
            "available": after.available,
        }
        done_row = table.of({"pk": f"REQUEST#{request}", "sk": "DONE", "body": written(answer)})
        head = table.of({"pk": f"STOCK#{before.id}", "sk": HEAD})
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(done_row, condition=table.pk.does_not_exist())
                transaction.update(head, actions=actions, condition=table.version == before.version)
        except TransactWriteError as error:
            raise verdict(error) from error

    def correction(self, request: str) -> tuple[str, int, str, int] | None:
        """What a request did: item, delta, reason, available afterwards; None when it was not done (consistent)."""
        with reading():
            try:
                row = self._table.get(f"REQUEST#{request}", "DONE", consistent_read=True)
            except self._table.DoesNotExist:
                return None
        answer = json.loads(row.body or "{}")
        return answer["item"], answer["delta"], answer["reason"], answer["available"]
