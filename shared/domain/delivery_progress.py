"""Where an order stands after all that was heard of its parcels: derived anew each time, so that no order of news
matters.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, Parcel, ParcelState

_P = ParcelState
_TURNED_BACK = frozenset({_P.RETURN_TO_SENDER, _P.RETURNED})
_NOT_BROUGHT = frozenset({_P.FAILED_ATTEMPT, *_TURNED_BACK})
_AT_THE_DOOR = frozenset({_P.OUT_FOR_DELIVERY, _P.FAILED_ATTEMPT, _P.AVAILABLE_FOR_PICKUP, _P.DELIVERED})
_NOT_YET_SENT = frozenset({_P.REQUESTED, _P.PRE_TRANSIT, _P.CANCELLED})


def status_by_parcels(parcels: Iterable[Parcel]) -> OrderStatus | None:
    """The status that an order's outbound parcels give it; None while none of them is on its way.

    Of several it is the one that still says something: a door where nobody was before one that was reached, what is
    under way before what is not. What was delivered stays so unless everything turned back.
    """
    sent = [one for one in parcels if one.direction is Direction.OUTBOUND and one.state is not _P.CANCELLED]
    ever = [one.ever for one in sent]
    if not sent:
        return None
    if all(_P.DELIVERED in one or one & _TURNED_BACK for one in ever):
        return _when_all_ended(sent)
    if any(one.state in _NOT_BROUGHT for one in sent):
        return OrderStatus.DELIVERY_FAILED
    if any(one & _AT_THE_DOOR for one in ever):
        return OrderStatus.OUT_FOR_DELIVERY
    return OrderStatus.DISPATCHED if any(one - _NOT_YET_SENT for one in ever) else None


def _when_all_ended(sent: list[Parcel]) -> OrderStatus:
    if all(one.state is _P.RETURNED for one in sent):
        return OrderStatus.RETURNED
    if all(one.state in _TURNED_BACK for one in sent):
        return OrderStatus.RETURNING
    return OrderStatus.DELIVERED
