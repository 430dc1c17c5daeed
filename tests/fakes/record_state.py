"""What the record in memory is made of: one state, and what a call on a port of it is."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from shared.adapters.dynamodb.stream import CounterChange
from shared.domain.case import Case
from shared.domain.catalog import Product, Supplier
from shared.domain.changes import Change
from shared.domain.chat import Chat, Said
from shared.domain.customer import Customer
from shared.domain.day_report import DayReport
from shared.domain.drawer import Drawer, Shift
from shared.domain.events import Event
from shared.domain.gateway_facts import Dispute, Payout
from shared.domain.goods_return import GoodsReturn
from shared.domain.ledger import Entry
from shared.domain.messages import Intent
from shared.domain.order import Order
from shared.domain.parcel import Parcel
from shared.domain.payment import PaymentAttempt
from shared.domain.purchase import PurchaseOrder
from shared.domain.reconciliation import Report, Scope
from shared.domain.refund import OrderRefund
from shared.domain.stock import Cause, Movement, StockItem

P = ParamSpec("P")
T = TypeVar("T")


class ByOwner(dict[tuple[str, str], T]):
    """What has an owner and an id. An owner's own are found without looking at all: some tests have thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._owned: dict[str, dict[str, T]] = {}

    def __setitem__(self, key: tuple[str, str], value: T) -> None:
        super().__setitem__(key, value)
        self._owned.setdefault(key[0], {})[key[1]] = value

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._owned.clear()

    def of(self, owner: str) -> list[T]:
        """All of one owner."""
        return list(self._owned.get(owner, {}).values())


@dataclass
class State:
    """All there is. ``calls`` names each call made on a port, in order, like ``commits.commit``."""

    orders: dict[str, Order] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    payments: ByOwner[PaymentAttempt] = field(default_factory=ByOwner)
    intents: dict[tuple[str, str], Intent] = field(default_factory=dict)
    tickets: dict[date, int] = field(default_factory=dict)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    stock: dict[str, StockItem] = field(default_factory=dict)
    counter_changes: list[CounterChange] = field(default_factory=list)
    moves: dict[tuple[str, int], Movement] = field(default_factory=dict)
    purchases: dict[str, PurchaseOrder] = field(default_factory=dict)
    requests: dict[str, tuple[str, int, str, int]] = field(default_factory=dict)
    profiles: dict[str, Customer] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    said: dict[tuple[str, int], Said] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    entries: dict[tuple[date, str], Entry] = field(default_factory=dict)
    refunds: dict[tuple[str, str], OrderRefund] = field(default_factory=dict)
    heard: dict[tuple[str, str], tuple[Dispute | Payout, int]] = field(default_factory=dict)
    parcels: ByOwner[Parcel] = field(default_factory=ByOwner)
    tracking: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    returns: ByOwner[GoodsReturn] = field(default_factory=ByOwner)
    drawer: Drawer | None = None
    shifts: dict[tuple[date, int], Shift] = field(default_factory=dict)
    locked: set[date] = field(default_factory=set)
    day_reports: dict[date, DayReport] = field(default_factory=dict)
    reconciliations: dict[tuple[date, Scope], Report] = field(default_factory=dict)
    tokens: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    faults: dict[int, tuple[BaseException, bool]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """One call: counted, alone, and struck by the fault planned for it."""
        with self.lock:
            self.calls.append(name)
            error, effective = self.faults.pop(len(self.calls), (None, False))
            if error is not None and not effective:
                raise error
            yield
            if error is not None:
                raise error

    def move(self, after: StockItem, *, cause: Cause, reference: str) -> None:
        """Replace a counter, and tell the stream."""
        before = self.stock[after.id]
        self.stock[after.id] = after
        self.counter_changes.append(CounterChange(before=before, after=after, cause=cause, reference=reference))


@dataclass
class Port:
    """A port on the shared state."""

    state: State


S = TypeVar("S", bound=Port)


def call(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Make a method one call of its port."""

    @functools.wraps(method)
    def counted(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self.state.call(f"{type(self).__name__.lower()}.{method.__name__}"):
            return method(self, *args, **kwargs)

    return counted
