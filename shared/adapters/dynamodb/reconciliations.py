"""``Reconciliations`` on the orders table: ``RECON#<business day>``, one item for each scope.

What a report is made of is loaded by the first call: a cold start that takes a cart makes none.
"""

from __future__ import annotations

from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.tables import OrdersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from shared.domain.reconciliation import Report, Scope


class TableReconciliations:
    """The last report of each business day and scope."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def read(self, day: date, scope: Scope) -> Report | None:
        """The report (consistent). Raises Unavailable, Refused."""
        from shared.adapters.dynamodb.report_codec import report_in, report_key

        with reading():
            try:
                row = self._table.get(report_key(day), scope.value, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return report_in(row.item())

    def save(self, report: Report) -> None:
        """Keep it, in the place of the one before: a report says all that is known. Raises Unavailable, Refused."""
        from shared.adapters.dynamodb.report_codec import report_item

        with reading():
            self._table.of(report_item(report)).save()
