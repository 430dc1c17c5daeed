"""Customers, gateways, timers and kitchens, in any order and twice: every unit and every cent is somewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.order import Order, OrderStatus
from shared.domain.payment import Payment
from shared.usecases.close_links import close_links
from shared.usecases.replace_order import PastChanging
from tests.fakes.record import FakeRecord
from tests.shared.usecases.conftest import MANGO, TARO, WAFFLE, World, counter
from tests.shared.usecases.orders_of_ana import (
    PRICES,
    accept,
    assert_nothing_is_lost,
    change,
    now,
    place,
    refunds,
    tapped,
)

LINES = st.lists(
    st.tuples(st.sampled_from([*PRICES]), st.integers(1, 2)), min_size=1, max_size=2, unique_by=lambda o: o[0]
)
#: ``buy`` and ``settle`` do in one what mostly happens; the others fall in between anything.
DEEDS = (
    *("buy", "settle", "change", "change", "place", "request", "pay", "pay late", "told"),
    *("confirm again", "cancel", "expire", "close", "prepare"),
)


@dataclass
class Shop:
    """A small shop on a busy evening: what was done so far, so that it can be done again."""

    world: World
    orders: list[Order] = field(default_factory=list)
    drafts: list[Order] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    messages: int = 0

    def do(self, deed: str, which: int, lines: list[tuple[str, int]]) -> None:
        """Do it to one of the orders there are, if it can be done to it."""
        self.messages += 2
        if deed in ("place", "buy"):
            self.orders.append(place(self.world, *lines, number=self.messages))
        if deed in ("settle", "buy") and self.orders:
            self._settle(self.orders[-1 - which % len(self.orders)] if deed == "settle" else self.orders[-1])
        elif deed == "told" and self.payments:
            self.world.paid(self.payments[-1 - which % len(self.payments)])
        elif deed == "confirm again" and self.drafts:
            self._accept(self.drafts[-1 - which % len(self.drafts)])
        elif self.orders:
            self._to(now(self.world, self.orders[-1 - which % len(self.orders)]), deed, lines)

    def _settle(self, order: Order) -> None:
        before = len(self.payments)
        self.world.request(order)
        self._pay(order, late=False)
        for payment in self.payments[before:]:
            self.world.paid(payment)

    def _to(self, order: Order, deed: str, lines: list[tuple[str, int]]) -> None:
        world = self.world
        match deed:
            case "request":
                world.request(order)
            case "pay" | "pay late":
                self._pay(order, late=deed == "pay late")
            case "change":
                self._change(order, lines)
            case "cancel":
                tapped(world, order, "cancel_yes", number=self.messages)
            case "expire" if order.expires_at is not None:
                world.expire(order)
            case "close":
                self._close(order)
            case "prepare" if order.status is OrderStatus.CONFIRMED:
                world.record.state.orders[order.id] = replace(order, status=OrderStatus.PREPARING)

    def _pay(self, order: Order, *, late: bool) -> None:
        link = self.world.gateway.links.get(f"{order.id}-1")
        if link is not None and (link.status == "open" or (late and link.status == "closed")):
            self.payments.append(self.world.gateway.pay(f"{order.id}-1", late=late))

    def _change(self, order: Order, lines: list[tuple[str, int]]) -> None:
        try:
            draft = change(self.world, order, *lines, number=self.messages)
        except PastChanging:
            return
        self.drafts.append(draft)
        self.orders.append(draft)
        self._accept(draft)

    def _accept(self, draft: Order) -> None:
        standing = now(self.world, draft)
        if standing.status is OrderStatus.DRAFT:
            try:
                accept(self.world, standing, number=self.messages + 1)
            except PastChanging:
                return

    def _close(self, order: Order) -> None:
        close_links(
            order_id=order.id,
            store=self.world.store,
            orders=self.world.record.orders,
            gateway=self.world.gateway,
            commits=self.world.record.commits,
            now=self.world.now,
        )


STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.sampled_from([0, 0, 0, 1, 1, 2, 5]), LINES, st.booleans()),
    min_size=10,
    max_size=30,
)


@given(steps=STEPS)
@settings(max_examples=200, deadline=None)
def test_every_unit_and_every_cent_is_somewhere(steps: list[tuple[str, int, list[tuple[str, int]], bool]]) -> None:
    """After each deed; a deed done twice, as queues and thumbs do, changes nothing more. No cent goes back twice."""
    stock = [counter("pearls", 300), counter("cup", 100), counter("mix", 220)]
    shop = Shop(world=World(record=FakeRecord(products=[TARO, MANGO, WAFFLE], suppliers=[], stock=stock)))
    for deed, which, lines, twice in steps:
        shop.world.now += timedelta(seconds=30)
        shop.do(deed, which, lines)
        assert_nothing_is_lost(shop.world)
        if twice:
            shop.world.record.forget_tokens()
            shop.do(deed, which, lines)
            assert_nothing_is_lost(shop.world)
    by_payment: dict[str, int] = {}
    for transaction, amount, _ in refunds(shop.world):
        by_payment[transaction] = by_payment.get(transaction, 0) + amount
    came = {one.transaction_id: one.amount.amount for one in shop.payments}
    assert all(amount <= came[transaction] for transaction, amount in by_payment.items())
