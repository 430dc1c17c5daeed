"""What couriers are asked for: parcels to bring, what to do after a failed attempt, parcels that are given up."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.domain.events import (
    DeliveryInstructed,
    OrderCancelled,
    ParcelGivenUp,
    ParcelRequested,
    from_detail,
)
from shared.ports import Contended, Unavailable
from shared.runtime import clock
from shared.runtime.clients import client
from shared.runtime.courier import courier
from shared.runtime.environment import required
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, TryAgain, postponing, work_off
from shared.runtime.wiring import record
from shared.usecases.book_parcel import book_parcel
from shared.usecases.cancel_parcels import cancel_parcel, parcels_to_give_up
from shared.usecases.parcel_room import ParcelRoom, found
from shared.usecases.tell_courier import tell_courier

#: Seconds between tries while a courier is down: 15, 30, 60 ... and then every quarter of an hour, which is what SQS
#: holds a message back at most.
FIRST_WAIT, LONGEST_WAIT = 15, 900
#: So often a courier is tried, two days long; then the message goes to the dead-letter queue, where somebody sees it.
MOST_TRIES = 200


class NothingToAsk(Exception):
    """An event that is none of this function's business: its rule is wrong."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    room: ParcelRoom
    queue_url: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        tables = record()
        room = ParcelRoom(store=store_profile(), orders=tables.orders, commits=tables.commits)
        return cls(room=room, queue_url=required("COURIER_REQUESTS_QUEUE_URL"))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        now = clock.utc_now()
        order_id = delivery.body["detail"]["order_id"]
        try:
            return {"outcome": _handle(settings, delivery.body["detail"], now=now), "order_id": order_id}
        except Unavailable as down:
            tries = _later(settings, delivery.body, down)
            return {"outcome": "courier_down", "order_id": order_id, "tries": tries, "why": down.reason}
        except Contended:
            raise TryAgain("contended", after=1) from None

    return work_off(event, handle, postpone=postponing(settings.queue_url))


def _handle(settings: Settings, detail: Mapping[str, Any], *, now: datetime) -> str:
    room = settings.room
    match from_detail(dict(detail)):
        case (
            ParcelRequested(order_id=order_id, parcel_id=parcel_id)
            | ParcelGivenUp(order_id=order_id, parcel_id=parcel_id)
        ):
            name = found(room, order_id, parcel_id)[1].courier
            return book_parcel(room, order_id=order_id, parcel_id=parcel_id, courier=courier(name, now=now), now=now)
        case DeliveryInstructed(order_id=order_id, parcel_id=parcel_id, attempt=attempt):
            name = found(room, order_id, parcel_id)[1].courier
            return tell_courier(
                room,
                order_id=order_id,
                parcel_id=parcel_id,
                attempt=attempt,
                courier=courier(name, now=now),
                now=now,
            )
        case OrderCancelled(order_id=order_id):
            given_up = [
                cancel_parcel(room, order_id=order_id, parcel_id=parcel_id, courier=courier(name, now=now), now=now)
                for parcel_id, name in parcels_to_give_up(room, order_id=order_id)
            ]
            return ",".join(sorted(set(given_up))) or "no_parcels"
    raise NothingToAsk(str(detail.get("name"))[:40])


def _later(settings: Settings, body: Mapping[str, Any], down: Unavailable) -> int:
    """Put the event back with a delay: waiting for a courier is no failure, and no delivery of the queue's five."""
    tries = int(body.get("tries", 0)) + 1
    if tries > MOST_TRIES:
        raise down
    client("sqs").send_message(
        QueueUrl=settings.queue_url,
        MessageBody=json.dumps({**body, "tries": tries}),
        DelaySeconds=min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT),
    )
    return tries
