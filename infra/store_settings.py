"""What is written in one store's TOML file, as the stacks use it. No secret is part of it."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class WhatsApp:
    """The store's number, account and catalog, by Meta's ids."""

    phone_number_id: str
    display_phone_number: str
    waba_id: str
    catalog_id: str


@dataclass(frozen=True, kw_only=True)
class Payment:
    """The gateway; `live` is False while the store uses the gateway's test keys."""

    provider: str
    live: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where goods leave from, as a customer would be told."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """`pickup` or `delivery`, from `place`."""

    kind: str
    place: Place


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
    preparation_minutes: int
    sender_email: str
    whatsapp: WhatsApp
    payment: Payment
    courier: str
    fulfilment: Fulfilment
    throttle: Throttle
    alarms: Alarms

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "StoreSettings":
        """Build a store from checked values by dotted field name, such as `payment.provider`."""

        def table(name: str) -> dict[str, Any]:
            start = f"{name}."
            return {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}

        plain = {key: value for key, value in values.items() if "." not in key}
        return cls(
            **(plain | {"languages": tuple(plain["languages"])}),
            whatsapp=WhatsApp(**table("whatsapp")),
            payment=Payment(**table("payment")),
            courier=values["courier.provider"],
            fulfilment=Fulfilment(kind=values["fulfilment.kind"], place=Place(**table("fulfilment.place"))),
            throttle=Throttle(**table("throttle")),
            alarms=Alarms(**table("alarms")),
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
                "preparation_minutes": self.preparation_minutes,
                "fulfilment": {
                    "kind": self.fulfilment.kind,
                    "place": {"name": self.fulfilment.place.name, "address": self.fulfilment.place.address},
                },
                "whatsapp_number": self.whatsapp.display_phone_number,
                "catalog_id": self.whatsapp.catalog_id,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
