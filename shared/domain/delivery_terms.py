"""How a store sends parcels: from where, how large, and how long it waits for a customer's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.parcel import Address
from shared.domain.return_terms import ReturnTerms


@dataclass(frozen=True, kw_only=True)
class ParcelSize:
    """A usual parcel, packed: grams and millimetres."""

    weight_grams: int = 1000
    length_mm: int = 300
    width_mm: int = 200
    height_mm: int = 150


@dataclass(frozen=True, kw_only=True)
class DeliveryTerms:
    """``courier`` is ``easypost`` or ``shiprocket``; ``own_rider``: the store also delivers itself.

    After a failed attempt a customer has ``answer_hours``; ``follow_up_days`` after delivery they are asked how it was.
    ``quiet_hours`` is a range of the store's clock in which nothing is said that can wait; None: always. Orders of
    ``processing_over`` (minor units) and more, and a customer's first, are told of when their preparation begins.
    ``delivery_hours`` is when its couriers come to the door, on the store's clock; None: it does not say.
    """

    courier: str
    own_rider: bool = False
    answer_hours: int = 20
    follow_up_days: int = 3
    quiet_hours: tuple[time, time] | None = None
    processing_over: int | None = None
    delivery_hours: tuple[time, time] | None = None
    #: After how many days one unit of a product (by sku) is usually needed again.
    lasts_days: Mapping[str, int] = field(default_factory=dict)
    #: Products after which is asked sooner or later than ``follow_up_days``.
    follow_up_days_of: Mapping[str, int] = field(default_factory=dict)
    #: None: nobody can be asked to bring a parcel.
    sender: Address | None = None
    parcel: ParcelSize = ParcelSize()
    returns: ReturnTerms = field(default_factory=ReturnTerms)

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any] | None) -> DeliveryTerms:
        """Read the ``delivery`` part of the ``STORE`` profile; None: a store that was deployed before there was one."""
        if profile is None:
            return cls(courier="")
        quiet, comes = profile.get("quiet_hours"), profile.get("delivery_hours")
        sender = profile.get("sender")
        return cls(
            courier=profile["courier"],
            own_rider=profile["own_rider"],
            answer_hours=profile["answer_hours"],
            follow_up_days=profile["follow_up_days"],
            quiet_hours=(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
            processing_over=profile.get("processing_over"),
            delivery_hours=(time.fromisoformat(comes[0]), time.fromisoformat(comes[1])) if comes else None,
            lasts_days=profile.get("lasts_days", {}),
            follow_up_days_of=profile.get("follow_up_days_of", {}),
            sender=Address(**sender) if sender else None,
            parcel=ParcelSize(**profile["parcel"]),
            returns=ReturnTerms(**profile.get("returns", {})),
        )

    def follow_up_after(self, skus: Iterable[str]) -> timedelta:
        """How long after these goods came their customer is asked how it was: the longest that any of them takes."""
        days = [self.follow_up_days_of.get(sku, self.follow_up_days) for sku in skus]
        return timedelta(days=max(days, default=self.follow_up_days))

    def heard_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """UTC. The next moment at which something may be said that can wait: now, or the end of the quiet hours."""
        if self.quiet_hours is None:
            return now
        start, end = self.quiet_hours
        local = now.astimezone(zone)
        clock = local.time()
        quiet = start <= clock < end if start < end else clock >= start or clock < end
        if not quiet:
            return now
        day = local.date() + timedelta(days=1 if start > end and clock >= start else 0)
        return datetime.combine(day, end, zone).astimezone(UTC)

    def hushed_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """UTC. The last minute in which something may be said before the quiet hours that ``now`` is in; else now."""
        if self.quiet_hours is None or self.heard_at(now, zone) == now:
            return now
        start, end = self.quiet_hours
        local = now.astimezone(zone)
        day = local.date() - timedelta(days=1 if start > end and local.time() < end else 0)
        return datetime.combine(day, start, zone).astimezone(UTC) - timedelta(minutes=1)
