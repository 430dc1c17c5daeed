"""What a store is to its own code: name, money, languages, hours. No secret is part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """How goods reach the customer: ``pickup`` or ``delivery``, and the place they leave from."""

    kind: str
    place_name: str
    place_address: str


@dataclass(frozen=True, kw_only=True)
class Store:
    """One store's profile, as its functions are given it."""

    id: str
    name: str
    currency: str
    country: str
    time_zone: str
    day_starts_at: str
    languages: tuple[str, ...]
    reservation_minutes: int
    preparation_minutes: int
    fulfilment: Fulfilment
    whatsapp_number: str
    catalog_id: str

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any]) -> Store:
        """Read the ``STORE`` profile. Raises KeyError naming what is missing."""
        ful = profile["fulfilment"]
        return cls(
            **{name: profile[name] for name in _PLAIN},
            languages=tuple(profile["languages"]),
            fulfilment=Fulfilment(
                kind=ful["kind"], place_name=ful["place"]["name"], place_address=ful["place"]["address"]
            ),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The store's own time zone."""
        return ZoneInfo(self.time_zone)

    def business_day(self, now: datetime) -> date:
        """The day a ticket belongs to: one that ends after midnight counts for the evening before."""
        hours, minutes = self.day_starts_at.split(":")
        return (now.astimezone(self.zone) - timedelta(hours=int(hours), minutes=int(minutes))).date()

    def spoken(self, language: str | None) -> str:
        """The customer's language if the store speaks it, else the store's first."""
        return language if language in self.languages else self.languages[0]


_PLAIN = (
    "id",
    "name",
    "currency",
    "country",
    "time_zone",
    "day_starts_at",
    "reservation_minutes",
    "preparation_minutes",
    "whatsapp_number",
    "catalog_id",
)
