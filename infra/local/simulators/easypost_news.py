"""How EasyPost tells a store what happened: events, signed twice, tried again six times."""

import json
from collections.abc import Callable
from email.utils import formatdate
from urllib.parse import urlsplit

from infra.local.simulators import easypost_objects as objects
from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk
from infra.local.simulators.easypost_rules import invalid, missing, not_found
from infra.local.simulators.signatures import easypost_signature, easypost_signature_v2
from infra.local.simulators.world import Json, Store

EASYPOST_WAITS_SECONDS = 7.0
RETRIES = 6
DASHBOARD = "hook_dashboard"


class News:
    """Sends events to the store's webhook, which stands in the dashboard, and to those made by API."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[str, dict[str, Json]] = {}
        self._secrets: dict[str, str] = {}
        self._silenced: set[str] = set()

    def reset(self) -> None:
        """Only the dashboard's webhooks are left, and all of them are on."""
        self._made.clear()
        self._secrets.clear()
        self._silenced.clear()

    def tell(self, store: Store, description: str, result: Json, *, previous: Json, subject: str) -> None:
        """An event about a thing as it is now, one for each webhook."""
        for webhook in self.webhooks(store):
            if webhook["disabled_at"] is None:
                self._desk.courier.dispatch(self._webhook(store, webhook, description, result, previous, subject))

    def webhooks(self, store: Store) -> list[Json]:
        """Where the store is told; the dashboard's first."""
        now = objects.stamp(self._desk.clock.now())
        own = _entry(DASHBOARD + f"_{store.id}", store.text("parcel_webhook"), at=now)
        own["disabled_at"] = now if own["id"] in self._silenced else None
        return [own, *self._made.get(store.id, {}).values()]

    def add(self, store: Store, asked: Json) -> Json:
        """One more webhook."""
        url = str(asked.get("url") or "")
        if not url:
            raise missing("webhook.url")
        if urlsplit(url).scheme not in {"http", "https"}:
            raise invalid("webhook.url", "must be a URL")
        entry = _entry(objects.new_id("hook"), url, at=objects.stamp(self._desk.clock.now()))
        self._secrets[entry["id"]] = str(asked.get("webhook_secret") or "")
        self._made.setdefault(store.id, {})[entry["id"]] = entry
        return entry

    def change(self, store: Store, id_: str, asked: Json) -> Json:
        """Switch it on again, with a new secret if one is given."""
        found = self.find(store, id_)
        found["disabled_at"] = None
        self._silenced.discard(id_)
        if asked.get("webhook_secret"):
            self._secrets[id_] = str(asked["webhook_secret"])
        return found

    def drop(self, store: Store, id_: str) -> None:
        """No longer tell it."""
        self.find(store, id_)
        if self._made.get(store.id, {}).pop(id_, None) is None:
            self._silenced.add(id_)

    def find(self, store: Store, id_: str) -> Json:
        """The webhook with this id."""
        found = next((one for one in self.webhooks(store) if one["id"] == id_), None)
        if found is None:
            raise not_found()
        return found

    def _webhook(
        self, store: Store, entry: Json, description: str, result: Json, previous: Json, subject: str
    ) -> Webhook:
        def url() -> str:
            if not entry["id"].startswith(DASHBOARD):
                return str(entry["url"])
            return self._desk.world.stores.get(store.id, store).text("parcel_webhook")

        def secret() -> str:
            given = self._secrets.get(entry["id"])
            current = self._desk.world.stores.get(store.id, store)
            return current.secret("parcel_webhook_secret") if given is None else given

        now = self._desk.clock.now()
        event = objects.event(description, result, previous=previous, now=now, url=url())
        return Webhook(
            provider="easypost",
            store_id=store.id,
            what=description,
            url=url,
            body=json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(),
            sign=lambda body: self._signed(body, url=url(), secret=secret),
            accepted=lambda status: 200 <= status < 300,
            timeout_seconds=EASYPOST_WAITS_SECONDS,
            subject=subject,
            retries=RETRIES,
        )

    def _signed(self, body: bytes, *, url: str, secret: Callable[[], str]) -> dict[str, str]:
        headers = {"User-Agent": "EasyPost Webhook"}
        key = secret()
        if not key:
            return headers
        timestamp = formatdate(self._desk.clock.real_now().timestamp())
        path = urlsplit(url).path or "/"
        return {
            **headers,
            "X-Hmac-Signature": easypost_signature(secret=key, body=body),
            "x-timestamp": timestamp,
            "x-path": path,
            "x-hmac-signature-v2": easypost_signature_v2(secret=key, timestamp=timestamp, path=path, body=body),
        }


def _entry(id_: str, url: str, *, at: str) -> Json:
    return {
        "id": id_,
        "object": "Webhook",
        "mode": "test",
        "url": url,
        "created_at": at,
        "disabled_at": None,
        "custom_headers": [],
    }
