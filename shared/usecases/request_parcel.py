"""A parcel of an order is wanted: recorded with what is in it and where it goes, once; its courier is asked later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, PutOrder, PutParcel
from shared.domain.events import ParcelRequested, order_event
from shared.domain.order import Order, OrderStatus
from shared.domain.parcel import Address, Direction, Parcel, ParcelState, parcel_id_for
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.correct_stock import RequestReused
from shared.usecases.parcel_room import TRIES, ParcelRoom, parcel_in

_S = OrderStatus
#: Orders in these have goods that may leave, or that may come back.
SENDS = frozenset({_S.CONFIRMED, _S.PREPARING, _S.READY, _S.DISPATCHED, _S.OUT_FOR_DELIVERY, _S.DELIVERY_FAILED})
BRINGS_BACK = SENDS | {_S.DELIVERED, _S.COLLECTED, _S.RETURNING, _S.RETURNED}


class NotSent(Exception):
    """Nothing of an order in that status is sent."""

    def __init__(self, status: OrderStatus) -> None:
        super().__init__(f"an order that is {status} sends no parcel")
        self.status = status


class NotInTheOrder(Exception):
    """More units of a product than the order has left to send."""

    def __init__(self, sku: str, *, wanted: int, left: int) -> None:
        super().__init__(f"{wanted} of {sku} were to be sent, and {left} are left")
        self.sku, self.wanted, self.left = sku, wanted, left


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The parcel to make. ``to`` is the customer's address, whichever the ``direction``; ``lines`` (sku to units) None:
    all of the order that is in no parcel yet. ``courier`` as in the store's file, or ``own_rider``.
    """

    to: Address
    courier: str
    lines: Mapping[str, int] | None = None
    direction: Direction = Direction.OUTBOUND
    return_id: str = ""


def request_parcel(room: ParcelRoom, *, order_id: str, wanted: Wanted, request: str, now: datetime) -> Parcel:
    """The parcel, recorded with ``ParcelRequested``; the same ``request`` is the same parcel.

    A box that is sent beside those that hold all of the order has no lines of its own. Raises UnknownOrder, NotSent,
    NotInTheOrder, RequestReused, Contended.
    """
    parcel_id = parcel_id_for(f"{order_id}:{request}")
    for _ in range(TRIES):
        file = room.orders.read(order_id)
        if file is None:
            raise UnknownOrder
        known = parcel_in(file, parcel_id)
        if known is not None:
            if not _same(known, wanted):
                raise RequestReused(request)
            return known
        parcel, changes = requested(file, wanted, parcel_id=parcel_id, now=now)
        try:
            room.commits.commit(changes, token=f"parcel:{parcel_id}:{file.order.version}")
        except Conflict:
            continue
        return parcel
    raise Contended(f"order {order_id}: the record kept changing")


def requested(file: OrderFile, wanted: Wanted, *, parcel_id: str, now: datetime) -> tuple[Parcel, list[Change]]:
    """The parcel, and what a transaction has to change for it. Raises NotSent, NotInTheOrder."""
    order = file.order
    outbound = wanted.direction is Direction.OUTBOUND
    if order.status not in (SENDS if outbound else BRINGS_BACK):
        raise NotSent(order.status)
    parcel = Parcel(
        id=parcel_id,
        order_id=order.id,
        number=len(file.parcels) + 1,
        courier=wanted.courier,
        direction=wanted.direction,
        to=wanted.to,
        lines=_lines(file, wanted),
        at=now,
        return_id=wanted.return_id,
    )
    noted = order.noted()
    event = order_event(ParcelRequested, noted, now=now, parcel_id=parcel_id)
    return parcel, [
        PutOrder(order=noted, over=order.version),
        PutParcel(parcel=parcel, over=None),
        AppendEvent(event=event),
    ]


def _lines(file: OrderFile, wanted: Wanted) -> dict[str, int]:
    left = _units(file.order)
    for parcel in file.parcels:
        if parcel.direction is wanted.direction and parcel.state is not ParcelState.CANCELLED:
            left.subtract(parcel.lines)
    if wanted.lines is None:
        return {sku: units for sku, units in left.items() if units > 0}
    for sku, units in wanted.lines.items():
        if units > left[sku]:
            raise NotInTheOrder(sku, wanted=units, left=max(left[sku], 0))
    return dict(wanted.lines)


def _units(order: Order) -> Counter[str]:
    units: Counter[str] = Counter()
    for line in order.lines:
        units[line.sku] += line.quantity
    return units


def _same(known: Parcel, wanted: Wanted) -> bool:
    lines = known.lines if wanted.lines is None else wanted.lines
    own = (known.to, known.courier, known.direction, dict(known.lines))
    return own == (wanted.to, wanted.courier, wanted.direction, dict(lines))
