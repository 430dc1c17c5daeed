"""The store's gateway for refunds and for reconciling, by its name in the store's file."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import requests

from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.razorpay_books import RazorpayBooks
from shared.adapters.payments.razorpay_refunds import RazorpayRefunds
from shared.adapters.payments.stripe_books import StripeBooks
from shared.adapters.payments.stripe_refunds import StripeRefunds
from shared.ports import GatewayBooks, RefundDesk

REFUNDS: Mapping[str, type[RazorpayRefunds | StripeRefunds]] = {"razorpay": RazorpayRefunds, "stripe": StripeRefunds}
BOOKS: Mapping[str, type[RazorpayBooks | StripeBooks]] = {"razorpay": RazorpayBooks, "stripe": StripeBooks}


def refund_desk_for(
    provider: str, *, api_url: str, api_key: str, session: requests.Session | None = None
) -> RefundDesk:
    """Refunds at the gateway behind ``api_url``. Raises UnknownProvider."""
    if provider not in REFUNDS:
        raise UnknownProvider(provider)
    return REFUNDS[provider](api_url=api_url, api_key=api_key, session=session)


def books_for(
    provider: str,
    *,
    api_url: str,
    api_key: str,
    session: requests.Session | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> GatewayBooks:
    """The lists of the gateway behind ``api_url``. Raises UnknownProvider."""
    if provider not in BOOKS:
        raise UnknownProvider(provider)
    return BOOKS[provider](api_url=api_url, api_key=api_key, session=session, pause=pause)
