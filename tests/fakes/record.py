"""The record in memory: every port, sharing one state, kept honest by the contract tests of the real one."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.adapters.dynamodb.stream import CounterChange
from shared.domain.catalog import Product, Supplier
from shared.domain.changes import (
    AppendEvent,
    Change,
    FreeStock,
    HoldStock,
    PutOrder,
    PutPayment,
    SeeTransaction,
    TakeTicket,
)
from shared.domain.customer import Customer, Identity
from shared.domain.events import Event
from shared.domain.messages import RANK, Intent, MessageState
from shared.domain.order import Order
from shared.domain.payment import PaymentAttempt
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.domain.stock import Cause, Movement, StockItem
from shared.ports import Conflict, OrderFile

P = ParamSpec("P")
T = TypeVar("T")
CAUSES = ("receipt", "count", "damage")


@dataclass
class State:
    """All there is. ``calls`` names each call made on a port, in order, like ``commits.commit``."""

    orders: dict[str, Order] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    payments: dict[tuple[str, str], PaymentAttempt] = field(default_factory=dict)
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


class Commits(Port):
    """Transactions. A token is remembered, as DynamoDB does for ten minutes, until ``FakeRecord.forget_tokens``."""

    @call
    def commit(self, changes: Sequence[Change], *, token: str) -> None:
        """The port."""
        if len(changes) > 100:
            raise ValueError(f"{len(changes)} changes in one transaction; DynamoDB takes 100")
        if len({_place(change) for change in changes}) < len(changes):
            raise ValueError("two changes of one record in one transaction")
        if any(isinstance(change, HoldStock | FreeStock) and change.units < 0 for change in changes):
            raise ValueError("units below zero")
        if token in self.state.tokens:
            if self.state.tokens[token] != tuple(changes):
                raise Conflict(changes)
            return
        failed = [change for change in changes if not self._allowed(change)]
        if failed:
            raise Conflict(failed)
        for change in changes:
            self._make(change)
        self.state.tokens[token] = tuple(changes)

    def _allowed(self, change: Change) -> bool:
        state = self.state
        match change:
            case PutOrder(order=order, over=over):
                standing = state.orders.get(order.id)
                allowed = (standing.version if standing else None) == over
            case HoldStock(item=item, units=units):
                allowed = item in state.stock and state.stock[item].available >= units
            case FreeStock(item=item, units=units):
                allowed = item in state.stock and state.stock[item].reserved >= units
            case AppendEvent(event=event):
                allowed = not any((e.subject, e.sequence) == (event.subject, event.sequence) for e in state.events)
            case PutPayment(attempt=attempt, new=new):
                allowed = not new or (attempt.order_id, attempt.id) not in state.payments
            case SeeTransaction(provider=provider, transaction_id=transaction_id):
                allowed = (provider, transaction_id) not in state.seen
            case TakeTicket(day=day, number=number):
                allowed = state.tickets.get(day, 0) == number - 1
        return allowed

    def _make(self, change: Change) -> None:
        state = self.state
        match change:
            case PutOrder(order=order):
                state.orders[order.id] = order
            case HoldStock(item=item, units=units, order_id=order_id):
                state.move(_held(state.stock[item], units), cause=Cause.RESERVATION, reference=order_id)
            case FreeStock(item=item, units=units, order_id=order_id, cause=cause):
                state.move(_held(state.stock[item], -units), cause=cause, reference=order_id)
            case AppendEvent(event=event):
                state.events.append(event)
            case PutPayment(attempt=attempt):
                state.payments[attempt.order_id, attempt.id] = attempt
            case SeeTransaction(provider=provider, transaction_id=transaction_id, order_id=order_id):
                state.seen[provider, transaction_id] = order_id
            case TakeTicket(day=day, number=number):
                state.tickets[day] = number


def _held(item: StockItem, units: int) -> StockItem:
    return replace(item, available=item.available - units, reserved=item.reserved + units, version=item.version + 1)


def _place(change: Change) -> tuple[Any, ...]:
    match change:
        case PutOrder(order=order):
            place: tuple[Any, ...] = ("order", order.id)
        case HoldStock(item=item) | FreeStock(item=item):
            place = ("stock", item)
        case AppendEvent(event=event):
            place = ("event", event.subject, event.sequence)
        case PutPayment(attempt=attempt):
            place = ("payment", attempt.order_id, attempt.id)
        case SeeTransaction(provider=provider, transaction_id=transaction_id):
            place = ("seen", provider, transaction_id)
        case TakeTicket(day=day):
            place = ("ticket", day)
    return place


class Orders(Port):
    """Orders."""

    @call
    def read(self, order_id: str) -> OrderFile | None:
        """The port."""
        return self._file(order_id, events=False)

    @call
    def read_all(self, order_id: str) -> OrderFile | None:
        """The port."""
        return self._file(order_id, events=True)

    def _file(self, order_id: str, *, events: bool) -> OrderFile | None:
        if order_id not in self.state.orders:
            return None
        subject = f"ORDER#{order_id}"
        payments = [one for (owner, _), one in self.state.payments.items() if owner == order_id]
        messages = [one for (owner, _), one in self.state.intents.items() if owner == subject]
        timeline = [one for one in self.state.events if one.subject == subject] if events else []
        return OrderFile(
            order=self.state.orders[order_id],
            payments=tuple(sorted(payments, key=lambda one: (one.created_at, one.id))),
            messages=tuple(sorted(messages, key=lambda one: (one.attempted_at, one.id))),
            events=tuple(sorted(timeline, key=lambda one: one.sequence)),
        )

    @call
    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Order], str | None]:
        """The port."""
        found = sorted(
            (one for one in self.state.orders.values() if one.status == status),
            key=lambda one: (one.placed_at, one.id),
            reverse=True,
        )
        if cursor:
            placed_at, order_id = place_in(cursor, parts=2)
            last = (datetime.fromisoformat(placed_at), order_id)
            found = [one for one in found if (one.placed_at, one.id) < last]
        page = found[:limit]
        more = len(found) > limit
        return page, cursor_of(page[-1].placed_at.isoformat(), page[-1].id) if more else None

    @call
    def last_ticket(self, day: date) -> int:
        """The port."""
        return self.state.tickets.get(day, 0)


class Catalog(Port):
    """Products and suppliers."""

    @call
    def products(self, skus: Iterable[str]) -> dict[str, Product]:
        """The port."""
        return {sku: self.state.products[sku] for sku in skus if sku in self.state.products}

    @call
    def all_products(self) -> list[Product]:
        """The port."""
        return sorted(self.state.products.values(), key=lambda one: one.sku)

    @call
    def supplier(self, supplier_id: str) -> Supplier | None:
        """The port."""
        return self.state.suppliers.get(supplier_id)


class Stock(Port):
    """Counters."""

    @call
    def items(self, ids: Iterable[str]) -> dict[str, StockItem]:
        """The port."""
        return {item: self.state.stock[item] for item in ids if item in self.state.stock}

    @call
    def all_items(self) -> list[StockItem]:
        """The port."""
        return sorted(self.state.stock.values(), key=lambda one: one.id)

    @call
    def record_movement(self, movement: Movement) -> bool:
        """The port."""
        if (movement.item, movement.version) in self.state.moves:
            return False
        self.state.moves[movement.item, movement.version] = movement
        return True

    @call
    def movements(self, item: str, *, limit: int, cursor: str | None) -> tuple[list[Movement], str | None]:
        """The port."""
        moves = sorted((one for one in self.state.moves.values() if one.item == item), key=lambda one: -one.version)
        if cursor:
            before = int(place_in(cursor, parts=1)[0])
            moves = [one for one in moves if one.version < before]
        page = moves[:limit]
        return page, cursor_of(str(page[-1].version)) if len(moves) > limit else None

    @call
    def correct(self, before: StockItem, *, delta: int, reason: str, request: str, close_purchase: bool) -> StockItem:
        """The port."""
        standing = self.state.stock.get(before.id)
        moved = standing is None or standing.version != before.version
        if moved or before.available + delta < 0 or request in self.state.requests:
            raise Conflict([])
        after = replace(
            before,
            available=before.available + delta,
            version=before.version + 1,
            open_purchase=None if close_purchase else before.open_purchase,
        )
        cause = Cause(reason) if reason in CAUSES else Cause.CORRECTION
        self.state.move(after, cause=cause, reference=reason)
        self.state.requests[request] = (before.id, delta, reason, after.available)
        return after

    @call
    def correction(self, request: str) -> tuple[str, int, str, int] | None:
        """The port."""
        return self.state.requests.get(request)


class Purchases(Port):
    """Purchase orders."""

    @call
    def draft(self, purchase: PurchaseOrder) -> bool:
        """The port."""
        item = self.state.stock.get(purchase.item)
        if item is None or item.open_purchase or purchase.id in self.state.purchases:
            return False
        self.state.purchases[purchase.id] = purchase
        self.state.stock[item.id] = replace(item, open_purchase=purchase.id)
        return True

    @call
    def read(self, purchase_id: str) -> PurchaseOrder | None:
        """The port."""
        return self.state.purchases.get(purchase_id)

    @call
    def mark_sent(self, purchase_id: str, *, email_id: str) -> None:
        """The port."""
        standing = self.state.purchases.get(purchase_id)
        if standing is not None and standing.status is PurchaseStatus.DRAFTED:
            self.state.purchases[purchase_id] = replace(standing, status=PurchaseStatus.SENT, email_id=email_id)


class Customers(Port):
    """Profiles."""

    @call
    def find(self, identity: Identity) -> Customer | None:
        """The port."""
        known = [self.state.aliases[key] for key in identity.keys if key in self.state.aliases]
        return next((self.state.profiles[one] for one in known if one in self.state.profiles), None)

    @call
    def read(self, customer_id: str) -> Customer | None:
        """The port."""
        return self.state.profiles.get(customer_id)

    @call
    def save(self, customer: Customer) -> None:
        """The port."""
        self.state.profiles[customer.id] = customer
        self.state.aliases |= dict.fromkeys(customer.identity.keys, customer.id)


class Outbox(Port):
    """Events of their own."""

    @call
    def announce(self, event: Event) -> bool:
        """The port."""
        if any((one.subject, one.sequence) == (event.subject, event.sequence) for one in self.state.events):
            return False
        self.state.events.append(event)
        return True


class Messages(Port):
    """Messages to customers."""

    @call
    def read(self, subject: str, intent_id: str) -> Intent | None:
        """The port."""
        return self.state.intents.get((subject, intent_id))

    @call
    def begin(self, intent: Intent) -> bool:
        """The port."""
        if (intent.subject, intent.id) in self.state.intents:
            return False
        self.state.intents[intent.subject, intent.id] = intent
        return True

    @call
    def retry(self, intent: Intent, *, seen_attempts: int) -> bool:
        """The port."""
        standing = self.state.intents.get((intent.subject, intent.id))
        if standing is None or standing.attempts != seen_attempts:
            return False
        if standing.state not in (MessageState.SENDING, MessageState.WAITING):
            return False
        self.state.intents[intent.subject, intent.id] = replace(
            standing, state=MessageState.SENDING, attempts=seen_attempts + 1, attempted_at=intent.attempted_at
        )
        return True

    @call
    def advance(
        self, subject: str, intent_id: str, *, to: MessageState, meta_id: str | None = None, error: str | None = None
    ) -> bool:
        """The port."""
        standing = self.state.intents.get((subject, intent_id))
        if standing is None or RANK[standing.state] >= RANK[to]:
            return False
        self.state.intents[subject, intent_id] = replace(
            standing, state=to, meta_id=meta_id or standing.meta_id, error=error or standing.error
        )
        return True


class FakeRecord:
    """A store's record in memory, with the ports under the names that ``shared.runtime.wiring.record()`` has them.

    ``state`` may be read and changed directly: ``state.events`` is every event in the order it was written, as the
    stream would tell, ``state.counter_changes`` every change of a counter.
    """

    def __init__(
        self, *, products: Iterable[Product] = (), suppliers: Iterable[Supplier] = (), stock: Iterable[StockItem] = ()
    ) -> None:
        self.state = State(
            products={one.sku: one for one in products},
            suppliers={one.id: one for one in suppliers},
            stock={one.id: one for one in stock},
        )
        self.commits = Commits(self.state)
        self.orders = Orders(self.state)
        self.catalog = Catalog(self.state)
        self.stock = Stock(self.state)
        self.purchases = Purchases(self.state)
        self.customers = Customers(self.state)
        self.outbox = Outbox(self.state)
        self.messages = Messages(self.state)

    @property
    def calls(self) -> list[str]:
        """Each call made so far, like ``commits.commit``."""
        return self.state.calls

    def strike(self, nth: int, error: BaseException, *, after: bool) -> None:
        """The n-th call from now raises ``error``: before it does anything, or after it did everything."""
        self.state.faults[len(self.calls) + nth] = (error, after)

    def forget_tokens(self) -> None:
        """Ten minutes later: a repeated transaction meets its own conditions."""
        self.state.tokens.clear()

    def levels(self) -> Mapping[str, tuple[int, int]]:
        """Available and reserved units of every counter."""
        return {one.id: (one.available, one.reserved) for one in self.state.stock.values()}
