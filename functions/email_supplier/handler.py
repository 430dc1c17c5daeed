"""Shelves that ran low are reordered from their suppliers by email."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.adapters.dynamodb.record import Record
from shared.adapters.email import SesMailer
from shared.domain.events import StockLow, from_detail
from shared.domain.store import Store
from shared.ports import Mailer
from shared.runtime import clock
from shared.runtime.clients import client
from shared.runtime.environment import required
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, work_off
from shared.runtime.wiring import record
from shared.usecases.reorder_stock import reorder_stock


class NotStockLow(Exception):
    """An event that is none of this function's business: its rule is wrong."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    tables: Record
    mailer: Mailer

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        mailer = SesMailer(client=client("ses"), sender=required("SENDER_EMAIL"))
        return cls(store=store_profile(), tables=record(), mailer=mailer)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        low = from_detail(delivery.body["detail"])
        if not isinstance(low, StockLow):
            raise NotStockLow(low.name)
        outcome = reorder_stock(
            low=low,
            store=settings.store,
            catalog=settings.tables.catalog,
            stock=settings.tables.stock,
            purchases=settings.tables.purchases,
            mailer=settings.mailer,
            now=clock.utc_now(),
        )
        return {"outcome": outcome, "item": low.item}

    return work_off(event, handle)
