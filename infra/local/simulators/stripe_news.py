"""How Stripe tells a store what happened: signed events, pretty-printed."""

import json

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk
from infra.local.simulators.signatures import stripe_signature
from infra.local.simulators.world import Json, Store

STRIPE_WAITS_SECONDS = 20.0


class News:
    """Sends events; `subject` holds those of one payment together, for faults that change their order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def now(self) -> int:
        """The simulated time in Unix seconds."""
        return int(self._desk.clock.now().timestamp())

    def tell(self, store: Store, type_: str, about: Json, *, subject: str, previous: Json | None = None) -> None:
        """An event about an object as it is now."""
        event = objects.event(type_, about, now=self.now(), previous=previous)
        self._desk.courier.dispatch(self._webhook(store, event, subject))

    def show(self, store: Store, id_: str, status: str) -> None:
        """The console's picture of a link."""
        self._desk.live.tell("payment", {"store": store.id, "id": id_, "status": status})

    def _webhook(self, store: Store, event: Json, subject: str) -> Webhook:
        def current() -> Store:
            return self._desk.world.stores.get(store.id, store)

        def sign(body: bytes) -> dict[str, str]:
            timestamp = int(self._desk.clock.real_now().timestamp())
            secret = current().secret("payment_webhook_secret")
            return {
                "Stripe-Signature": stripe_signature(secret=secret, body=body, timestamp=timestamp),
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            }

        return Webhook(
            provider="stripe",
            store_id=store.id,
            what=event["type"],
            url=lambda: current().text("payment_webhook"),
            # Stripe pretty-prints its events: a receiver that re-serialises before verifying is found out.
            body=json.dumps(event, indent=2, ensure_ascii=False).encode(),
            sign=sign,
            accepted=lambda status: 200 <= status < 300,
            timeout_seconds=STRIPE_WAITS_SECONDS,
            subject=subject,
        )
