"""How Razorpay tells a store what happened: signed webhooks, their ids in a header."""

import json

from infra.local.simulators import razorpay_objects as objects
from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk
from infra.local.simulators.signatures import razorpay_signature
from infra.local.simulators.world import Json, Store

RAZORPAY_WAITS_SECONDS = 5.0


class News:
    """Sends webhooks; `subject` holds those of one payment together, for faults that change their order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def now(self) -> int:
        """The simulated time in Unix seconds."""
        return int(self._desk.clock.now().timestamp())

    def tell(self, store: Store, name: str, entities: dict[str, Json], *, subject: str) -> None:
        """An event about entities as they are now."""
        account = objects.account_id(store.id)
        event = objects.event(name, account=account, entities=entities, created_at=self.now())
        event_id = objects.new_id("evt").removeprefix("evt_")
        self._desk.courier.dispatch(self._webhook(store, event, event_id=event_id, subject=subject))

    def show(self, store: Store, id_: str, status: str) -> None:
        """The console's picture of a link."""
        self._desk.live.tell("payment", {"store": store.id, "id": id_, "status": status})

    def _webhook(self, store: Store, event: Json, *, event_id: str, subject: str) -> Webhook:
        def current() -> Store:
            return self._desk.world.stores.get(store.id, store)

        def sign(body: bytes) -> dict[str, str]:
            secret = current().secret("payment_webhook_secret")
            return {
                "X-Razorpay-Signature": razorpay_signature(secret=secret, body=body),
                "x-razorpay-event-id": event_id,
                "User-Agent": "Razorpay-Webhook/v1",
            }

        return Webhook(
            provider="razorpay",
            store_id=store.id,
            what=event["event"],
            url=lambda: current().text("payment_webhook"),
            body=json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(),
            sign=sign,
            accepted=lambda status: 200 <= status < 300,
            timeout_seconds=RAZORPAY_WAITS_SECONDS,
            subject=subject,
        )
