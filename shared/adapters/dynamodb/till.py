"""``Till`` on the orders table: the drawer, its shifts, and the reports of locked days."""

from __future__ import annotations

from datetime import date

from shared.adapters.dynamodb.codec import HEAD
from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.tables import OrdersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.day_report import DayReport
    from shared.domain.drawer import Drawer, Shift


class TableTill:
    """Every read is consistent."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def drawer(self) -> Drawer:
        """The drawer; one that was never opened when nothing was ever written."""
        from shared.adapters.dynamodb.drawer_codec import DRAWER, drawer_in
        from shared.domain.drawer import Drawer

        with reading():
            try:
                return drawer_in(self._table.get(DRAWER, HEAD, consistent_read=True).item())
            except self._table.DoesNotExist:
                return Drawer()

    def shifts(self, day: date) -> list[Shift]:
        """The shifts of a day that are over, in their order."""
        from shared.adapters.dynamodb.drawer_codec import DRAWER, shift_in

        with reading():
            places = self._table.sk.startswith(f"SHIFT#{day.isoformat()}#")
            return [shift_in(row.item()) for row in self._table.query(DRAWER, places, consistent_read=True)]

    def report(self, day: date) -> DayReport | None:
        """The report of a locked day."""
        from shared.adapters.dynamodb.drawer_codec import REPORT, day_key, report_in

        with reading():
            try:
                return report_in(self._table.get(day_key(day), REPORT, consistent_read=True).item())
            except self._table.DoesNotExist:
                return None
