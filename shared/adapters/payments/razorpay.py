"""The port PaymentGateway over Razorpay's Payment Links.

Source: Razorpay API, "Payment Links"; amounts in minor units, times in Unix seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import requests

from shared.adapters.payments.amounts import razorpay_amount
from shared.adapters.payments.razorpay_events import PAYMENT_TAKEN, PROVIDER, order_in, taken
from shared.adapters.payments.verdict import UnreadableEvent, mapping, text
from shared.adapters.payments.wire import GatewayRefused, Wire
from shared.domain.order import Order
from shared.domain.payment import Payment, PaymentAttempt
from shared.domain.store import Store
from shared.ports import PaymentLink, Refused, Unavailable

#: ``status`` of a link: whether it can still be paid.
LINK_OPEN: Mapping[str, bool] = {
    "created": True,
    "partially_paid": True,
    "paid": False,
    "cancelled": False,
    "expired": False,
}

#: Razorpay takes a link's end from 15 minutes ahead, counted from when the call arrives.
SHORTEST_LIFE = timedelta(minutes=16)
LONGEST_DESCRIPTION = 2048
#: Razorpay has no idempotency key for links: a reference can be used once.
REFERENCE_USED = "reference id already"
LIVE_KEY = "rzp_live_"


class RazorpayGateway:
    """One store's Razorpay account. ``api_key`` is ``key_id:key_secret``."""

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = razorpay_wire(api_url=api_url, api_key=api_key, session=session)
        self._live = api_key.startswith(LIVE_KEY)

    @property
    def provider(self) -> str:
        """``razorpay``."""
        return PROVIDER

    def open_link(
        self, *, attempt: PaymentAttempt, order: Order, store: Store, expires_at: datetime, now: datetime
    ) -> PaymentLink:
        """Create the attempt's link, or find the one an earlier call made. Raises Unavailable, Refused."""
        closes_at = max(expires_at, now + SHORTEST_LIFE)
        try:
            link: Mapping[str, Any] = self._wire.call(
                "POST", "/payment_links", json=_asked(attempt, order, store, closes_at=closes_at)
            )
        except GatewayRefused as refusal:
            found = self._find(attempt) if REFERENCE_USED in refusal.reason.lower() else None
            if found is None:
                raise
            link = found
        link_id, url = text(link.get("id")), text(link.get("short_url"))
        if not link_id or not url:
            raise Refused("no_url", "Razorpay's link has no page to pay on", alarm=True)
        return PaymentLink(id=link_id, url=url)

    def close_link(self, attempt: PaymentAttempt) -> Payment | None:
        """Cancel the link; the payment, if it was paid before. Raises Unavailable, Refused."""
        link_id = attempt.link_id or text((self._find(attempt) or {}).get("id"))
        if not link_id:
            return None
        try:
            self._wire.call("POST", f"/payment_links/{link_id}/cancel")
        except GatewayRefused as refusal:
            if refusal.status != 400:
                raise
        else:
            return None
        link = self._wire.call("GET", f"/payment_links/{link_id}")
        payment = self._payment(link, attempt)
        if payment is None and LINK_OPEN.get(text(link.get("status")), True):
            raise Unavailable("Razorpay would not cancel a link that is open")
        return payment

    def _find(self, attempt: PaymentAttempt) -> Mapping[str, Any] | None:
        answer = self._wire.call("GET", "/payment_links", params={"reference_id": attempt.id})
        links = answer.get("payment_links") or answer.get("items") or []
        return next((link for link in links if mapping(link).get("reference_id") == attempt.id), None)

    def _payment(self, link: Mapping[str, Any], attempt: PaymentAttempt) -> Payment | None:
        """The captured payment among the link's own list, else among those of the order behind the link."""
        payments = link.get("payments") or []
        if not payments and link.get("status") == "paid" and text(link.get("order_id")):
            payments = self._wire.call("GET", f"/orders/{link['order_id']}/payments").get("items") or []
        captured = [one for one in map(mapping, payments) if PAYMENT_TAKEN.get(text(one.get("status")), False)]
        if not captured:
            if link.get("status") == "paid" and not payments:
                raise Unavailable("Razorpay says paid, but does not yet say by what")
            return None
        # The link's short form of a payment leaves out the currency, which is the link's.
        whole = {"currency": link.get("currency"), **captured[0]}
        try:
            return taken(
                whole, order_id=order_in(link) or attempt.order_id, link_id=text(link.get("id")), live=self._live
            )
        except UnreadableEvent as error:
            raise Refused("unreadable", error.what, alarm=True) from None


def razorpay_wire(*, api_url: str, api_key: str, session: requests.Session | None) -> Wire:
    """Razorpay's API with the account's ``key_id:key_secret``."""
    key_id, _, secret = api_key.partition(":")
    return Wire(api_url=api_url, session=session, auth=(key_id, secret))


def _asked(attempt: PaymentAttempt, order: Order, store: Store, *, closes_at: datetime) -> dict[str, Any]:
    description = "\n".join(f"{line.quantity} × {line.name}" for line in order.lines)
    return {
        "amount": razorpay_amount(attempt.amount),
        "currency": attempt.amount.currency,
        "accept_partial": False,
        "reference_id": attempt.id,
        "description": f"{store.name}\n{description}"[:LONGEST_DESCRIPTION],
        "expire_by": int(closes_at.timestamp()),
        # The customer hears from us, in WhatsApp.
        "notify": {"sms": False, "email": False},
        "reminder_enable": False,
        "notes": {"order_id": order.id, "attempt_id": attempt.id, "store": store.id},
        "callback_url": "https://wa.me/" + "".join(filter(str.isdigit, store.whatsapp_number)),
        "callback_method": "get",
    }
