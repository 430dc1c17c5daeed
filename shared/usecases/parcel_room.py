"""What the use cases of parcels share: the store and its ports, and how one finds a parcel and puts a person to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from shared.domain.case import Case, CaseReason, CaseStatus, case_id_for
from shared.domain.changes import PutCase
from shared.domain.order import Order
from shared.domain.parcel import Parcel
from shared.domain.store import Store
from shared.ports import Commits, Conflict, OrderFile, Orders

#: A courier's news, its booking and what staff do meet at the same order.
TRIES = 8


class UnknownParcel(Exception):
    """The order has no such parcel."""


@dataclass(frozen=True, kw_only=True)
class ParcelRoom:
    """The store, and the ports on its orders and their parcels."""

    store: Store
    orders: Orders
    commits: Commits


def parcel_in(file: OrderFile | None, parcel_id: str) -> Parcel | None:
    """The parcel of an order's file."""
    return next((one for one in file.parcels if one.id == parcel_id), None) if file else None


def found(room: ParcelRoom, order_id: str, parcel_id: str) -> tuple[OrderFile, Parcel]:
    """The order's file, with its timeline, and the parcel. Raises UnknownParcel."""
    file = room.orders.read_all(order_id)
    parcel = parcel_in(file, parcel_id)
    if file is None or parcel is None:
        raise UnknownParcel(parcel_id)
    return file, parcel


def show_to_staff(
    room: ParcelRoom, *, reason: CaseReason, about: str, now: datetime, order: Order | None = None, note: str = ""
) -> None:
    """Open a case beside the conversation, once for what it is ``about``; ``note`` is what the courier said."""
    case = Case(
        id=case_id_for(f"{reason}:{about}"),
        store=room.store.id,
        customer_id=order.customer_id if order else "",
        reason=reason,
        status=CaseStatus.OPEN,
        version=1,
        opened_at=now,
        first_place=0,
        order_id=order.id if order else None,
        note=note,
    )
    # In a conflict it was opened before.
    with suppress(Conflict):
        room.commits.commit([PutCase(case=case, over=None)], token=f"case:{case.id}")
