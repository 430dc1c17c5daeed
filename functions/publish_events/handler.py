"""From the outbox to the store's bus: every event that was committed, at least once, in its timeline's order.

The only function that may put events.
"""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.adapters.bus import Bus
from shared.runtime.clients import client
from shared.runtime.environment import required
from shared.runtime.observability import count, log

#: Business metrics by event (docs/architecture.md, "What is counted").
COUNTED = {
    "OrderReceived": "OrdersReceived",
    "OrderConfirmed": "OrdersConfirmed",
    "OrderExpired": "OrdersExpired",
    "PaymentQuarantined": "PaymentsQuarantined",
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    bus: Bus

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        return cls(bus=Bus(client=client("events"), name=required("BUS_NAME")))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Publish the batch; the first record that the bus did not take, and all after it, come again."""
    settings = Settings.from_env()
    records = event["Records"]
    details = [json.loads(record["dynamodb"]["NewImage"]["body"]["S"]) for record in records]
    taken = settings.bus.publish(details)
    for detail in details[:taken]:
        _measure(detail)
    log().info("published", extra={"events": len(details), "taken": taken})
    if taken == len(records):
        return {"batchItemFailures": []}
    return {"batchItemFailures": [{"itemIdentifier": records[taken]["dynamodb"]["SequenceNumber"]}]}


def _measure(detail: Mapping[str, Any]) -> None:
    if metric := COUNTED.get(detail["name"]):
        count(metric)
    if detail["name"] == "OrderConfirmed":
        count("Revenue", detail["amount"], unit="None")
