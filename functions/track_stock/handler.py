"""The stock table's stream: a movement for every change of a counter, and word when a shelf runs low."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.adapters.dynamodb.stream import counter_change
from shared.ports import Outbox, StockRoom
from shared.runtime.environment import required
from shared.runtime.observability import log
from shared.runtime.wiring import record
from shared.usecases.track_stock import track_stock


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: str
    stock: StockRoom
    outbox: Outbox

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        tables = record()
        return cls(store=required("STORE_ID"), stock=tables.stock, outbox=tables.outbox)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Follow the batch in order; from the first failure on it comes again."""
    settings = Settings.from_env()
    outcomes: list[str] = []
    for entry in event["Records"]:
        try:
            outcomes.append(_follow(settings, entry))
        except Exception as failure:  # noqa: BLE001 - the records before this one are done and must not come again
            log().error("failed", extra={"error": type(failure).__name__, "done": len(outcomes)})
            return {"batchItemFailures": [{"itemIdentifier": entry["dynamodb"]["SequenceNumber"]}]}
    log().info("tracked", extra={"moved": len(outcomes), "low": outcomes.count("low")})
    return {"batchItemFailures": []}


def _follow(settings: Settings, entry: Mapping[str, Any]) -> str:
    change = counter_change(entry["dynamodb"])
    if change.before.available == change.after.available and change.before.reserved == change.after.reserved:
        return "unmoved"
    at = datetime.fromtimestamp(float(entry["dynamodb"]["ApproximateCreationDateTime"]), tz=UTC)
    return track_stock(
        store=settings.store,
        before=change.before,
        after=change.after,
        cause=change.cause,
        reference=change.reference,
        stock=settings.stock,
        outbox=settings.outbox,
        at=at,
    )
