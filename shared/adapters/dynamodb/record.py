"""The record as a whole: every port on its table, all behind one connection."""

from __future__ import annotations

from functools import cached_property

from pynamodb.connection import Connection

from shared.adapters.dynamodb.books import TableBooks
from shared.adapters.dynamodb.cases import TableCases
from shared.adapters.dynamodb.catalog import TableCatalog
from shared.adapters.dynamodb.chats import TableChats
from shared.adapters.dynamodb.commits import TransactionalCommits
from shared.adapters.dynamodb.customers import TableCustomers
from shared.adapters.dynamodb.failures import Patience
from shared.adapters.dynamodb.gateway_file import TableGatewayFile
from shared.adapters.dynamodb.message_log import TableMessageLog
from shared.adapters.dynamodb.orders import TableOrders
from shared.adapters.dynamodb.outbox import TableOutbox
from shared.adapters.dynamodb.parcels import TableParcels
from shared.adapters.dynamodb.purchases import TablePurchases
from shared.adapters.dynamodb.reconciliations import TableReconciliations
from shared.adapters.dynamodb.stock import TableStockRoom
from shared.adapters.dynamodb.tables import CatalogTable, CustomersTable, OrdersTable, StockTable, bound
from shared.adapters.dynamodb.till import TableTill


class Record:
    """One store's record. A table is bound when a port on it is first asked for.

    The names may be those of tables that the function has no right to: only using them fails.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        orders: str,
        stock: str,
        catalog: str,
        customers: str,
        patience: Patience | None = None,
    ) -> None:
        self._connection = connection
        self._names = {"orders": orders, "stock": stock, "catalog": catalog, "customers": customers}
        self._patience = patience or Patience()

    @cached_property
    def _orders_table(self) -> type[OrdersTable]:
        return bound(OrdersTable, name=self._names["orders"], connection=self._connection)

    @cached_property
    def _stock_table(self) -> type[StockTable]:
        return bound(StockTable, name=self._names["stock"], connection=self._connection)

    @cached_property
    def _customers_table(self) -> type[CustomersTable]:
        return bound(CustomersTable, name=self._names["customers"], connection=self._connection)

    @cached_property
    def commits(self) -> TransactionalCommits:
        """The one door through which orders, payments, stock, tickets and conversations change."""
        return TransactionalCommits(
            orders=self._orders_table,
            stock=self._stock_table,
            customers=self._customers_table,
            connection=self._connection,
            patience=self._patience,
        )

    @cached_property
    def orders(self) -> TableOrders:
        """Orders as they are now."""
        return TableOrders(self._orders_table)

    @cached_property
    def catalog(self) -> TableCatalog:
        """Products and suppliers."""
        return TableCatalog(
            bound(CatalogTable, name=self._names["catalog"], connection=self._connection), patience=self._patience
        )

    @cached_property
    def stock(self) -> TableStockRoom:
        """The counters and what moved them."""
        return TableStockRoom(self._stock_table, connection=self._connection, patience=self._patience)

    @cached_property
    def purchases(self) -> TablePurchases:
        """Purchase orders."""
        return TablePurchases(self._stock_table, connection=self._connection, patience=self._patience)

    @cached_property
    def customers(self) -> TableCustomers:
        """Profiles."""
        return TableCustomers(self._customers_table, patience=self._patience)

    @cached_property
    def chats(self) -> TableChats:
        """Conversations and what was said in them."""
        return TableChats(self._customers_table, patience=self._patience)

    @cached_property
    def cases(self) -> TableCases:
        """Cases for a person."""
        return TableCases(self._orders_table)

    @cached_property
    def gateway_file(self) -> TableGatewayFile:
        """Payments seen, disputes and payouts heard of."""
        return TableGatewayFile(self._orders_table)

    @cached_property
    def parcels(self) -> TableParcels:
        """Parcels by what their couriers call them."""
        return TableParcels(self._orders_table)

    @cached_property
    def books(self) -> TableBooks:
        """The entries of the ledger."""
        return TableBooks(self._orders_table)

    @cached_property
    def till(self) -> TableTill:
        """The cash drawer and the days that are locked."""
        return TableTill(self._orders_table)

    @cached_property
    def reconciliations(self) -> TableReconciliations:
        """What came of comparing with the gateway."""
        return TableReconciliations(self._orders_table)

    @cached_property
    def outbox(self) -> TableOutbox:
        """Events that hang on no transaction of their own."""
        return TableOutbox(self._orders_table, patience=self._patience)

    @cached_property
    def messages(self) -> TableMessageLog:
        """Messages to customers."""
        return TableMessageLog(self._orders_table, patience=self._patience)
