"""Ana's order was delivered and something is wrong with it: what tests of returns begin with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from shared.domain.changes import PutParcel, PutReturn
from shared.domain.events import ReturnMoved
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus, Ticket
from shared.domain.parcel import Address, Direction, Parcel, ParcelState, Scan
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.store import Store
from shared.ports import OrderFile
from shared.usecases.decide_return import Verdict, decide_return
from shared.usecases.inspect_return import Finding, inspect_return
from shared.usecases.return_room import ReturnRoom
from tests.fakes.people import ANA, MPLS_PROFILE, NOW, order
from tests.fakes.record import FakeRecord
from tests.shared.usecases.demo import Demo, demo

HOME = Address(
    name="Ana Ruiz", line1="1420 W Lake St", city="Minneapolis", state="MN", postal_code="55408", country="US"
)
TERMS: dict[str, Any] = {"days": 14}
SENDER = {
    "name": "North Loop Boba",
    "line1": "212 N 2nd St",
    "city": "Minneapolis",
    "postal_code": "55401",
    "country": "US",
}


def store_with(**terms: Any) -> Store:
    """The store with these terms of returns."""
    delivery = {
        "courier": "easypost",
        "own_rider": True,
        "answer_hours": 20,
        "follow_up_days": 3,
        "sender": SENDER,
        "parcel": {},
        "returns": TERMS | terms,
    }
    return Store.from_profile(MPLS_PROFILE | {"delivery": delivery})


def bought(**changes: Any) -> Order:
    """Two taro and a waffle, 18.45 dollars, delivered; their stock is held for them."""
    fields: dict[str, Any] = {
        "status": OrderStatus.DELIVERED,
        "version": 6,
        "needs": {"waffle-batter": 1},
        "ticket": Ticket(number=17, day=NOW.date()),
    }
    return order(**(fields | changes))


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
SENT = Parcel(
    id="pcl_out",
    order_id="ord_1",
    number=1,
    courier="easypost",
    direction=Direction.OUTBOUND,
    to=HOME,
    lines={"TARO-R": 2, "WAFFLE": 1},
    at=NOW,
    state=ParcelState.DELIVERED,
    scans=(Scan(at=NOW, state=ParcelState.DELIVERED, code="delivered"),),
    tracking_code="EZ1",
    shipment_id="shp_1",
)


@dataclass
class Complaint:
    """The store, its record, and what staff do about Ana's return."""

    store: Store = field(default_factory=store_with)
    shop: Demo = field(default_factory=lambda: demo("mpls"))
    now: datetime = NOW + timedelta(days=1)

    def __post_init__(self) -> None:
        """Write the order with what it was paid with and what brought it."""
        self.shop.store = self.store
        state = self.record.state
        state.orders["ord_1"] = bought()
        state.payments["ord_1", PAID.id] = PAID
        self.record.commits.commit([PutParcel(parcel=SENT, over=None)], token="sent")
        for item in state.stock:
            state.stock[item] = replace(state.stock[item], reserved=10_000)
        stocked = self.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe
        state.orders["ord_1"] = bought(needs=dict(stocked))

    @property
    def record(self) -> FakeRecord:
        """What is in it."""
        return self.shop.record

    @property
    def room(self) -> ReturnRoom:
        """The ports."""
        own = self.record
        return ReturnRoom(
            store=self.store, orders=own.orders, commits=own.commits, catalog=own.catalog, cases=own.cases
        )

    @property
    def file(self) -> OrderFile:
        """The order with everything."""
        file = self.record.orders.read_all("ord_1")
        assert file is not None
        return file

    @property
    def goods_return(self) -> GoodsReturn:
        """The only one there is."""
        (one,) = self.file.returns
        return one

    def asked(self, **changes: Any) -> GoodsReturn:
        """A return that waits for a decision: the waffle came broken."""
        fields: dict[str, Any] = {
            "id": "ret_1",
            "order_id": "ord_1",
            "customer_id": ANA.id,
            "state": ReturnState.REQUESTED,
            "version": 2,
            "at": NOW,
            "items": {"WAFFLE": 1},
            "trouble": Trouble.DAMAGED,
        }
        one = GoodsReturn(**(fields | changes))
        self.record.commits.commit([PutReturn(goods_return=one, over=None)], token=one.id)
        return one

    def decides(self, decision: Decision, *, explanation: str = "", return_id: str = "ret_1") -> GoodsReturn:
        """A manager does."""
        verdict = Verdict(decision=decision, by="sam", explanation=explanation)
        return decide_return(self.room, order_id="ord_1", return_id=return_id, verdict=verdict, now=self.now)

    def looks(self, restocked: dict[str, int], damaged: dict[str, int] | None = None) -> GoodsReturn:
        """Somebody looks at the goods."""
        finding = Finding(restocked=restocked, damaged=damaged or {}, by="sam")
        return inspect_return(self.room, order_id="ord_1", return_id="ret_1", finding=finding, now=self.now)

    def told(self) -> list[str]:
        """The names on the order's timeline, with the state of a return."""
        return [f"{one.name} {one.state}" if isinstance(one, ReturnMoved) else one.name for one in self.file.events]
