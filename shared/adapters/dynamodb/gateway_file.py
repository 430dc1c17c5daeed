"""``GatewayFile`` on the orders table. What disputes are made of is loaded by the first call."""

from __future__ import annotations

from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.tables import OrdersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.adapters.dynamodb.codec import Item
    from shared.domain.gateway_facts import Dispute, Payout


class TableGatewayFile:
    """What is kept by the gateways' own ids (consistent)."""

    def __init__(self, table: type[OrdersTable]) -> None:
        self._table = table

    def order_of(self, provider: str, transaction_id: str) -> str | None:
        """The order that a payment was recorded for; None when it was never heard of."""
        item = self._item(provider, transaction_id, "SEEN")
        return item["order_id"] if item else None

    def heard(self, provider: str, gateway_id: str) -> tuple[Dispute | Payout, int] | None:
        """All that was heard of a dispute or payout, with the version to replace; None when it is new."""
        from shared.adapters.dynamodb.money_codec import HEARD, heard_in

        item = self._item(provider, gateway_id, HEARD)
        return heard_in(item) if item else None

    def _item(self, provider: str, gateway_id: str, place: str) -> Item | None:
        with reading():
            try:
                row = self._table.get(f"GATEWAY#{provider}#{gateway_id}", place, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return row.item()
