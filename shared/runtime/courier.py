"""The store's couriers with their current key."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from shared.adapters.couriers.couriers import courier_for
from shared.adapters.parameters import Secrets
from shared.domain.parcel import OWN_RIDER
from shared.ports import Courier
from shared.runtime.environment import required


@cache
def _secrets() -> Secrets:
    return Secrets(region=required("AWS_REGION"), names=[required("COURIER_API_KEY_PARAMETER")])


@cache
def _courier(name: str, *, api_url: str, api_key: str) -> Courier:
    """Kept while warm: Shiprocket's logs in once."""
    return courier_for(name, api_url=api_url, api_key=api_key)


def courier(name: str, *, now: datetime) -> Courier:
    """The courier of that name; a rotated key is noticed within five minutes.

    Raises Unavailable, Refused, MissingVariable; UnknownCourier for one that is neither the store's nor its own rider.
    """
    if name == OWN_RIDER:
        return courier_for(name)
    if name != required("COURIER"):
        # A parcel from before the store changed its courier: its key is not here any more.
        return courier_for("")
    return _courier(
        name,
        api_url=required("COURIER_API_URL"),
        api_key=_secrets().current(required("COURIER_API_KEY_PARAMETER"), now=now),
    )
