"""The port RefundDesk over Stripe. Source: Stripe API, "Refunds", "Idempotent requests"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from shared.adapters.payments.amounts import stripe_amount
from shared.adapters.payments.paging import Pages
from shared.adapters.payments.stripe import stripe_wire
from shared.adapters.payments.stripe_events import PROVIDER
from shared.adapters.payments.stripe_facts import refund_of
from shared.adapters.payments.verdict import UnreadableEvent, mapping
from shared.domain.gateway_facts import Refund
from shared.domain.money import Money
from shared.ports import Refused

#: What a refund is of, by the beginning of the payment's id.
OF_WHAT: Mapping[str, str] = {"pi_": "payment_intent", "ch_": "charge", "py_": "charge"}


class StripeRefunds:
    """Refunds of one store's Stripe account.

    Stripe forgets an idempotency key after a day, so a refund is looked for by our id before it is asked for.
    """

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = stripe_wire(api_url=api_url, api_key=api_key, session=session)
        # A refund is asked for by a queue's worker, which has a better way to wait than to sleep.
        self._pages = Pages(self._wire, tries=1)

    @property
    def provider(self) -> str:
        """``stripe``."""
        return PROVIDER

    def refund(self, *, refund_id: str, transaction_id: str, amount: Money, order_id: str, store_id: str) -> Refund:
        """Ask for the refund once; a repeat finds it. Raises Unavailable, Refused."""
        of_what = {OF_WHAT.get(transaction_id[:3], "payment_intent"): transaction_id}
        form = {
            **of_what,
            "amount": str(stripe_amount(amount)),
            "reason": "requested_by_customer",
            "metadata[order_id]": order_id,
            "metadata[refund_id]": refund_id,
            "metadata[store]": store_id,
        }
        for one in self._pages.by_cursor("/refunds", of_what):
            if mapping(one.get("metadata")).get("refund_id") == refund_id:
                return _read(one)
        return _read(self._wire.call("POST", "/refunds", data=form, headers={"Idempotency-Key": refund_id}))

    def follow(self, refund: Refund) -> Refund:
        """The refund as it stands now. Raises Unavailable, Refused."""
        return _read(self._wire.call("GET", f"/refunds/{refund.id}"))


def _read(refund: Mapping[str, Any]) -> Refund:
    try:
        return refund_of(refund)
    except UnreadableEvent as error:
        raise Refused("unreadable", error.what, alarm=True) from None
