"""Tell customers what happened, one customer's messages in order, within WhatsApp's pace."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from shared.adapters.dynamodb.record import Record
from shared.adapters.parameters import Secrets
from shared.adapters.whatsapp.messenger import WhatsAppMessenger
from shared.adapters.whatsapp.texts import texts_of
from shared.domain.events import from_detail
from shared.domain.messages import MessageState
from shared.domain.receipt import receipt_token
from shared.domain.store import Store
from shared.ports import Refused, Timers, Unavailable
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.observability import count, log
from shared.runtime.profile import store_profile
from shared.runtime.queue import LAST_DELIVERY, Delivery, TryAgain, postponing, work_off
from shared.runtime.timers import timers
from shared.runtime.wiring import record
from shared.usecases.tell_customer import Desk, StillInFlight, Told, give_up, tell_customer

#: Longer than one run of this function can last (its timeout is 30 s): see Desk.grace.
GRACE = timedelta(seconds=45)
#: Seconds. Meta asks for 4^n between tries to the same customer.
LONGEST_WAIT = 900


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    tables: Record
    timers: Timers
    secrets: Secrets
    token: str
    api_url: str
    phone_number_id: str
    queue_url: str
    #: Where receipts are shown, and what their links are signed with.
    tracking_url: str
    tracking_key: str
    tracking_secrets: Secrets

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        token, key = required("WHATSAPP_TOKEN_PARAMETER"), required("TRACKING_KEY_PARAMETER")
        return cls(
            store=store_profile(),
            tables=record(),
            timers=timers(),
            secrets=Secrets(region=required("AWS_REGION"), names=[token]),
            token=token,
            api_url=required("WHATSAPP_API_URL"),
            phone_number_id=required("PHONE_NUMBER_ID"),
            queue_url=required("MESSAGES_QUEUE_URL"),
            tracking_url=required("TRACKING_URL"),
            tracking_key=key,
            # Apart from the token: a store whose key is not set yet tells its customers all the same.
            tracking_secrets=Secrets(region=required("AWS_REGION"), names=[key]),
        )

    def receipt(self, order_id: str, *, now: datetime) -> str:
        """The link to an order's receipt; empty while there is no key to sign it with."""
        page = self.page(order_id, now=now)
        return f"{page}/receipt" if page else ""

    def page(self, order_id: str, *, now: datetime) -> str:
        """The link to the page on which an order can be followed; empty while there is no key to sign it with."""
        try:
            token = receipt_token(order_id, key=self.tracking_secrets.current(self.tracking_key, now=now))
        except (Unavailable, Refused) as trouble:
            log().error("page_without_link", extra={"why": type(trouble).__name__})
            return ""
        return f"{self.tracking_url}/{token}" if token else ""

    def desk(self, *, now: datetime) -> Desk:
        """The use case's ports, with the access token of now. Raises Unavailable, Refused."""
        token = self.secrets.current(self.token, now=now)
        return Desk(
            store=self.store,
            orders=self.tables.orders,
            customers=self.tables.customers,
            chats=self.tables.chats,
            log=self.tables.messages,
            messenger=WhatsAppMessenger(
                api_url=self.api_url,
                phone_number_id=self.phone_number_id,
                token=token,
                catalog_id=self.store.catalog_id,
            ),
            wording=texts_of(self.store.id),
            timers=self.timers,
            grace=GRACE,
            receipts=partial(self.receipt, now=now),
            tracking=partial(self.page, now=now),
        )


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed, and what stands behind it for the same customer, comes again."""
    settings = Settings.from_env()

    return work_off(event, lambda delivery: _handle(settings, delivery), postpone=postponing(settings.queue_url))


def _handle(settings: Settings, delivery: Delivery) -> Mapping[str, object]:
    now = clock.utc_now()
    happened = from_detail(dict(delivery.body))
    desk = settings.desk(now=now)
    try:
        told = tell_customer(
            desk,
            happened,
            customer_id=delivery.body["customer_id"],
            order_id=delivery.body.get("order_id"),
            now=now,
        )
    except (StillInFlight, Unavailable) as wait:
        if delivery.receives >= LAST_DELIVERY:
            told = give_up(desk, happened)
        elif isinstance(wait, StillInFlight):
            raise TryAgain("in_flight", after=wait.retry_after) from None
        else:
            after = min(wait.retry_after * 4 ** (delivery.receives - 1), LONGEST_WAIT)
            raise TryAgain(wait.reason, after=after) from None
    return _noted(told, event=happened.name, order_id=delivery.body.get("order_id"))


def _noted(told: Told, *, event: str, order_id: str | None) -> Mapping[str, object]:
    if told.state is MessageState.SENT and not told.repeated:
        count("MessagesSent")
    if told.alarm:
        log().error("message_needs_a_person", extra={"event": event, "order_id": order_id, "code": told.code})
    return {"event": event, "order_id": order_id, "state": told.state, "code": told.code, "repeated": told.repeated}
