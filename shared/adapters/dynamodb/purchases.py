"""``Purchases`` on the stock table: a purchase order, and the mark on its counter that it is on its way."""

from __future__ import annotations

from functools import partial

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from shared.adapters.dynamodb.codec import HEAD
from shared.adapters.dynamodb.commits import verdict
from shared.adapters.dynamodb.failures import Patience, done, reading
from shared.adapters.dynamodb.stock_codec import purchase_in, purchase_item
from shared.adapters.dynamodb.tables import StockTable
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.ports import Conflict


class TablePurchases:
    """Purchase orders."""

    def __init__(self, table: type[StockTable], *, connection: Connection, patience: Patience) -> None:
        self._table = table
        self._connection = connection
        self._patience = patience

    def draft(self, purchase: PurchaseOrder) -> bool:
        """Record it and mark its stock item as on order; False when either was there already.

        The counter's version and cause stay: no units moved. botocore gives each call a token of its own: the second of
        two runs has to learn that it is the second. Raises Contended, Ambiguous, Refused.
        """
        try:
            self._patience.insist(partial(self._draft_once, purchase))
        except Conflict:
            return False
        return True

    def _draft_once(self, purchase: PurchaseOrder) -> None:
        table = self._table
        head = table.of({"pk": f"STOCK#{purchase.item}", "sk": HEAD})
        unordered = table.pk.exists() & table.open_purchase.does_not_exist()
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(table.of(purchase_item(purchase)), condition=table.pk.does_not_exist())
                transaction.update(head, actions=[table.open_purchase.set(purchase.id)], condition=unordered)
        except TransactWriteError as error:
            raise verdict(error) from error

    def read(self, purchase_id: str) -> PurchaseOrder | None:
        """One purchase order (consistent)."""
        with reading():
            try:
                row = self._table.get(f"PURCHASE#{purchase_id}", HEAD, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return purchase_in(row.item())

    def mark_sent(self, purchase_id: str, *, email_id: str) -> None:
        """The email left; a purchase order that has got further stays. Raises Contended, Ambiguous, Refused."""
        table = self._table
        row = table.of({"pk": f"PURCHASE#{purchase_id}", "sk": HEAD})
        actions: list[Action] = [table.status.set(PurchaseStatus.SENT.value), table.email_id.set(email_id)]
        drafted = table.status == PurchaseStatus.DRAFTED.value
        done(lambda: row.update(actions, condition=drafted), patience=self._patience)
