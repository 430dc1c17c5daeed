"""A store's tables in an imitated cloud, with the keys and the indexes that docs/architecture.md gives them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

KINDS = ("orders", "stock", "catalog", "customers")
Entry = Mapping[str, Any]


def make_tables(client: Any, *, prefix: str) -> dict[str, str]:
    """Make the four tables with a boto3 DynamoDB client; their names by kind."""
    names = {kind: f"{prefix}-{kind}" for kind in KINDS}
    for kind, name in names.items():
        client.create_table(TableName=name, **schema(kind))
    return names


def fill_tables(
    client: Any,
    names: Mapping[str, str],
    *,
    products: Iterable[Entry],
    suppliers: Iterable[Entry],
    stock: Iterable[Entry],
) -> None:
    """Put what a store's catalog file says, as it is seeded."""
    for product in products:
        _put(client, names["catalog"], f"PRODUCT#{product['sku']}", body=product)
    for supplier in suppliers:
        _put(client, names["catalog"], f"SUPPLIER#{supplier['id']}", body=supplier)
    for item in stock:
        body = {key: item[key] for key in ("reorder_quantity", "supplier", "lead_time_days")}
        counters = {"available": item["available"], "reserved": 0, "version": 0, "reorder_point": item["reorder_point"]}
        more = {name: {"N": str(value)} for name, value in counters.items()}
        more["cause"] = {"S": json.dumps({"kind": "seed"})}
        _put(client, names["stock"], f"STOCK#{item['id']}", body=body, **more)


def schema(kind: str) -> dict[str, Any]:
    """What a table of that kind is made with, but for its name."""
    keys = ("pk", "sk", "status", "customer_id", "placed_at") if kind == "orders" else ("pk", "sk")
    indexes = [_index("ByStatus", "status", "ALL"), _index("ByCustomer", "customer_id", "KEYS_ONLY")]
    return {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
        **({"GlobalSecondaryIndexes": indexes} if kind == "orders" else {}),
    }


def _index(name: str, partition: str, projection: str) -> dict[str, Any]:
    return {
        "IndexName": name,
        "KeySchema": _keys(partition, "placed_at"),
        "Projection": {"ProjectionType": projection},
    }


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _put(client: Any, table: str, key: str, *, body: Entry, **more: Any) -> None:
    item = {"pk": {"S": key}, "sk": {"S": "HEAD"}, "body": {"S": json.dumps(body, ensure_ascii=False)}, **more}
    client.put_item(TableName=table, Item=item)
