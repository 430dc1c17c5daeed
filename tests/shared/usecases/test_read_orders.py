"""Lists of orders: complete, newest first, page after page, while the shop goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.customer import Customer, Identity
from shared.domain.order import Order, OrderStatus
from shared.usecases.read_orders import ForeignCursor, OrderPage, matches, read_orders
from tests.fakes.people import ANA, NOW, order
from tests.fakes.record import FakeRecord

ALL = tuple(OrderStatus)


def placed(*orders: Order) -> FakeRecord:
    """A record with these orders, all Ana's."""
    record = FakeRecord()
    record.state.profiles[ANA.id] = ANA
    record.state.orders = {one.id: one for one in orders}
    return record


def numbered(number: int, status: OrderStatus = OrderStatus.CONFIRMED) -> Order:
    """Order ``ord_<n>``, placed n minutes after."""
    return order(id=f"ord_{number:03}", status=status, placed_at=NOW + timedelta(minutes=number))


def page(
    record: FakeRecord,
    *,
    limit: int = 10,
    cursor: str | None = None,
    statuses: Sequence[OrderStatus] = ALL,
    text: str | None = None,
) -> OrderPage:
    """One page."""
    return read_orders(
        orders=record.orders, customers=record.customers, statuses=statuses, text=text, limit=limit, cursor=cursor
    )


def ids(given_page: OrderPage) -> list[str]:
    """The ids on a page."""
    return [one.id for one, _ in given_page.rows]


def walked(record: FakeRecord, *, limit: int, text: str | None = None) -> list[list[str]]:
    """Every page to the end."""
    pages: list[list[str]] = []
    cursor = None
    while not pages or cursor is not None:
        assert len(pages) <= len(record.state.orders), "the pages never end"
        one = page(record, limit=limit, cursor=cursor, text=text)
        pages.append(ids(one))
        cursor = one.cursor
    return pages


@settings(max_examples=60, deadline=None)
@given(
    placed_orders=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(ALL)), max_size=45),
    limit=st.integers(1, 7),
)
def test_every_order_is_on_exactly_one_page_and_newer_ones_come_first(
    placed_orders: list[tuple[int, OrderStatus]], limit: int
) -> None:
    """Many orders of the same minute, over all statuses, in pages of any size."""
    orders = [
        order(id=f"ord_{number}", status=status, placed_at=NOW + timedelta(minutes=minute))
        for number, (minute, status) in enumerate(placed_orders)
    ]
    record = placed(*orders)
    pages = walked(record, limit=limit)
    flat = [one for whole in pages for one in whole]
    assert sorted(flat) == sorted(one.id for one in orders)
    times = [record.state.orders[one].placed_at for one in flat]
    assert times == sorted(times, reverse=True)
    assert all(len(whole) == limit for whole in pages[:-1])


def test_orders_that_come_or_move_on_between_two_pages_neither_hide_nor_repeat_another() -> None:
    """Six orders, two a page; then a new one comes, one that was read is confirmed, one that was not expires."""
    record = placed(*[numbered(number, OrderStatus.AWAITING_PAYMENT) for number in range(6)])
    first = page(record, limit=2)
    assert ids(first) == ["ord_005", "ord_004"]
    record.state.orders["ord_009"] = numbered(9)
    record.state.orders["ord_004"] = replace(record.state.orders["ord_004"], status=OrderStatus.CONFIRMED)
    record.state.orders["ord_002"] = replace(record.state.orders["ord_002"], status=OrderStatus.EXPIRED)
    second = page(record, limit=2, cursor=first.cursor)
    third = page(record, limit=2, cursor=second.cursor)
    assert [ids(second), ids(third), third.cursor] == [["ord_003", "ord_002"], ["ord_001", "ord_000"], None]


def test_a_search_that_finds_nothing_for_long_hands_over_a_cursor_and_goes_on_from_there() -> None:
    """Four hundred orders, the wanted one oldest: the first page is empty and not the last."""
    record = placed(numbered(0), *[numbered(number) for number in range(1, 400)])
    first = page(record, text="ord_000")
    assert (ids(first), first.cursor is None) == ([], False)
    assert walked(record, limit=10, text="ord_000") == [[], ["ord_000"]]


def test_each_customer_is_read_once_a_page() -> None:
    """Ana has five orders."""
    record = placed(*[numbered(number) for number in range(5)])
    page(record)
    assert record.calls.count("customers.read") == 1


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "W10",
        "bnVsbA",
        "WyIyMDI2LTExLTIxVDE4OjAwOjAwIixbXSx7fV0",  # a time without a zone
        "W251bGwsW10se31d",  # no time
        "WyIyMDI2LTExLTIxVDE4OjAwOjAwKzAwOjAwIixbXSx7InBhaWQiOiJ4In1d",  # a status that is none
        "WyIyMDI2LTExLTIxVDE4OjAwOjAwKzAwOjAwIixbXSx7ImNvbmZpcm1lZCI6IngifV0",  # a place that is none
    ],
)
def test_a_cursor_that_this_list_never_gave_is_refused(cursor: str) -> None:
    """Whatever it holds."""
    with pytest.raises(ForeignCursor):
        page(placed(numbered(1)), cursor=cursor)


def test_a_cursor_of_one_status_is_not_one_of_another() -> None:
    """It holds a place in a list that is not being read."""
    record = placed(*[numbered(number) for number in range(5)])
    first = page(record, limit=1, statuses=[OrderStatus.CONFIRMED])
    second = page(record, limit=1, statuses=[OrderStatus.CONFIRMED], cursor=first.cursor)
    assert ids(second) == ["ord_003"]
    with pytest.raises(ForeignCursor):
        page(record, limit=1, statuses=[OrderStatus.EXPIRED], cursor=second.cursor)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ANA", True),
        (" taro ", True),
        ("taro-r", True),
        ("waffle", True),
        ("ORD_1", True),
        ("1234", True),
        ("+1 650 555 1234", True),
        ("234", False),
        ("6505", False),
        ("ord_", False),
        ("zoe", False),
    ],
)
def test_staff_find_an_order_by_what_they_remember(text: str, *, found: bool) -> None:
    """Names and products in part, ids whole, numbers from their end and at least four digits of them."""
    assert matches(text, order=order(), customer=ANA) is found


def test_an_order_of_somebody_without_a_number_is_still_looked_at() -> None:
    """Not everybody has one, and an erased customer has nothing."""
    nameless = Customer(id="cus_x", identity=Identity(user_id="US.1"), name="Bo", language="en")
    assert matches("bo", order=order(), customer=nameless)
    assert not matches("1234", order=order(), customer=nameless)
    assert matches("waffle", order=order(), customer=None)
