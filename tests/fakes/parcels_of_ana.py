"""Parcels and returns of Ana's order, and the moment at which she is told of what befalls them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.events import Event, order_event
from shared.domain.goods_return import GoodsReturn, ReturnState, Trouble
from shared.domain.order import Order, OrderStatus, Ticket
from shared.domain.parcel import Address, Direction, Parcel, ParcelState, Scan
from shared.domain.store import Store
from shared.ports import OrderFile
from shared.usecases.milestones.milestone import Telling
from tests.fakes.people import ANA, MPLS, NOW, order

PAGE = "https://shop.example/track/0f0f"
HOME = Address(
    name="Ana Ruiz", line1="1420 W Lake St", city="Minneapolis", state="MN", postal_code="55408", country="US"
)


def sent_order(**changes: Any) -> Order:
    """Order 17, on its way."""
    return order(
        **({"status": OrderStatus.DISPATCHED, "version": 6, "ticket": Ticket(number=17, day=NOW.date())} | changes)
    )


def parcel(**changes: Any) -> Parcel:
    """All of it in one parcel with UPS, expected in three days (a Tuesday), with what is changed."""
    values: dict[str, Any] = {
        "id": "pcl_1",
        "order_id": "ord_1",
        "number": 1,
        "courier": "easypost",
        "direction": Direction.OUTBOUND,
        "to": HOME,
        "lines": {"TARO-R": 2, "WAFFLE": 1},
        "at": NOW,
        "state": ParcelState.IN_TRANSIT,
        "tracking_code": "EZ4000000004",
        "tracking_url": "https://track.easypost.example/djE6",
        "courier_name": "UPS",
        "expected": date(2026, 11, 24),
    }
    return Parcel(**(values | changes))


def failed(attempts: int = 1) -> tuple[Scan, ...]:
    """So many vain attempts, a day apart."""
    days = (NOW + timedelta(days=number) for number in range(attempts))
    return tuple(Scan(at=at, state=ParcelState.FAILED_ATTEMPT, code="failure", note="Nobody home") for at in days)


def goods_return(**changes: Any) -> GoodsReturn:
    """One waffle came broken."""
    values: dict[str, Any] = {
        "id": "ret_1",
        "order_id": "ord_1",
        "customer_id": ANA.id,
        "state": ReturnState.REQUESTED,
        "version": 2,
        "at": NOW,
        "items": {"WAFFLE": 1},
        "trouble": Trouble.DAMAGED,
    }
    return GoodsReturn(**(values | changes))


def moment(
    kind: type[Event],
    /,
    *parcels: Parcel,
    of: Order | None = None,
    returns: tuple[GoodsReturn, ...] = (),
    store: Store = MPLS,
    language: str = "en",
    first: bool = False,
    tracking: str = PAGE,
    **more: Any,
) -> Telling:
    """Ana is told of an event, at noon of a Saturday in Minneapolis."""
    about = of or sent_order()
    return Telling(
        event=order_event(kind, about, now=NOW, **more),
        order=about,
        customer=replace(ANA, language=language),
        store=store,
        wording=all_texts(),
        now=NOW,
        tracking=tracking,
        file=OrderFile(order=about, parcels=parcels, returns=returns),
        first=first,
    )
