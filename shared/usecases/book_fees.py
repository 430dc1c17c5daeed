"""What a gateway keeps of each payment: only its lists tell, so the reconciler books it, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.domain.bookings import gateway_fee
from shared.domain.gateway_books import ListedPayment
from shared.domain.store import Store
from shared.ports import Books, Commits, Conflict
from shared.usecases.book_money import book_of, post


class FeeBook:
    """The fees in the books of the last days, each day read once."""

    def __init__(self, *, store: Store, books: Books, commits: Commits, now: datetime) -> None:
        self._store, self._books, self._commits, self._now = store, books, commits, now
        self._days: dict[date, dict[str, int]] = {}

    def booked(self, provider: str, transaction_id: str, *, since: datetime) -> int | None:
        """Minor units; None: no fee was booked since that time.

        A fee is booked on the day it is heard of, the payment's or a later one; of a locked day, on the next.
        """
        day, last = self._store.business_day(since), self._store.business_day(self._now) + timedelta(days=1)
        while day <= last:
            if (found := self._of(day).get(f"fee/{provider}/{transaction_id}")) is not None:
                return found
            day += timedelta(days=1)
        return None

    def book(self, payment: ListedPayment, *, order_id: str) -> None:
        """Book the payment's fee. Raises Contended."""
        fee = payment.fee or 0
        entry = gateway_fee(
            book_of(self._store, payment.amount.currency, now=self._now),
            provider=payment.provider,
            source_id=payment.transaction_id,
            amount=fee,
            order_id=order_id,
        )
        change = post(entry, store=self._store, now=self._now)
        try:
            self._commits.commit([change], token=f"{entry.id}:{change.day}")
        except Conflict:
            # Another run was first.
            self._days.pop(change.day, None)
            return
        self._of(change.day)[entry.id] = fee

    def _of(self, day: date) -> dict[str, int]:
        if day not in self._days:
            entries = self._books.entries(day)
            self._days[day] = {one.id: max(one.postings.values()) for one in entries if one.kind == "gateway_fee"}
        return self._days[day]
