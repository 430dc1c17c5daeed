"""``Outbox`` on the orders table: events that hang on no transaction of their own."""

from __future__ import annotations

from shared.adapters.dynamodb.codec import event_item
from shared.adapters.dynamodb.failures import Patience, done
from shared.adapters.dynamodb.tables import OrdersTable
from shared.domain.events import Event


class TableOutbox:
    """Events, each at its place on its subject's timeline, from where the stream publishes them."""

    def __init__(self, table: type[OrdersTable], *, patience: Patience) -> None:
        self._table = table
        self._patience = patience

    def announce(self, event: Event) -> bool:
        """Append an event once; False when it was there already. Raises Contended, Ambiguous, Refused."""
        row = self._table.of(event_item(event))
        return done(lambda: row.save(self._table.pk.does_not_exist()), patience=self._patience)
