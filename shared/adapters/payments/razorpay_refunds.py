"""The port RefundDesk over Razorpay. Source: Razorpay API, "Refunds", "Idempotent requests"."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import requests

from shared.adapters.payments.amounts import razorpay_amount
from shared.adapters.payments.paging import Pages
from shared.adapters.payments.razorpay import razorpay_wire
from shared.adapters.payments.razorpay_events import PROVIDER
from shared.adapters.payments.razorpay_facts import refund_of
from shared.adapters.payments.verdict import UnreadableEvent, mapping
from shared.domain.gateway_facts import Refund
from shared.domain.money import Money
from shared.ports import Refused

KEY = re.compile(r"[A-Za-z0-9_-]{10,64}")


class RazorpayRefunds:
    """Refunds of one store's Razorpay account.

    Nobody says for how long Razorpay remembers a key, so a refund is looked for by our id before it is asked for.
    """

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = razorpay_wire(api_url=api_url, api_key=api_key, session=session)
        # A refund is asked for by a queue's worker, which has a better way to wait than to sleep.
        self._pages = Pages(self._wire, tries=1)

    @property
    def provider(self) -> str:
        """``razorpay``."""
        return PROVIDER

    def refund(self, *, refund_id: str, transaction_id: str, amount: Money, order_id: str, store_id: str) -> Refund:
        """Ask for the refund once; a repeat finds it. Raises Unavailable, Refused."""
        asked = {
            "amount": razorpay_amount(amount),
            "speed": "normal",
            "notes": {"order_id": order_id, "refund_id": refund_id, "store": store_id},
        }
        for one in self._pages.by_count(f"/payments/{transaction_id}/refunds", {}):
            if mapping(one.get("notes")).get("refund_id") == refund_id:
                return _read(one)
        headers = {"X-Refund-Idempotency": _key(refund_id)}
        return _read(self._wire.call("POST", f"/payments/{transaction_id}/refund", json=asked, headers=headers))

    def follow(self, refund: Refund) -> Refund:
        """The refund as it stands now. Raises Unavailable, Refused."""
        return _read(self._wire.call("GET", f"/refunds/{refund.id}"))


def _key(refund_id: str) -> str:
    """Our id if Razorpay takes it as a key (10 characters or more, few kinds of them), else what stands for it."""
    return refund_id if KEY.fullmatch(refund_id) else hashlib.sha256(refund_id.encode()).hexdigest()[:40]


def _read(refund: Mapping[str, Any]) -> Refund:
    try:
        return refund_of(refund)
    except UnreadableEvent as error:
        raise Refused("unreadable", error.what, alarm=True) from None
