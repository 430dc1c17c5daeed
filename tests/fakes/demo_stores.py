"""The two demo stores as their files have them, in memory: real names, real prices, real hours."""

from __future__ import annotations

import json

from infra.local.seed import catalog
from infra.store_files import load_stores
from shared.domain.catalog import Product
from shared.domain.stock import StockItem
from shared.domain.store import Store
from tests.fakes.record import FakeRecord

STORES: dict[str, Store] = {one.id: Store.from_profile(json.loads(one.profile())) for one in load_stores()}


def demo_products(store: str) -> list[Product]:
    """The store's catalog."""
    return [
        Product(
            sku=entry["sku"],
            name=entry["name"],
            price=entry["price"],
            recipe=entry["recipe"],
            names={key.removeprefix("name_"): name for key, name in entry.items() if key.startswith("name_")},
            aliases=tuple(entry["aliases"]),
            size=entry.get("size"),
            pack=entry.get("pack"),
        )
        for entry in catalog(store)["products"]
    ]


def demo_stock(store: str, **levels: int) -> list[StockItem]:
    """The store's counters, those named at another level."""
    return [
        StockItem(
            id=entry["id"],
            available=levels.get(entry["id"], entry["available"]),
            reserved=0,
            reorder_point=entry["reorder_point"],
            reorder_quantity=entry["reorder_quantity"],
            supplier=entry["supplier"],
            lead_time_days=entry["lead_time_days"],
            version=0,
        )
        for entry in catalog(store)["stock_items"]
    ]


def demo_record(store: str, **levels: int) -> FakeRecord:
    """The store's record before its first customer."""
    return FakeRecord(products=demo_products(store), stock=demo_stock(store, **levels))
