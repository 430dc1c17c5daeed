"""A slip is asked about once; a habit is not."""

from datetime import timedelta

import pytest

from shared.domain.mistakes import mistakes
from shared.domain.order import Line, Order, OrderStatus
from tests.fakes.people import NOW, order


def line(sku: str, quantity: int) -> Line:
    """So many of it."""
    return Line(sku=sku, name=sku.title(), quantity=quantity, unit_price=575)


def earlier(
    minutes: int, *lines: tuple[str, int], status: OrderStatus = OrderStatus.CONFIRMED, number: int = 1
) -> Order:
    """An order of so many minutes ago."""
    placed = NOW - timedelta(minutes=minutes)
    return order(
        id=f"ord_{number}", status=status, placed_at=placed, lines=tuple(line(sku, count) for sku, count in lines)
    )


def found(*lines: tuple[str, int], recent: list[Order]) -> list[tuple[str, str, int, int]]:
    """What is asked: kind, sku, wanted, found."""
    wanted = [line(sku, count) for sku, count in lines]
    return [(one.kind, one.sku, one.wanted, one.found) for one in mistakes(wanted, recent=recent, at=NOW)]


@pytest.mark.parametrize(("count", "asked"), [(30, []), (31, [("unusual", "TARO", 31, 30)])])
def test_a_stranger_is_asked_above_thirty(count: int, asked: list[tuple[str, str, int, int]]) -> None:
    """What nobody takes without meaning it."""
    assert found(("TARO", count), recent=[]) == asked


@pytest.mark.parametrize(
    ("count", "asked"), [(10, []), (11, [("unusual", "TARO", 11, 10)]), (22, [("unusual", "TARO", 22, 10)])]
)
def test_a_regular_is_asked_at_more_than_three_times_their_most(
    count: int, asked: list[tuple[str, str, int, int]]
) -> None:
    """Two orders of two: 22 is a key that was hit twice. Up to ten is a drink for each friend."""
    regular = [earlier(1000, ("TARO", 2), number=1), earlier(2000, ("TARO", 2), number=2)]
    assert found(("TARO", count), recent=regular) == asked


def test_what_was_taken_before_is_not_asked_about() -> None:
    """A caterer who took forty takes forty again."""
    caterer = [earlier(1000, ("TARO", 40), number=1), earlier(2000, ("TARO", 20), number=2)]
    assert found(("TARO", 40), recent=caterer) == []
    assert found(("TARO", 41), recent=caterer) == [("unusual", "TARO", 41, 40)]


def test_another_product_is_measured_by_what_they_take_of_anything() -> None:
    """Never a waffle, but boxes of everything."""
    shop = [earlier(1000, ("SALT", 8), number=1), earlier(2000, ("TEA", 6), number=2)]
    assert found(("SUGAR", 24), recent=shop) == []
    assert found(("SUGAR", 25), recent=shop) == [("unusual", "SUGAR", 25, 24)]


def test_orders_that_came_to_nothing_make_no_habit() -> None:
    """Drafts, cancelled and expired ones."""
    tried = [
        earlier(1000, ("TARO", 50), status=status, number=number)
        for number, status in enumerate((OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.EXPIRED))
    ]
    assert found(("TARO", 50), recent=tried) == [("unusual", "TARO", 50, 30)]


@pytest.mark.parametrize(("minutes", "asked"), [(3, True), (10, True), (11, False)])
def test_the_same_lines_within_ten_minutes_are_asked_about(minutes: int, *, asked: bool) -> None:
    """In whatever order they stand."""
    before = earlier(minutes, ("TARO", 2), ("WAFFLE", 1))
    again = found(("WAFFLE", 1), ("TARO", 2), recent=[before])
    assert again == ([("repeated", "ord_1", 0, minutes)] if asked else [])


@pytest.mark.parametrize("status", [OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.EXPIRED])
def test_the_same_again_after_it_was_given_up_is_no_slip(status: OrderStatus) -> None:
    """It is the order itself."""
    assert found(("TARO", 2), recent=[earlier(1, ("TARO", 2), status=status)]) == []


def test_another_number_is_another_order() -> None:
    """One more friend came."""
    assert found(("TARO", 3), recent=[earlier(1, ("TARO", 2))]) == []
