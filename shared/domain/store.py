"""What a store is to its own code: name, money, languages, hours. No secret is part of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.frozen import dataclass
from shared.domain.hours import OpeningHours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.delivery_terms import DeliveryTerms


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """How goods reach the customer: ``kind`` is the usual way, ``kinds`` all there are (``pickup``, ``delivery``).

    ``area`` holds the postal codes that are delivered to, or what they begin with; empty: everywhere. Goods leave from
    ``place_name``, ``place_address``.
    """

    kind: str
    place_name: str
    place_address: str
    kinds: tuple[str, ...]
    area: tuple[str, ...] = ()

    def reaches(self, postal_code: str) -> bool:
        """Whether goods are delivered there."""
        code = _bare(postal_code)
        return "delivery" in self.kinds and (not self.area or code.startswith(tuple(map(_bare, self.area))))


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
    hours: OpeningHours
    #: As in the store's file: ``card``, ``apple_pay``, ``upi`` ...
    payment_methods: tuple[str, ...]
    #: So long after a person of the store wrote, the bot stays silent.
    person_minutes: int
    #: As the profile has it; ``delivery`` reads it.
    delivery_profile: Mapping[str, Any] | None = None
    #: Whether the catalog's prices are without their tax, which is then added line by line.
    tax_on_top: bool = False
    #: Orders that cost more (minor units) are not sent out on the promise to pay at the door; None: any may be.
    cash_on_delivery_most: int | None = None
    #: So long before a reservation ends, who has not paid is reminded; 0: nobody is.
    reminder_minutes: int = 10
    #: The store's own, ``#0a7`` or ``#00aa77``, on pages of its customers; empty: a plain one.
    colour: str = ""

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any]) -> Store:
        """Read the ``STORE`` profile. Raises KeyError naming what is missing.

        What was added to profiles later has a default: open around the clock, cards, delivery everywhere or pickup.
        """
        ful = profile["fulfilment"]
        return cls(
            **{name: profile[name] for name in _PLAIN},
            languages=tuple(profile["languages"]),
            fulfilment=Fulfilment(
                kind=ful["kind"],
                place_name=ful["place"]["name"],
                place_address=ful["place"]["address"],
                kinds=tuple(ful.get("kinds") or (ful["kind"],)),
                area=tuple(ful.get("area", ())),
            ),
            hours=OpeningHours.from_profile(profile.get("hours")),
            payment_methods=tuple(profile.get("payment_methods") or ("card",)),
            person_minutes=profile.get("person_minutes", 60),
            delivery_profile=profile.get("delivery"),
            tax_on_top=profile.get("tax", "inclusive") == "exclusive",
            cash_on_delivery_most=profile.get("cash_on_delivery_most"),
            reminder_minutes=profile.get("reminder_minutes", 10),
            colour=profile.get("colour", ""),
        )

    @property
    def delivery(self) -> DeliveryTerms:
        """How it sends parcels."""
        # Read by few functions: a cold start that takes a cart does not load what parcels are made of.
        from shared.domain.delivery_terms import DeliveryTerms

        return DeliveryTerms.from_profile(self.delivery_profile)

    @property
    def zone(self) -> ZoneInfo:
        """The store's own time zone."""
        return ZoneInfo(self.time_zone)

    def business_day(self, now: datetime) -> date:
        """The day a ticket belongs to: one that ends after midnight counts for the evening before."""
        hours, minutes = self.day_starts_at.split(":")
        return (now.astimezone(self.zone) - timedelta(hours=int(hours), minutes=int(minutes))).date()

    def day_start(self, day: date) -> datetime:
        """UTC. When a business day begins."""
        return datetime.combine(day, time.fromisoformat(self.day_starts_at), self.zone).astimezone(UTC)

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there."""
        return self.hours.is_open(now, self.zone)

    def ready_at(self, now: datetime) -> datetime:
        """UTC. When an order that is confirmed now will be ready: it is prepared in open hours only."""
        return self.hours.ready_at(now, self.zone, minutes=self.preparation_minutes)

    def spoken(self, language: str | None) -> str:
        """The customer's language if the store speaks it, else the store's first."""
        return language if language in self.languages else self.languages[0]


def _bare(postal_code: str) -> str:
    return "".join(filter(str.isalnum, postal_code)).upper()


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
