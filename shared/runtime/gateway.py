"""The store's payment gateway with its current key."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from shared.adapters.parameters import Secrets
from shared.adapters.payments.gateways import gateway_for
from shared.ports import PaymentGateway
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
