"""Counters are followed, and a shelf that runs low is reordered once."""

from typing import Any

import pytest

from shared.domain.events import StockLow
from shared.domain.purchase import PurchaseStatus
from shared.ports import Unavailable
from shared.usecases.reorder_stock import NoSupplier, reorder_stock
from shared.usecases.track_stock import track_stock
from tests.fakes.people import cart
from tests.shared.usecases.conftest import World


def follow(world: World) -> list[str]:
    """Feed every change of a counter so far to the stream's consumer."""
    return [
        track_stock(
            store="mpls",
            before=change.before,
            after=change.after,
            cause=change.cause,
            reference=change.reference,
            stock=world.record.stock,
            outbox=world.record.outbox,
            at=world.now,
        )
        for change in world.record.state.counter_changes
    ]


def reorder(world: World, low: StockLow) -> str:
    """The event comes to the supplier's function."""
    own = world.record
    return reorder_stock(
        low=low,
        store=world.store,
        catalog=own.catalog,
        stock=own.stock,
        purchases=own.purchases,
        mailer=world.mailer,
        now=world.now,
    )


def lows(world: World) -> list[StockLow]:
    """Every crossing that was announced."""
    return [event for event in world.record.state.events if isinstance(event, StockLow)]


def correct(world: World, delta: int, *, close: bool, request: str) -> None:
    """Somebody counted the pearls."""
    held = world.record.stock.items(["pearls"])["pearls"]
    world.record.stock.correct(held, delta=delta, reason="count", request=request, close_purchase=close)


@pytest.fixture
def crossed(world: World) -> World:
    """Pearls went from 300 over 250 to 200, the reorder point."""
    world.hear(cart(("TARO-R", 1, 575)), "wamid.1")
    world.hear(cart(("TARO-R", 1, 575)), "wamid.2")
    follow(world)
    return world


def test_every_change_of_a_counter_is_a_movement_with_its_cause(crossed: World) -> None:
    """Named by the counter's version, with the order it was for."""
    moves, _ = crossed.record.stock.movements("pearls", limit=10, cursor=None)
    assert [(m.version, m.cause, m.available_delta, m.reserved_delta, m.available) for m in moves] == [
        (2, "reservation", -50, 50, 200),
        (1, "reservation", -50, 50, 250),
    ]
    assert moves[0].reference == crossed.order("wamid.2").id


def test_the_crossing_is_announced_once_also_when_the_stream_repeats_itself(crossed: World) -> None:
    """The whole stream three times over."""
    follow(crossed)
    follow(crossed)
    assert [(low.item, low.available, low.reorder_point, low.sequence) for low in lows(crossed)] == [
        ("pearls", 200, 200, 2)
    ]
    assert len(crossed.record.stock.movements("pearls", limit=10, cursor=None)[0]) == 2


def test_below_the_reorder_point_nothing_more_is_announced(crossed: World) -> None:
    """The next customer makes no second crossing."""
    crossed.hear(cart(("TARO-R", 1, 575)), "wamid.3")
    follow(crossed)
    assert len(lows(crossed)) == 1


def test_the_supplier_gets_item_quantity_and_delivery_day_once(crossed: World) -> None:
    """Saturday plus three days' lead time is Tuesday, one of theirs. Five deliveries of the event, one email."""
    (low,) = lows(crossed)
    assert [reorder(crossed, low) for _ in range(5)] == ["sent"] + ["repeated"] * 4
    (email,) = crossed.mailer.outbox
    assert email.to == "orders@north-loop-tapioca.example"
    for fact in ("pearls", "12000", "Tuesday, 24 November 2026", "Tue, Fri", "po_pearls_2", "212 N 2nd St"):
        assert fact in email.text
    purchase = crossed.record.purchases.read("po_pearls_2")
    assert purchase is not None
    assert (purchase.status, purchase.quantity, purchase.email_id) == (PurchaseStatus.SENT, 12000, email.id)


def test_an_email_that_could_not_leave_is_tried_again(crossed: World) -> None:
    """The purchase order is drafted already; the second try sends it."""
    crossed.mailer.fail_next(Unavailable("down"))
    with pytest.raises(Unavailable):
        reorder(crossed, lows(crossed)[0])
    assert reorder(crossed, lows(crossed)[0]) == "sent"
    assert len(crossed.mailer.outbox) == 1


def test_units_given_back_and_taken_again_do_not_order_twice(crossed: World) -> None:
    """An unpaid order expires, the shelf rises over its reorder point, the next customer crosses it again."""
    reorder(crossed, lows(crossed)[0])
    crossed.request(crossed.order("wamid.2"))
    crossed.expire(crossed.order("wamid.2"))
    crossed.hear(cart(("TARO-R", 1, 575)), "wamid.3")
    follow(crossed)
    assert len(lows(crossed)) == 2
    assert reorder(crossed, lows(crossed)[1]) == "on_order"
    assert len(crossed.mailer.outbox) == 1


def test_after_the_goods_came_the_next_crossing_orders_again(crossed: World) -> None:
    """A count closes the purchase."""
    reorder(crossed, lows(crossed)[0])
    correct(crossed, 100, close=True, request="r1")
    crossed.hear(cart(("TARO-R", 2, 575)), "wamid.3")
    follow(crossed)
    assert reorder(crossed, lows(crossed)[1]) == "sent"
    assert [email.subject.split(": ")[1] for email in crossed.mailer.outbox] == [
        "purchase order po_pearls_2",
        "purchase order po_pearls_4",
    ]


def test_a_shelf_without_a_supplier_is_an_error_for_a_person(crossed: World) -> None:
    """Nobody is silently not asked."""
    gone: dict[str, Any] = crossed.record.state.suppliers
    gone.clear()
    with pytest.raises(NoSupplier, match="pearls names supplier 'pearls'"):
        reorder(crossed, lows(crossed)[0])
