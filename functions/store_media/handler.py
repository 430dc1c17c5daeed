"""Files that customers sent are fetched from Meta while it keeps them, and put into the store's bucket."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.adapters.dynamodb.record import Record
from shared.adapters.media_bucket import MediaBucket
from shared.adapters.parameters import Secrets
from shared.adapters.whatsapp.media import WhatsAppMedia
from shared.domain.events import MediaReceived, from_detail
from shared.ports import Unavailable
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.queue import Delivery, TryAgain, postponing, work_off
from shared.runtime.wiring import record
from shared.usecases.store_media import Darkroom, store_media

#: Seconds until the next try, by how many there were: Meta's trouble is rarely over in a minute.
WAITS = (15, 60, 300, 1800)


class NotMediaReceived(Exception):
    """An event that is none of this function's business: its rule is wrong."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: str
    tables: Record
    shelf: MediaBucket
    secrets: Secrets
    token: str
    api_url: str
    phone_number_id: str
    hosts: tuple[str, ...]
    queue_url: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable, and ValueError for hosts that must not be listed."""
        region, token = required("AWS_REGION"), required("WHATSAPP_TOKEN_PARAMETER")
        return cls(
            store=required("STORE_ID"),
            tables=record(),
            shelf=MediaBucket(bucket=required("MEDIA_BUCKET"), region=region),
            secrets=Secrets(region=region, names=[token]),
            token=token,
            api_url=required("WHATSAPP_API_URL"),
            phone_number_id=required("PHONE_NUMBER_ID"),
            hosts=tuple(required("MEDIA_HOSTS").split(",")),
            queue_url=required("MEDIA_DOWNLOADS_QUEUE_URL"),
        )

    def room(self, *, now: datetime) -> Darkroom:
        """The use case's ports, with the access token of now. Raises Unavailable, Refused."""
        source = WhatsAppMedia(
            api_url=self.api_url,
            phone_number_id=self.phone_number_id,
            token=self.secrets.current(self.token, now=now),
            hosts=self.hosts,
        )
        return Darkroom(
            store=self.store, chats=self.tables.chats, source=source, shelf=self.shelf, outbox=self.tables.outbox
        )


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        received = from_detail(delivery.body["detail"])
        if not isinstance(received, MediaReceived):
            raise NotMediaReceived(received.name)
        now = clock.utc_now()
        try:
            outcome = store_media(settings.room(now=now), received, now=now)
        except Unavailable as later:
            wait = WAITS[min(delivery.receives, len(WAITS)) - 1]
            raise TryAgain("unavailable", after=max(wait, later.retry_after)) from None
        return {"outcome": outcome, "place": received.place}

    return work_off(event, handle, postpone=postponing(settings.queue_url))
