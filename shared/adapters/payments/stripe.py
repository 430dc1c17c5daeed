"""The port PaymentGateway over Stripe Checkout: one session is one link.

Source: Stripe API, "Checkout Sessions", "Idempotent requests"; amounts in minor units, currencies in lower case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import requests

from shared.adapters.payments.amounts import stripe_amount
from shared.adapters.payments.stripe_events import PROVIDER, payment_of_session
from shared.adapters.payments.verdict import UnreadableEvent
from shared.adapters.payments.wire import GatewayRefused, Wire
from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.payment import Payment, PaymentAttempt
from shared.domain.store import Store
from shared.ports import PaymentLink, Refused, Unavailable

#: ``status`` of a session: whether it can still be paid.
SESSION_OPEN: Mapping[str, bool] = {"open": True, "complete": False, "expired": False}

API_VERSION = "2026-10-28.endive"
MOST_LINES = 100
LONGEST_NAME = 250
#: The line of the tax that prices do not contain: on a page that is in the language of the customer's browser.
TAX = "Tax"
#: Stripe takes 30 minutes to 24 hours, counted from when the call arrives.
SHORTEST_LIFE = timedelta(minutes=30)
#: So much longer than it must, a link lives: for so long a repeat of the call can be the very same call.
SPARE_LIFE = timedelta(minutes=5)
CLOCKS_APART = timedelta(seconds=30)
LATE_STEP_SECONDS = 600


class StripeGateway:
    """One store's Stripe account. ``api_key`` is its secret key (``sk_...``)."""

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = stripe_wire(api_url=api_url, api_key=api_key, session=session)

    @property
    def provider(self) -> str:
        """``stripe``."""
        return PROVIDER

    def open_link(
        self, *, attempt: PaymentAttempt, order: Order, store: Store, expires_at: datetime, now: datetime
    ) -> PaymentLink:
        """Create the attempt's session; the attempt's id is the idempotency key. Raises Unavailable, Refused.

        A session that Stripe must keep open for longer than the reservation is closed when the reservation ends.
        """
        closes_at, key = _life(attempt, store, expires_at=expires_at, now=now)
        form = dict(_form(attempt, order, store, closes_at=closes_at))
        session = self._wire.call("POST", "/checkout/sessions", data=form, headers={"Idempotency-Key": key})
        session_id, url = session.get("id"), session.get("url")
        if not isinstance(session_id, str) or not isinstance(url, str):
            raise Refused("no_url", "Stripe's session has no page to pay on", alarm=True)
        return PaymentLink(id=session_id, url=url)

    def close_link(self, attempt: PaymentAttempt) -> Payment | None:
        """Expire the session; the payment, if it was paid before. Raises Unavailable, Refused.

        An attempt without a link has none that anybody knows: its session, if there is one, dies by itself.
        """
        if attempt.link_id is None:
            return None
        path = f"/checkout/sessions/{attempt.link_id}"
        try:
            self._wire.call("POST", f"{path}/expire")
        except GatewayRefused as refusal:
            if refusal.status != 400:
                raise
        else:
            return None
        session = self._wire.call("GET", path, params={"expand[]": "payment_intent"})
        if SESSION_OPEN.get(str(session.get("status")), True):
            raise Unavailable("Stripe would not expire a session that is open")
        return _payment(session)


def stripe_wire(*, api_url: str, api_key: str, session: requests.Session | None) -> Wire:
    """Stripe's API with the account's secret key (``sk_...``) and the version whose shapes we read."""
    headers = {"Authorization": f"Bearer {api_key}", "Stripe-Version": API_VERSION}
    return Wire(api_url=api_url, session=session, headers=headers)


def _payment(session: Mapping[str, Any]) -> Payment | None:
    try:
        found = payment_of_session(session)
    except UnreadableEvent as error:
        raise Refused("unreadable", error.what, alarm=True) from None
    return found if isinstance(found, Payment) else None


def _life(attempt: PaymentAttempt, store: Store, *, expires_at: datetime, now: datetime) -> tuple[datetime, str]:
    """When the session closes, and its idempotency key.

    Stripe refuses a known key with other parameters, so neither may depend on ``now`` while a repeat is likely. After
    that (a gateway that was down, a key burnt by a 5xx that Stripe repeats) the time, in steps, becomes part of the
    key: the earlier session, if there is one, is known to nobody and dies unpaid.
    """
    reserved_at = expires_at - timedelta(minutes=store.reservation_minutes)
    closes_at = max(expires_at, reserved_at + SHORTEST_LIFE) + SPARE_LIFE
    if now + SHORTEST_LIFE + CLOCKS_APART <= closes_at:
        return closes_at, attempt.id
    step = timedelta(seconds=LATE_STEP_SECONDS)
    soonest = now + SHORTEST_LIFE + SPARE_LIFE
    late = datetime.fromtimestamp((soonest.timestamp() // LATE_STEP_SECONDS) * LATE_STEP_SECONDS, tz=now.tzinfo) + step
    return late, f"{attempt.id}-{int(late.timestamp())}"


def _form(attempt: PaymentAttempt, order: Order, store: Store, *, closes_at: datetime) -> Iterator[tuple[str, str]]:
    back = "https://wa.me/" + "".join(filter(str.isdigit, store.whatsapp_number))
    yield "mode", "payment"
    yield "success_url", back
    yield "cancel_url", back
    yield "client_reference_id", order.id
    yield "expires_at", str(int(closes_at.timestamp()))
    for prefix in ("metadata", "payment_intent_data[metadata]"):
        yield f"{prefix}[order_id]", order.id
        yield f"{prefix}[attempt_id]", attempt.id
        yield f"{prefix}[store]", store.id
    for number, (name, unit_amount, quantity) in enumerate(_lines(attempt, order)):
        item = f"line_items[{number}]"
        yield f"{item}[price_data][currency]", order.currency.lower()
        yield f"{item}[price_data][unit_amount]", str(stripe_amount(Money(unit_amount, order.currency)))
        yield f"{item}[price_data][product_data][name]", name[:LONGEST_NAME]
        yield f"{item}[quantity]", str(quantity)


def _lines(attempt: PaymentAttempt, order: Order) -> Iterator[tuple[str, int, int]]:
    """Name, unit price and quantity; what goes beyond Stripe's limit is one line with the sum of the rest.

    Of an order that is partly paid for, Stripe takes no credit lines: what is left to pay is one line of all names.
    """
    if attempt.amount != order.total:
        yield ", ".join(f"{line.quantity} × {line.name}" for line in order.lines), attempt.amount.amount, 1
        return
    room = MOST_LINES - 1 if order.added_tax.amount else MOST_LINES
    shown = order.lines if len(order.lines) <= room else order.lines[: room - 1]
    for line in shown:
        yield line.name, line.unit_price, line.quantity
    if rest := order.lines[len(shown) :]:
        yield f"+ {len(rest)}", sum(line.total for line in rest), 1
    if order.added_tax.amount:
        yield TAX, order.added_tax.amount, 1
