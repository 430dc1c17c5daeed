"""Parcels of which nothing was heard for long are looked at, as if their courier had called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.parcel import Parcel
from shared.ports import Parcels

#: A courier scans a parcel at least once a day; who heard nothing for so long asks.
SILENCE = timedelta(hours=24)
#: So many in one run; the next hour's goes on with those that are silent longest then.
MOST = 200


def poll_parcels(parcels: Parcels, *, look: Callable[[Parcel], None], now: datetime) -> int:
    """Have each silent parcel looked at; how many there were."""
    silent = [one for one in parcels.silent(since=now - SILENCE, limit=MOST) if one.tracking_code]
    for parcel in silent:
        look(parcel)
    return len(silent)
