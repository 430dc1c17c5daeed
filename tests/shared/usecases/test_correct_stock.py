"""A counter is put right once per request, never below nothing, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.domain.stock import StockItem
from shared.ports import Ambiguous, Conflict, Contended
from shared.usecases.correct_stock import NotEnoughStock, RequestReused, UnknownItem, correct_stock
from tests.fakes.record import FakeRecord

PEARLS = StockItem(
    id="pearls",
    available=100,
    reserved=30,
    reorder_point=150,
    reorder_quantity=600,
    supplier="bobalink",
    lead_time_days=3,
    version=4,
    open_purchase="po_pearls_3",
)


def stocked(**changes: object) -> FakeRecord:
    """A record with pearls."""
    return FakeRecord(stock=[replace(PEARLS, **changes)])  # type: ignore[arg-type]


def corrected(record: FakeRecord, delta: int, *, reason: str = "count", request: str = "k-1") -> StockItem:
    """Correct the pearls."""
    return correct_stock(item_id="pearls", delta=delta, reason=reason, request=request, stock=record.stock)


def test_units_are_added_and_the_item_is_returned_as_it_is_then() -> None:
    """Reserved units are promised already and stay as they are."""
    record = stocked()
    assert corrected(record, -20) == replace(PEARLS, available=80, version=5)
    assert record.levels() == {"pearls": (80, 30)}


def test_everything_that_is_available_may_be_taken_away_and_not_one_more() -> None:
    """Zero is a level, less is not; the refusal carries the numbers."""
    record = stocked()
    with pytest.raises(NotEnoughStock) as refused:
        corrected(record, -101)
    assert (refused.value.item, refused.value.available, refused.value.delta) == ("pearls", 100, -101)
    assert corrected(record, -100).available == 0


def test_a_repeat_is_told_what_the_first_was_told_though_others_sold_since() -> None:
    """Even when there would no longer be enough to do it again."""
    record = stocked()
    assert corrected(record, -60).available == 40
    assert corrected(record, -30, request="k-2").available == 10
    assert corrected(record, -60).available == 40
    assert record.levels() == {"pearls": (10, 30)}


@pytest.mark.parametrize(("delta", "reason"), [(-59, "count"), (-60, "damage")])
def test_a_request_cannot_come_again_as_another(delta: int, reason: str) -> None:
    """Same key, other content."""
    record = stocked()
    corrected(record, -60)
    with pytest.raises(RequestReused):
        corrected(record, delta, reason=reason)
    assert record.levels() == {"pearls": (40, 30)}


def test_what_is_not_counted_cannot_be_corrected() -> None:
    """The item is named."""
    with pytest.raises(UnknownItem) as refused:
        correct_stock(item_id="sugar", delta=1, reason="count", request="k", stock=stocked().stock)
    assert refused.value.item == "sugar"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "error", [lambda: Conflict([]), lambda: Ambiguous("the answer was lost")], ids=["conflict", "ambiguous"]
)
def test_a_try_that_fails_is_looked_at_again_and_counts_once(error: Callable[[], Exception], *, after: bool) -> None:
    """The write is the third call: it failed, or it was done and its answer lost. Either way: minus twenty, once."""
    record = stocked()
    record.strike(3, error(), after=after)
    assert corrected(record, -20).available == 80
    assert record.levels() == {"pearls": (80, 30)}


def test_a_counter_that_keeps_moving_is_given_up_and_left_alone() -> None:
    """Six tries of three calls each."""
    record = stocked()
    for nth in range(3, 19, 3):
        record.strike(nth, Conflict([]), after=False)
    with pytest.raises(Contended):
        corrected(record, -20)
    assert record.levels() == {"pearls": (100, 30)}
    assert len(record.calls) == 18


@pytest.mark.parametrize(
    ("available", "delta", "still_open"),
    [
        (100, 51, False),
        (100, 50, True),
        (160, 5, False),
        (160, -5, True),
        (0, 600, False),
    ],
)
def test_goods_that_lift_the_shelf_above_its_reorder_point_close_the_purchase(
    available: int, delta: int, *, still_open: bool
) -> None:
    """At the point is not above it; taking away closes nothing, however much is left."""
    record = stocked(available=available)
    assert (corrected(record, delta).open_purchase is not None) is still_open
    assert (record.state.stock["pearls"].open_purchase is not None) is still_open
