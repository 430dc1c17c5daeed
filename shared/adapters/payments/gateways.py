"""The store's payment gateway, by its name in the store's file."""

from __future__ import annotations

from collections.abc import Mapping

import requests

from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.razorpay import RazorpayGateway
from shared.adapters.payments.stripe import StripeGateway
from shared.ports import PaymentGateway

GATEWAYS: Mapping[str, type[RazorpayGateway | StripeGateway]] = {
    "razorpay": RazorpayGateway,
    "stripe": StripeGateway,
}


def gateway_for(
    provider: str, *, api_url: str, api_key: str, session: requests.Session | None = None
) -> PaymentGateway:
    """The gateway behind ``api_url``. Raises UnknownProvider."""
    if provider not in GATEWAYS:
        raise UnknownProvider(provider)
    return GATEWAYS[provider](api_url=api_url, api_key=api_key, session=session)
