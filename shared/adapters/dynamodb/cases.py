"""``Cases`` on the orders table, listed by the status index that lists orders.

What a case is made of is loaded by the first call: a cold start that takes a cart makes none.
"""

from __future__ import annotations

from shared.adapters.dynamodb.codec import HEAD
from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.orders import cursor_after, heads, start_of
from shared.adapters.dynamodb.tables import OrdersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.case import Case


class TableCases:
    """Cases as they are now; a list follows within a moment."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def read(self, case_id: str) -> Case | None:
        """One case (consistent)."""
        from shared.adapters.dynamodb.chat_codec import case_in

        with reading():
            try:
                row = self._table.get(f"CASE#{case_id}", HEAD, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return case_in(row.item())

    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Case], str | None]:
        """Newest first. Raises ValueError for a cursor we never gave."""
        from shared.adapters.dynamodb.chat_codec import CASE_STATUSES, case_in

        start = start_of(status, cursor, kind="CASE") if cursor else None
        if status not in CASE_STATUSES:
            return [], None
        with reading():
            items = heads(self._table, status, limit=limit + 1, start=start)
        page = items[:limit]
        return [case_in(item) for item in page], cursor_after(page[-1]) if len(items) > limit else None
