"""The store's EventBridge bus. Source: EventBridge ``PutEvents``: at most 10 entries a call, each may fail alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

SOURCE = "tillhook"
MOST_ENTRIES = 10


class Bus:
    """One store's bus. ``client`` is botocore's for ``events``, with timeouts set."""

    def __init__(self, *, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def publish(self, details: Sequence[Mapping[str, Any]]) -> int:
        """Put the events on the bus in order; returns how many the bus took before the first it did not."""
        for start in range(0, len(details), MOST_ENTRIES):
            page = details[start : start + MOST_ENTRIES]
            try:
                answer = self._client.put_events(Entries=[self._entry(detail) for detail in page])
            except (ClientError, BotoCoreError):
                return start
            for place, entry in enumerate(answer["Entries"]):
                if entry.get("ErrorCode"):
                    return start + place
        return len(details)

    def _entry(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "EventBusName": self._name,
            "Source": SOURCE,
            "DetailType": detail["name"],
            "Detail": json.dumps(detail, separators=(",", ":")),
        }
