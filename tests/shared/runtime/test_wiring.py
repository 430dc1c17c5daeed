"""The record as a function is given it: lazily, once, and only the tables it may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from shared.ports import Refused
from shared.runtime.environment import MissingVariable
from shared.runtime.wiring import record
from tests.fakes.wire import on_the_wire, refused

PORTS = ("commits", "orders", "catalog", "stock", "purchases", "customers", "outbox", "messages")


@pytest.fixture(autouse=True)
def _cold(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A function that has just been started, with the orders table and no other."""
    record.cache_clear()
    for table in ("STOCK", "CATALOG", "CUSTOMERS"):
        monkeypatch.delenv(f"{table}_TABLE", raising=False)
    monkeypatch.setenv("ORDERS_TABLE", "mpls-orders")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    yield
    record.cache_clear()


def test_the_record_is_made_once_and_its_ports_share_one_client() -> None:
    """A second client would cost a cold start half as much again."""
    one = record()
    assert record() is one
    assert [getattr(one, port) is getattr(one, port) for port in PORTS] == [True] * len(PORTS)
    tables: list[Any] = [one.orders._table, one.stock._table, one.catalog._table, one.customers._table]
    assert len({id(table._get_connection().connection) for table in tables}) == 1
    assert [table.Meta.table_name for table in tables] == [
        "mpls-orders",
        "table-not-given-to-this-function-stock",
        "table-not-given-to-this-function-catalog",
        "table-not-given-to-this-function-customers",
    ]


def test_a_function_without_a_region_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable's name."""
    monkeypatch.delenv("AWS_REGION")
    with pytest.raises(MissingVariable, match="AWS_REGION"):
        record()


def test_a_table_that_was_not_given_is_refused_on_use_and_not_before(moto: None) -> None:
    """The refusal is DynamoDB's own, and an alarm: the deployment is wrong."""
    stock = record().stock
    with on_the_wire(refused("BatchGetItem", "AccessDeniedException")), pytest.raises(Refused) as no:
        stock.items(["milk"])
    assert (no.value.code, no.value.alarm) == ("AccessDeniedException", True)


@pytest.fixture
def moto() -> Iterator[None]:
    """AWS in this process."""
    with mock_aws():
        yield
