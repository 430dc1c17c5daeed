"""``Parcels`` on the orders table. What a parcel is made of is loaded by the first call."""

from __future__ import annotations

from datetime import datetime

from shared.adapters.dynamodb.codec import stamp
from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.tables import OrdersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.parcel import Parcel


class TableParcels:
    """Parcels by what their couriers call them (consistent); silent ones by the status index, which may lag."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def behind(self, courier: str, tracking_code: str) -> tuple[str, str] | None:
        """The order's and the parcel's id; None when that code is nobody's."""
        from shared.adapters.dynamodb.parcel_codec import SEEN, tracked_in, tracking_key

        with reading():
            try:
                row = self._table.get(tracking_key(courier, tracking_code), SEEN, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return tracked_in(row.item())

    def silent(self, *, since: datetime, limit: int) -> list[Parcel]:
        """Parcels on their way of which nothing was heard since then, the longest silent first."""
        from shared.adapters.dynamodb.parcel_codec import parcel_in, parcel_status
        from shared.domain.parcel import ON_THE_WAY, OWN_RIDER

        found: list[Parcel] = []
        with reading():
            for state in ON_THE_WAY:
                rows = self._table.by_status.query(
                    parcel_status(state), OrdersTable.placed_at < stamp(since), scan_index_forward=True
                )
                own = 0
                for parcel in (parcel_in(row.item()) for row in rows):
                    if parcel.courier == OWN_RIDER:
                        continue
                    found.append(parcel)
                    own += 1
                    if own == limit:
                        break
        return sorted(found, key=lambda one: (one.heard_at or one.at, one.id))[:limit]
