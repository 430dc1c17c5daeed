"""Orders that we count as paid, of which the gateway lists no payment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.domain.order import UNPAID, Order, OrderStatus
from shared.domain.reconciliation import DifferenceKind
from shared.usecases.reconciling.findings import Findings

#: Heads of orders read at once.
PAGE = 100
#: In these no order has been paid.
NEVER_PAID = frozenset({*UNPAID, OrderStatus.DRAFT})
#: After an order's reservation ends: until then its money may still come.
SETTLING = timedelta(minutes=90)


def settling(reservation_minutes: int) -> timedelta:
    """So long after an order was placed its payment may still come, or come late into the gateway's list."""
    return timedelta(minutes=reservation_minutes) + SETTLING


class Missing:
    """The orders placed from ``since`` on, looked through bit by bit as payments are compared."""

    def __init__(self, findings: Findings, *, since: datetime) -> None:
        self._findings, self._at = findings, since
        until = findings.report.until
        # One look at all heads, newest first: what turns paid from here on is seen among the payments.
        self._placed = sorted(_placed_between(findings, since, until), reverse=True)

    def look(self, *, until: datetime, paid: set[str]) -> None:
        """Name what is missing of the orders placed before ``until``; ``paid`` are those with a listed payment."""
        while self._placed and self._placed[-1][0] < until:
            _, order_id = self._placed.pop()
            if order_id not in paid:
                self._name(order_id)

    def _name(self, order_id: str) -> None:
        room = self._findings.room
        file = room.orders.read(order_id)
        for attempt in file.payments if file else ():
            if attempt.provider == room.gateway.provider and attempt.transaction_id and attempt.received:
                self._findings.differ(
                    DifferenceKind.MISSING,
                    attempt.transaction_id,
                    order_id=order_id,
                    expected=attempt.received.amount,
                    found=0,
                    currency=attempt.received.currency,
                )


def _placed_between(findings: Findings, since: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
    for status in OrderStatus:
        if status not in NEVER_PAID:
            for order in _newest_first(findings, status, since=since):
                if order.placed_at < until:
                    yield order.placed_at, order.id


def _newest_first(findings: Findings, status: OrderStatus, *, since: datetime) -> Iterator[Order]:
    cursor: str | None = None
    while True:
        page, cursor = findings.room.orders.list_by_status(status, limit=PAGE, cursor=cursor)
        yield from (order for order in page if order.placed_at >= since)
        if cursor is None or page[-1].placed_at < since:
            return
