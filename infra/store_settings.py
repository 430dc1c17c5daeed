"""What is written in one store's TOML file, as the stacks use it. No secret is part of it."""

import json
from dataclasses import dataclass
from typing import Any

from shared.domain.hours import DAYS


@dataclass(frozen=True, kw_only=True)
class WhatsApp:
    """The store's number, account and catalog, by Meta's ids."""

    phone_number_id: str
    display_phone_number: str
    waba_id: str
    catalog_id: str


@dataclass(frozen=True, kw_only=True)
class Payment:
    """The gateway; `live` is False while the store uses the gateway's test keys; `methods` as customers are told.

    `tax` says whether the catalog's prices contain it (`inclusive`) or it is added line by line (`exclusive`).
    Cash on delivery is offered for orders up to `cash_on_delivery_most` minor units; None: for any.
    """

    provider: str
    live: bool
    methods: tuple[str, ...]
    tax: str
    cash_on_delivery_most: int | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where goods leave from, as a customer would be told."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """`kind` is the usual way, `kinds` all (`pickup`, `delivery`), from `place`; `area`: postal codes delivered to."""

    kind: str
    kinds: tuple[str, ...]
    area: tuple[str, ...]
    place: Place


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Ranges like `10:00-22:00` by weekday (`mon` ...); `weekly` None: open around the clock. Holidays: ISO dates."""

    weekly: dict[str, tuple[str, ...]] | None
    holidays: tuple[str, ...]
    paused: bool

    def profile(self) -> dict[str, Any]:
        """As the `STORE` profile has them."""
        weekly = None if self.weekly is None else {day: [one.split("-") for one in r] for day, r in self.weekly.items()}
        return {"weekly": weekly, "holidays": list(self.holidays), "paused": self.paused}


@dataclass(frozen=True, kw_only=True)
class Courier:
    """Who brings parcels, from where (`sender`), how large; meaning: `shared/domain/delivery_terms.py`."""

    provider: str
    own_rider: bool
    answer_hours: int
    follow_up_days: int
    follow_up_days_of: list[str]
    lasts_days: list[str]
    quiet_hours: str | None
    delivery_hours: str | None
    processing_over: int | None
    sender: dict[str, str]
    parcel: dict[str, int]

    def profile(self) -> dict[str, Any]:
        """As the `STORE` profile has it. There is little room in it: what is not said is left out."""
        said = {
            "delivery_hours": self.delivery_hours.split("-") if self.delivery_hours else None,
            "follow_up_days_of": _by_sku(self.follow_up_days_of),
            "lasts_days": _by_sku(self.lasts_days),
        }
        return {name: value for name, value in said.items() if value} | {
            "courier": self.provider,
            "own_rider": self.own_rider,
            "answer_hours": self.answer_hours,
            "follow_up_days": self.follow_up_days,
            "quiet_hours": self.quiet_hours.split("-") if self.quiet_hours else None,
            "processing_over": self.processing_over,
            "sender": self.sender,
            "parcel": self.parcel,
        }


def _by_sku(days: list[str]) -> dict[str, int]:
    return {sku: int(number) for sku, _, number in (one.partition(":") for one in days)}


@dataclass(frozen=True, kw_only=True)
class Returns:
    """What the store takes back by itself, and until when; meaning: `shared/domain/return_terms.py`."""

    days: int
    refund_without_return_below: int
    not_wanted: bool

    def profile(self) -> dict[str, Any]:
        """As the `STORE` profile has it, within `delivery`."""
        return {
            "days": self.days,
            "refund_without_return_below": self.refund_without_return_below,
            "not_wanted": self.not_wanted,
        }


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """What the store's HTTP API lets through before it answers 429."""

    requests_per_second: int
    burst: int


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """Where somebody is called: how slow the 99th percentile of answers, how old a waiting message, in seconds."""

    api_latency_seconds: int
    queue_age_seconds: int


@dataclass(frozen=True, kw_only=True)
class StoreSettings:
    """One store. `account` is None for the account that is deployed with; `reservation_minutes` hold unpaid stock."""

    id: str
    name: str
    currency: str
    country: str
    time_zone: str
    day_starts_at: str
    languages: tuple[str, ...]
    region: str
    account: str | None
    reservation_minutes: int
    reminder_minutes: int
    preparation_minutes: int
    person_minutes: int
    sender_email: str
    whatsapp: WhatsApp
    payment: Payment
    courier: Courier
    returns: Returns
    fulfilment: Fulfilment
    hours: Hours
    throttle: Throttle
    alarms: Alarms
    colour: str

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "StoreSettings":
        """Build a store from checked values by dotted field name, such as `payment.provider`."""

        def table(name: str) -> dict[str, Any]:
            start = f"{name}."
            return {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}

        payment, fulfilment, hours = table("payment"), table("fulfilment"), table("hours")
        open_days = {day: tuple(hours[day]) for day in DAYS if hours[day] is not None}
        plain = {key: value for key, value in values.items() if "." not in key}
        return cls(
            **(plain | {"languages": tuple(plain["languages"])}),
            whatsapp=WhatsApp(**table("whatsapp")),
            payment=Payment(**(payment | {"methods": tuple(payment["methods"])})),
            courier=Courier(
                **{key: value for key, value in table("courier").items() if "." not in key},
                sender=table("courier.from"),
                parcel=table("courier.parcel"),
            ),
            returns=Returns(**table("returns")),
            fulfilment=Fulfilment(
                kind=fulfilment["kind"],
                kinds=tuple(fulfilment["kinds"] or [fulfilment["kind"]]),
                area=tuple(fulfilment["area"]),
                place=Place(**table("fulfilment.place")),
            ),
            hours=Hours(weekly=open_days or None, holidays=tuple(hours["holidays"]), paused=hours["paused"]),
            throttle=Throttle(**table("throttle")),
            alarms=Alarms(**table("alarms")),
            colour=table("look")["colour"],
        )

    def profile(self) -> str:
        """The `STORE` variable of every function: what the store's own code may know, as JSON."""
        return json.dumps(
            {
                "id": self.id,
                "name": self.name,
                "currency": self.currency,
                "country": self.country,
                "time_zone": self.time_zone,
                "day_starts_at": self.day_starts_at,
                "languages": list(self.languages),
                "reservation_minutes": self.reservation_minutes,
                "reminder_minutes": self.reminder_minutes,
                "preparation_minutes": self.preparation_minutes,
                "fulfilment": {
                    "kind": self.fulfilment.kind,
                    "kinds": list(self.fulfilment.kinds),
                    "area": list(self.fulfilment.area),
                    "place": {"name": self.fulfilment.place.name, "address": self.fulfilment.place.address},
                },
                "colour": self.colour,
                "delivery": self.courier.profile() | {"returns": self.returns.profile()},
                "hours": self.hours.profile(),
                "payment_methods": list(self.payment.methods),
                "tax": self.payment.tax,
                "cash_on_delivery_most": self.payment.cash_on_delivery_most,
                "person_minutes": self.person_minutes,
                "whatsapp_number": self.whatsapp.display_phone_number,
                "catalog_id": self.whatsapp.catalog_id,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
