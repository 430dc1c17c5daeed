"""A gateway's lists in memory: whatever a test puts into them, given by time, newest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment, Unread
from shared.domain.gateway_facts import Dispute, Payout, Refund
from shared.ports import PortError

_T = TypeVar("_T", ListedLink, ListedPayment, Refund, Dispute, Payout, BalanceMovement)


@dataclass
class FakeBooks:
    """One list for each question. ``troubles`` are raised by the next lists, when their first entry is asked for."""

    provider: str = "stripe"
    all_links: list[ListedLink] = field(default_factory=list)
    all_payments: list[ListedPayment] = field(default_factory=list)
    all_refunds: list[Refund] = field(default_factory=list)
    all_disputes: list[Dispute] = field(default_factory=list)
    all_payouts: list[Payout] = field(default_factory=list)
    all_movements: list[BalanceMovement] = field(default_factory=list)
    troubles: deque[PortError] = field(default_factory=deque)

    def links(self, *, since: datetime, until: datetime) -> Iterator[ListedLink | Unread]:
        """The port."""
        return self._between(self.all_links, since, until)

    def payments(self, *, since: datetime, until: datetime) -> Iterator[ListedPayment | Unread]:
        """The port."""
        return self._between(self.all_payments, since, until)

    def refunds(self, *, since: datetime, until: datetime) -> Iterator[Refund | Unread]:
        """The port."""
        return self._between(self.all_refunds, since, until)

    def disputes(self, *, since: datetime, until: datetime) -> Iterator[Dispute | Unread]:
        """The port."""
        return self._between(self.all_disputes, since, until)

    def payouts(self, *, since: datetime, until: datetime) -> Iterator[Payout | Unread]:
        """The port."""
        return self._between(self.all_payouts, since, until)

    def movements(self, *, since: datetime, until: datetime) -> Iterator[BalanceMovement | Unread]:
        """The port."""
        return self._between(self.all_movements, since, until)

    def movements_of(self, payout: Payout) -> Iterator[BalanceMovement | Unread]:
        """The port."""
        return iter([one for one in self.all_movements if one.payout_id == payout.id])

    def _between(self, entries: Iterable[_T], since: datetime, until: datetime) -> Iterator[_T | Unread]:
        if self.troubles:
            raise self.troubles.popleft()
        found: list[Any] = [one for one in entries if one.at is not None and since <= one.at < until]
        yield from sorted(found, key=lambda one: one.at, reverse=True)
