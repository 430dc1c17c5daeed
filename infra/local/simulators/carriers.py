"""What testers and the console do with any parcel courier: look at its parcels, let the next scan happen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from infra.local.simulators.clock import rfc3339
from infra.local.simulators.desk import Provider
from infra.local.simulators.world import Json

#: What a parcel may be told to become, in the contract's words.
STATUSES = (
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    "failed_attempt",
    "available_for_pickup",
    "delivered",
    "return_to_sender",
    "returned",
    "exception",
    "cancelled",
)
#: What happens where a parcel comes from; all else happens where it goes to.
AT_THE_SENDERS = frozenset({"pre_transit", "in_transit", "returned", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One thing that happened to a parcel. `reason` is why, as the tester gave it; empty: the courier's usual one."""

    at: datetime
    status: str
    place: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a tester lets happen next; without a `status` only the day of delivery changes. `at`: a scan told late."""

    status: str | None
    expected: date | None = None
    reason: str = ""
    at: datetime | None = None
    signed_by: str = ""


@dataclass(slots=True, kw_only=True)
class Haul:
    """One parcel with a tracking code. Addresses are in our own words: name, lines, city, state, postal_code, phone.

    `reference` is the store's own for it, `order_hint` its order if it said so, `expected` the day of delivery in the
    receiver's country, `weight` in the courier's own unit, `deadline` until when the courier waits to be told what to
    do (UTC).
    """

    store_id: str
    courier: str
    carrier: str
    reference: str
    tracking_code: str
    shipment_id: str
    sender: Json
    receiver: Json
    inbound: bool
    booked_at: datetime
    expected: date
    order_hint: str = ""
    service: str = ""
    weight: float | None = None
    label_url: str = ""
    public_url: str = ""
    signed_by: str = ""
    cancelled: bool = False
    deadline: datetime | None = None
    scans: list[Scan] = field(default_factory=list)
    instructions: list[Json] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Where it stands by its newest scan."""
        if self.cancelled:
            return "cancelled"
        return self.scans[-1].status if self.scans else "pre_transit"

    @property
    def attempts(self) -> int:
        """How often nobody was there."""
        return sum(1 for scan in self.scans if scan.status == "failed_attempt")

    @property
    def handed_over(self) -> bool:
        """Whether the courier has had it in its hands."""
        return any(scan.status not in {"pre_transit", "cancelled"} for scan in self.scans)

    def scan(self, step: Step, *, now: datetime) -> None:
        """The next scan, at least a second after the last: no courier scans one parcel twice in a second.

        One that is told late has its own time, and stands among the others where it belongs.
        """
        soonest = self.scans[-1].at + timedelta(seconds=1) if self.scans else now
        at = (step.at or max(now, soonest)).replace(microsecond=0)
        status = step.status or self.status
        place = self.sender if status in AT_THE_SENDERS else self.receiver
        city = ", ".join(filter(None, (str(place.get("city") or ""), str(place.get("state") or ""))))
        self.scans.append(Scan(at=at, status=status, place=city, reason=step.reason))
        self.scans.sort(key=lambda one: one.at)
        self.signed_by = step.signed_by or self.signed_by

    def shown(self) -> Json:
        """The parcel as `GET /sim/parcels` shows it, but for the order it belongs to."""
        return {
            "tracking_code": self.tracking_code,
            "order_id": self.order_hint or self.reference,
            "status": self.status,
            "courier": self.courier,
            "store": self.store_id,
            "carrier": self.carrier,
            "reference": self.reference,
            "direction": "inbound" if self.inbound else "outbound",
            "label_url": self.label_url,
            "courier_page": self.public_url,
            "expected": self.expected.isoformat(),
            "attempts": self.attempts,
            "deadline": rfc3339(self.deadline) if self.deadline else None,
            "instructions": self.instructions,
            "scans": [
                {"at": rfc3339(one.at), "status": one.status, "place": one.place, "reason": one.reason}
                for one in self.scans
            ],
        }


class Carrier(Provider, Protocol):
    """A provider that brings parcels."""

    def hauls(self) -> Iterable[Haul]:
        """Every parcel it has a code for, oldest first."""
        ...

    def advance(self, haul: Haul, step: Step) -> None:
        """Let the step happen, and tell the store. Raises `BadRequest` for what this courier has no word for."""
        ...
