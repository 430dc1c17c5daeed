"""The store's payment gateway with its current key."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from shared.adapters.parameters import Secrets
from shared.adapters.payments.gateways import gateway_for
from shared.ports import GatewayBooks, PaymentGateway, RefundDesk
from shared.runtime.environment import required


@cache
def _secrets() -> Secrets:
    return Secrets(region=required("AWS_REGION"), names=[required("PAYMENT_API_KEY_PARAMETER")])


def payment_gateway(*, now: datetime) -> PaymentGateway:
    """The gateway; a rotated key is noticed within five minutes. Raises Unavailable, Refused, MissingVariable."""
    return gateway_for(
        required("PAYMENT_PROVIDER"),
        api_url=required("PAYMENT_API_URL"),
        api_key=_secrets().current(required("PAYMENT_API_KEY_PARAMETER"), now=now),
    )


def gateway_books(*, now: datetime) -> GatewayBooks:
    """The gateway's own lists. Raises Unavailable, Refused, MissingVariable."""
    # Loaded only here: what opens a link reads no lists.
    from shared.adapters.payments.money_gateways import books_for

    return books_for(
        required("PAYMENT_PROVIDER"),
        api_url=required("PAYMENT_API_URL"),
        api_key=_secrets().current(required("PAYMENT_API_KEY_PARAMETER"), now=now),
    )


def refund_desk(*, now: datetime) -> RefundDesk:
    """Where money is given back. Raises Unavailable, Refused, MissingVariable."""
    from shared.adapters.payments.money_gateways import refund_desk_for

    return refund_desk_for(
        required("PAYMENT_PROVIDER"),
        api_url=required("PAYMENT_API_URL"),
        api_key=_secrets().current(required("PAYMENT_API_KEY_PARAMETER"), now=now),
    )
