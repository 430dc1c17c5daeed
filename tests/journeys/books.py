"""A store's books as they lie in its table, read past every door: what stories about money must agree with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from infra.local.cloud import client
from tests.journeys.world import Json, StoreDoor, eventually


def entries(door: StoreDoor) -> list[Json]:
    """Every entry: `{"id", "kind", "order_id", "currency", "postings": {account: minor units}}`."""
    pages = client("dynamodb", cloud=door.world.contract["cloud"]).get_paginator("scan")
    found = pages.paginate(
        TableName=door.entry["internal"]["orders_table"],
        FilterExpression="begins_with(pk, :books)",
        ExpressionAttributeValues={":books": {"S": "LEDGER#"}},
        ConsistentRead=True,
    )
    return [_entry(item) for page in found for item in page["Items"]]


def _entry(item: Json) -> Json:
    body: dict[str, Any] = json.loads(item["body"]["S"])
    order_id = item.get("order_id", {}).get("S")
    return {"id": item["sk"]["S"], "kind": item["name"]["S"], "order_id": order_id, **body}


def of_order(door: StoreDoor, order_id: str, *, kinds: Iterable[str]) -> dict[str, int]:
    """The accounts of an order that are not at zero, as soon as exactly these kinds of entries are there."""
    wanted = sorted(kinds)

    def look() -> list[Json] | None:
        own = [one for one in entries(door) if one["order_id"] == order_id]
        return own if sorted(one["kind"] for one in own) == wanted else None

    total: Counter[str] = Counter()
    for one in eventually(look, what=f"the entries {wanted} for {order_id}"):
        total.update(one["postings"])
    return {account: amount for account, amount in total.items() if amount}


def sums(door: StoreDoor) -> dict[str, int]:
    """What all entries of a currency come to: nothing, or somebody's money was lost."""
    total: Counter[str] = Counter()
    for one in entries(door):
        total[one["currency"]] += sum(one["postings"].values())
    return dict(total)
