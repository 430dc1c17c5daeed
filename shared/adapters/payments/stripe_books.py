"""The port GatewayBooks over Stripe's lists.

Sources: Stripe API, "Pagination", "Balance transactions", "Checkout Sessions", "Refunds", "Disputes", "Payouts".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import requests

from shared.adapters.payments.paging import Pages
from shared.adapters.payments.readings import id_in, moment, whole
from shared.adapters.payments.stripe import SESSION_OPEN, stripe_wire
from shared.adapters.payments.stripe_events import PROVIDER, SESSION_PAID, UNITS, id_of, money_of
from shared.adapters.payments.stripe_facts import dispute_of, payout_of, refund_of
from shared.adapters.payments.verdict import UnreadableEvent, mapping, text
from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment, MovementKind, Unread
from shared.domain.gateway_facts import Dispute, PaymentState, Payout, Refund

#: ``reporting_category`` of a balance transaction.
KINDS: Mapping[str, MovementKind] = {
    "charge": MovementKind.PAYMENT,
    "charge_failure": MovementKind.OTHER,
    "refund": MovementKind.REFUND,
    "refund_failure": MovementKind.REFUND_FAILED,
    "dispute": MovementKind.DISPUTE,
    "dispute_reversal": MovementKind.DISPUTE_RETURNED,
    "payout": MovementKind.PAYOUT,
    "payout_reversal": MovementKind.PAYOUT_FAILED,
    "fee": MovementKind.FEE,
    "network_cost": MovementKind.FEE,
    "tax": MovementKind.FEE,
}
CHARGES: Mapping[str, PaymentState] = {
    "succeeded": PaymentState.PAID,
    "pending": PaymentState.PENDING,
    "failed": PaymentState.FAILED,
}

_T = TypeVar("_T")
Json = Mapping[str, Any]


class StripeBooks:
    """One store's Stripe account. ``live`` says whether its key opens real money."""

    def __init__(
        self,
        *,
        api_url: str,
        api_key: str,
        session: requests.Session | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pages = Pages(stripe_wire(api_url=api_url, api_key=api_key, session=session), pause=pause)
        self._live = "_live_" in api_key

    @property
    def provider(self) -> str:
        """``stripe``."""
        return PROVIDER

    def links(self, *, since: datetime, until: datetime) -> Iterator[ListedLink | Unread]:
        """Checkout Sessions made in that time."""
        return self._list("/checkout/sessions", _link, since=since, until=until)

    def payments(self, *, since: datetime, until: datetime) -> Iterator[ListedPayment | Unread]:
        """Charges that moved the balance in that time: only of these is the fee known, and no other is money."""
        for line in self._pages.by_cursor(
            "/balance_transactions", {**_between(since, until), "type": "charge", "expand[]": "data.source"}
        ):
            yield _understood(line, lambda one: _payment(one, live=self._live))

    def refunds(self, *, since: datetime, until: datetime) -> Iterator[Refund | Unread]:
        """Refunds made in that time, whoever made them."""
        return self._list("/refunds", lambda one: refund_of(one, live=self._live), since=since, until=until)

    def disputes(self, *, since: datetime, until: datetime) -> Iterator[Dispute | Unread]:
        """Disputes opened in that time."""
        return self._list("/disputes", lambda one: dispute_of(one, live=self._live), since=since, until=until)

    def payouts(self, *, since: datetime, until: datetime) -> Iterator[Payout | Unread]:
        """Payouts made in that time."""
        return self._list("/payouts", lambda one: payout_of(one, live=self._live), since=since, until=until)

    def movements(self, *, since: datetime, until: datetime) -> Iterator[BalanceMovement | Unread]:
        """Balance transactions of that time."""
        return self._moved(_between(since, until), payout_id=None)

    def movements_of(self, payout: Payout) -> Iterator[BalanceMovement | Unread]:
        """What a payout is made of, and the payout itself: together they come to nothing."""
        return self._moved({"payout": payout.id}, payout_id=payout.id)

    def _moved(self, which: Json, *, payout_id: str | None) -> Iterator[BalanceMovement | Unread]:
        for line in self._pages.by_cursor("/balance_transactions", {**which, "expand[]": "data.source"}):
            yield _understood(line, lambda one: _movement(one, payout_id=payout_id))

    def _list(
        self, path: str, read: Callable[[Json], _T], *, since: datetime, until: datetime
    ) -> Iterator[_T | Unread]:
        for one in self._pages.by_cursor(path, _between(since, until)):
            yield _understood(one, read)


def _between(since: datetime, until: datetime) -> dict[str, int]:
    return {"created[gte]": int(since.timestamp()), "created[lt]": int(until.timestamp())}


def _understood(one: Json, read: Callable[[Json], _T]) -> _T | Unread:
    """One odd entry must not hide the rest of the list."""
    try:
        return read(one)
    except UnreadableEvent as error:
        return Unread(provider=PROVIDER, id=text(one.get("id")), what=error.what)


def _link(session: Json) -> ListedLink:
    amount = money_of(session.get("amount_total"), session.get("currency"))
    metadata = mapping(session.get("metadata"))
    status = text(session.get("payment_status"))
    if status not in SESSION_PAID:
        raise UnreadableEvent(f"a session with payment_status {status[:40]!r}")
    return ListedLink(
        provider=PROVIDER,
        id=id_in(session, "session"),
        amount=amount,
        open=SESSION_OPEN.get(text(session.get("status")), False),
        paid=amount.amount if SESSION_PAID[status] else 0,
        at=_time(session),
        order_id=text(metadata.get("order_id")) or text(session.get("client_reference_id")) or None,
        attempt_id=text(metadata.get("attempt_id")) or None,
        transaction_id=id_of(session.get("payment_intent")) or None,
    )


def _payment(line: Json, *, live: bool) -> ListedPayment:
    charge = mapping(line.get("source"))
    metadata = mapping(charge.get("metadata"))
    currency = charge.get("currency")
    status = text(charge.get("status"))
    if status not in CHARGES:
        raise UnreadableEvent(f"a charge that is {status[:40] or 'without a status'}")
    fee, tax = _fee(line)
    return ListedPayment(
        provider=PROVIDER,
        transaction_id=id_of(charge.get("payment_intent")) or id_in(charge, "charge"),
        amount=money_of(charge.get("amount"), currency),
        state=CHARGES[status],
        at=_time(charge),
        refunded=money_of(charge.get("amount_refunded"), currency).amount,
        # A fee in another currency than the payment's is only known in that currency: the movement has it.
        fee=fee if line.get("currency") == currency else None,
        tax=tax if line.get("currency") == currency else 0,
        order_id=text(metadata.get("order_id")) or None,
        attempt_id=text(metadata.get("attempt_id")) or None,
        live=live,
    )


def _movement(line: Json, *, payout_id: str | None) -> BalanceMovement:
    source = line.get("source")
    about = mapping(source)
    currency = text(line.get("currency")).upper()
    if not currency:
        raise UnreadableEvent("a movement without a currency")
    gross, (fee, tax) = _units(line.get("amount"), currency), _fee(line)
    if _units(line.get("net"), currency) != gross - fee:
        raise UnreadableEvent("a movement whose amount and fee do not make its net")
    return BalanceMovement(
        provider=PROVIDER,
        id=id_in(line, "movement"),
        kind=KINDS.get(text(line.get("reporting_category")), MovementKind.OTHER),
        currency=currency,
        gross=gross,
        fee=fee,
        tax=tax,
        at=_time(line),
        source_id=id_of(source),
        transaction_id=id_of(about.get("payment_intent")) or id_of(about.get("charge")) or None,
        payout_id=payout_id,
        order_id=text(mapping(about.get("metadata")).get("order_id")) or None,
    )


def _fee(line: Json) -> tuple[int, int]:
    """The whole fee, and the tax in it, which Stripe lists among its details."""
    currency = text(line.get("currency")).upper()
    details = [mapping(one) for one in line.get("fee_details") or []]
    taxes = [_units(one.get("amount"), currency) for one in details if one.get("type") == "tax"]
    return _units(line.get("fee"), currency), sum(taxes)


def _units(figure: object, currency: str) -> int:
    """A signed figure in our minor units."""
    found, rest = divmod(whole(figure), UNITS.get(currency, 1))
    if rest:
        raise UnreadableEvent(f"an amount of part of a {currency}")
    return found


def _time(about: Json) -> datetime:
    found = moment(about.get("created"))
    if found is None:
        raise UnreadableEvent("an entry without a time")
    return found
