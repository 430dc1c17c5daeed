"""Somebody of the store says how far an order is: preparing, ready, collected, or somewhere on its way.

NotPossible     the order may not move like that; says what it may

What is on its way is its parcels' story: a step of the road is a scan of each of them, as if a courier had said it. An
order that is sent without any parcel has one brought by the store's own rider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.customer import Customer
from shared.domain.events import Event, OrderCollected, OrderPreparing, OrderReady, order_event
from shared.domain.order import TRANSITIONS, Order, OrderStatus
from shared.domain.parcel import OWN_RIDER, Address, Direction, Parcel, ParcelState
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.parcel_room import TRIES, ParcelRoom
from shared.usecases.request_parcel import Wanted, request_parcel
from shared.usecases.scan_by_hand import Seen, scan_by_hand

_S, _P = OrderStatus, ParcelState
#: What happens in the store, with what is told of it.
IN_STORE: Mapping[OrderStatus, type[Event]] = {
    _S.PREPARING: OrderPreparing,
    _S.READY: OrderReady,
    _S.COLLECTED: OrderCollected,
}
#: What happens on the road: the scan that says so.
ON_THE_ROAD: Mapping[OrderStatus, ParcelState] = {
    _S.DISPATCHED: _P.IN_TRANSIT,
    _S.OUT_FOR_DELIVERY: _P.OUT_FOR_DELIVERY,
    _S.DELIVERY_FAILED: _P.FAILED_ATTEMPT,
    _S.DELIVERED: _P.DELIVERED,
    _S.RETURNING: _P.RETURN_TO_SENDER,
    _S.RETURNED: _P.RETURNED,
}
#: Nothing of it has to be brought any more.
_DONE = frozenset({_P.CANCELLED, _P.DELIVERED, _P.RETURNED})


class NotPossible(Exception):
    """The order is in another status than allows that; ``possible`` is what it may become."""

    def __init__(self, order: Order, wanted: OrderStatus) -> None:
        self.possible = possible(order)
        may = ", ".join(self.possible) or "nothing that can be said here"
        # What was paid goes back and parcels are given up: more than a status, and more than staff may decide.
        how = " by its status: cancel it" if wanted is _S.CANCELLED else ""
        super().__init__(f"the order is {order.status} and cannot become {wanted}{how}; it can become: {may}")
        self.status, self.wanted = order.status, wanted


@dataclass(frozen=True, kw_only=True)
class Said:
    """The status that somebody says, and what names it for ever; ``customer`` is asked for an address' sake."""

    status: OrderStatus
    request: str
    customer: Customer | None


def possible(order: Order) -> tuple[OrderStatus, ...]:
    """What somebody of the store may say of the order next."""
    handed = frozenset({_S.COLLECTED}) if order.handover and order.handover.kind == "delivery" else frozenset()
    return tuple(one for one in (*IN_STORE, *ON_THE_ROAD) if one in TRANSITIONS[order.status] - handed)


def move_order(room: ParcelRoom, *, order_id: str, said: Said, now: datetime) -> None:
    """Move the order; one that is there already stays. Raises UnknownOrder, NotPossible, IllegalScan, Contended."""
    file = room.orders.read(order_id)
    if file is None:
        raise UnknownOrder
    if file.order.status is said.status:
        return
    if said.status not in possible(file.order):
        raise NotPossible(file.order, said.status)
    if said.status in IN_STORE:
        _in_store(room, file, said, now=now)
        return
    state = ON_THE_ROAD[said.status]
    for parcel in _sent(file) or [_by_rider(room, file, said, now=now)]:
        if parcel.state is not state:
            seen = Seen(state=state, request=f"{parcel.id}:{said.request}")
            scan_by_hand(room, order_id=order_id, parcel_id=parcel.id, seen=seen, now=now)


def _in_store(room: ParcelRoom, file: OrderFile, said: Said, *, now: datetime) -> None:
    for _ in range(TRIES):
        moved = file.order.become(said.status)
        event = order_event(IN_STORE[said.status], moved, now=now)
        try:
            room.commits.commit(
                [PutOrder(order=moved, over=file.order.version), AppendEvent(event=event)],
                token=f"moved:{moved.id}:{moved.version}:{said.status}",
            )
        except Conflict:
            again = room.orders.read(file.order.id)
            if again is None or again.order.status is said.status:
                return
            if said.status not in possible(again.order):
                raise NotPossible(again.order, said.status) from None
            file = again
            continue
        return
    raise Contended(f"order {file.order.id}: the record kept changing")


def _sent(file: OrderFile) -> list[Parcel]:
    """The parcels that still go to the customer; those that were given to them, when they are to come back."""
    out = [one for one in file.parcels if one.direction is Direction.OUTBOUND and one.state is not _P.CANCELLED]
    return [one for one in out if one.state not in _DONE] or out


def _by_rider(room: ParcelRoom, file: OrderFile, said: Said, *, now: datetime) -> Parcel:
    wanted = Wanted(to=_where(file.order, said.customer, room), courier=OWN_RIDER)
    return request_parcel(room, order_id=file.order.id, wanted=wanted, request=f"rider:{said.request}", now=now)


def _where(order: Order, customer: Customer | None, room: ParcelRoom) -> Address:
    """What is known of it: a rider of the store's finds a customer by the words they wrote."""
    handover = order.handover
    return Address(
        name=customer.name if customer else "",
        line1=(handover.address if handover else "") or (customer.address if customer else ""),
        city="",
        postal_code=(handover.postal_code if handover else "") or (customer.postal_code if customer else ""),
        country=room.store.country,
        phone=f"+{customer.identity.wa_id}" if customer and customer.identity.wa_id else "",
    )
