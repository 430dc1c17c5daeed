# ruff: noqa: ARG002 - the port's signature
"""The port Courier over the store's own rider, who is in the shop and needs no API: staff record what a rider did."""

from __future__ import annotations

from datetime import datetime

from shared.domain.order import Order
from shared.domain.parcel import OWN_RIDER, Instruction, Parcel, ParcelNews
from shared.domain.store import Store
from shared.ports import Booking


class OwnRider:
    """The store itself. Nothing is asked of anybody, so nothing fails."""

    @property
    def name(self) -> str:
        """``own_rider``."""
        return OWN_RIDER

    def prepare(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> str:
        """Nothing: there is nothing to buy."""
        return ""

    def book(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> Booking:
        """The parcel under its own id; a rider collects what is due and hands it in at the drawer."""
        return Booking(shipment_id=parcel.id, tracking_code=parcel.id, courier_name=store.name, label_url="")

    def track(self, parcel: Parcel, *, now: datetime) -> ParcelNews:
        """Nothing that is not recorded already."""
        return ParcelNews(courier=OWN_RIDER, tracking_code=parcel.tracking_code or parcel.id)

    def instruct(self, parcel: Parcel, instruction: Instruction, *, now: datetime) -> None:
        """Taken: it stands with the parcel, where the rider's next tour is planned from."""

    def cancel(self, parcel: Parcel, *, now: datetime) -> None:
        """Taken: the rider stays."""
