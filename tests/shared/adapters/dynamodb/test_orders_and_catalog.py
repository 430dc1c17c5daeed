"""The contract of Orders and Catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.catalog import Product, Supplier
from shared.domain.changes import AppendEvent, PutOrder, PutPayment
from shared.domain.events import OrderReceived, PaymentRequested, order_event
from shared.domain.messages import Intent, MessageState
from shared.domain.money import Money
from shared.domain.order import Line, OrderStatus
from shared.domain.payment import AttemptStatus, PaymentAttempt
from tests.fakes.people import NOW, order

TARO = Product(
    sku="TARO-R",
    name="Taro milk tea, regular",
    price=575,
    recipe={"pearls": 50, "milk": 180},
    names={"es": "Té con leche de taro, normal"},
    aliases=("taro", "taro tea"),
    tax_bp=903,
    size="regular",
)
WAFFLE = Product(sku="WAFFLE", name="Egg waffle", price=695, recipe={"batter": 1})


def attempt(number: int) -> PaymentAttempt:
    """The n-th link of order 1, opened n seconds after it was placed."""
    return PaymentAttempt(
        id=f"ord_1-{number}",
        order_id="ord_1",
        provider="stripe",
        amount=Money(1845, "USD"),
        status=AttemptStatus.CLOSED,
        created_at=NOW + timedelta(seconds=number),
    )


def place(record: Any, number: int, *, status: OrderStatus = OrderStatus.RECEIVED) -> None:
    """Order ``o<number>``, placed that many seconds later."""
    one = order(id=f"o{number}", status=status, version=1, placed_at=NOW + timedelta(seconds=number))
    record.commits.commit([PutOrder(order=one, over=None)], token=f"place{number}")


def test_an_order_file_holds_what_hangs_on_the_order_oldest_first(record: Any) -> None:
    """Ten links, whose ids do not sort by age; two messages; the timeline only when asked for."""
    received = order(version=1, status=OrderStatus.RECEIVED)
    asked = received.become(OrderStatus.AWAITING_PAYMENT)
    events = (
        order_event(OrderReceived, received, now=NOW),
        order_event(PaymentRequested, asked, now=NOW, attempt_id="ord_1-1", url="https://pay.example/1"),
    )
    record.commits.commit(
        [
            PutOrder(order=asked, over=None),
            *[AppendEvent(event=event) for event in reversed(events)],
            *[PutPayment(attempt=attempt(number), new=True) for number in (10, 2, 1)],
        ],
        token="a",
    )
    intents = [
        Intent(
            subject="ORDER#ord_1",
            id=name,
            customer_id="cus_1",
            state=MessageState.SENDING,
            attempted_at=NOW + timedelta(seconds=second),
        )
        for second, name in ((2, "OrderConfirmed.3"), (1, "PaymentRequested.2"))
    ]
    for intent in intents:
        assert record.messages.begin(intent)
    file = record.orders.read("ord_1")
    assert [one.id for one in file.payments] == ["ord_1-1", "ord_1-2", "ord_1-10"]
    assert [one.id for one in file.messages] == ["PaymentRequested.2", "OrderConfirmed.3"]
    assert file.events == ()
    assert record.orders.read_all("ord_1").events == events


def test_an_order_that_is_not_there_is_none_even_when_something_hangs_on_it(record: Any) -> None:
    """A payment may come before its order."""
    record.commits.commit([PutPayment(attempt=attempt(1), new=True)], token="a")
    assert record.orders.read("ord_1") is None
    assert record.orders.read_all("ord_1") is None


def test_an_order_is_kept_as_the_customer_wrote_it(record: Any) -> None:
    """Hindi names, quotes, line breaks, emoji, and half an emoji as some phones send it."""
    lines = (
        Line(sku="ATTA-5", name='गेहूँ का आटा "5 किलो"\n🌾', quantity=2, unit_price=25500, tax_bp=500, tax_on_top=True),
    )
    one = order(version=1, lines=lines, note="2nd floor \U0001f6d7 next to राम")
    record.commits.commit([PutOrder(order=one, over=None)], token="a")
    assert record.orders.read("ord_1").order == one


def test_orders_are_listed_newest_first_page_by_page(record: Any) -> None:
    """Five received orders in pages of two; an order of another status is not among them."""
    for number in (3, 1, 5, 2, 4):
        place(record, number)
    place(record, 6, status=OrderStatus.CANCELLED)
    pages, cursor = [], None
    while True:
        page, cursor = record.orders.list_by_status("received", limit=2, cursor=cursor)
        pages.append([one.id for one in page])
        if cursor is None:
            break
    assert pages == [["o5", "o4"], ["o3", "o2"], ["o1"]]


def test_a_full_last_page_has_no_cursor(record: Any) -> None:
    """Nobody is sent to an empty page."""
    for number in (1, 2):
        place(record, number)
    page, cursor = record.orders.list_by_status("received", limit=2, cursor=None)
    assert ([one.id for one in page], cursor) == (["o2", "o1"], None)


def test_an_order_that_moved_on_leaves_its_old_list(record: Any) -> None:
    """The index follows the status."""
    place(record, 1)
    standing = record.orders.read("o1").order
    record.commits.commit([PutOrder(order=standing.become(OrderStatus.CANCELLED), over=1)], token="b")
    assert record.orders.list_by_status("received", limit=9, cursor=None) == ([], None)
    assert [one.id for one in record.orders.list_by_status("cancelled", limit=9, cursor=None)[0]] == ["o1"]


def test_a_customers_orders_are_found_newest_first_as_they_stand_now(record: Any) -> None:
    """Drafts too, a cancelled one too, nobody else's; the limit leaves out the oldest."""
    for number in (2, 5, 1, 4, 3):
        place(record, number)
    place(record, 6, status=OrderStatus.DRAFT)
    other = order(id="o7", customer_id="cus_ben", status=OrderStatus.RECEIVED, version=1, placed_at=NOW)
    record.commits.commit([PutOrder(order=other, over=None)], token="ben")
    gone = record.orders.read("o5").order.become(OrderStatus.CANCELLED)
    record.commits.commit([PutOrder(order=gone, over=1)], token="gone")
    found = record.orders.recent(gone.customer_id, limit=3)
    assert [(one.id, one.status, one.version) for one in found] == [
        ("o6", OrderStatus.DRAFT, 1),
        ("o5", OrderStatus.CANCELLED, 2),
        ("o4", OrderStatus.RECEIVED, 1),
    ]
    assert [one.id for one in record.orders.recent("cus_ben", limit=9)] == ["o7"]
    assert record.orders.recent("cus_nobody", limit=9) == []


def test_a_message_to_a_customer_is_none_of_their_orders(record: Any) -> None:
    """It names the customer as well."""
    intent = Intent(
        subject="ORDER#o1", id="OrderConfirmed.3", customer_id="cus_1", state=MessageState.SENDING, attempted_at=NOW
    )
    record.messages.begin(intent)
    assert record.orders.recent("cus_1", limit=9) == []


def test_the_index_of_a_customers_orders_holds_keys_alone(moto_tables: Any) -> None:
    """It is written once, when an order is new, whatever becomes of the order; and what it says is read again."""
    place(moto_tables.record, 1)
    rows = moto_tables.client.query(
        TableName=moto_tables.names["orders"],
        IndexName="ByCustomer",
        KeyConditionExpression="customer_id = :c",
        ExpressionAttributeValues={":c": {"S": order().customer_id}},
    )["Items"]
    assert [set(row) for row in rows] == [{"pk", "sk", "customer_id", "placed_at"}]


@pytest.mark.parametrize(
    "cursor", ["nonsense", "e30", "W10", "WyJhIl0", "WyJhIiwgMV0", "WyJhIiwgImIiXQ==", "WyJhIiwgImIiXQ", "é", "\x00"]
)
def test_a_cursor_that_is_not_ours_is_refused(record: Any, cursor: str) -> None:
    """Tampered text never reaches the table."""
    with pytest.raises(ValueError, match=r"cursor|isoformat"):
        record.orders.list_by_status("received", limit=2, cursor=cursor)


def test_products_are_found_by_sku_with_all_their_names(record: Any) -> None:
    """A sku that does not exist is left out."""
    assert record.catalog.products(["WAFFLE", "TARO-R", "GONE"]) == {"TARO-R": TARO, "WAFFLE": WAFFLE}
    assert record.catalog.products([]) == {}
    assert record.catalog.all_products() == [TARO, WAFFLE]


def test_an_alias_is_added_once_and_beside_the_others(record: Any) -> None:
    """What the catalog's file says of the product stays as it was."""
    assert record.catalog.add_alias("WAFFLE", "bubble waffle").aliases == ("bubble waffle",)
    for _ in range(2):
        assert record.catalog.add_alias("TARO-R", "ube").aliases == ("taro", "taro tea", "ube")
    assert record.catalog.products(["TARO-R"])["TARO-R"] == replace(TARO, aliases=("taro", "taro tea", "ube"))
    assert record.catalog.add_alias("GONE", "ghost") is None


def test_a_supplier_is_found_by_id(record: Any) -> None:
    """With the days on which they deliver."""
    assert record.catalog.supplier("dairy") == Supplier(
        id="dairy", name="Prairie Dairy", email="desk@prairie.example", delivers=("mon", "wed")
    )
    assert record.catalog.supplier("nobody") is None


def test_more_products_than_one_call_takes_are_all_asked_for(record: Any) -> None:
    """150 skus: DynamoDB's batch takes 100."""
    skus = ["TARO-R", "WAFFLE", *(f"NONE-{number}" for number in range(150))]
    assert sorted(record.catalog.products(skus)) == ["TARO-R", "WAFFLE"]
