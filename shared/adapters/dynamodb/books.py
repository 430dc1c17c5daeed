"""``Books`` on the orders table: one partition for each business day.

What an entry is made of is loaded by the first call: a cold start that takes a cart makes none.
"""

from __future__ import annotations

from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.tables import OrdersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from shared.domain.ledger import Entry


class TableBooks:
    """The ledger's entries (consistent)."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def entries(self, day: date) -> list[Entry]:
        """All entries of a day, in the order of their ids."""
        from shared.adapters.dynamodb.ledger_codec import entry_in, ledger_key

        with reading():
            rows = self._table.query(ledger_key(day), self._table.sk.startswith("ENTRY#"), consistent_read=True)
            return [entry_in(row.item()) for row in rows]

    def entry(self, entry_id: str, *, day: date) -> Entry | None:
        """One entry of a day."""
        from shared.adapters.dynamodb.ledger_codec import entry_in, entry_place, ledger_key

        with reading():
            try:
                row = self._table.get(ledger_key(day), entry_place(entry_id), consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return entry_in(row.item())
