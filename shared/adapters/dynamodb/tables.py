"""The tables as pynamodb sees them. A model is bound to a table's name when it is wired, never at import."""

from __future__ import annotations

from types import new_class
from typing import Any, Self, TypeVar, cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from shared.adapters.dynamodb.codec import Item

CONNECT_SECONDS = 1
READ_SECONDS = 3
#: Retries after the first try, in botocore's standard mode.
RETRIES = 2


class Table(Model):
    """What every table has: a partition and a sort key."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def of(cls, item: Item) -> Self:
        """The model of an item's attributes."""
        return cls(**item)

    def item(self) -> Item:
        """The attributes that are there, by name."""
        return {name: value for name, value in self.attribute_values.items() if value is not None}


class ByStatus(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Heads of orders and of cases, parcels and returns by status, in the order they were placed or last heard of.

    Nothing else has both attributes.
    """

    class Meta:
        """How DynamoDB knows it."""

        index_name = "ByStatus"
        projection = AllProjection()

    status = UnicodeAttribute(hash_key=True)
    placed_at = UnicodeAttribute(range_key=True)


class ByCustomer(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The keys of a customer's orders, in the order they were placed. Nothing else has both attributes."""

    class Meta:
        """How DynamoDB knows it."""

        index_name = "ByCustomer"
        projection = KeysOnlyProjection()

    customer_id = UnicodeAttribute(hash_key=True)
    placed_at = UnicodeAttribute(range_key=True)
    pk = UnicodeAttribute()
    sk = UnicodeAttribute()


class OrdersTable(Table):
    """Orders with their timeline, payments, messages and parcels; cases; tickets; payments and tracking codes seen."""

    by_status = ByStatus()
    by_customer = ByCustomer()

    body = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    placed_at = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    name = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    sequence = NumberAttribute(null=True)
    customer_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    rank = NumberAttribute(null=True)
    attempts = NumberAttribute(null=True)
    attempted_at = UnicodeAttribute(null=True)
    meta_id = UnicodeAttribute(null=True)
    error = UnicodeAttribute(null=True)
    order_id = UnicodeAttribute(null=True)
    last = NumberAttribute(null=True)
    locked = UnicodeAttribute(null=True)


class StockTable(Table):
    """Counters with their movements; purchase orders; what staff requests did."""

    body = UnicodeAttribute(null=True)
    available = NumberAttribute(null=True)
    reserved = NumberAttribute(null=True)
    reorder_point = NumberAttribute(null=True)
    version = NumberAttribute(null=True)
    cause = UnicodeAttribute(null=True)
    open_purchase = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    email_id = UnicodeAttribute(null=True)


class CatalogTable(Table):
    """Products and suppliers."""

    body = UnicodeAttribute(null=True)


class CustomersTable(Table):
    """Profiles, and the names that lead to them; conversations, and what was said in them."""

    body = UnicodeAttribute(null=True)
    customer = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)
    media = UnicodeAttribute(null=True)
    media_state = UnicodeAttribute(null=True)


_T = TypeVar("_T", bound=Table)


def connected(*, region: str, endpoint: str | None = None, connections: int = 10) -> Connection:
    """One client for all tables: making one is the dearest part of a cold start.

    ``endpoint`` None: where botocore's own settings point. ``connections`` bounds what threads can do at once.
    """
    return Connection(
        region=region,
        host=endpoint,
        connect_timeout_seconds=CONNECT_SECONDS,
        read_timeout_seconds=READ_SECONDS,
        retry_configuration={"mode": "standard", "total_max_attempts": RETRIES + 1},
        max_pool_connections=connections,
    )


def bound(model: type[_T], *, name: str, connection: Connection) -> type[_T]:
    """The model of one table behind a connection. Two tables of one kind may share a process."""
    meta = type("Meta", (), {"table_name": name})
    own = cast("type[_T]", new_class(model.__name__, (model,), exec_body=lambda names: names.update(Meta=meta)))
    table = own._get_connection()  # noqa: SLF001 - pynamodb opens a client for each model; ours share one
    connection.add_meta_table(table.get_meta_table())
    table.connection = connection
    return own
