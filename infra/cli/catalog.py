"""`till seed`: put a catalog file into a store's tables."""

import json
from pathlib import Path
from typing import Any

from infra.cli.target import CommandError, Target
from infra.local.seed import catalog_items, stock_items

SECTIONS = ("products", "stock_items", "suppliers")


def put_catalog(target: Target, file: Path) -> str:
    """Write products and suppliers as in the file, and the stock items that are new.

    A counter that exists is left alone: what lies on the shelf is known by the store, not by the file.
    """
    entries = _read(file, store=target.store.id)
    outputs, dynamodb = target.outputs(), target.client("dynamodb")
    listed = list(catalog_items(entries))
    for item in listed:
        dynamodb.put_item(TableName=outputs["CatalogTable"], Item=item)
    new = 0
    for item in stock_items(entries):
        try:
            dynamodb.put_item(
                TableName=outputs["StockTable"], Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
            new += 1
        except dynamodb.exceptions.ConditionalCheckFailedException:
            continue
    return f"{target.store.id}: {len(listed)} products and suppliers written, {new} new stock items"


def _read(file: Path, *, store: str) -> dict[str, Any]:
    try:
        entries: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as reason:
        raise CommandError(f"{file} cannot be read as a catalog: {reason}") from reason
    missing = [section for section in SECTIONS if not isinstance(entries.get(section), list)]
    if missing:
        raise CommandError(f"{file} has no list {missing[0]}: compare it with infra/local/seed/{store}.json")
    if entries.get("store") != store:
        raise CommandError(f"{file} is the catalog of store {entries.get('store')!r}, not of {store}")
    return entries
