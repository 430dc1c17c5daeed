"""The staff API as deployed: settings from the environment, the real adapters, tables in an imitated AWS."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import boto3
import pytest
from moto import mock_aws

from functions.staff_api import handler as staff_api
from shared.domain.changes import AppendEvent, HoldStock, PutOrder
from shared.domain.events import OrderReceived, order_event
from shared.domain.order import OrderStatus
from shared.runtime import wiring
from tests.fakes.people import ANA, NOW, order
from tests.fakes.tables import fill_tables, make_tables
from tests.functions.staff_api.conftest import StaffApi

REGION = "us-east-1"
PRODUCTS = [{"sku": "TARO-R", "name": "Taro", "name_es": "Taro", "price": 575, "recipe": {"cup": 1}}]
STOCK = [
    {
        "id": "cup",
        "available": 40,
        "reorder_point": 60,
        "reorder_quantity": 500,
        "supplier": "packit",
        "lead_time_days": 2,
    }
]


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch, served: Callable[..., StaffApi]) -> Iterator[StaffApi]:
    """The handler on four tables of moto, with one order of Ana's in them."""
    for name, value in {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": REGION}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("dynamodb", region_name=REGION)
        names = make_tables(client, prefix="mpls")
        fill_tables(client, names, products=PRODUCTS, suppliers=[], stock=STOCK)
        wiring.record.cache_clear()
        for kind, name in names.items():
            monkeypatch.setenv(f"{kind.upper()}_TABLE", name)
        record = wiring.record()
        received = order(status=OrderStatus.RECEIVED, version=1)
        record.customers.save(ANA)
        record.commits.commit(
            [
                PutOrder(order=received, over=None),
                HoldStock(item="cup", units=3, order_id="ord_1"),
                AppendEvent(event=order_event(OrderReceived, received, now=NOW)),
            ],
            token="t-1",
        )
        yield served(record)
        wiring.record.cache_clear()
    staff_api.Settings.from_env.cache_clear()


def test_every_read_route_answers_from_the_tables(deployed: StaffApi) -> None:
    """The order, its timeline, its customer, the catalog, the shelf."""
    listed = deployed.ask("GET", "/orders").body["items"]
    assert [(row["id"], row["status"], row["customer"]["name"]) for row in listed] == [("ord_1", "received", "Ana")]
    assert deployed.ask("GET", "/orders", query={"status": "expired"}).body == {"items": [], "next_cursor": None}
    timeline = deployed.ask("GET", "/orders/ord_1").body["timeline"]
    assert [(entry["kind"], entry["name"]) for entry in timeline] == [("event", "OrderReceived")]
    assert deployed.ask("GET", "/products/TARO-R").body["names"] == {"es": "Taro"}
    assert [product["sku"] for product in deployed.ask("GET", "/products").body["items"]] == ["TARO-R"]
    assert deployed.ask("GET", "/stock").body["items"] == [
        {"id": "cup", "available": 37, "reserved": 3, "reorder_point": 60}
    ]
    assert deployed.ask("GET", "/stock/cup/movements").body == {"items": [], "next_cursor": None}


def test_a_correction_is_kept_with_its_key_and_told_again(deployed: StaffApi) -> None:
    """Twice the same, then something else under the same key."""
    body = {"delta": -7, "reason": "wet"}
    first = deployed.ask("POST", "/stock/cup/movements", body=body, key="k-1")
    again = deployed.ask("POST", "/stock/cup/movements", body=body, key="k-1")
    other = deployed.ask("POST", "/stock/cup/movements", body=body | {"delta": -8}, key="k-1")
    assert (first.status, first.body) == (200, {"id": "cup", "available": 30, "reserved": 3, "reorder_point": 60})
    assert again.text == first.text
    assert other.status == 422
    assert json.loads(deployed.ask("GET", "/stock/cup").text)["available"] == 30


@pytest.mark.parametrize("key", ["🧋", "x" * 300])
def test_an_id_that_no_table_could_hold_is_simply_not_there(deployed: StaffApi, key: str) -> None:
    """404, not an error of the database."""
    assert deployed.ask("GET", f"/products/{key}").status == 404
    assert deployed.ask("GET", f"/orders/{key}").status == 404
