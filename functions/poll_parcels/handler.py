"""Every hour: parcels of which nothing was heard for a day are put into the line of courier's news, to be looked at."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.domain.parcel import Parcel
from shared.ports import Parcels
from shared.runtime import clock
from shared.runtime.clients import client
from shared.runtime.environment import required
from shared.runtime.observability import log
from shared.runtime.wiring import record
from shared.usecases.poll_parcels import poll_parcels


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    parcels: Parcels
    news_url: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        return cls(parcels=record().parcels, news_url=required("PARCEL_NEWS_QUEUE_URL"))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Have silent parcels looked at; how many there were."""
    settings, now = Settings.from_env(), clock.utc_now()

    def look(parcel: Parcel) -> None:
        code = str(parcel.tracking_code)
        news = {"kind": "look", "courier": parcel.courier, "tracking_code": code, "why": "poll"}
        # One look an hour, however often this run is repeated.
        asked = f"{parcel.id}:{now:%Y-%m-%dT%H}"
        client("sqs").send_message(
            QueueUrl=settings.news_url,
            MessageBody=json.dumps(news),
            MessageGroupId=code,
            MessageDeduplicationId=hashlib.sha256(asked.encode()).hexdigest(),
        )

    silent = poll_parcels(settings.parcels, look=look, now=now)
    log().info("polled", extra={"silent": silent})
    return {"silent": silent}
