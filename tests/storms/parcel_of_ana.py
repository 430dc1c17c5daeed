"""Ana's order is confirmed and a parcel of it is asked for, at a stage whose couriers are the simulated ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from shared.adapters.couriers.couriers import courier_for
from shared.domain.changes import PutOrder, PutPayment
from shared.domain.order import OrderStatus
from shared.domain.parcel import Parcel
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.store import Store
from shared.ports import Courier
from shared.usecases.parcel_room import ParcelRoom
from shared.usecases.request_parcel import Wanted, request_parcel
from tests.fakes.people import ANA, MPLS_PROFILE, NOW, PUNE_PROFILE, order
from tests.fakes.simulated_world import LocalWorld
from tests.shared.adapters.couriers.conftest import ANAS, KEYS, MPLS_SENDER, PATHS, PUNE_SENDER, RAVIS
from tests.storms.stage import Stage

HOMES = {"easypost": ANAS, "shiprocket": RAVIS}
CURRENCY = {"easypost": "USD", "shiprocket": "INR"}


def profile(courier: str) -> dict[str, Any]:
    """A store that sends with it."""
    own, sender = (MPLS_PROFILE, MPLS_SENDER) if courier == "easypost" else (PUNE_PROFILE, PUNE_SENDER)
    delivery = {
        "courier": courier,
        "own_rider": True,
        "answer_hours": 20,
        "follow_up_days": 3,
        "sender": sender,
        "parcel": {"weight_grams": 900, "length_mm": 250, "width_mm": 200, "height_mm": 150},
    }
    return {**own, "delivery": delivery}


def shop_of(courier: str) -> Store:
    """The same, as workers read it."""
    return Store.from_profile(profile(courier))


def courier_at(name: str, world: LocalWorld, session: requests.Session | None = None) -> Courier:
    """The real adapter on the simulated courier."""
    return courier_for(name, api_url=world.url + PATHS[name], api_key=KEYS[name], session=session)


def sell(s: Stage, courier: str) -> None:
    """Ana's order is confirmed and paid, and the store knows her."""
    sold = order(status=OrderStatus.CONFIRMED, version=1, needs={}, currency=CURRENCY[courier])
    paid = PaymentAttempt(
        id="ord_1-1",
        order_id="ord_1",
        provider="stripe",
        amount=sold.total,
        status=AttemptStatus.PAID,
        created_at=NOW,
        transaction_id="pi_1",
        received=sold.total,
    )
    s.record.customers.save(ANA)
    s.record.commits.commit([PutOrder(order=sold, over=None), PutPayment(attempt=paid, new=True)], token="sold")


def send(s: Stage, courier: str, order_id: str = "ord_1") -> None:
    """A parcel is asked for, with all of the order."""
    room = ParcelRoom(store=shop_of(courier), orders=s.record.orders, commits=s.record.commits)
    wish = Wanted(to=HOMES[courier], courier=courier)
    request_parcel(room, order_id=order_id, wanted=wish, request="k1", now=s.now)


def wanted(monkeypatch: pytest.MonkeyPatch, s: Stage, courier: str) -> Mapping[str, Any]:
    """Ana's order is confirmed and a parcel of it is asked for; the event of it."""
    monkeypatch.setenv("STORE", json.dumps(profile(courier)))
    s.forget()
    sell(s, courier)
    send(s, courier)
    return {"detail": s.order("ord_1").events[-1].detail()}


def the_parcel(s: Stage, order_id: str = "ord_1") -> Parcel:
    """The only one there is."""
    (parcel,) = s.order(order_id).parcels
    return parcel
