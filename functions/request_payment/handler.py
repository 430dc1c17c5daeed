"""Received orders get their payment links; cancelled ones, and those paid otherwise, have them closed. Only this
function and run_timer hold the gateway's key.
"""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.domain.events import OrderCancelled, PaymentTaken
from shared.domain.store import Store
from shared.ports import Commits, Orders, PaymentGateway, Timers, Unavailable
from shared.runtime import clock
from shared.runtime.clients import client
from shared.runtime.environment import required
from shared.runtime.gateway import payment_gateway
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, work_off
from shared.runtime.timers import timers
from shared.runtime.wiring import record
from shared.usecases.close_links import close_links, worth_another_try
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
        detail = delivery.body["detail"]
        order_id = detail["order_id"]
        now = clock.utc_now()
        cancelled = detail["name"] in (OrderCancelled.__name__, PaymentTaken.__name__)
        try:
            outcome = (_close if cancelled else _request)(settings, order_id, payment_gateway(now=now), now=now)
        except Unavailable as down:
            if cancelled and not worth_another_try(settings.orders, order_id, now=now):
                return {"outcome": "ends_by_itself", "order_id": order_id, "why": down.reason}
            tries = _later(settings, delivery.body)
            return {"outcome": "gateway_down", "order_id": order_id, "tries": tries, "why": down.reason}
        return {"outcome": outcome, "order_id": order_id}

    return work_off(event, handle)


def _request(settings: Settings, order_id: str, gateway: PaymentGateway, *, now: datetime) -> str:
    return request_payment(
        order_id=order_id,
        store=settings.store,
        orders=settings.orders,
        gateway=gateway,
        timers=settings.timers,
        commits=settings.commits,
        now=now,
    )


def _close(settings: Settings, order_id: str, gateway: PaymentGateway, *, now: datetime) -> str:
    return close_links(
        order_id=order_id,
        store=settings.store,
        orders=settings.orders,
        gateway=gateway,
        commits=settings.commits,
        now=now,
    )


def _later(settings: Settings, body: Mapping[str, Any]) -> int:
    """Put the request back with a delay. The link is tried until it exists or is closed, or its time is over, so this
    is no failure, and does not count as one of the queue's deliveries.
    """
    tries = int(body.get("tries", 0)) + 1
    client("sqs").send_message(
        QueueUrl=settings.queue_url,
        MessageBody=json.dumps({**body, "tries": tries}),
        DelaySeconds=min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT),
    )
    return tries
