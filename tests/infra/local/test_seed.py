"""The demo stores' catalogs, and tables set back to them."""

import json
from typing import Any
from uuid import uuid4

import pytest

from infra.local.cloud import client
from infra.local.seed import HERE, catalog_items, seed, stock_items

KEYS = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
TYPES = [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}]


@pytest.fixture
def world(empty_cloud: str) -> dict[str, Any]:
    """Two stores with tables, queues and timers, and nothing in them."""
    run = uuid4().hex[:8]
    return {"cloud": empty_cloud, "stores": {id_: _store(empty_cloud, f"{run}-{id_}") for id_ in ("mpls", "pune")}}


def _store(cloud: str, name: str) -> dict[str, Any]:
    internal = {}
    for table in ("orders", "stock", "catalog", "customers"):
        internal[f"{table}_table"] = f"{name}-{table}"
        client("dynamodb", cloud=cloud).create_table(
            TableName=f"{name}-{table}", KeySchema=KEYS, AttributeDefinitions=TYPES, BillingMode="PAY_PER_REQUEST"
        )
    for queue in ("inbox", "messages", "timers"):
        url = client("sqs", cloud=cloud).create_queue(QueueName=f"{name}-{queue}")["QueueUrl"]
        internal[f"{queue}_queue_url"] = url
    client("scheduler", cloud=cloud).create_schedule_group(Name=f"{name}-timers")
    return {"internal": internal | {"timers_group": f"{name}-timers"}}


def _items(world: dict[str, Any], store: str, table: str) -> list[dict[str, Any]]:
    name = world["stores"][store]["internal"][f"{table}_table"]
    found: list[dict[str, Any]] = client("dynamodb", cloud=world["cloud"]).scan(TableName=name)["Items"]
    return found


def test_a_product_is_kept_as_the_file_has_it() -> None:
    """Price in minor units, names, recipe."""
    items = {item["pk"]["S"]: item for item in catalog_items(json.loads((HERE / "mpls.json").read_text()))}
    taro = items["PRODUCT#TARO-R"]
    assert taro["sk"] == {"S": "HEAD"}
    body = json.loads(taro["body"]["S"])
    assert (body["price"], body["name_es"]) == (575, "Té con leche de taro, normal")
    assert body["recipe"] == {"taro_powder_g": 35, "milk_ml": 180, "tapioca_pearls_g": 50, "cup_regular": 1}
    assert json.loads(items["SUPPLIER#pearls"]["body"]["S"])["delivers"] == ["tue", "fri"]


def test_a_stock_item_starts_with_its_counter_and_nothing_reserved() -> None:
    """What functions change are plain attributes; the rest is the body."""
    items = {item["pk"]["S"]: item for item in stock_items(json.loads((HERE / "mpls.json").read_text()))}
    pearls = items["STOCK#tapioca_pearls_g"]
    body, cause = json.loads(pearls.pop("body")["S"]), json.loads(pearls.pop("cause")["S"])
    assert pearls == {
        "pk": {"S": "STOCK#tapioca_pearls_g"},
        "sk": {"S": "HEAD"},
        "available": {"N": "9000"},
        "reserved": {"N": "0"},
        "reorder_point": {"N": "3000"},
        "version": {"N": "0"},
    }
    assert body == {"reorder_quantity": 12000, "supplier": "pearls", "lead_time_days": 3}
    assert cause == {"kind": "seed"}


@pytest.mark.parametrize("store", ["mpls", "pune"])
def test_every_recipe_can_be_made_of_what_the_store_counts(store: str) -> None:
    """And every stock item has a supplier to order it from."""
    entries = json.loads((HERE / f"{store}.json").read_text(encoding="utf-8"))
    counted = {item["id"] for item in entries["stock_items"]}
    assert {part for product in entries["products"] for part in product["recipe"]} <= counted
    assert {item["supplier"] for item in entries["stock_items"]} == {one["id"] for one in entries["suppliers"]}


def test_seeding_puts_each_catalog_into_its_own_store(world: dict[str, Any]) -> None:
    """Counted by hand from the files."""
    seed(world)
    assert [len(_items(world, "mpls", table)) for table in ("catalog", "stock", "orders")] == [19 + 3, 15, 0]
    assert [len(_items(world, "pune", table)) for table in ("catalog", "stock", "orders")] == [20 + 3, 20, 0]


def test_seeding_again_takes_everything_back(world: dict[str, Any]) -> None:
    """Orders, changed counters, customers, waiting work and timers are gone."""
    seed(world)
    internal, cloud = world["stores"]["mpls"]["internal"], world["cloud"]
    dynamodb, scheduler, sqs = (client(name, cloud=cloud) for name in ("dynamodb", "scheduler", "sqs"))
    for number in range(60):
        order = {"pk": {"S": f"ORDER#{number}"}, "sk": {"S": "HEAD"}}
        dynamodb.put_item(TableName=internal["orders_table"], Item=order)
    changed = {"pk": {"S": "STOCK#milk_ml"}, "sk": {"S": "HEAD"}, "available": {"N": "1"}}
    dynamodb.put_item(TableName=internal["stock_table"], Item=changed)
    sqs.send_message(QueueUrl=internal["inbox_queue_url"], MessageBody="{}")
    scheduler.create_schedule(
        Name="expire",
        GroupName=internal["timers_group"],
        ScheduleExpression="at(2030-01-01T00:00:00)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:sqs:us-east-1:000000000000:timers", "RoleArn": "arn:aws:iam::000000000000:role/r"},
    )

    seed(world, only="mpls")

    assert _items(world, "mpls", "orders") == []
    milk = [item for item in _items(world, "mpls", "stock") if item["pk"]["S"] == "STOCK#milk_ml"]
    assert [item["available"]["N"] for item in milk] == ["40000"]
    waiting = sqs.get_queue_attributes(QueueUrl=internal["inbox_queue_url"], AttributeNames=["All"])["Attributes"]
    assert waiting["ApproximateNumberOfMessages"] == "0"
    assert scheduler.list_schedules(GroupName=internal["timers_group"])["Schedules"] == []


def test_seeding_one_store_leaves_the_other_alone(world: dict[str, Any]) -> None:
    """`only` means it."""
    seed(world, only="mpls")
    assert _items(world, "pune", "catalog") == []
