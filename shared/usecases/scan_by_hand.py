"""Somebody of the store says where a parcel is: its own rider's, or a courier's that tells nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.parcel import MOVES, Parcel, ParcelNews, ParcelState, Scan
from shared.usecases.parcel_room import ParcelRoom, found
from shared.usecases.record_parcel import record_parcel

_P = ParcelState
#: What a person can see happen to a parcel.
SEEN_BY_PEOPLE = (
    _P.IN_TRANSIT,
    _P.OUT_FOR_DELIVERY,
    _P.FAILED_ATTEMPT,
    _P.DELIVERED,
    _P.RETURN_TO_SENDER,
    _P.RETURNED,
    _P.EXCEPTION,
)


class IllegalScan(Exception):
    """The parcel may not move like that; ``possible`` is what it may."""

    def __init__(self, parcel: Parcel, wanted: ParcelState) -> None:
        self.possible = tuple(one for one in SEEN_BY_PEOPLE if one in MOVES[parcel.state])
        may = ", ".join(self.possible) or "nothing else any more"
        super().__init__(f"the parcel is {parcel.state} and cannot become {wanted}; it can become: {may}")
        self.parcel, self.wanted = parcel, wanted


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What somebody saw: ``request`` names it for ever, ``proof`` is how the rider can show it."""

    state: ParcelState
    request: str
    note: str = ""
    rider: str = ""
    proof: str = ""

    @property
    def code(self) -> str:
        """The scan's word for it, the same for the same request."""
        return "store:" + hashlib.sha256(self.request.encode()).hexdigest()[:16]


def scan_by_hand(room: ParcelRoom, *, order_id: str, parcel_id: str, seen: Seen, now: datetime) -> Parcel:
    """The parcel with the scan; the same request again changes nothing.

    Raises UnknownParcel, IllegalScan, Contended.
    """
    _, parcel = found(room, order_id, parcel_id)
    if _said(parcel.scans, seen.code):
        return parcel
    if seen.state not in MOVES[parcel.state]:
        raise IllegalScan(parcel, seen.state)
    scan = Scan(at=now, state=seen.state, code=seen.code, note=seen.note)
    news = ParcelNews(courier=parcel.courier, tracking_code=parcel.tracking_code or "", scans=(scan,))
    return record_parcel(
        room, order_id=order_id, parcel_id=parcel_id, news=news, rider=seen.rider, proof=seen.proof, now=now
    ).parcel


def _said(scans: Iterable[Scan], code: str) -> bool:
    return any(scan.code == code for scan in scans)
