"""Ana's placed orders: what brings one to where a test begins, and what must be true of all of them together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from shared.domain.events import RefundDue
from shared.domain.inbound import Content
from shared.domain.order import UNPAID, Order, OrderStatus
from shared.domain.payment import AttemptStatus
from shared.ports import Contended
from shared.usecases.answer_offer import confirm
from shared.usecases.answer_order_tap import answer_order_tap
from shared.usecases.change_order import begin_change
from shared.usecases.draft_order import Wanted, put_forward, utterance, with_wanted
from shared.usecases.place_order import place_order
from shared.usecases.turn import Heard
from tests.fakes.people import ANA, cart, said, tap
from tests.fakes.record import FakeRecord
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import turn

#: What the shelf of the small shop holds at first.
SHELF = {"pearls": 300, "cup": 100, "mix": 220}
PRICES = {"TARO-R": 575, "MANGO-R": 525, "WAFFLE": 695}


def again(world: World) -> World:
    """The same shop on a new morning, while nothing has been sold."""
    state = world.record.state
    return World(record=FakeRecord(products=[*state.products.values()], suppliers=[], stock=[*state.stock.values()]))


def place(world: World, *lines: tuple[str, int], number: int = 1) -> Order:
    """Ana's n-th message is a cart of (sku, quantity)."""
    ordered = cart(*[(sku, quantity, PRICES[sku]) for sku, quantity in lines])
    message = said(ordered, message_id=f"wamid.{number}", at=world.now)
    return place_order(world.shop, message=message, cart=ordered, customer=ANA, now=world.now).order


def asked(world: World, *lines: tuple[str, int], number: int = 1) -> Order:
    """The same, and its link exists."""
    return now(world, _request(world, place(world, *lines, number=number)))


def paid(world: World, *lines: tuple[str, int], number: int = 1) -> Order:
    """The same, paid and confirmed."""
    return pay(world, asked(world, *lines, number=number))


def pay(world: World, order: Order, *, late: bool = False) -> Order:
    """The order's link is paid, and we are told."""
    world.paid(world.gateway.pay(f"{order.id}-1", late=late))
    return now(world, order)


def change(world: World, before: Order, *lines: tuple[str, int], number: int) -> Order:
    """Ana's n-th message makes a draft of these lines that replaces an order."""
    moment = turn(world, tap("change"), number=number)
    bare = replace(begin_change(moment, before), lines=(), problems=())
    heard = (utterance(moment, text="change", kind="change", confidence=0.8),)
    draft = with_wanted(moment, bare, [Wanted(sku=sku, quantity=quantity) for sku, quantity in lines])
    done = put_forward(moment, replace(draft, heard=heard, problems=()), over=None)
    return read(world, done.order_id)


def accept(world: World, draft: Order, *, number: int) -> Order:
    """Ana's n-th message confirms a draft."""
    moment = turn(world, tap("accept"), number=number)
    confirm(moment, draft, said=moment.said())
    return now(world, draft)


def tapped(world: World, order: Order, verb: str, *, number: int, version: int | None = None) -> Heard | None:
    """Ana's n-th message is a tap on a button about an order, under its newest version or another one."""
    what = tap(f"order:{order.id}:{version or order.version}:{verb}")
    return answer_order_tap(turn(world, what, number=number), what.id)


def persist(world: World, what: Content, *, number: int) -> None:
    """Handle a tap as the queue has it handled: again, while something moved meanwhile."""
    for _ in range(5):
        try:
            answer_order_tap(turn(world, what, number=number), what.id)  # type: ignore[union-attr]
        except Contended:
            continue
        return


def now(world: World, order: Order) -> Order:
    """The order as it stands."""
    return read(world, order.id)


def read(world: World, order_id: str | None) -> Order:
    """An order by its id."""
    return world.record.state.orders[order_id or ""]


def names(world: World, order: Order) -> list[str]:
    """The order's events; their numbers have no gap, and the last is the order's version."""
    own = [one for one in world.record.state.events if one.subject == f"ORDER#{order.id}"]
    events = sorted(own, key=lambda one: one.sequence)
    assert [one.sequence for one in events] == list(range(1, now(world, order).version + 1))
    return [one.name for one in events]


def refunds(world: World) -> list[tuple[str, int, str]]:
    """Every refund that is due: transaction, minor units, reason."""
    due = [one for one in world.record.state.events if isinstance(one, RefundDue)]
    return [(one.transaction_id, one.amount, one.reason) for one in due]


def attempts(world: World, order: Order) -> list[AttemptStatus]:
    """What became of each attempt to pay the order."""
    return [one.status for (owner, _), one in world.record.state.payments.items() if owner == order.id]


def assert_nothing_is_lost(world: World) -> None:
    """Units are on the shelf or held by an order, each once; money is kept for orders in force, or due back."""
    held: Counter[str] = Counter()
    worth = 0
    for order in world.record.state.orders.values():
        if order.status in UNPAID or order.status in _PAID:
            held.update(order.needs)
        if order.status in _PAID:
            worth += order.total.amount
    assert {name: reserved for name, (_, reserved) in world.record.levels().items()} == {
        name: held[name] for name in SHELF
    }
    assert {name: sum(both) for name, both in world.record.levels().items()} == SHELF
    came = sum(one.received.amount for one in world.record.state.payments.values() if one.received)
    assert came - sum(amount for _, amount, _ in refunds(world)) == worth
    for order in list(world.record.state.orders.values()):
        names(world, order)


_PAID = frozenset({OrderStatus.CONFIRMED, OrderStatus.PREPARING, OrderStatus.READY, OrderStatus.COLLECTED})


def _request(world: World, order: Order) -> Order:
    world.request(order)
    return order
