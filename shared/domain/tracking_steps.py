"""How far an order came, as a line of steps: those that are done, the one it stands at, those still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.order import Order, OrderStatus

#: The page on which an order can be followed is shown for so long after the order was placed.
FOLLOWED_FOR = timedelta(days=90)

_S = OrderStatus
_PICKUP = (_S.CONFIRMED, _S.PREPARING, _S.READY, _S.COLLECTED)
_DELIVERY = (_S.CONFIRMED, _S.PREPARING, _S.DISPATCHED, _S.OUT_FOR_DELIVERY, _S.DELIVERED)
#: What is no step of the line: instead of which of its steps it stands, and what comes before it.
_AWAY: dict[OrderStatus, tuple[OrderStatus, ...]] = {
    _S.DELIVERY_FAILED: (_S.CONFIRMED, _S.PREPARING, _S.DISPATCHED, _S.DELIVERY_FAILED, _S.DELIVERED),
    _S.RETURNING: (_S.CONFIRMED, _S.PREPARING, _S.DISPATCHED, _S.RETURNING, _S.RETURNED),
    _S.RETURNED: (_S.CONFIRMED, _S.PREPARING, _S.DISPATCHED, _S.RETURNING, _S.RETURNED),
    _S.CANCELLED: (_S.CONFIRMED, _S.CANCELLED),
}
#: At these there is nothing more to come.
_ENDS = frozenset({_S.COLLECTED, _S.DELIVERED, _S.RETURNED, _S.CANCELLED})


class Place(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step; ``trouble``: it is none that anybody hoped for."""

    status: OrderStatus
    place: Place
    trouble: bool = False


def steps_of(order: Order, *, delivered: bool) -> tuple[Step, ...]:
    """The line of an order that is brought, or picked up."""
    usual = _DELIVERY if delivered else _PICKUP
    line = _AWAY.get(order.status, usual)
    # Packed and waiting for its courier is still being prepared, to who waits at home.
    at = _S.PREPARING if order.status is _S.READY and delivered else order.status
    if at not in line:
        # A manual step of the other way, like an order for pickup that was sent after all.
        line = _DELIVERY if at in _DELIVERY else _PICKUP
    here = line.index(at) if at in line else 0
    return tuple(
        Step(status=one, place=_place(number, here, at), trouble=one in _AWAY) for number, one in enumerate(line)
    )


def _place(number: int, here: int, at: OrderStatus) -> Place:
    if number == here:
        return Place.DONE if at in _ENDS - {_S.CANCELLED} else Place.NOW
    return Place.DONE if number < here else Place.TO_COME


def may_be_followed(order: Order, *, now: datetime) -> bool:
    """Whether the order was confirmed, and not too long ago."""
    return order.ticket is not None and now < order.placed_at + FOLLOWED_FOR
