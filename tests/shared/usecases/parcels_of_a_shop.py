"""An order in a record, a courier, and what befalls its parcels: what tests of their use cases begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.domain.case import Case
from shared.domain.changes import PutOrder, PutPayment
from shared.domain.events import Event
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.domain.parcel import Address, Parcel, ParcelNews, ParcelState, Scan
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.store import Store
from shared.ports import OrderFile
from shared.usecases.book_parcel import book_parcel
from shared.usecases.parcel_room import ParcelRoom
from shared.usecases.record_parcel import record_parcel
from shared.usecases.request_parcel import Wanted, request_parcel
from tests.fakes.courier import FakeCourier
from tests.fakes.people import MPLS_PROFILE, NOW, order
from tests.fakes.record import FakeRecord

P = ParcelState
HOME = Address(
    name="Ana Ruiz", line1="1420 W Lake St", city="Minneapolis", state="MN", postal_code="55408", country="US"
)
OFFICE = Address(name="Ana Ruiz", line1="80 S 8th St", city="Minneapolis", postal_code="55402", country="US")
PROFILE: Mapping[str, Any] = MPLS_PROFILE | {
    "fulfilment": MPLS_PROFILE["fulfilment"] | {"kinds": ["pickup", "delivery"], "area": ["554"]},
    "hours": {"holidays": ["2026-11-26"]},
    "delivery": {
        "courier": "easypost",
        "own_rider": True,
        "answer_hours": 20,
        "follow_up_days": 3,
        "quiet_hours": ["21:00", "09:00"],
        "parcel": {},
    },
}
SHIPPING = Store.from_profile(PROFILE)


@dataclass
class Shop:
    """Ana's order of two taro and a waffle is confirmed and paid for (18.45 dollars)."""

    record: FakeRecord = field(default_factory=FakeRecord)
    courier: FakeCourier = field(default_factory=FakeCourier)
    now: datetime = NOW

    def __post_init__(self) -> None:
        """Write the order."""
        sold = order(status=OrderStatus.CONFIRMED, version=1)
        self.record.commits.commit([PutOrder(order=sold, over=None), PutPayment(attempt=PAID, new=True)], token="sold")

    @property
    def room(self) -> ParcelRoom:
        """The ports."""
        return ParcelRoom(store=SHIPPING, orders=self.record.orders, commits=self.record.commits)

    @property
    def file(self) -> OrderFile:
        """The order with everything."""
        file = self.record.orders.read_all("ord_1")
        assert file is not None
        return file

    @property
    def order(self) -> Order:
        """As it stands."""
        return self.file.order

    def parcel(self, number: int = 1) -> Parcel:
        """One of its parcels."""
        return next(one for one in self.file.parcels if one.number == number)

    def cases(self) -> list[Case]:
        """What waits for a person."""
        return list(self.record.state.cases.values())

    def events(self, kind: str = "") -> list[Event]:
        """The order's timeline, or what of one kind is on it."""
        return [one for one in self.file.events if not kind or one.name == kind]

    def told(self) -> list[str]:
        """The names on the timeline."""
        return [one.name for one in self.file.events]

    def put(self, **changes: Any) -> None:
        """Change the order, whoever did."""
        now = self.order
        self.record.state.orders[now.id] = order(**({"status": now.status, "version": now.version} | changes))

    def requested(self, request: str = "r1", **more: Any) -> Parcel:
        """Somebody wants a parcel."""
        fields: dict[str, Any] = {"to": HOME, "courier": "easypost"} | more
        wanted = Wanted(**fields)
        return request_parcel(self.room, order_id="ord_1", wanted=wanted, request=request, now=self.now)

    def book(self, parcel: Parcel) -> str:
        """The worker is woken."""
        return book_parcel(self.room, order_id="ord_1", parcel_id=parcel.id, courier=self.courier, now=self.now)

    def sent(self, request: str = "r1", **more: Any) -> Parcel:
        """A parcel that is booked."""
        parcel = self.requested(request, **more)
        assert self.book(parcel) == "booked"
        return self.parcel(parcel.number)

    def hear(self, parcel: Parcel, *scans: Scan, **more: Any) -> str:
        """The courier tells; the name of the event."""
        news = ParcelNews(courier="easypost", tracking_code=str(parcel.tracking_code), scans=scans, **more)
        return record_parcel(self.room, order_id="ord_1", parcel_id=parcel.id, news=news, now=self.now).event


PAID = PaymentAttempt(
    id="ord_1-1",
    order_id="ord_1",
    provider="stripe",
    amount=Money(1845, "USD"),
    status=AttemptStatus.PAID,
    created_at=NOW,
    transaction_id="pi_1",
    received=Money(1845, "USD"),
)


def scan(hour: float, state: ParcelState, code: str = "", note: str = "") -> Scan:
    """Something that happened so many hours from noon in Minneapolis."""
    return Scan(at=NOW + timedelta(hours=hour), state=state, code=code or state.value, note=note)


def crashes(act: Callable[[Shop], object]) -> Iterator[tuple[Shop, str]]:
    """The shop after each way in which the act can be broken off, at each call, and was done again."""
    whole = Shop()
    begun = len(whole.record.calls)
    act(whole)
    for nth in range(1, len(whole.record.calls) - begun + 1):
        for after in (False, True):
            shop = Shop()
            shop.record.strike(nth, Killed(), after=after)
            try:
                act(shop)
            except Killed:
                shop.record.forget_tokens()
                act(shop)
            yield shop, f"{'after' if after else 'before'} call {nth}"


class Killed(BaseException):
    """The function is no more."""
