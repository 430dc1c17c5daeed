"""The record in memory: every port, sharing one state, kept honest by the contract tests of the real one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.domain.catalog import Product, Supplier
from shared.domain.customer import Customer, Identity
from shared.domain.day_report import DayReport
from shared.domain.drawer import Drawer, Shift
from shared.domain.events import Event
from shared.domain.gateway_facts import Dispute, Payout
from shared.domain.ledger import Entry
from shared.domain.messages import RANK, Intent, MessageState
from shared.domain.order import Order
from shared.domain.parcel import ON_THE_WAY, OWN_RIDER, Parcel
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.domain.reconciliation import Report, Scope
from shared.domain.stock import Cause, Movement, StockItem
from shared.ports import Conflict, OrderFile
from tests.fakes.record_chats import Cases, Chats
from tests.fakes.record_commits import Commits
from tests.fakes.record_state import Port, State, call

CAUSES = ("receipt", "count", "damage")


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
        payments = self.state.payments.of(order_id)
        refunds = [one for (owner, _), one in self.state.refunds.items() if owner == order_id]
        messages = [one for (owner, _), one in self.state.intents.items() if owner == subject]
        timeline = [one for one in self.state.events if one.subject == subject] if events else []
        return OrderFile(
            order=self.state.orders[order_id],
            payments=tuple(sorted(payments, key=lambda one: (one.created_at, one.id))),
            messages=tuple(sorted(messages, key=lambda one: (one.attempted_at, one.id))),
            events=tuple(sorted(timeline, key=lambda one: one.sequence)),
            refunds=tuple(sorted(refunds, key=lambda one: (one.at, one.id))),
            parcels=tuple(sorted(self.state.parcels.of(order_id), key=lambda one: (one.number, one.id))),
            returns=tuple(sorted(self.state.returns.of(order_id), key=lambda one: (one.at, one.id))),
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
    def recent(self, customer_id: str, *, limit: int) -> list[Order]:
        """The port."""
        own = (one for one in self.state.orders.values() if one.customer_id == customer_id)
        return sorted(own, key=lambda one: (one.placed_at, one.id), reverse=True)[:limit]

    @call
    def last_ticket(self, day: date) -> int:
        """The port."""
        return self.state.tickets.get(day, 0)

    @call
    def open_day(self, day: date) -> tuple[date, int]:
        """The port."""
        while day in self.state.locked:
            day += timedelta(days=1)
        return day, self.state.tickets.get(day, 0)


class GatewayFile(Port):
    """What is kept by the gateways' ids."""

    @call
    def order_of(self, provider: str, transaction_id: str) -> str | None:
        """The port."""
        return self.state.seen.get((provider, transaction_id))

    @call
    def heard(self, provider: str, gateway_id: str) -> tuple[Dispute | Payout, int] | None:
        """The port."""
        return self.state.heard.get((provider, gateway_id))


class Parcels(Port):
    """Parcels by what their couriers call them."""

    @call
    def behind(self, courier: str, tracking_code: str) -> tuple[str, str] | None:
        """The port."""
        return self.state.tracking.get((courier, tracking_code))

    @call
    def silent(self, *, since: datetime, limit: int) -> list[Parcel]:
        """The port."""
        quiet = (
            one
            for one in self.state.parcels.values()
            if one.state in ON_THE_WAY and one.courier != OWN_RIDER and (one.heard_at or one.at) < since
        )
        return sorted(quiet, key=lambda one: (one.heard_at or one.at, one.id))[:limit]


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

    @call
    def add_alias(self, sku: str, alias: str) -> Product | None:
        """The port."""
        product = self.state.products.get(sku)
        if product is not None and alias not in product.aliases:
            product = self.state.products[sku] = replace(product, aliases=(*product.aliases, alias))
        return product


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


class Reconciliations(Port):
    """Reports."""

    @call
    def read(self, day: date, scope: Scope) -> Report | None:
        """The port."""
        return self.state.reconciliations.get((day, scope))

    @call
    def save(self, report: Report) -> None:
        """The port."""
        self.state.reconciliations[report.day, report.scope] = report


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


class Books(Port):
    """The ledger."""

    @call
    def entries(self, day: date) -> list[Entry]:
        """The port."""
        return [one for (on, _), one in sorted(self.state.entries.items()) if on == day]

    @call
    def entry(self, entry_id: str, *, day: date) -> Entry | None:
        """The port."""
        return self.state.entries.get((day, entry_id))


class Till(Port):
    """The cash drawer and the locked days."""

    @call
    def drawer(self) -> Drawer:
        """The port."""
        return self.state.drawer or Drawer()

    @call
    def shifts(self, day: date) -> list[Shift]:
        """The port."""
        return [one for (on, _), one in sorted(self.state.shifts.items()) if on == day]

    @call
    def report(self, day: date) -> DayReport | None:
        """The port."""
        return self.state.day_reports.get(day)


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
        self.chats = Chats(self.state)
        self.cases = Cases(self.state)
        self.books = Books(self.state)
        self.gateway_file = GatewayFile(self.state)
        self.parcels = Parcels(self.state)
        self.till = Till(self.state)
        self.reconciliations = Reconciliations(self.state)
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
