"""The record three times: in memory, on moto (one thread) and on an embedded cloud (many threads)."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
import pytest
from botocore.config import Config
from botocore.session import get_session
from moto import mock_aws
from pynamodb.connection import Connection

from shared.adapters.dynamodb.failures import Patience
from shared.adapters.dynamodb.record import Record
from shared.adapters.dynamodb.stock_codec import product_in, supplier_in
from shared.adapters.dynamodb.tables import connected
from shared.domain.stock import StockItem
from shared.ports import (
    Books,
    Cases,
    Catalog,
    Chats,
    Commits,
    Customers,
    GatewayFile,
    MessageLog,
    Orders,
    Outbox,
    Parcels,
    Purchases,
    StockRoom,
    Till,
)
from tests.fakes.record import FakeRecord
from tests.fakes.tables import fill_tables, make_tables

REGION = "us-east-1"
PRODUCTS: list[dict[str, Any]] = [
    {
        "sku": "TARO-R",
        "name": "Taro milk tea, regular",
        "name_es": "Té con leche de taro, normal",
        "aliases": ["taro", "taro tea"],
        "size": "regular",
        "price": 575,
        "tax_bp": 903,
        "recipe": {"pearls": 50, "milk": 180},
    },
    {"sku": "WAFFLE", "name": "Egg waffle", "price": 695, "recipe": {"batter": 1}},
]
SUPPLIERS: list[dict[str, Any]] = [
    {"id": "dairy", "name": "Prairie Dairy", "email": "desk@prairie.example", "delivers": ["mon", "wed"]}
]
STOCK: list[dict[str, Any]] = [
    {"id": "milk", "available": 1000, "reorder_point": 300, "reorder_quantity": 2000, "supplier": "dairy"},
    {"id": "pearls", "available": 500, "reorder_point": 100, "reorder_quantity": 900, "supplier": "pearls"},
    {"id": "last", "available": 1, "reorder_point": 0, "reorder_quantity": 5, "supplier": "dairy"},
]
for _item in STOCK:
    _item["lead_time_days"] = 2


class Ports(Protocol):
    """What a record is: the ports under their names. Properties, so that either record fits."""

    @property
    def commits(self) -> Commits:
        """The port."""

    @property
    def orders(self) -> Orders:
        """The port."""

    @property
    def catalog(self) -> Catalog:
        """The port."""

    @property
    def stock(self) -> StockRoom:
        """The port."""

    @property
    def purchases(self) -> Purchases:
        """The port."""

    @property
    def customers(self) -> Customers:
        """The port."""

    @property
    def chats(self) -> Chats:
        """The port."""

    @property
    def cases(self) -> Cases:
        """The port."""

    @property
    def books(self) -> Books:
        """The port."""

    @property
    def till(self) -> Till:
        """The port."""

    @property
    def gateway_file(self) -> GatewayFile:
        """The port."""

    @property
    def parcels(self) -> Parcels:
        """The port."""

    @property
    def outbox(self) -> Outbox:
        """The port."""

    @property
    def messages(self) -> MessageLog:
        """The port."""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """A record on real tables, with a plain client and the tables' names to look behind it."""

    record: Record
    client: Any
    names: dict[str, str]
    naps: list[float]

    def item(self, kind: str, pk: str, sk: str = "HEAD") -> dict[str, Any] | None:
        """One item as DynamoDB holds it."""
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        found: dict[str, Any] | None = self.client.get_item(
            TableName=self.names[kind], Key=key, ConsistentRead=True
        ).get("Item")
        return found


_numbers = itertools.count(1)


def _tables(*, endpoint: str | None) -> Tables:
    client = boto3.client("dynamodb", region_name=REGION, endpoint_url=endpoint)
    names = make_tables(client, prefix=f"t{os.getpid()}-{next(_numbers)}")
    fill_tables(client, names, products=PRODUCTS, suppliers=SUPPLIERS, stock=STOCK)
    naps: list[float] = []
    patience = Patience(sleep=naps.append) if endpoint is None else Patience()
    return Tables(
        record=Record(connection=_checked(endpoint), patience=patience, **names), client=client, names=names, naps=naps
    )


def _checked(endpoint: str | None) -> Connection:
    """The product's connection, with a client that checks what it is asked to send, and has room for many threads."""
    connection = connected(region=REGION, endpoint=endpoint)
    connection._client = get_session().create_client(
        "dynamodb",
        REGION,
        endpoint_url=endpoint,
        config=Config(
            parameter_validation=True,
            connect_timeout=5,
            read_timeout=30,
            max_pool_connections=200,
            retries={"mode": "standard", "total_max_attempts": 3},
        ),
    )
    return connection


@pytest.fixture
def _root_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


@pytest.fixture
def moto_tables(_root_key: None) -> Iterator[Tables]:
    """Tables in moto; nothing sleeps, ``naps`` tells how long it would have."""
    with mock_aws():
        yield _tables(endpoint=None)


@pytest.fixture
def cloud_tables(_root_key: None, empty_cloud: str) -> Tables:
    """Tables in the embedded cloud."""
    return _tables(endpoint=empty_cloud)


@pytest.fixture(params=["memory", "moto", "ministack"])
def record(request: pytest.FixtureRequest) -> Ports:
    """The same promises, three times."""
    if request.param == "memory":
        return FakeRecord(
            products=[product_in({"body": json.dumps(entry)}) for entry in PRODUCTS],
            suppliers=[supplier_in({"body": json.dumps(entry)}) for entry in SUPPLIERS],
            stock=[StockItem(**entry, reserved=0, version=0) for entry in STOCK],
        )
    tables: Tables = request.getfixturevalue("moto_tables" if request.param == "moto" else "cloud_tables")
    return tables.record
