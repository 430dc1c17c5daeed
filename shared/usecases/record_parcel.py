"""News of a parcel: the parcel, its order and one event of where it stands now, in one transaction.

What was overtaken before it was heard of stands with the parcel's scans, and nobody is told of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, Change, PutOrder, PutParcel, PutReturn
from shared.domain.delivery_progress import status_by_parcels
from shared.domain.events import (
    Event,
    ParcelAttemptFailed,
    ParcelDelayed,
    ParcelDelivered,
    ParcelDispatched,
    ParcelMoved,
    ParcelOutForDelivery,
    ParcelReturned,
    ParcelReturning,
    ReturnMoved,
    order_event,
)
from shared.domain.goods_return import RETURN_MOVES, GoodsReturn, ReturnState
from shared.domain.order import TRANSITIONS, Order, OrderStatus
from shared.domain.parcel import ENDED, Direction, Parcel, ParcelNews, ParcelState
from shared.domain.returned_goods import units_of
from shared.ports import Conflict, Contended, OrderFile, Parcels
from shared.usecases.parcel_room import TRIES, ParcelRoom, found, show_to_staff
from shared.usecases.poll_parcels import SILENCE

_P = ParcelState
#: What is told of each state; ``ParcelMoved`` of the others.
TOLD: dict[ParcelState, type[Event]] = {
    _P.IN_TRANSIT: ParcelDispatched,
    _P.OUT_FOR_DELIVERY: ParcelOutForDelivery,
    _P.FAILED_ATTEMPT: ParcelAttemptFailed,
    _P.DELIVERED: ParcelDelivered,
    _P.RETURN_TO_SENDER: ParcelReturning,
    _P.RETURNED: ParcelReturned,
}
#: Nobody is told of a parcel that an order in one of these sent.
_SILENT = frozenset({OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.DRAFT})
#: A courier that answered and had nothing new is not asked again for so long.
QUIET = timedelta(hours=1)


class NotOurParcelYet(Exception):
    """No parcel has that tracking code: its booking may be on its way into the record."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What came of news: the parcel as it stands, and the event's name, if there was one."""

    parcel: Parcel
    event: str = ""


def find_parcel(parcels: Parcels, *, courier: str, tracking_code: str) -> tuple[str, str]:
    """The order's and the parcel's id. Raises NotOurParcelYet."""
    ids = parcels.behind(courier, tracking_code)
    if ids is None:
        raise NotOurParcelYet(tracking_code)
    return ids


def record_parcel(
    room: ParcelRoom,
    *,
    order_id: str,
    parcel_id: str,
    news: ParcelNews,
    now: datetime,
    rider: str = "",
    proof: str = "",
) -> Recorded:
    """Record the news; the same again change nothing. ``rider`` and ``proof`` are the own rider's.

    Words that this release cannot place move nothing, and are shown to staff once. Raises UnknownParcel, Contended.
    """
    for _ in range(TRIES):
        file, before = found(room, order_id, parcel_id)
        for word in news.unknown:
            about = f"{parcel_id}:{word}"
            show_to_staff(
                room, reason=CaseReason.UNKNOWN_PARCEL_STATUS, about=about, order=file.order, note=word, now=now
            )
        parcel = _heard(room, before, news, now=now)
        if rider or proof:
            parcel = replace(parcel, rider=rider or parcel.rider, proof=proof or parcel.proof)
        if parcel == before:
            return Recorded(parcel=before)
        parcel = replace(parcel, version=before.version + 1)
        changes, event = _changes(file, before, parcel, now=now)
        if parcel.state is _P.EXCEPTION and before.state is not _P.EXCEPTION:
            note = parcel.last_move.note if parcel.last_move else ""
            show_to_staff(room, reason=CaseReason.PARCEL_TROUBLE, about=parcel_id, order=file.order, note=note, now=now)
        try:
            room.commits.commit(changes, token=f"parcel:{parcel_id}:{parcel.version}:{file.order.version}")
        except Conflict:
            continue
        return Recorded(parcel=parcel, event=event.name if event else "")
    raise Contended(f"order {order_id}: the record kept changing")


def heard_nothing_new(room: ParcelRoom, *, order_id: str, parcel_id: str, now: datetime) -> None:
    """The courier answered and knows no more than we do: it is not asked again at once. Raises UnknownParcel."""
    _, parcel = found(room, order_id, parcel_id)
    if parcel.heard_at is not None and now - parcel.heard_at < QUIET:
        return
    after = replace(parcel, heard_at=now, version=parcel.version + 1)
    try:
        room.commits.commit([PutParcel(parcel=after, over=parcel.version)], token=f"asked:{parcel.id}:{after.version}")
    except Conflict:
        # Something was heard of it meanwhile, which is as good.
        return


def ask_again(room: ParcelRoom, *, order_id: str, parcel_id: str, now: datetime) -> None:
    """The courier could not be asked: the next hourly run does, as about one that is silent. Raises UnknownParcel."""
    _, parcel = found(room, order_id, parcel_id)
    after = replace(parcel, heard_at=now - SILENCE, version=parcel.version + 1)
    try:
        room.commits.commit([PutParcel(parcel=after, over=parcel.version)], token=f"again:{parcel.id}:{after.version}")
    except Conflict:
        # Something was heard of it meanwhile.
        return


def _heard(room: ParcelRoom, before: Parcel, news: ParcelNews, *, now: datetime) -> Parcel:
    """The parcel after the news. Each failed attempt has its own time to answer: the courier's, or else the store's."""
    parcel = before.hear(news, now=now)
    if parcel.state is not _P.FAILED_ATTEMPT or parcel.attempts <= before.attempts:
        return parcel
    told = news.deadline if news.deadline and news.deadline > now else None
    return replace(parcel, deadline=told or now + timedelta(hours=room.store.delivery.answer_hours))


def _changes(file: OrderFile, before: Parcel, parcel: Parcel, *, now: datetime) -> tuple[list[Change], Event | None]:
    put: list[Change] = [PutParcel(parcel=parcel, over=before.version)]
    if parcel.direction is Direction.INBOUND:
        more, event = _brought_back(file, before, parcel, now=now)
        return put + more, event
    order = _moved(file, parcel)
    event = _event(file, order, before, parcel, now=now)
    if event is None:
        return put, None
    return [*put, PutOrder(order=order, over=file.order.version), AppendEvent(event=event)], event


def _moved(file: OrderFile, parcel: Parcel) -> Order:
    """The order one version on, in the status that its parcels give it if it may have that."""
    others = (one for one in file.parcels if one.id != parcel.id)
    wanted = status_by_parcels((*others, parcel))
    order = file.order
    return order.become(wanted) if wanted in TRANSITIONS[order.status] else order.noted()


def _event(file: OrderFile, order: Order, before: Parcel, parcel: Parcel, *, now: datetime) -> Event | None:
    """The one event of where the parcel and its order stand now; None when both stand where they stood."""
    about: dict[str, Any] = {"now": now, "parcel_id": parcel.id}
    # Also when it is an earlier attempt that was heard of late: what its customer is asked about has the newest number.
    again = parcel.state is _P.FAILED_ATTEMPT and parcel.attempts > before.attempts
    if parcel.state is not before.state or again:
        kind = TOLD.get(parcel.state, ParcelMoved)
        if order.status not in _SILENT and kind is not ParcelMoved and not _told(file, kind, parcel):
            return order_event(kind, order, **about, **_more(kind, parcel))
        return order_event(ParcelMoved, order, **about, state=parcel.state.value)
    if _another_day(before, parcel) and order.status not in _SILENT:
        return order_event(ParcelDelayed, order, **about, expected=str(parcel.expected), before=str(before.expected))
    if order.status is not file.order.status:
        return order_event(ParcelMoved, order, **about, state=parcel.state.value)
    return None


def _told(file: OrderFile, kind: type[Event], parcel: Parcel) -> bool:
    """Whether the customer was told so of this attempt, or, of the dispatch, of anything that comes after it."""
    told = [one for one in file.events if getattr(one, "parcel_id", None) == parcel.id]
    if kind is ParcelDispatched:
        return any(isinstance(one, tuple(TOLD.values())) for one in told)
    more = _more(kind, parcel)
    return any(type(one) is kind and getattr(one, "attempt", None) == more.get("attempt") for one in told)


def _more(kind: type[Event], parcel: Parcel) -> dict[str, Any]:
    if kind is ParcelOutForDelivery:
        return {"attempt": parcel.attempts + 1}
    if kind is ParcelAttemptFailed:
        return {"attempt": parcel.attempts, "deadline": _stamp(parcel.deadline)}
    return {}


def _another_day(before: Parcel, parcel: Parcel) -> bool:
    both = before.expected is not None and parcel.expected is not None
    return both and parcel.expected != before.expected and parcel.state not in ENDED


def _brought_back(
    file: OrderFile, before: Parcel, parcel: Parcel, *, now: datetime
) -> tuple[list[Change], Event | None]:
    """Goods that come back: their return follows the parcel."""
    if parcel.state is before.state:
        return [], None
    follows = next((one for one in file.returns if one.id == parcel.return_id), None)
    step = _step(follows, parcel)
    noted = _coming_back(file, follows, step)
    put = PutOrder(order=noted, over=file.order.version)
    if follows is None or step is None:
        event: Event = order_event(ParcelMoved, noted, now=now, parcel_id=parcel.id, state=parcel.state.value)
        return [put, AppendEvent(event=event)], event
    moved = follows.become(step)
    event = order_event(ReturnMoved, noted, now=now, return_id=moved.id, state=moved.state.value)
    return [put, PutReturn(goods_return=moved, over=follows.version), AppendEvent(event=event)], event


def _coming_back(file: OrderFile, follows: GoodsReturn | None, step: ReturnState | None) -> Order:
    """The order one version on: returning, when all of it is in the return that has set out."""
    order = file.order
    whole = follows is not None and step is not None and Counter(follows.items) >= units_of(order)
    may = OrderStatus.RETURNING in TRANSITIONS[order.status]
    return order.become(OrderStatus.RETURNING) if whole and may else order.noted()


def _step(follows: GoodsReturn | None, parcel: Parcel) -> ReturnState | None:
    if follows is None or not parcel.ever & (frozenset(TOLD) | {_P.EXCEPTION}):
        return None
    there = parcel.state in (_P.DELIVERED, _P.RETURNED)
    step = ReturnState.ARRIVED if there else ReturnState.ON_ITS_WAY
    return step if step in RETURN_MOVES[follows.state] else None


def _stamp(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else ""
