"""What the console shows of the stores: their face, their stock and orders, and what changes while it looks."""

import asyncio
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import BotoCoreError, ClientError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from infra.local.simulators.cloud import Cloud
from infra.local.simulators.desk import BadRequest, store_named
from infra.local.simulators.live import Live
from infra.local.simulators.world import Json, Store, World
from shared.adapters.dynamodb import codec, order_codec

LOOK_SECONDS = 0.7
ORDERS = 50
_deserializer = TypeDeserializer()


class Tables:
    """`/sim/stores`, `/sim/stock`, `/sim/orders`, and the live events from the table streams."""

    def __init__(self, world: World, cloud: Cloud, live: Live) -> None:
        self._world = world
        self._cloud = cloud
        self._live = live

    def routes(self) -> Sequence[BaseRoute]:
        """Three lists."""
        return [
            Route("/sim/stores", self._stores, methods=["GET"]),
            Route("/sim/stock", self._stock, methods=["GET"]),
            Route("/sim/orders", self._orders, methods=["GET"]),
        ]

    async def watch(self) -> None:
        """Follow the streams for as long as somebody watches; what happened before is in the lists."""
        places: dict[str, str] = {}
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._live.watched or not self._cloud.ready:
                places.clear()
                continue
            begins = not places
            try:
                news = await asyncio.to_thread(self._news, places)
            except (BotoCoreError, ClientError):
                # A table that is being made anew, or a cloud that is going down: start over at the next look.
                places.clear()
                continue
            if begins and places:
                # What happened while a page that read the lists was not yet listened for stands in the lists only.
                self._live.tell("reload", {})
            for event, data in news:
                self._live.tell(event, data)

    async def _stores(self, _: Request) -> JSONResponse:
        return JSONResponse({"stores": [face(store) for store in self._world.stores.values()]})

    async def _stock(self, request: Request) -> JSONResponse:
        table = self._table(request, "stock_table")
        kept = await asyncio.to_thread(self._scan, table)
        heads = (one for one in kept if _is_head(one, "STOCK"))
        return JSONResponse({"items": sorted((stock_item(one) for one in heads), key=lambda one: str(one["id"]))})

    async def _orders(self, request: Request) -> JSONResponse:
        table, customers = self._table(request, "orders_table"), self._table(request, "customers_table")
        kept, known = await asyncio.gather(
            asyncio.to_thread(self._scan, table), asyncio.to_thread(self._scan, customers)
        )
        items = order_views(kept, known)
        return JSONResponse({"items": items[: int(request.query_params.get("limit", ORDERS))]})

    def _table(self, request: Request, which: str) -> str:
        store = store_named(self._world, request.query_params.get("store"))
        if not self._cloud.ready or not store.internal(which):
            raise BadRequest("the store is not deployed yet", code=503)
        return store.internal(which)

    def _scan(self, table: str) -> list[Json]:
        """A demo store's table is small: read it whole."""
        pages = self._cloud.client("dynamodb").get_paginator("scan").paginate(TableName=table)
        return [plain(item) for page in pages for item in page["Items"]]

    def _news(self, places: dict[str, str]) -> list[tuple[str, Json]]:
        """What was written since the last look; `places` remembers where each stream was left."""
        news: list[tuple[str, Json]] = []
        streams = self._cloud.client("dynamodbstreams")
        for store in self._world.stores.values():
            for table in filter(None, (store.internal("orders_table"), store.internal("stock_table"))):
                if table not in places and (place := self._end_of_stream(table)):
                    places[table] = place
                if table in places:
                    answer = streams.get_records(ShardIterator=places[table], Limit=1000)
                    news.extend(filter(None, (told(store, record) for record in answer["Records"])))
                    places[table] = answer.get("NextShardIterator") or ""
                    if not places[table]:
                        del places[table]
        return news

    def _end_of_stream(self, table: str) -> str | None:
        arn = self._cloud.client("dynamodb").describe_table(TableName=table)["Table"].get("LatestStreamArn")
        if not arn:
            return None
        streams = self._cloud.client("dynamodbstreams")
        shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        if not shards:
            return None
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shards[-1]["ShardId"], ShardIteratorType="LATEST")
        return str(iterator["ShardIterator"])


def face(store: Store) -> Json:
    """What a console needs to draw a store."""
    return {
        "id": store.id,
        "name": store.name,
        "currency": store.text("currency"),
        "languages": store.languages,
        "display_phone_number": store.text("display_phone_number"),
        "catalog_id": store.text("catalog_id"),
        "payment_provider": store.text("payment_provider"),
        "courier": store.text("courier"),
        "products": [_product(product, store.languages[0]) for product in store.catalog.get("products", [])],
    }


def _product(product: Json, language: str) -> Json:
    translated = {key.removeprefix("name_"): name for key, name in product.items() if key.startswith("name_")}
    names = {language: product["name"], **translated}
    extras: Json = {key: product[key] for key in ("size", "pack") if key in product}
    return {"sku": product["sku"], "name": product["name"], "names": names, "price": product["price"], **extras}


def plain(item: dict[str, Any]) -> Json:
    """A DynamoDB item as plain Python values; whole numbers as int."""
    return {key: _number(_deserializer.deserialize(value)) for key, value in item.items()}


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _number(one) for key, one in value.items()}
    if isinstance(value, (list, set)):
        return [_number(one) for one in value]
    return value


def stock_item(head: Json) -> Json:
    """A stock counter."""
    return {
        "id": str(head["pk"]).removeprefix("STOCK#"),
        "available": head.get("available", 0),
        "reserved": head.get("reserved", 0),
        "reorder_point": head.get("reorder_point"),
    }


def order_views(kept: Sequence[Json], customers: Sequence[Json]) -> list[Json]:
    """Every order of a table as the staff API shows it, newest first, with its timeline."""
    names = {one["pk"]: codec.customer_in(one).name for one in customers if _is_head(one, "CUSTOMER")}
    events: dict[str, list[Json]] = {}
    for one in kept:
        if str(one["sk"]).startswith("EVENT#"):
            entry = {"name": one["name"], "sequence": one["sequence"], "at": one["at"], "data": _body(one)}
            events.setdefault(str(one["pk"]), []).append(entry)
    orders = [order_codec.order_in(one) for one in kept if _is_head(one, "ORDER")]
    return [
        {
            "id": order.id,
            "ticket": order.ticket.number if order.ticket else None,
            "status": order.status,
            "placed_at": codec.stamp(order.placed_at),
            "customer": {"id": order.customer_id, "name": names.get(f"CUSTOMER#{order.customer_id}")},
            "lines": [
                {
                    "sku": line.sku,
                    "name": line.name,
                    "quantity": line.quantity,
                    "unit_price": line.unit_price,
                    "total": line.total,
                }
                for line in order.lines
            ],
            "total": order.total.amount,
            "currency": order.currency,
            "timeline": sorted(events.get(f"ORDER#{order.id}", []), key=lambda entry: int(entry["sequence"])),
        }
        for order in sorted(orders, key=lambda order: order.placed_at, reverse=True)
    ]


def _is_head(item: Json, kind: str) -> bool:
    return item["sk"] == codec.HEAD and str(item["pk"]).startswith(f"{kind}#")


def told(store: Store, record: Json) -> tuple[str, Json] | None:
    """The live event a stream record is worth, if any."""
    image = record["dynamodb"].get("NewImage")
    if image is None:
        return None
    item = plain(image)
    if str(item["sk"]).startswith("EVENT#") and record["eventName"] == "INSERT":
        return "timeline", {
            "store": store.id,
            "name": item.get("name"),
            "subject": item["pk"],
            "sequence": item.get("sequence"),
            "at": item.get("at"),
            "data": _body(item),
        }
    if item["sk"] == "HEAD" and str(item["pk"]).startswith("STOCK#"):
        return "stock", {"store": store.id, **stock_item(item)}
    return None


def _body(item: Json) -> Json:
    body = item.get("body")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return {"text": body}
    return body if isinstance(body, dict) else {}
