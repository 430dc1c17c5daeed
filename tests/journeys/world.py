"""The local world from outside: what a customer, a gateway, a member of staff or a stranger can do over HTTP."""

import hashlib
import hmac
import itertools
import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

Json = dict[str, Any]
T = TypeVar("T")

# How long a story waits for the next thing to happen. Generous: a cold chain of functions on a busy machine. Seconds.
PATIENCE = 45.0

_numbers = itertools.count(int(time.time()) % 10_000_000)


def eventually(look: Callable[[], T | None], *, what: str, seconds: float = PATIENCE) -> T:
    """What `look` finds, as soon as it is neither empty nor None. Fails with `what` when it does not come."""
    deadline = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        assert time.monotonic() < deadline, f"after {seconds:.0f} s still not: {what}"
        time.sleep(0.2)


@dataclass(frozen=True)
class Customer:
    """Someone with WhatsApp. Everyone here is new to the store."""

    name: str = "Ana"
    wa_id: str = field(default_factory=lambda: f"1651{next(_numbers):07d}")
    user_id: str = field(default_factory=lambda: f"US.{secrets.randbelow(10**20):020d}")


@dataclass(frozen=True)
class Sale:
    """What a customer put into the cart: SKU, quantity, and the price the phone showed, in minor units."""

    sku: str
    quantity: int
    price: int


def kind_of(body: Json) -> str:
    """What kind of message a Graph API body is, interactive ones by their own type."""
    return str(body["interactive"]["type"] if body["type"] == "interactive" else body["type"])


def words_of(body: Json) -> str:
    """What the customer reads in a text or above the buttons."""
    return str(body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"])


def meta_signature(entry: Json, body: bytes, *, secret: str | None = None) -> dict[str, str]:
    """The header with which Meta signs a webhook to a store; `secret` None: the store's own."""
    key = entry["secrets"]["whatsapp_app_secret"] if secret is None else secret
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}


def payment_signature(
    entry: Json, body: bytes, *, event_id: str, secret: str | None = None, at: float | None = None
) -> dict[str, str]:
    """The headers with which a store's gateway signs a webhook, `at` Unix seconds (Stripe; None: now)."""
    key = (entry["secrets"]["payment_webhook_secret"] if secret is None else secret).encode()
    if entry["payment_provider"] == "stripe":
        stamp = str(int(time.time() if at is None else at))
        digest = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={stamp},v1={digest}"}
    digest = hmac.new(key, body, hashlib.sha256).hexdigest()
    return {"X-Razorpay-Signature": digest, "x-razorpay-event-id": event_id}


class World:
    """All stores of a running local world."""

    def __init__(self, contract: Json) -> None:
        self.contract = contract
        self.console = str(contract["console"]).rstrip("/")
        self.http = requests.Session()
        self.stores = {id_: StoreDoor(self, id_, entry) for id_, entry in contract["stores"].items()}

    def __getitem__(self, store: str) -> "StoreDoor":
        """A store by id."""
        return self.stores[store]

    def sim(self, method: str, path: str, **request: Any) -> Json:
        """Ask the simulators something under `/sim`."""
        answer = self.http.request(method, f"{self.console}/sim{path}", timeout=30, **request)
        assert answer.ok, f"{method} /sim{path}: {answer.status_code} {answer.text[:500]}"
        found: Json = answer.json()
        return found

    def arm(self, provider: str, fault: str, *, times: int = 1) -> None:
        """Let a provider fail in its way, so many times."""
        self.sim("POST", "/faults", json={"provider": provider, "fault": fault, "times": times})

    def run_timers(self, store: str) -> None:
        """Let the future come: fire every pending schedule of a store now."""
        self.sim("POST", "/timers/run", json={"store": store})

    def emails(self, *, to: str | None = None) -> list[Json]:
        """Emails that were sent, oldest first."""
        return [one for one in self.sim("GET", "/emails")["emails"] if to is None or to in one["to"]]


class StoreDoor:
    """One store's doors: its webhooks, its staff API, and what its customers see."""

    def __init__(self, world: World, id_: str, entry: Json) -> None:
        self.world, self.id, self.entry = world, id_, entry

    # A customer, whose messages reach the store the way Meta delivers them.

    def send(self, customer: Customer, message: Json) -> str:
        """Let the customer's phone send a message (Meta's message object without id, from, timestamp); its id."""
        sender = {"wa_id": customer.wa_id, "user_id": customer.user_id, "name": customer.name}
        body = {"store": self.id, "from": sender, "message": message}
        return str(self.world.sim("POST", "/whatsapp/inbound", json=body)["id"])

    def send_cart(self, customer: Customer, *sales: Sale, note: str = "") -> str:
        """Send a cart from the catalog; the message's id."""
        return self.send(customer, {"type": "order", "order": self.order_object(*sales, note=note)})

    def tap(self, customer: Customer, button_id: str, title: str) -> str:
        """Tap a reply button; the message's id."""
        reply = {"type": "button_reply", "button_reply": {"id": button_id, "title": title}}
        return self.send(customer, {"type": "interactive", "interactive": reply})

    def messages(self, customer: Customer) -> list[Json]:
        """What the store sent the customer, oldest first: `{"id", "at", "to", "body"}`, each person's ids together."""
        found = {
            one["id"]: one
            for to in (customer.wa_id, customer.user_id)
            for one in self.world.sim("GET", "/whatsapp/messages", params={"store": self.id, "to": to})["messages"]
        }
        return sorted(found.values(), key=lambda one: str(one["at"]))

    def hear(self, customer: Customer, kind: str, *, number: int = 1) -> Json:
        """The customer's so-manieth message of a kind (`text`, `cta_url`, `button`, `catalog_message` ...), when it is
        there: its body as the Graph API received it.
        """

        def look() -> Json | None:
            found = self.heard(customer, kind)
            return found[number - 1] if len(found) >= number else None

        return eventually(look, what=f"message {number} of kind {kind} to a customer of {self.id}")

    def heard(self, customer: Customer, kind: str | None = None) -> list[Json]:
        """The bodies of what the store sent the customer, oldest first; of one kind, or all."""
        bodies = [one["body"] for one in self.messages(customer)]
        return [body for body in bodies if kind is None or kind_of(body) == kind]

    def exchange_greetings(self, customer: Customer) -> None:
        """Say hello and wait for the answer: a store hears a customer in order, so what was sent before has been dealt
        with by then.
        """
        before = len(self.greetings(customer))
        self.send(customer, {"type": "text", "text": {"body": "👋"}})
        eventually(lambda: self.greetings(customer)[before:], what=f"a greeting to a customer of {self.id}")

    def greetings(self, customer: Customer) -> list[Json]:
        """The greetings among what the customer heard: the catalog, or the last order once more."""
        return [
            body
            for body in self.heard(customer)
            if kind_of(body) == "catalog_message" or "again:" in str(body.get("interactive", {}).get("action"))
        ]

    def order_object(self, *sales: Sale, note: str = "") -> Json:
        """Meta's `order` object for a cart."""
        items = [
            {
                "product_retailer_id": one.sku,
                "quantity": one.quantity,
                "item_price": one.price / 100,
                "currency": self.entry["currency"],
            }
            for one in sales
        ]
        return {"catalog_id": self.entry["catalog_id"], "text": note, "product_items": items}

    # A sender that signs for itself, to deliver what no honest sender would.

    def webhook(self, *messages: Json, customer: Customer) -> Json:
        """A WhatsApp webhook with these messages (each complete, with `id`, `from` and `timestamp`)."""
        contact = {"profile": {"name": customer.name}, "wa_id": customer.wa_id, "user_id": customer.user_id}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {
                "display_phone_number": self.entry["display_phone_number"].lstrip("+"),
                "phone_number_id": self.entry["phone_number_id"],
            },
            "contacts": [contact],
            "messages": list(messages),
        }
        change = {"field": "messages", "value": value}
        return {"object": "whatsapp_business_account", "entry": [{"id": self.entry["waba_id"], "changes": [change]}]}

    def message(self, customer: Customer, *, id_: str | None = None, **content: Any) -> Json:
        """A complete message as Meta would deliver it, such as `type="text", text={"body": "hello"}`."""
        stamp = {"id": id_ or f"wamid.{secrets.token_hex(16)}", "timestamp": str(int(time.time()))}
        return {"from": customer.wa_id, "from_user_id": customer.user_id, **stamp, **content}

    def deliver(self, payload: Json | bytes, *, secret: str | None = None, **headers: str) -> requests.Response:
        """POST a WhatsApp webhook, signed with the store's secret or another one; headers may replace the signature."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        signed = {**meta_signature(self.entry, body, secret=secret), **headers}
        return requests.post(
            self.entry["whatsapp_webhook"],
            data=body,
            headers={"Content-Type": "application/json", **signed},
            timeout=60,
        )

    def deliver_payment(self, event: Json, *, secret: str | None = None, **headers: str) -> requests.Response:
        """POST a payment webhook, signed as the store's gateway signs, with the store's secret or another one."""
        body = json.dumps(event).encode()
        signed = {**payment_signature(self.entry, body, event_id=str(event.get("id", "")), secret=secret), **headers}
        return requests.post(
            self.entry["payment_webhook"],
            data=body,
            headers={"Content-Type": "application/json", **signed},
            timeout=60,
        )

    # The gateway.

    def payments(self) -> list[Json]:
        """Links and refunds at the gateway: `{"id", "kind", "order_id", "amount", "currency", "status", "url"}`."""
        found: list[Json] = self.world.sim("GET", "/payments", params={"store": self.id})["payments"]
        return found

    def link_for(self, order_id: str) -> Json:
        """The payment link of an order, once there is one."""
        return eventually(
            lambda: next(
                (one for one in self.payments() if one["order_id"] == order_id and one["kind"] == "link"), None
            ),
            what=f"a payment link for {order_id}",
        )

    def links_for(self, order_id: str) -> list[Json]:
        """Every link that the gateway ever opened for an order."""
        return [one for one in self.payments() if one["order_id"] == order_id and one["kind"] == "link"]

    def pay(self, payment_id: str, **otherwise: Any) -> None:
        """Pay a link as the customer does on the gateway's page, or `otherwise`: another `amount` or `currency`."""
        self.world.sim("POST", f"/payments/{payment_id}/pay", json=otherwise)

    def buy(self, customer: Customer, *sales: Sale, note: str = "") -> Json:
        """Send a cart, tap the link, pay; the order, confirmed."""
        order = self.order_from(self.send_cart(customer, *sales, note=note))
        self.pay(self.link_for(order["id"])["id"])
        return self.until(order["id"], status="confirmed")

    # Staff.

    def staff(self, method: str, path: str, *, role: str | None = "staff", **request: Any) -> requests.Response:
        """Call the staff API in a role; None comes without a token."""
        headers = dict(request.pop("headers", {}))
        if role is not None:
            headers["Authorization"] = f"Bearer {self.entry['tokens'][role]}"
        return requests.request(method, f"{self.entry['staff_api']}{path}", headers=headers, timeout=30, **request)

    def orders(self, **query: str) -> Iterator[Json]:
        """Every order that staff see, page by page."""
        cursor: str | None = None
        while True:
            answer = self.staff("GET", "/orders", params={**query, **({"cursor": cursor} if cursor else {})})
            assert answer.status_code == 200, answer.text
            page = answer.json()
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def order(self, order_id: str) -> Json:
        """One order with its timeline and payments."""
        answer = self.staff("GET", f"/orders/{order_id}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def order_from(self, message_id: str) -> Json:
        """The order that came of a customer's message, once there is one."""
        return eventually(
            lambda: next((one for one in self.orders() if one["source"]["message_id"] == message_id), None),
            what=f"an order from message {message_id}",
        )

    def until(self, order_id: str, *, status: str, seconds: float = PATIENCE) -> Json:
        """The order, once it has this status."""
        return eventually(
            lambda: next((one for one in [self.order(order_id)] if one["status"] == status), None),
            what=f"order {order_id} {status}",
            seconds=seconds,
        )

    def let_go(self, sku: str) -> None:
        """Let the time of everybody be over who ordered this before and has not paid: what the shelf holds from now
        on, and when that changes, is the story's own.
        """
        self.world.run_timers(self.id)
        eventually(lambda: not list(self.orders(status="awaiting_payment", text=sku)), what=f"no unpaid order of {sku}")

    def orders_of(self, customer: Customer) -> list[Json]:
        """The customer's orders, newest first, as staff find them by the number."""
        return list(self.orders(text=customer.wa_id))

    def correct(self, item: str, delta: int, *, reason: str = "counted") -> Json:
        """Put a counter right; the item as that left it."""
        answer = self.staff(
            "POST",
            f"/stock/{item}/movements",
            json={"delta": delta, "reason": reason},
            headers={"Idempotency-Key": secrets.token_hex(16)},
        )
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def shelve(self, item: str, units: int) -> None:
        """Let exactly so many units be available."""
        if delta := units - int(self.stock()[item]["available"]):
            self.correct(item, delta)

    def stock(self) -> dict[str, Json]:
        """Every counter, by item: `{"id", "available", "reserved", "reorder_point"}`."""
        answer = self.staff("GET", "/stock")
        assert answer.status_code == 200, answer.text
        return {one["id"]: one for one in answer.json()["items"]}
