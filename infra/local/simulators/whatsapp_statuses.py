"""Tells the store what became of its messages: sent, delivered, read, failed; batched, and not always in order."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk, jitter
from infra.local.simulators.signatures import meta_signature
from infra.local.simulators.whatsapp_book import Bubble, Person
from infra.local.simulators.world import Json, Store

MOST_PER_WEBHOOK = 100
META_WAITS_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """When a status is told, in seconds after the send (earliest, latest), and how long statuses gather in a batch."""

    sent: tuple[float, float] = (0.1, 0.4)
    delivered: tuple[float, float] = (0.3, 0.9)
    read: tuple[float, float] = (1.0, 2.5)
    gather: float = 0.2


# Changes about a number name it, changes about the account do not.
ABOUT_A_NUMBER = frozenset({"messages", "user_preferences", "smb_message_echoes", "history", "smb_app_state_sync"})


def envelope(store: Store, value: Json, *, field: str, at: datetime) -> Json:
    """The frame around everything Meta tells. Only changes of other fields than `messages` say when they were made."""
    if field in ABOUT_A_NUMBER:
        metadata = {"display_phone_number": store.digits, "phone_number_id": store.text("phone_number_id")}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    change = {"field": field, "value": value}
    time = {} if field == "messages" else {"time": int(at.timestamp())}
    entry = {"id": store.text("waba_id"), **time, "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def webhook(
    desk: Desk,
    store: Store,
    value: Json,
    *,
    what: str,
    field: str = "messages",
    taken: Callable[[], None] = lambda: None,
) -> Webhook:
    """A WhatsApp webhook ready to leave: escaped as Meta escapes, signed with the app secret, taken only by a 200."""
    framed = envelope(store, value, field=field, at=desk.clock.now())

    def current() -> Store:
        return desk.world.stores.get(store.id, store)

    return Webhook(
        provider="whatsapp",
        store_id=store.id,
        what=what,
        url=lambda: current().text("whatsapp_webhook"),
        # ensure_ascii writes every other character as \uXXXX, which is what Meta signs.
        body=json.dumps(framed, ensure_ascii=True, separators=(",", ":")).encode(),
        sign=lambda body: {
            "X-Hub-Signature-256": meta_signature(app_secret=current().secret("whatsapp_app_secret"), body=body),
            "User-Agent": "facebookexternalua",
        },
        accepted=lambda status: status == 200,
        timeout_seconds=META_WAITS_SECONDS,
        taken=taken,
    )


def contact(person: Person) -> Json:
    """An element of `contacts`; what Meta does not know is left out, not empty."""
    found: Json = {"profile": {"name": person.name or person.username or person.key}}
    if person.username:
        found["profile"]["username"] = person.username
    if person.wa_id:
        found["wa_id"] = person.wa_id
    if person.user_id:
        found["user_id"] = person.user_id
    return found


def status_entry(bubble: Bubble, status: str, *, timestamp: int, errors: list[Json] | None = None) -> Json:
    """An element of `statuses`."""
    entry: Json = {"id": bubble.id, "status": status, "timestamp": str(timestamp)}
    if bubble.person.wa_id:
        entry["recipient_id"] = bubble.person.wa_id
    if bubble.person.user_id:
        entry["recipient_user_id"] = bubble.person.user_id
    if status in {"sent", "delivered"}:
        free = bubble.category == "service"
        entry["pricing"] = {
            "billable": not free,
            "pricing_model": "PMP",
            "type": "free_customer_service" if free else "regular",
            "category": bubble.category,
        }
    if errors:
        entry["errors"] = errors
    if "biz_opaque_callback_data" in bubble.body:
        entry["biz_opaque_callback_data"] = bubble.body["biz_opaque_callback_data"]
    return entry


class StatusDesk:
    """Schedules statuses and sends them in batches, one webhook for what gathered within `pace.gather` seconds."""

    def __init__(self, desk: Desk, pace: Pace, *, on_change: Callable[[Store, Bubble], None]) -> None:
        self._desk = desk
        self._pace = pace
        self._on_change = on_change
        self._gathered: dict[str, list[tuple[Json, Person]]] = defaultdict(list)
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, store: Store, bubble: Bubble) -> None:
        """The usual life of a message: sent, delivered, read."""
        for status, (low, high) in (
            ("sent", self._pace.sent),
            ("delivered", self._pace.delivered),
            ("read", self._pace.read),
        ):
            self._spawn(self._later(store, bubble, status, jitter(bubble.id + status, low, high)))

    def tell(self, store: Store, bubble: Bubble, status: str, errors: list[Json] | None = None) -> None:
        """Tell a status now, with the batch of the moment; one that would go backwards is left out."""
        if bubble.status == "failed" or not bubble.advance(status):
            return
        self._on_change(store, bubble)
        timestamp = int(self._desk.clock.now().timestamp())
        if not self._gathered[store.id]:
            self._spawn(self._flush(store))
        entry = status_entry(bubble, status, timestamp=timestamp, errors=errors)
        self._gathered[store.id].append((entry, bubble.person))

    def forget(self) -> None:
        """Statuses still to come will not come."""
        for task in self._tasks:
            task.cancel()
        self._gathered.clear()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _later(self, store: Store, bubble: Bubble, status: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.tell(store, bubble, status)

    async def _flush(self, store: Store) -> None:
        await asyncio.sleep(self._pace.gather)
        gathered = self._gathered.pop(store.id, [])
        gathered.sort(key=lambda one: jitter(one[0]["id"] + one[0]["status"] + "order", 0, 1))
        for start in range(0, len(gathered), MOST_PER_WEBHOOK):
            part = gathered[start : start + MOST_PER_WEBHOOK]
            value: Json = {"statuses": [entry for entry, _ in part]}
            # Meta shows who it was about, but not for failures.
            people = {person.key: person for entry, person in part if entry["status"] != "failed"}
            if people:
                value["contacts"] = [contact(person) for person in people.values()]
            self._desk.courier.dispatch(webhook(self._desk, store, value, what="statuses"))
