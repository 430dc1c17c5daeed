"""The port GatewayBooks over Razorpay's lists.

Sources: Razorpay API, "Fetch all payments", "Payment Links", "Refunds", "Disputes", "Settlements", "Settlement recon".
Payment links and disputes cannot be asked for by time: their lists, newest first, are read until they are too old.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

import requests

from shared.adapters.payments.paging import Pages
from shared.adapters.payments.razorpay import LINK_OPEN, razorpay_wire
from shared.adapters.payments.razorpay_events import PROVIDER, order_in
from shared.adapters.payments.razorpay_facts import (
    PAYMENT_STATES,
    dispute_of,
    money_of,
    payout_of,
    refund_of,
)
from shared.adapters.payments.readings import id_in, moment, objects_in, state_in
from shared.adapters.payments.verdict import UnreadableEvent, amount_of, mapping, text
from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment, MovementKind, Unread
from shared.domain.gateway_facts import Dispute, Payout, Refund

#: ``type`` of a line of the settlement report; an adjustment of a dispute is told by its ``dispute_id``.
KINDS: Mapping[str, MovementKind] = {
    "payment": MovementKind.PAYMENT,
    "refund": MovementKind.REFUND,
    "adjustment": MovementKind.OTHER,
    "transfer": MovementKind.OTHER,
}

RECON_PAGE = 1000
#: The days of the settlement report are India's.
INDIA = timezone(timedelta(hours=5, minutes=30))
#: A settlement is asked for on its day and the next: its lines may be stamped a little after it.
SETTLED_WITHIN = timedelta(days=1)

_T = TypeVar("_T")
Json = Mapping[str, Any]


class RazorpayBooks:
    """One store's Razorpay account. ``currency`` is the one it is settled in."""

    def __init__(
        self,
        *,
        api_url: str,
        api_key: str,
        currency: str = "INR",
        session: requests.Session | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pages = Pages(razorpay_wire(api_url=api_url, api_key=api_key, session=session), pause=pause)
        self._currency = currency
        self._live = api_key.startswith("rzp_live_")

    @property
    def provider(self) -> str:
        """``razorpay``."""
        return PROVIDER

    def links(self, *, since: datetime, until: datetime) -> Iterator[ListedLink | Unread]:
        """Payment links made in that time."""
        return self._down_to(since, until, "/payment_links", _link, key="payment_links")

    def payments(self, *, since: datetime, until: datetime) -> Iterator[ListedPayment | Unread]:
        """Payments begun in that time, failed ones too."""
        return self._list("/payments", lambda one: _payment(one, live=self._live), since=since, until=until)

    def refunds(self, *, since: datetime, until: datetime) -> Iterator[Refund | Unread]:
        """Refunds made in that time, whoever made them."""
        return self._list("/refunds", refund_of, since=since, until=until)

    def disputes(self, *, since: datetime, until: datetime) -> Iterator[Dispute | Unread]:
        """Disputes opened in that time."""
        return self._down_to(since, until, "/disputes", dispute_of, key="items")

    def payouts(self, *, since: datetime, until: datetime) -> Iterator[Payout | Unread]:
        """Settlements made in that time."""
        return self._list("/settlements", self._payout, since=since, until=until)

    def movements(self, *, since: datetime, until: datetime) -> Iterator[BalanceMovement | Unread]:
        """What was settled in that time. Razorpay lists no movement before it is settled."""
        for line in self._recon(since, until):
            settled = moment(line.get("settled_at"))
            if settled is None or since <= settled < until:
                yield _understood(line, _movement, id_key="entity_id")

    def movements_of(self, payout: Payout) -> Iterator[BalanceMovement | Unread]:
        """What a settlement is made of: together it is the settlement's amount."""
        since = payout.at or datetime.fromtimestamp(0, UTC)
        for line in self._recon(since, since + SETTLED_WITHIN):
            if line.get("settlement_id") == payout.id:
                yield _understood(line, _movement, id_key="entity_id")

    def _payout(self, settlement: Json) -> Payout:
        return payout_of(settlement, currency=self._currency)

    def _recon(self, since: datetime, until: datetime) -> Iterator[Json]:
        for day in _days(since, until):
            asked = {"year": day.year, "month": f"{day.month:02d}", "day": f"{day.day:02d}"}
            yield from self._pages.by_count("/settlements/recon/combined", asked, id_key="entity_id", size=RECON_PAGE)

    def _list(
        self, path: str, read: Callable[[Json], _T], *, since: datetime, until: datetime
    ) -> Iterator[_T | Unread]:
        # Razorpay includes both ends.
        asked = {"from": int(since.timestamp()), "to": int(until.timestamp()) - 1}
        for one in self._pages.by_count(path, asked):
            yield _understood(one, read)

    def _down_to(
        self, since: datetime, until: datetime, path: str, read: Callable[[Json], _T], *, key: str
    ) -> Iterator[_T | Unread]:
        for one in self._pages.by_count(path, {}, key=key):
            made = moment(one.get("created_at"))
            if made is not None and made < since:
                return
            if made is None or made < until:
                yield _understood(one, read)


def _days(since: datetime, until: datetime) -> Iterator[date]:
    """Every day in India with a moment of [since, until) in it."""
    day = since.astimezone(INDIA).date()
    while datetime(day.year, day.month, day.day, tzinfo=INDIA) < until:
        yield day
        day += timedelta(days=1)


def _understood(one: Json, read: Callable[[Json], _T], *, id_key: str = "id") -> _T | Unread:
    """One odd entry must not hide the rest of the list."""
    try:
        return read(one)
    except UnreadableEvent as error:
        return Unread(provider=PROVIDER, id=text(one.get(id_key)), what=error.what)


def _link(link: Json) -> ListedLink:
    paid_by = [mapping(one).get("payment_id") for one in objects_in(link.get("payments"))]
    return ListedLink(
        provider=PROVIDER,
        id=id_in(link, "payment link"),
        amount=money_of(link),
        open=state_in(LINK_OPEN, link.get("status"), "payment link"),
        paid=amount_of(link.get("amount_paid") or 0),
        at=_time(link, "created_at"),
        order_id=order_in(link) or None,
        attempt_id=text(mapping(link.get("notes")).get("attempt_id")) or text(link.get("reference_id")) or None,
        transaction_id=text(paid_by[-1]) or None if paid_by else None,
    )


def _payment(payment: Json, *, live: bool) -> ListedPayment:
    return ListedPayment(
        provider=PROVIDER,
        transaction_id=id_in(payment, "payment"),
        amount=money_of(payment),
        state=state_in(PAYMENT_STATES, payment.get("status"), "payment"),
        at=_time(payment, "created_at"),
        refunded=amount_of(payment.get("amount_refunded") or 0),
        fee=None if payment.get("fee") is None else amount_of(payment["fee"]),
        tax=amount_of(payment.get("tax") or 0),
        order_id=order_in(payment) or None,
        attempt_id=text(mapping(payment.get("notes")).get("attempt_id")) or None,
        live=live,
    )


def _movement(line: Json) -> BalanceMovement:
    kind = KINDS.get(text(line.get("type")), MovementKind.OTHER)
    credit, debit, fee = (amount_of(line.get(name) or 0) for name in ("credit", "debit", "fee"))
    if text(line.get("dispute_id")) and kind is MovementKind.OTHER:
        kind = MovementKind.DISPUTE if debit else MovementKind.DISPUTE_RETURNED
    source_id = text(line.get("entity_id"))
    settlement_id = text(line.get("settlement_id"))
    if not source_id:
        raise UnreadableEvent("a movement of nothing")
    return BalanceMovement(
        provider=PROVIDER,
        id=source_id,
        kind=kind,
        currency=money_of(line).currency,
        # A credit is what is left of the payment, a debit what it costs us: the fee comes on top of what moved.
        gross=credit - debit + fee,
        fee=fee,
        tax=amount_of(line.get("tax") or 0),
        at=_time(line, "created_at"),
        source_id=text(line.get("dispute_id")) or source_id,
        transaction_id=source_id if kind is MovementKind.PAYMENT else text(line.get("payment_id")) or None,
        payout_id=settlement_id or None,
        order_id=_order(line),
    )


def _order(line: Json) -> str | None:
    """Our order, from the reference; the report's notes are a text that we need not take apart."""
    return order_in({"receipt": line.get("order_receipt")}) or None


def _time(about: Json, name: str) -> datetime:
    found = moment(about.get(name))
    if found is None:
        raise UnreadableEvent("an entry without a time")
    return found
