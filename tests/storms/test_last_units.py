"""The last units on the shelf, and more customers than units: nobody gets what is not there, everybody is told.

On the embedded cloud, with real threads: moto's tables are not atomic.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest
from pynamodb.connection import Connection

from shared.adapters.dynamodb.record import Record
from shared.adapters.dynamodb.tables import connected
from shared.adapters.whatsapp.texts import all_texts
from shared.domain.customer import Customer, Identity
from shared.domain.events import OrderOffered
from shared.domain.messages import ButtonsMessage, CatalogMessage, OutboundMessage
from shared.domain.order import Order, OrderStatus, order_id_for
from shared.ports import Ambiguous
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Telling
from shared.usecases.place_order import Outcome, Placed, Shop, place_order
from tests.fakes.lossy_wire import lossy_wire
from tests.fakes.people import ANA, MPLS, NOW, cart, said
from tests.fakes.tables import fill_tables, make_tables

REGION = "us-east-1"
PRODUCT = {"sku": "MOCHI", "name": "Mochi, box of six", "price": 899, "recipe": {"mochi_box": 1}}
SOLD_OUT = (
    "• Mochi, box of six is sold out.\n\n"
    "So there is nothing in this cart that we could bring you right now. Sorry! Have a look at what else we have."
)
BUYERS, UNITS, RUNS = 200, 50, 20

_shops = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A store with one product on its shelf, and a way to look at everything it has written down."""

    shop: Shop
    client: Any
    names: Mapping[str, str]

    def buy(self, buyer: int, *, quantity: int = 1, shop: Shop | None = None) -> Placed:
        """A customer of that number sends a cart."""
        identity = Identity(wa_id=f"1651555{buyer:04d}")
        customer = replace(ANA, id=identity.customer_id(), identity=identity)
        wish = cart(("MOCHI", quantity, 899))
        message = said(wish, message_id=f"wamid.{buyer}", identity=identity)
        return place_order(shop or self.shop, message=message, cart=wish, customer=customer, now=NOW)

    def told(self, order: Order, customer: Customer = ANA) -> OutboundMessage:
        """What the customer reads about an offer."""
        file = self.shop.orders.read_all(order.id)
        assert file is not None
        (event,) = file.events
        assert isinstance(event, OrderOffered)
        telling = Telling(event=event, order=file.order, customer=customer, store=MPLS, wording=all_texts(), now=NOW)
        return MILESTONES[OrderOffered].free_form(telling)

    def counters(self) -> tuple[int, int]:
        """Available and reserved."""
        item = self.shop.stock.items(["mochi_box"])["mochi_box"]
        return item.available, item.reserved

    def written(self) -> dict[str, Counter[str]]:
        """Heads by status and events by name: all that the orders table holds."""
        pages = self.client.get_paginator("scan").paginate(TableName=self.names["orders"], ConsistentRead=True)
        items = [item for page in pages for item in page["Items"]]
        return {
            "orders": Counter(item["status"]["S"] for item in items if item["sk"]["S"] == "HEAD"),
            "events": Counter(item["name"]["S"] for item in items if item["sk"]["S"] == "EVENT#000001"),
            "rest": Counter(item["sk"]["S"] for item in items if item["sk"]["S"] not in ("HEAD", "EVENT#000001")),
        }


@pytest.fixture
def shelves(empty_cloud: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Shelf]:
    """Makes a fresh store with so many units on the shelf."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    client = boto3.client("dynamodb", region_name=REGION, endpoint_url=empty_cloud)
    connection = connected(region=REGION, endpoint=empty_cloud, connections=BUYERS)

    def fresh(units: int) -> Shelf:
        names = make_tables(client, prefix=f"last-units-{next(_shops)}")
        counter = {"id": "mochi_box", "available": units, "reorder_point": 0, "reorder_quantity": 9}
        stock = [{**counter, "supplier": "mochi", "lead_time_days": 2}]
        fill_tables(client, names, products=[PRODUCT], suppliers=[], stock=stock)
        return Shelf(shop=shop_of(connection, names), client=client, names=names)

    return fresh


def shop_of(connection: Connection, names: Mapping[str, str]) -> Shop:
    """A store whose record is in these tables."""
    record = Record(
        connection=connection,
        orders=names["orders"],
        stock=names["stock"],
        catalog=names["catalog"],
        customers=names["customers"],
    )
    return Shop(
        store=MPLS,
        orders=record.orders,
        catalog=record.catalog,
        stock=record.stock,
        commits=record.commits,
        outbox=record.outbox,
    )


def all_at_once(act: Callable[[int], Placed], people: int) -> list[Placed]:
    """What became of each, all let go at the same moment."""
    start = threading.Barrier(people)

    def one(number: int) -> Placed:
        start.wait(timeout=60)
        return act(number)

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def test_two_hundred_buyers_of_fifty_units_twenty_times(shelves: Callable[[int], Shelf]) -> None:
    """Exactly 50 orders, nothing left, 150 are told that it is sold out; in each of 20 runs."""
    for run in range(RUNS):
        shelf = shelves(UNITS)
        placed = all_at_once(shelf.buy, BUYERS)
        outcomes = Counter(one.outcome for one in placed)
        assert outcomes == {Outcome.RECEIVED: 50, Outcome.OFFERED: 150}, f"run {run}"
        assert shelf.counters() == (0, 50), f"run {run}"
        assert shelf.written() == {
            "orders": {"received": 50, "draft": 150},
            "events": {"OrderReceived": 50, "OrderOffered": 150},
            "rest": {},
        }, f"run {run}"
        offers = [one.order for one in placed if one.outcome is Outcome.OFFERED]
        looked_at = offers if run == 0 else offers[:1]
        assert {shelf.told(order) for order in looked_at} == {CatalogMessage(body=SOLD_OUT)}, f"run {run}"


def test_units_that_are_too_few_for_a_cart_are_offered_not_lost(shelves: Callable[[int], Shelf]) -> None:
    """Carts of three, ten units: three orders, one unit left, and that unit is offered to those who came too late."""
    shelf = shelves(10)
    placed = all_at_once(lambda buyer: shelf.buy(buyer, quantity=3), 40)
    assert Counter(one.outcome for one in placed) == {Outcome.RECEIVED: 3, Outcome.OFFERED: 37}
    assert shelf.counters() == (1, 9)
    late = shelf.buy(41, quantity=3)
    message = shelf.told(late.order)
    assert isinstance(message, ButtonsMessage)
    assert "• Mochi, box of six: you asked for 3, we have 1 left." in message.body


def test_the_last_unit_is_theirs_although_the_answer_was_lost(
    shelves: Callable[[int], Shelf], empty_cloud: str
) -> None:
    """The SDK asks again and hears that it was done; the next customer is told that it is sold out."""
    shelf = shelves(1)
    with lossy_wire(empty_cloud, losing=1) as (url, lost):
        shop = shop_of(connected(region=REGION, endpoint=url), shelf.names)
        assert shelf.buy(1, shop=shop).outcome in (Outcome.RECEIVED, Outcome.REPEATED)
    assert lost == ["TransactWriteItems 200"]
    _one_has_it_two_does_not(shelf)


def test_the_last_unit_is_theirs_although_no_answer_ever_came(
    shelves: Callable[[int], Shelf], empty_cloud: str
) -> None:
    """All of the SDK's tries unanswered: the delivery fails, the next one finds the order."""
    shelf = shelves(1)
    with lossy_wire(empty_cloud, losing=3) as (url, lost):
        shop = shop_of(connected(region=REGION, endpoint=url), shelf.names)
        with pytest.raises(Ambiguous):
            shelf.buy(1, shop=shop)
        assert lost == ["TransactWriteItems 200"] * 3
        again = shelf.buy(1, shop=shop)
    assert (again.order.id, again.order.status) == (order_id_for("wamid.1"), OrderStatus.RECEIVED)
    _one_has_it_two_does_not(shelf)


def _one_has_it_two_does_not(shelf: Shelf) -> None:
    late = shelf.buy(2)
    assert (late.outcome, late.order.status) == (Outcome.OFFERED, OrderStatus.DRAFT)
    assert shelf.told(late.order) == CatalogMessage(body=SOLD_OUT)
    first = shelf.shop.orders.read(order_id_for("wamid.1"))
    assert first is not None
    assert (first.order.status, first.order.lines[0].quantity) == (OrderStatus.RECEIVED, 1)
    assert shelf.counters() == (0, 1)
    assert shelf.written()["orders"] == {"received": 1, "draft": 1}
