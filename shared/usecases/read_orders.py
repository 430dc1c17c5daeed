"""List orders for staff: newest first over one status or all of them, perhaps only those that match a text."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.domain.customer import Customer
from shared.domain.frozen import dataclass
from shared.domain.order import Order, OrderStatus
from shared.ports import Customers, Orders

#: How many orders one search looks at before it hands over what it has, with a cursor to go on.
SEARCHED_AT_ONCE = 300


class ForeignCursor(ValueError):
    """The cursor is not one that this list gave."""


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """Orders, newest first, each with its customer (None: erased). ``cursor`` goes on from here; None at the end."""

    rows: tuple[tuple[Order, Customer | None], ...]
    cursor: str | None


def read_orders(
    *,
    orders: Orders,
    customers: Customers,
    statuses: Sequence[OrderStatus],
    text: str | None,
    limit: int,
    cursor: str | None,
    assignee: str | None = None,
) -> OrderPage:
    """One page of at most ``limit`` orders. A search may give a short or empty page that still has a cursor.

    Raises ForeignCursor.
    """
    place = _Place.read(cursor, statuses)
    # Of many statuses little of each is wanted: what is read too much is paid for, what is missing is one more query.
    size = limit if len(statuses) == 1 else max(10, limit // 4)
    lanes = [_Lane(orders, status, size=size, start=place.starts.get(status), place=place) for status in statuses]
    known: dict[str, Customer | None] = {}
    rows: list[tuple[Order, Customer | None]] = []
    for _ in range(SEARCHED_AT_ONCE):
        lane = _newest(lanes)
        if lane is None or len(rows) == limit:
            break
        order = lane.take()
        place = place.after(order)
        if order.customer_id not in known:
            known[order.customer_id] = customers.read(order.customer_id)
        customer = known[order.customer_id]
        if assignee is not None and order.assignee != assignee:
            continue
        if text is None or matches(text, order=order, customer=customer):
            rows.append((order, customer))
    return OrderPage(rows=tuple(rows), cursor=place.written(lanes) if _newest(lanes) else None)


def matches(text: str, *, order: Order, customer: Customer | None) -> bool:
    """Whether staff may mean this order: its ticket or id, a product in it, the customer's name or number's end."""
    wanted = text.strip().casefold()
    if order.ticket is not None and wanted.lstrip("#") == str(order.ticket.number):
        return True
    if wanted == order.id.casefold():
        return True
    names = [customer.name if customer else "", *(word for line in order.lines for word in (line.sku, line.name))]
    if any(wanted in name.casefold() for name in names):
        return True
    digits = wanted.lstrip("+").replace(" ", "")
    number = (customer.identity.wa_id if customer else None) or ""
    return len(digits) >= 4 and digits.isdecimal() and number.endswith(digits)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """How far a reader has come: the time of the last order, all that were read of that time, where lanes go on.

    Times repeat, and an order may change its status between two pages: what was read is known by time and id, and the
    cursors of the single statuses only save reading everything again.
    """

    at: datetime | None
    seen: frozenset[str]
    starts: Mapping[OrderStatus, str]

    def after(self, order: Order) -> _Place:
        seen = self.seen | {order.id} if order.placed_at == self.at else frozenset({order.id})
        return _Place(at=order.placed_at, seen=seen, starts=self.starts)

    def passed(self, order: Order) -> bool:
        if self.at is None or order.placed_at < self.at:
            return False
        return order.placed_at > self.at or order.id in self.seen

    def written(self, lanes: Sequence[_Lane]) -> str:
        starts = {lane.status: lane.start for lane in lanes if lane.start is not None}
        content = [self.at.isoformat() if self.at else None, sorted(self.seen), starts]
        return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, cursor: str | None, statuses: Sequence[OrderStatus]) -> _Place:
        if cursor is None:
            return cls(at=None, seen=frozenset(), starts={})
        try:
            at, seen, starts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            place = cls(
                at=datetime.fromisoformat(at),
                seen=frozenset(map(str, seen)),
                starts={OrderStatus(status): str(start) for status, start in starts.items()},
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise ForeignCursor("the cursor is not one that this list gave") from None
        if place.at is None or place.at.tzinfo is None or not set(place.starts) <= set(statuses):
            raise ForeignCursor("the cursor is not one that this list gave")
        return place


class _Lane:
    """The orders of one status, newest first, read a page at a time as they are wanted.

    ``start`` is the cursor of the page on which the next order lies.
    """

    def __init__(self, orders: Orders, status: OrderStatus, *, size: int, start: str | None, place: _Place) -> None:
        self.status, self.start = status, start
        self._orders, self._size, self._place = orders, size, place
        self._rest: deque[Order] = deque()
        self._next: str | None = start
        self._ended = False

    def peek(self) -> Order | None:
        while not self._rest and not self._ended:
            self.start = self._next
            try:
                page, self._next = self._orders.list_by_status(self.status, limit=self._size, cursor=self.start)
            except ValueError:
                raise ForeignCursor("the cursor is not one that this list gave") from None
            self._rest.extend(order for order in page if not self._place.passed(order))
            self._ended = self._next is None
        return self._rest[0] if self._rest else None

    def take(self) -> Order:
        return self._rest.popleft()


def _newest(lanes: Sequence[_Lane]) -> _Lane | None:
    waiting = [(order.placed_at, lane) for lane in lanes if (order := lane.peek()) is not None]
    return max(waiting, key=lambda entry: entry[0])[1] if waiting else None
