"""Received orders get their payment links. Only this function and run_timer hold the gateway's key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.domain.store import Store
from shared.ports import Commits, Orders, Timers, Unavailable
from shared.runtime import clock
from shared.runtime.clients import client
from shared.runtime.environment import required
from shared.runtime.gateway import payment_gateway
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, work_off
from shared.runtime.timers import timers
from shared.runtime.wiring import record
from shared.usecases.request_payment import request_payment

#: Seconds between tries while the gateway is down: 15, 30, 60, 120, then every four minutes until the reservation ends.
FIRST_WAIT, LONGEST_WAIT = 15, 240


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    orders: Orders
    commits: Commits
    timers: Timers
    queue_url: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        tables = record()
        return cls(
            store=store_profile(),
            orders=tables.orders,
            commits=tables.commits,
            timers=timers(),
            queue_url=required("PAYMENT_REQUESTS_QUEUE_URL"),
        )


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        order_id = delivery.body["detail"]["order_id"]
        now = clock.utc_now()
        try:
            outcome = request_payment(
                order_id=order_id,
                store=settings.store,
                orders=settings.orders,
                gateway=payment_gateway(now=now),
                timers=settings.timers,
                commits=settings.commits,
                now=now,
            )
        except Unavailable as down:
            tries = _later(settings, delivery.body)
            return {"outcome": "gateway_down", "order_id": order_id, "tries": tries, "why": down.reason}
        return {"outcome": outcome, "order_id": order_id}

    return work_off(event, handle)


def _later(settings: Settings, body: Mapping[str, Any]) -> int:
    """Put the request back with a delay. The link is tried until it exists or the reservation ends, so this is no
    failure, and does not count as one of the queue's deliveries.
    """
    tries = int(body.get("tries", 0)) + 1
    client("sqs").send_message(
        QueueUrl=settings.queue_url,
        MessageBody=json.dumps({**body, "tries": tries}),
        DelaySeconds=min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT),
    )
    return tries
