"""The contract of StockRoom and Purchases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.domain.changes import HoldStock
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.domain.stock import Cause, Movement, StockItem
from shared.ports import Conflict
from tests.fakes.people import NOW

MILK = StockItem(
    id="milk",
    available=1000,
    reserved=0,
    reorder_point=300,
    reorder_quantity=2000,
    supplier="dairy",
    lead_time_days=2,
    version=0,
)
ORDERED = PurchaseOrder(
    id="po_milk_7",
    item="milk",
    quantity=2000,
    supplier="dairy",
    status=PurchaseStatus.DRAFTED,
    created_at=NOW,
    expected_on=date(2026, 11, 25),
)


def movement(version: int) -> Movement:
    """The version-th change of the milk."""
    return Movement(
        item="milk",
        version=version,
        at=NOW + timedelta(seconds=version),
        cause=Cause.RESERVATION,
        reference=f"ord_{version}",
        available_delta=-10,
        reserved_delta=10,
        available=1000 - 10 * version,
        reserved=10 * version,
    )


def correct(record: Any, before: StockItem, delta: int, *, request: str, close: bool = False) -> StockItem:
    """Correct a counter for a broken carton."""
    after: StockItem = record.stock.correct(
        before, delta=delta, reason="carton broke", request=request, close_purchase=close
    )
    return after


def test_counters_are_read_with_what_they_are_reordered_by(record: Any) -> None:
    """Those that exist, by id; all of them, in order."""
    assert record.stock.items(["milk", "nothing"]) == {"milk": MILK}
    assert record.stock.items([]) == {}
    assert [item.id for item in record.stock.all_items()] == ["last", "milk", "pearls"]


def test_all_counters_are_counters_only(record: Any) -> None:
    """Movements, purchase orders and answers lie in the same table and are none."""
    record.stock.record_movement(movement(1))
    record.purchases.draft(ORDERED)
    correct(record, record.stock.items(["milk"])["milk"], -1, request="r1")
    assert [item.id for item in record.stock.all_items()] == ["last", "milk", "pearls"]


def test_a_movement_is_recorded_once(record: Any) -> None:
    """The stream may tell of a change twice."""
    assert record.stock.record_movement(movement(1)) is True
    assert record.stock.record_movement(movement(1)) is False
    assert record.stock.movements("milk", limit=5, cursor=None) == ([movement(1)], None)


def test_movements_are_listed_newest_first_page_by_page(record: Any) -> None:
    """Twelve of them: number 10 comes before number 9."""
    for version in range(1, 13):
        record.stock.record_movement(movement(version))
    record.stock.record_movement(replace(movement(1), item="pearls"))
    first, cursor = record.stock.movements("milk", limit=5, cursor=None)
    second, cursor = record.stock.movements("milk", limit=5, cursor=cursor)
    third, end = record.stock.movements("milk", limit=5, cursor=cursor)
    assert [[one.version for one in page] for page in (first, second, third)] == [
        [12, 11, 10, 9, 8],
        [7, 6, 5, 4, 3],
        [2, 1],
    ]
    assert end is None


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WyJ4Il0", "WyIxIiwgIjIiXQ"])
def test_a_cursor_of_something_else_is_refused(record: Any, cursor: str) -> None:
    """One made for another list is no version."""
    with pytest.raises(ValueError, match=r"cursor|invalid literal"):
        record.stock.movements("milk", limit=5, cursor=cursor)


def test_a_correction_moves_the_counter_and_remembers_its_request(record: Any) -> None:
    """The answer can be given again without doing it again."""
    assert correct(record, MILK, -24, request="r1") == replace(MILK, available=976, version=1)
    assert record.stock.items(["milk"])["milk"] == replace(MILK, available=976, version=1)
    assert record.stock.correction("r1") == ("milk", -24, "carton broke", 976)
    assert record.stock.correction("r2") is None


def test_a_request_corrects_once(record: Any) -> None:
    """The same key is a conflict, with the counter as it was read then and as it is read now: it was done."""
    after = correct(record, MILK, -24, request="r1")
    with pytest.raises(Conflict):
        correct(record, MILK, -24, request="r1")
    with pytest.raises(Conflict):
        correct(record, after, -24, request="r1")
    assert record.stock.items(["milk"])["milk"].available == 976


def test_a_counter_that_moved_meanwhile_is_not_corrected(record: Any) -> None:
    """Whoever counted saw another shelf."""
    record.commits.commit([HoldStock(item="milk", units=1, order_id="ord_1")], token="a")
    with pytest.raises(Conflict):
        correct(record, MILK, -24, request="r1")
    assert record.stock.correction("r1") is None
    assert record.stock.items(["milk"])["milk"].available == 999


def test_a_counter_never_goes_below_zero(record: Any) -> None:
    """Not even by hand."""
    with pytest.raises(Conflict):
        correct(record, MILK, -1001, request="r1")
    assert correct(record, MILK, -1000, request="r2").available == 0


def test_a_purchase_is_drafted_once_and_marks_its_counter(record: Any) -> None:
    """No second one while the first is on its way; the counter's version does not move, for no units did."""
    assert record.purchases.draft(ORDERED) is True
    assert record.purchases.draft(ORDERED) is False
    assert record.purchases.draft(replace(ORDERED, id="po_milk_9")) is False
    assert record.purchases.read("po_milk_9") is None
    assert record.stock.items(["milk"])["milk"] == replace(MILK, open_purchase="po_milk_7")


def test_a_purchase_of_an_unknown_item_is_not_drafted(record: Any) -> None:
    """No counter is made up for it."""
    assert record.purchases.draft(replace(ORDERED, item="nothing")) is False
    assert record.stock.items(["nothing"]) == {}


def test_a_sent_purchase_keeps_its_first_email(record: Any) -> None:
    """The email's id is noted once."""
    record.purchases.draft(ORDERED)
    record.purchases.mark_sent("po_milk_7", email_id="ses-1")
    record.purchases.mark_sent("po_milk_7", email_id="ses-2")
    assert record.purchases.read("po_milk_7") == replace(ORDERED, status=PurchaseStatus.SENT, email_id="ses-1")


def test_marking_a_purchase_that_is_not_there_makes_none(record: Any) -> None:
    """No half of a purchase order appears."""
    record.purchases.mark_sent("po_x", email_id="ses-1")
    assert record.purchases.read("po_x") is None


def test_goods_that_came_close_the_purchase(record: Any) -> None:
    """The shelf may be ordered for again."""
    record.purchases.draft(ORDERED)
    after = correct(record, record.stock.items(["milk"])["milk"], 2000, request="r1", close=True)
    assert (after.available, after.open_purchase) == (3000, None)
    assert record.stock.items(["milk"])["milk"] == after
    assert record.purchases.draft(replace(ORDERED, id="po_milk_9")) is True


def test_a_correction_that_is_no_delivery_leaves_the_purchase_open(record: Any) -> None:
    """Broken cartons do not bring new ones."""
    record.purchases.draft(ORDERED)
    correct(record, record.stock.items(["milk"])["milk"], -1, request="r1")
    assert record.stock.items(["milk"])["milk"].open_purchase == "po_milk_7"


def test_a_purchase_number_is_used_once(record: Any) -> None:
    """An event that comes again after its goods have come orders nothing."""
    record.purchases.draft(ORDERED)
    correct(record, record.stock.items(["milk"])["milk"], 2000, request="r1", close=True)
    assert record.purchases.draft(ORDERED) is False
    assert record.stock.items(["milk"])["milk"].open_purchase is None
