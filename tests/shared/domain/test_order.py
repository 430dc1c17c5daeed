"""The order's one table of moves, walked."""

from datetime import UTC, datetime

import pytest

from shared.domain.order import TRANSITIONS, IllegalTransition, Line, Order, OrderStatus, Source, order_id_for

S = OrderStatus


def order(status: OrderStatus) -> Order:
    """Any order in that status."""
    return Order(
        id="ord_1",
        store="mpls",
        customer_id="cus_1",
        status=status,
        version=3,
        lines=(
            Line(sku="TARO-R", name="Taro", quantity=2, unit_price=575),
            Line(sku="WAFFLE", name="Waffle", quantity=1, unit_price=695),
        ),
        currency="USD",
        placed_at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC),
        source=Source(channel="whatsapp", message_id="wamid.1"),
    )


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_an_order_moves_along_the_table_and_nowhere_else(before: OrderStatus, after: OrderStatus) -> None:
    """Every pair of statuses either is in the table and moves one version on, or is refused by name."""
    if after in TRANSITIONS[before]:
        moved = order(before).become(after)
        assert (moved.status, moved.version) == (after, 4)
    else:
        with pytest.raises(IllegalTransition, match=f"is {before} and cannot become {after}"):
            order(before).become(after)


def test_every_status_has_its_row_in_the_table() -> None:
    """A status that nobody thought about would let an order hang."""
    assert set(TRANSITIONS) == set(S)


def test_every_status_can_be_reached_from_a_draft() -> None:
    """No status is dead wood."""
    reached, ahead = {S.DRAFT}, [S.DRAFT]
    while ahead:
        for status in TRANSITIONS[ahead.pop()] - reached:
            reached.add(status)
            ahead.append(status)
    assert reached == set(S)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.CONFIRMED, S.AWAITING_PAYMENT),
        (S.DELIVERED, S.OUT_FOR_DELIVERY),
        (S.DELIVERED, S.CANCELLED),
        (S.CANCELLED, S.CONFIRMED),
        (S.RETURNED, S.DELIVERED),
        (S.COLLECTED, S.READY),
        (S.DRAFT, S.PREPARING),
    ],
)
def test_an_order_never_goes_back(before: OrderStatus, after: OrderStatus) -> None:
    """The moves that would hurt most, written out, so that the table itself is checked by something outside it."""
    with pytest.raises(IllegalTransition):
        order(before).become(after)


def test_the_total_is_the_sum_of_the_lines() -> None:
    """2 x 5.75 + 6.95."""
    assert order(S.DRAFT).total.amount == 1845


def test_the_same_message_always_makes_the_same_order() -> None:
    """The id is a function of the message id, and short enough for every gateway's reference."""
    assert order_id_for("wamid.HBg=") == "ord_0768bf66d18d9e422f95d80a"
    assert order_id_for("wamid.1") != order_id_for("wamid.2")
    assert len(order_id_for("x" * 500)) == 28
