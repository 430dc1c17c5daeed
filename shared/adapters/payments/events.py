"""The payment in a gateway's webhook, whichever gateway it is. Pure: no HTTP client is loaded for it.

UnknownProvider     the store names a gateway that is not here
"""

from __future__ import annotations

from shared.adapters.payments import razorpay_events, stripe_events
from shared.adapters.payments.verdict import Nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from shared.domain.payment import Payment

READERS: Mapping[str, Callable[[Mapping[str, Any]], Payment | Nothing]] = {
    stripe_events.PROVIDER: stripe_events.payment_in,
    razorpay_events.PROVIDER: razorpay_events.payment_in,
}


class UnknownProvider(ValueError):
    """``provider`` is not the name of a gateway; ``known`` are."""

    def __init__(self, provider: str) -> None:
        self.provider, self.known = provider, tuple(sorted(READERS))
        super().__init__(f"no payment gateway {provider!r}: there are {', '.join(self.known)}")


def payment_in(payload: Mapping[str, Any], *, provider: str) -> Payment | Nothing:
    """The payment that a webhook's body tells of, or why it tells of none. Raises UnknownProvider, UnreadableEvent."""
    if provider not in READERS:
        raise UnknownProvider(provider)
    return READERS[provider](payload)
