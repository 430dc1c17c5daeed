"""One-time wake-up calls: each only looks whether something is still to be done."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.adapters.aws_light.sqs import Message, Queues
from shared.adapters.dynamodb.record import Record
from shared.adapters.inbox import digest, legal_group, written
from shared.domain.store import Store
from shared.ports import Contended
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.gateway import payment_gateway
from shared.runtime.observability import count, log
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, TryAgain, postponing, work_off
from shared.runtime.wiring import record
from shared.usecases.expire_reservation import expire_reservation
from shared.usecases.remind_payment import remind_payment
from shared.usecases.tell_customer import settle_message


class UnknownTimer(Exception):
    """A wake-up call for something this release does not know."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    tables: Record
    queue_url: str
    messages_url: str
    region: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        return cls(
            store=store_profile(),
            tables=record(),
            queue_url=required("TIMERS_QUEUE_URL"),
            messages_url=required("MESSAGES_QUEUE_URL"),
            region=required("AWS_REGION"),
        )


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        try:
            if delivery.body.get("timer") == "tell_later":
                return _tell_now(settings, delivery)
            return _handle(settings, delivery.body, now=clock.utc_now())
        except Contended:
            raise TryAgain("contended", after=1) from None

    return work_off(event, handle, postpone=postponing(settings.queue_url))


def _tell_now(settings: Settings, delivery: Delivery) -> Mapping[str, object]:
    """The store's quiet hours are over: what was held for them comes to its customer's queue again."""
    event = json.loads(delivery.body["event"])
    # The timer's own id: a repeat of it is dropped by the queue, another wake-up for the same event is not.
    message = Message(body=written(event), group=legal_group(event["customer_id"]), deduplication=digest(delivery.id))
    Queues(region=settings.region).send(queue_url=settings.messages_url, messages=[message])
    return {"timer": "tell_later", "event": event["name"], "order_id": event.get("order_id")}


def _handle(settings: Settings, timer: Mapping[str, Any], *, now: datetime) -> Mapping[str, object]:
    match timer.get("timer"):
        case "expire_reservation":
            outcome = expire_reservation(
                order_id=timer["order_id"],
                expires_at=datetime.fromisoformat(timer["expires_at"]),
                store=settings.store,
                orders=settings.tables.orders,
                gateway=payment_gateway(now=now),
                commits=settings.tables.commits,
                now=now,
            )
            return {"timer": "expire_reservation", "outcome": outcome, "order_id": timer["order_id"]}
        case "remind_payment":
            outcome = remind_payment(
                order_id=timer["order_id"],
                expires_at=datetime.fromisoformat(timer["expires_at"]),
                orders=settings.tables.orders,
                commits=settings.tables.commits,
                now=now,
            )
            return {"timer": "remind_payment", "outcome": outcome, "order_id": timer["order_id"]}
        case "remind_delivery" | "end_of_waiting" | "follow_up":
            outcome = _about_parcels(settings, timer, now=now)
            return {"timer": timer["timer"], "outcome": outcome, "order_id": timer["order_id"]}
        case "settle_message":
            unknown = settle_message(settings.tables.messages, subject=timer["subject"], intent_id=timer["intent"])
            if unknown:
                count("MessagesUnknown")
                log().error("message_unknown", extra={"intent": timer["intent"]})
            return {"timer": "settle_message", "outcome": "unknown" if unknown else "settled"}
    raise UnknownTimer(str(timer.get("timer"))[:40])


def _about_parcels(settings: Settings, timer: Mapping[str, Any], *, now: datetime) -> str:
    # Loaded by timers about parcels: the others, which run for every order, need none of it.
    from shared.usecases.follow_up import follow_up
    from shared.usecases.parcel_room import ParcelRoom
    from shared.usecases.remind_delivery import end_of_waiting, remind_delivery

    room = ParcelRoom(store=settings.store, orders=settings.tables.orders, commits=settings.tables.commits)
    order_id = timer["order_id"]
    if timer["timer"] == "follow_up":
        return follow_up(room, order_id=order_id, now=now)
    parcel_id, attempt = timer["parcel_id"], int(timer["attempt"])
    if timer["timer"] == "end_of_waiting":
        return end_of_waiting(room, order_id=order_id, parcel_id=parcel_id, attempt=attempt, now=now)
    deadline = datetime.fromisoformat(timer["deadline"])
    return remind_delivery(room, order_id=order_id, parcel_id=parcel_id, attempt=attempt, deadline=deadline, now=now)
