"""A courier in memory: one shipment for each parcel of ours, troubles and scans as the test wants them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from shared.domain.order import Order
from shared.domain.parcel import Instruction, Parcel, ParcelNews, ParcelState, Scan
from shared.domain.store import Store
from shared.ports import Booking, PortError, Refused, Unavailable


@dataclass
class FakeCourier:
    """``shipments`` by our parcel id, ``instructions`` and ``cancelled`` in the order they were taken.

    ``calls`` counts everything that was asked.
    """

    name: str = "easypost"
    shipments: dict[str, Booking] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    instructions: list[tuple[str, Instruction]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    expected: date | None = None
    calls: int = 0
    _troubles: deque[tuple[PortError, bool]] = field(default_factory=deque)

    def fail_next(self, error: PortError, *, times: int = 1) -> None:
        """The next calls raise this and change nothing."""
        self._troubles.extend([(error, False)] * times)

    def lose_next_answer(self, *, times: int = 1) -> None:
        """The next calls do what they were asked, but nobody hears of it."""
        self._troubles.extend([(Unavailable("no answer"), True)] * times)

    def prepare(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> str:
        """The port: as EasyPost, it makes another one each time it is asked."""
        self.made.append(parcel.id)
        return f"made_{len(self.made)}"

    def book(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> Booking:
        """The port: our id finds the shipment that an earlier call made."""
        lost = self._trouble()
        if parcel.id not in self.shipments:
            number = len(self.shipments) + 1
            self.due[parcel.id] = due
            self.shipments[parcel.id] = Booking(
                shipment_id=f"shp_{number}",
                tracking_code=f"TRACK{number}",
                courier_name="UPS",
                label_url=f"https://labels.example/{number}.pdf",
                cost=607,
                currency=store.currency,
                expected=now.date() + timedelta(days=3),
            )
        if lost is not None:
            raise lost
        return self.shipments[parcel.id]

    def track(self, parcel: Parcel, *, now: datetime) -> ParcelNews:
        """The port."""
        lost = self._trouble()
        if lost is not None:
            raise lost
        return ParcelNews(
            courier=self.name,
            tracking_code=str(parcel.tracking_code),
            scans=tuple(self.scans),
            expected=self.expected,
        )

    def instruct(self, parcel: Parcel, instruction: Instruction, *, now: datetime) -> None:
        """The port: the same again changes nothing."""
        lost = self._trouble()
        wanted = (parcel.id, replace(instruction, told_at=None))
        if wanted not in self.instructions:
            self.instructions.append(wanted)
        if lost is not None:
            raise lost

    def cancel(self, parcel: Parcel, *, now: datetime) -> None:
        """The port."""
        lost = self._trouble()
        if any(scan.state is ParcelState.IN_TRANSIT for scan in self.scans):
            raise Refused("under_way", "the shipment is on its way")
        if parcel.id in self.shipments and parcel.id not in self.cancelled:
            self.cancelled.append(parcel.id)
        if lost is not None:
            raise lost

    def _trouble(self) -> PortError | None:
        self.calls += 1
        if not self._troubles:
            return None
        error, done = self._troubles.popleft()
        if not done:
            raise error
        return error
