"""The simulated couriers with nothing in them, a parcel of each store's, and who asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.couriers import shiprocket_wire
from shared.adapters.couriers.couriers import courier_for
from shared.domain.order import Order, OrderStatus
from shared.domain.parcel import Address, Direction, Parcel, parcel_id_for
from shared.domain.store import Store
from shared.ports import Booking, Courier
from tests.fakes.lossy_session import LossySession
from tests.fakes.people import MPLS_PROFILE, NOW, PUNE_PROFILE, order
from tests.fakes.simulated_world import EASYPOST_KEY, SHIPROCKET_USER, LocalWorld, a_shop, local_world

MPLS_SENDER = {
    "name": "North Loop Boba",
    "line1": "212 N 2nd St",
    "city": "Minneapolis",
    "state": "MN",
    "postal_code": "55401",
    "country": "US",
    "phone": "+16125550142",
}
PUNE_SENDER = {
    "name": "Sahyadri Traders godown",
    "line1": "Gala 14, Market Yard",
    "line2": "Gultekdi",
    "city": "Pune",
    "state": "Maharashtra",
    "postal_code": "411037",
    "country": "IN",
    "phone": "+919025550175",
}
ANAS = Address(
    name="Ana Peña",
    line1="2400 Hennepin Ave",
    line2="Apt 3",
    city="Minneapolis",
    state="MN",
    postal_code="55405",
    country="US",
    phone="+16505551234",
)
RAVIS = Address(
    name="Ravi Kale",
    line1="12 Karve Road",
    city="Pune",
    state="Maharashtra",
    postal_code="411004",
    country="IN",
    phone="+919876543210",
)
PATHS = {"easypost": "/sim/easypost/v2", "shiprocket": "/sim/shiprocket/v1/external"}
KEYS = {"easypost": EASYPOST_KEY, "shiprocket": ":".join(SHIPROCKET_USER)}


def store(profile: dict[str, Any], *, courier: str, sender: dict[str, str], grams: int) -> Store:
    """A store that sends parcels."""
    delivery = {
        "courier": courier,
        "own_rider": True,
        "answer_hours": 20,
        "follow_up_days": 3,
        "sender": sender,
        "parcel": {"weight_grams": grams, "length_mm": 250, "width_mm": 200, "height_mm": 150},
    }
    return Store.from_profile({**profile, "delivery": delivery})


STORES = {
    "easypost": store(MPLS_PROFILE, courier="easypost", sender=MPLS_SENDER, grams=900),
    "shiprocket": store(PUNE_PROFILE, courier="shiprocket", sender=PUNE_SENDER, grams=2000),
}


@dataclass(frozen=True, kw_only=True)
class Account:
    """One store's account at its courier, and a parcel to send."""

    name: str
    world: LocalWorld
    parcel: Parcel
    order: Order
    store: Store

    def courier(self, session: LossySession | None = None, *, key: str | None = None) -> Courier:
        """The adapter, over this session."""
        url = self.world.url + PATHS[self.name]
        return courier_for(self.name, api_url=url, api_key=key or KEYS[self.name], session=session)

    def book(self, session: LossySession | None = None, *, parcel: Parcel | None = None, due: int = 0) -> Booking:
        """Book the parcel."""
        asked = parcel or self.parcel
        return self.courier(session).book(asked, order=self.order, store=self.store, due=due, now=NOW)

    def booked(self, **changed: Any) -> Parcel:
        """The parcel, booked and recorded so."""
        asked = replace(self.parcel, **changed)
        found = self.book(parcel=asked)
        return replace(
            asked,
            shipment_id=found.shipment_id,
            tracking_code=found.tracking_code,
            courier_name=found.courier_name,
        )

    def happens(self, parcel: Parcel, status: str, **more: Any) -> None:
        """The next scan, a minute later."""
        self.world.pass_time(timedelta(minutes=1).total_seconds())
        answer = self.world.post(f"/sim/parcels/{parcel.tracking_code}", json={"status": status, **more})
        assert answer.status_code == 200, answer.text

    def parcels(self) -> list[dict[str, Any]]:
        """What the courier has a code for."""
        found: list[dict[str, Any]] = self.world.get("/sim/parcels")["parcels"]
        return found

    def shipments(self) -> list[dict[str, Any]]:
        """Everything that was ever made at the courier, with a label or not."""
        if self.name == "easypost":
            found = self.world.easypost("/shipments?purchased=false").json()["shipments"]
        else:
            found = self.world.shiprocket("/orders").json()["data"]
        return list(found)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated couriers."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def account_at(served: LocalWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Account]]:
    """An account at a courier by its name, with nothing in it, in a process that never logged in."""

    def at(name: str) -> Account:
        ours, to = STORES[name], {"easypost": ANAS, "shiprocket": RAVIS}[name]
        parcel = Parcel(
            id=parcel_id_for(f"{name}:k1"),
            order_id="ord_1",
            number=1,
            courier=name,
            direction=Direction.OUTBOUND,
            to=to,
            lines={"TARO-R": 2},
            at=NOW,
        )
        bought = order(status=OrderStatus.CONFIRMED, store=ours.id, currency=ours.currency)
        return Account(name=name, world=served, parcel=parcel, order=bought, store=ours)

    monkeypatch.setattr(shiprocket_wire, "_tokens", {})
    with a_shop() as shop:
        served.begin_anew(shop)
        yield at


@pytest.fixture(params=["easypost", "shiprocket"])
def account(request: pytest.FixtureRequest, account_at: Callable[[str], Account]) -> Account:
    """Each courier in turn."""
    return account_at(request.param)
