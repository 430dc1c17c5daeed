"""What has to happen later about parcels is put on the clock. Nothing else here may make schedules about them."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.domain.events import from_detail
from shared.domain.store import Store
from shared.ports import Orders, Timers
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, work_off
from shared.runtime.timers import timers
from shared.runtime.wiring import record
from shared.usecases.arm_timers import arm_timers


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    orders: Orders
    timers: Timers

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        return cls(store=store_profile(), orders=record().orders, timers=timers())


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        detail = delivery.body["detail"]
        outcome = arm_timers(
            from_detail(dict(detail)), store=settings.store, orders=settings.orders, timers=settings.timers
        )
        return {"outcome": outcome, "event": detail["name"], "order_id": detail["order_id"]}

    return work_off(event, handle)
