"""The simulators on a free loopback port, a shop that takes their webhooks, and a clock that is moved by hand."""

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests
import uvicorn

from infra.local.simulators.app import Simulators
from infra.local.simulators.clock import Clock
from infra.local.simulators.whatsapp_statuses import Pace

NOW = datetime(2026, 11, 21, 18, 0, 0, tzinfo=UTC)
# How long a test waits for what comes in milliseconds on a machine at rest. Seconds.
PATIENCE = 30.0
QUICK = Pace(sent=(0.01, 0.02), delivered=(0.03, 0.05), read=(0.07, 0.1), gather=0.02)
RETRIES = (0.05, 0.05, 0.05, 0.05)
CUSTOMER = "16505551234"
MPLS_TOKEN, PUNE_TOKEN = "EAAG-mpls", "EAAG-pune"
EASYPOST_KEY, SHIPROCKET_USER = "EZTKmpls", ("api@pune.example", "pass:word")
STRIPE_KEY, RAZORPAY_PAIR = "sk_test_mpls", ("rzp_test_pune", "key-secret")


@dataclass(frozen=True)
class Received:
    """One POST that reached the shop."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.body)


@dataclass
class Shop:
    """A store's webhook endpoints: records what comes and answers `answers`, then 200 for ever."""

    url: str = ""
    answers: deque[int] = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)

    def wait_for(
        self, count: int, *, seconds: float = PATIENCE, where: Callable[[Received], bool] = lambda _: True
    ) -> list[Received]:
        """What arrived, once `count` posts satisfy `where`; fails after `seconds`."""
        deadline = time.monotonic() + seconds
        while True:
            found = [one for one in list(self.received) if where(one)]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {count} webhooks after {seconds} s"
            time.sleep(0.01)

    def wait_for_statuses(self, count: int, *, seconds: float = PATIENCE) -> list[dict[str, Any]]:
        """The statuses Meta told of, once there are `count`; several may come in one webhook."""
        deadline = time.monotonic() + seconds
        while True:
            changes = [
                change
                for webhook in list(self.received)
                if b'"statuses"' in webhook.body
                for entry in webhook.json["entry"]
                for change in entry["changes"]
            ]
            found = [status for change in changes for status in change["value"]["statuses"]]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {count} statuses after {seconds} s"
            time.sleep(0.01)


@dataclass
class LocalWorld:
    """The running simulators. `time` is what their clock shows."""

    url: str
    shop: Shop
    folder: Path
    time: list[datetime]
    described: dict[str, Any]

    def begin_anew(self, shop: Shop) -> None:
        """Forget what happened; a new shop takes the webhooks, so that stragglers do not reach it."""
        self.shop, self.time[0] = shop, NOW
        described = {"cloud": "", "console": "", "stores": _stores(shop.url), **self.described}
        (self.folder / "world.json").write_text(json.dumps(described))
        assert self.post("/sim/reset").status_code == 200

    def pass_time(self, seconds: float) -> None:
        """Let simulated time pass."""
        self.time[0] += timedelta(seconds=seconds)

    def get(self, path: str, **kwargs: Any) -> Any:
        """GET under the console's origin; the parsed JSON."""
        return requests.get(self.url + path, timeout=10, **kwargs).json()

    def post(self, path: str, **kwargs: Any) -> requests.Response:
        """POST under the console's origin."""
        return requests.post(self.url + path, timeout=10, **kwargs)

    def arm(self, provider: str, fault: str, *, times: int = 1, **more: Any) -> None:
        """Switch a fault on."""
        answer = self.post("/sim/faults", json={"provider": provider, "fault": fault, "times": times, **more})
        assert answer.status_code == 200, answer.text

    def attempts(self) -> list[tuple[int, str]]:
        """Number and outcome of every delivery attempt, once nothing is under way."""
        deadline = time.monotonic() + PATIENCE
        while (log := self.get("/sim/deliveries"))["under_way"]:
            assert time.monotonic() < deadline, log
            time.sleep(0.01)
        return [(one["number"], one["outcome"]) for one in log["attempts"]]

    def graph(
        self, body: Any, *, token: str = MPLS_TOKEN, number: str = "1065001", timeout: float = 10
    ) -> requests.Response:
        """Send through the Graph API as the store `mpls`."""
        return requests.post(
            f"{self.url}/sim/graph/v25.0/{number}/messages",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
        )

    def say(self, message: dict[str, Any], *, store: str = "mpls", sender: dict[str, str] | None = None) -> str:
        """Let a customer's phone send; the message's id."""
        sender = sender or {"wa_id": CUSTOMER, "name": "Ana Peña"}
        answer = self.post("/sim/whatsapp/inbound", json={"store": store, "from": sender, "message": message})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def stripe(
        self, path: str, form: dict[str, Any] | None = None, *, key: str = STRIPE_KEY, **headers: str
    ) -> requests.Response:
        """Call Stripe as `mpls`: POST with a form, GET without."""
        headers = {
            "Authorization": f"Bearer {key}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        url = f"{self.url}/sim/stripe/v1{path}"
        if form is None:
            return requests.get(url, headers=headers, timeout=10)
        return requests.post(url, data=form, headers=headers, timeout=10)

    def razorpay(
        self, path: str, body: Any = None, *, pair: tuple[str, str] = RAZORPAY_PAIR, **headers: str
    ) -> requests.Response:
        """Call Razorpay as `pune`: POST with a body, GET without."""
        url = f"{self.url}/sim/razorpay/v1{path}"
        if body is None:
            return requests.get(url, auth=pair, timeout=10)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.post(url, json=body, auth=pair, headers=headers, timeout=10)

    def easypost(
        self, path: str, body: Any = None, *, key: str = EASYPOST_KEY, method: str | None = None
    ) -> requests.Response:
        """Call EasyPost as `mpls`: POST with a body, GET without."""
        verb = method or ("GET" if body is None else "POST")
        return requests.request(verb, f"{self.url}/sim/easypost/v2{path}", json=body, auth=(key, ""), timeout=10)

    def shiprocket(self, path: str, body: Any = None, *, token: str | None = None) -> requests.Response:
        """Call Shiprocket as `pune`, logged in anew unless with a `token`: POST with a body, GET without."""
        url = f"{self.url}/sim/shiprocket/v1/external{path}"
        headers = {"Authorization": f"Bearer {self.shiprocket_token() if token is None else token}"}
        return requests.request("GET" if body is None else "POST", url, json=body, headers=headers, timeout=10)

    def shiprocket_token(self) -> str:
        """What the login of the API user gives."""
        email, password = SHIPROCKET_USER
        answer = requests.post(
            f"{self.url}/sim/shiprocket/v1/external/auth/login",
            json={"email": email, "password": password},
            timeout=10,
        )
        return str(answer.json()["token"])


@contextmanager
def local_world(
    folder: Path, *, assume_windows: bool = False, hold_seconds: float = 0.3, **described: Any
) -> Iterator[LocalWorld]:
    """Simulators with the stores `mpls` (Stripe) and `pune` (Razorpay), both taking webhooks at one `Shop`.

    `described` replaces top-level keys of `world.json`.
    """
    moment = [NOW]
    simulators = Simulators(
        folder / "world.json",
        clock=Clock(lambda: moment[0]),
        assume_windows=assume_windows,
        pace=QUICK,
        retry_seconds=RETRIES,
        hold_back_seconds=1.0,
        hold_seconds=hold_seconds,
    )
    with a_shop() as shop, _serving(simulators) as url:
        world = LocalWorld(url=url, shop=shop, folder=folder, time=moment, described=described)
        world.begin_anew(shop)
        yield world


def _stores(shop: str) -> dict[str, Any]:
    return {
        "mpls": {
            "name": "Nicollet Bubble Tea",
            "whatsapp_webhook": f"{shop}/mpls/whatsapp",
            "payment_webhook": f"{shop}/mpls/payment",
            "phone_number_id": "1065001",
            "display_phone_number": "+16125550142",
            "waba_id": "2065001",
            "catalog_id": "3065001",
            "payment_provider": "stripe",
            "parcel_webhook": f"{shop}/mpls/parcel",
            "courier": "easypost",
            "currency": "USD",
            "secrets": {
                "whatsapp_app_secret": "test_app_secret",
                "payment_webhook_secret": "whsec_test",
                "parcel_webhook_secret": "clé-mpls",
            },
            "internal": {
                "whatsapp_token": MPLS_TOKEN,
                "payment_api_key": STRIPE_KEY,
                "courier_api_key": EASYPOST_KEY,
            },
        },
        "pune": {
            "whatsapp_webhook": f"{shop}/pune/whatsapp",
            "payment_webhook": f"{shop}/pune/payment",
            "phone_number_id": "1065002",
            "display_phone_number": "+912055501420",
            "waba_id": "2065002",
            "catalog_id": "3065002",
            "payment_provider": "razorpay",
            "parcel_webhook": f"{shop}/pune/parcel",
            "courier": "shiprocket",
            "currency": "INR",
            "secrets": {
                "whatsapp_app_secret": "pune_app_secret",
                "payment_webhook_secret": "rzp_hook",
                "parcel_webhook_secret": "sr-token",
            },
            "internal": {
                "whatsapp_token": PUNE_TOKEN,
                "payment_api_key": ":".join(RAZORPAY_PAIR),
                "courier_api_key": ":".join(SHIPROCKET_USER),
            },
        },
    }


@contextmanager
def a_shop() -> Iterator[Shop]:
    """Webhook endpoints on a free port."""
    shop = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            shop.received.append(Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(shop.answers.popleft() if shop.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _serving(simulators: Simulators) -> Iterator[str]:
    # The protocol must be named: only then does asyncio switch off Nagle, which costs 40 ms a call when kept.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(simulators.application(), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the simulators did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)
