"""The catalogs of the demo stores, and how a store's tables are set back to them."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from infra.local.cloud import client
from infra.local.settings import WorldSettings

HERE = Path(__file__).resolve().parent
TABLES = ("orders_table", "stock_table", "catalog_table", "customers_table")
QUEUES = ("inbox_queue_url", "messages_queue_url", "timers_queue_url")

Item = dict[str, dict[str, Any]]


def catalog(store: str, *, folder: Path = HERE) -> dict[str, Any]:
    """A store's catalog file: `products` (prices in minor units), `stock_items`, `suppliers`."""
    read: dict[str, Any] = json.loads((folder / f"{store}.json").read_text(encoding="utf-8"))
    return read


def seed(world: Mapping[str, Any], *, only: str | None = None) -> None:
    """Set every store of `world` (the content of `world.json`), or `only` one, back to its catalog.

    Orders, customers and movements are gone, waiting queue messages and timers too; counters are as in the file.
    """
    stores = [id_ for id_ in world["stores"] if only in (None, id_)]
    with ThreadPoolExecutor(max_workers=4) as workers:
        for done in [
            workers.submit(_seed_store, world["cloud"], id_, world["stores"][id_]["internal"]) for id_ in stores
        ]:
            done.result()


def reseed() -> None:
    """Set the world of this process's settings back; what `POST /sim/reset` calls."""
    seed(json.loads(WorldSettings.from_env().contract.read_text(encoding="utf-8")))


def catalog_items(entries: Mapping[str, Any]) -> Iterator[Item]:
    """The catalog table's items for a catalog file: one per product and one per supplier."""
    for product in entries["products"]:
        yield _item(f"PRODUCT#{product['sku']}", body=product)
    for supplier in entries["suppliers"]:
        yield _item(f"SUPPLIER#{supplier['id']}", body=supplier)


def stock_items(entries: Mapping[str, Any]) -> Iterator[Item]:
    """The stock table's items for a catalog file: one counter per stock item, nothing reserved."""
    for item in entries["stock_items"]:
        body = {key: item[key] for key in ("reorder_quantity", "supplier", "lead_time_days")}
        yield _item(f"STOCK#{item['id']}", body=body) | {
            "available": {"N": str(item["available"])},
            "reserved": {"N": "0"},
            "reorder_point": {"N": str(item["reorder_point"])},
            "version": {"N": "0"},
            "cause": {"S": json.dumps({"kind": "seed"})},
        }


def _item(key: str, *, body: Mapping[str, Any]) -> Item:
    return {"pk": {"S": key}, "sk": {"S": "HEAD"}, "body": {"S": json.dumps(body, ensure_ascii=False)}}


def _seed_store(cloud: str, store: str, internal: Mapping[str, str]) -> None:
    # Work that still waits would act on the new state: it goes first.
    _forget_waiting_work(cloud, internal)
    for table in TABLES:
        _empty(cloud, internal[table])
    entries = catalog(store)
    _put(cloud, internal["catalog_table"], catalog_items(entries))
    _put(cloud, internal["stock_table"], stock_items(entries))


def _forget_waiting_work(cloud: str, internal: Mapping[str, str]) -> None:
    scheduler, group = client("scheduler", cloud=cloud), internal["timers_group"]
    for page in scheduler.get_paginator("list_schedules").paginate(GroupName=group):
        for schedule in page["Schedules"]:
            scheduler.delete_schedule(GroupName=group, Name=schedule["Name"])
    for queue in QUEUES:
        client("sqs", cloud=cloud).purge_queue(QueueUrl=internal[queue])


def _empty(cloud: str, table: str) -> None:
    # Deleted and put anew, an item counts as inserted: the functions that watch for changed stock stay asleep.
    pages = (
        client("dynamodb", cloud=cloud)
        .get_paginator("scan")
        .paginate(TableName=table, ProjectionExpression="pk, sk", ConsistentRead=True)
    )
    keys = [{"DeleteRequest": {"Key": key}} for page in pages for key in page["Items"]]
    _write(cloud, table, keys)


def _put(cloud: str, table: str, items: Iterator[Item]) -> None:
    _write(cloud, table, [{"PutRequest": {"Item": item}} for item in items])


def _write(cloud: str, table: str, requests: list[dict[str, Any]]) -> None:
    dynamodb = client("dynamodb", cloud=cloud)
    while requests:
        batch, requests = requests[:25], requests[25:]
        left = dynamodb.batch_write_item(RequestItems={table: batch})["UnprocessedItems"]
        requests += left.get(table, [])
