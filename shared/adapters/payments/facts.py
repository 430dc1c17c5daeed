"""What a gateway's webhook says about money, whichever gateway it is. Pure.

``payment_in`` (``events.py``) reads payments alone and is what a cold start loads; this reads everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.payments import razorpay_facts, stripe_facts
from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.razorpay_events import PROVIDER as RAZORPAY
from shared.adapters.payments.stripe_events import PROVIDER as STRIPE
from shared.adapters.payments.verdict import Nothing
from shared.domain.gateway_facts import Fact

READERS: Mapping[str, Callable[[Mapping[str, Any]], tuple[Fact, ...] | Nothing]] = {
    STRIPE: stripe_facts.facts_in,
    RAZORPAY: razorpay_facts.facts_in,
}


def facts_in(payload: Mapping[str, Any], *, provider: str) -> tuple[Fact, ...] | Nothing:
    """The facts that a webhook's body tells, or why it tells none. Raises UnknownProvider, UnreadableEvent."""
    if provider not in READERS:
        raise UnknownProvider(provider)
    return READERS[provider](payload)
