"""A courier, by its name in the store's file."""

from __future__ import annotations

from collections.abc import Mapping

import requests

from shared.adapters.couriers.easypost import EasyPost
from shared.adapters.couriers.own_rider import OwnRider
from shared.adapters.couriers.shiprocket import Shiprocket
from shared.domain.parcel import OWN_RIDER
from shared.ports import Courier

COURIERS: Mapping[str, type[EasyPost | Shiprocket]] = {"easypost": EasyPost, "shiprocket": Shiprocket}


class UnknownCourier(Exception):
    """No adapter has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no courier {name!r}")
        self.name = name


def courier_for(name: str, *, api_url: str = "", api_key: str = "", session: requests.Session | None = None) -> Courier:
    """The courier behind ``api_url``; the store's own rider needs none. Raises UnknownCourier."""
    if name == OWN_RIDER:
        return OwnRider()
    if name not in COURIERS:
        raise UnknownCourier(name)
    return COURIERS[name](api_url=api_url, api_key=api_key, session=session)
