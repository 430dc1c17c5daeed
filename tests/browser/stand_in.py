"""A stand-in for the simulators behind the console: its files, and the routes of docs/architecture.md from memory."""

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.small_shop import MAYA

CONSOLE = Path(__file__).parents[2] / "infra" / "local" / "console"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
PAY_PAGE = '<!doctype html><title>Pay</title><form method="post"><button id="pay">Pay</button></form>'
Json = dict[str, Any]


class StandIn(ThreadingHTTPServer):
    """What the console is told, as plain attributes a test fills, and what it sent: `posted`, (path, body) each."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.stores: list[Json] = []
        self.chats: dict[tuple[str, str], list[Json]] = {}
        self.orders: dict[str, list[Json]] = {}
        self.stock: dict[str, list[Json]] = {}
        self.payments: list[Json] = []
        self.emails: list[Json] = []
        self.parcels: dict[str, list[Json]] = {}
        self.timers: list[Json] = []
        self.posted: list[tuple[str, Json]] = []
        #: id -> (type, bytes) of what the phone uploaded, in that order, and of what a test puts there.
        self.files: dict[str, tuple[str, bytes]] = {}
        self.typing = False
        self.uploads: list[dict[str, str]] = []
        self._feeds: list[queue.Queue[str | None]] = []

    @property
    def origin(self) -> str:
        """Where the console is served."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def said(self) -> Json:
        """The last message sent as the customer."""
        path, body = self.posted[-1]
        assert path == "/sim/whatsapp/inbound"
        return body

    def says(self, body: Json, *, id_: str = "wamid.out1", **more: object) -> None:
        """The store's message stands in Maya's chat, and the feed says that something changed."""
        message = {"id": id_, "at": "2026-11-20T10:00:00Z", "direction": "out", "status": "read", "body": body, **more}
        self.chats.setdefault(("mpls", MAYA), []).append(message)
        self.tell("chat", {"store": "mpls", "wa_id": MAYA})

    def tell(self, event: str, data: Json) -> None:
        """One server-sent event to every open page."""
        for feed in self._feeds:
            feed.put(f"event: {event}\ndata: {json.dumps(data)}\n\n")

    def listen(self) -> queue.Queue[str | None]:
        """A new page's feed."""
        feed: queue.Queue[str | None] = queue.Queue()
        self._feeds.append(feed)
        return feed

    def hang_up(self) -> None:
        """Ends every feed."""
        for feed in self._feeds:
            feed.put(None)

    def hear(self, body: Json) -> Json:
        """A customer spoke: it stands in the chat, delivered."""
        store, wa_id = body["store"], body["from"].get("wa_id") or body["from"]["user_id"]
        chat = self.chats.setdefault((store, wa_id), [])
        message = {
            "id": f"wamid.in{len(self.posted)}",
            "at": "2026-11-20T10:00:00Z",
            "direction": "in",
            "status": "delivered",
            "body": body["message"],
        }
        chat.append(message)
        self.tell("chat", {"store": store, "wa_id": wa_id})
        return {"id": message["id"]}

    def answer(self, path: str, query: dict[str, str]) -> Json | None:
        """The JSON of a GET route; None when there is no such route."""
        store = query.get("store", "")
        chat = self.chats.get((store, query.get("wa_id", "")), [])
        answers: dict[str, Json] = {
            "/sim/stores": {"stores": self.stores},
            "/sim/whatsapp/chat": {"messages": chat, "window_open": bool(chat), "typing": self.typing},
            "/sim/orders": {"items": self.orders.get(store, [])},
            "/sim/stock": {"items": self.stock.get(store, [])},
            "/sim/payments": {"payments": self.payments},
            "/sim/emails": {"emails": self.emails},
            "/sim/parcels": {"parcels": self.parcels.get(store, [])},
            "/sim/timers": {"timers": self.timers},
        }
        return answers.get(path)

    def take(self, path: str, body: Json) -> Json:
        """The JSON answer to a POST."""
        self.posted.append((path, body))
        if path == "/sim/whatsapp/inbound":
            return self.hear(body)
        if path.startswith("/sim/parcels/"):
            return self.scan(path.rsplit("/", 1)[1], body)
        if path == "/sim/timers/run" and "until" in body:
            self.timers = [one for one in self.timers if one["at"] > body["until"]]
        return {"fired": 2}

    def scan(self, code: str, step: Json) -> Json:
        """A courier says something of a parcel."""
        parcel = next(one for listed in self.parcels.values() for one in listed if one["tracking_code"] == code)
        parcel.update(step)
        if "status" in step:
            scan = {"at": "2026-11-20T10:00:00Z", "status": step["status"], "place": "Minneapolis, MN", "reason": ""}
            parcel["scans"] = [*parcel["scans"], scan]
        return parcel

    def upload(self, query: dict[str, str], type_: str, data: bytes) -> Json:
        """The phone hands over a file."""
        id_ = f"{100_000_000_000_001 + len(self.uploads)}"
        self.uploads.append(query)
        self.files[id_] = (type_, data)
        return {"id": id_, "mime_type": type_, "sha256": f"digest-{len(self.uploads)}", "file_size": len(data)}

    def pay(self, path: str) -> None:
        """The button of the payment page was pressed."""
        payment = path.rsplit("/", 1)[1]
        self.payments = [{"id": payment, "status": "paid"}]


class _Answer(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/sim/live":
            self._feed()
        elif url.path.startswith("/pay/"):
            self._send(PAY_PAGE.encode(), "text/html")
        elif (file := self.server.files.get(url.path.removeprefix("/sim/whatsapp/media/"))) is not None:
            self._send(file[1], file[0])
        elif (found := self.server.answer(url.path, query)) is not None:
            self._send(json.dumps(found).encode(), "application/json")
        else:
            self._file(CONSOLE / (url.path.strip("/") or "index.html"))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path.startswith("/pay/"):
            self.server.pay(self.path)
            self._send(b"<!doctype html><title>Paid</title><p>Paid", "text/html")
            return
        url = urlsplit(self.path)
        if url.path == "/sim/whatsapp/media":
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            told = self.server.upload(query, self.headers["content-type"], raw)
            self._send(json.dumps(told).encode(), "application/json")
            return
        self._send(json.dumps(self.server.take(self.path, json.loads(raw))).encode(), "application/json")

    def _file(self, path: Path) -> None:
        if path.parent == CONSOLE and path.is_file():
            self._send(path.read_bytes(), TYPES[path.suffix])
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, body: bytes, type_: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("content-type", type_)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _feed(self) -> None:
        # Listening first: what is told between the answer and here would reach nobody.
        feed = self.server.listen()
        self.send_response(HTTPStatus.OK)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"retry: 1000\n\n")
        while (line := feed.get()) is not None:
            self.wfile.write(line.encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Test output stays readable."""


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """Serves until the block ends."""
    thread = threading.Thread(target=stand_in.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.hang_up()
        stand_in.shutdown()
        stand_in.server_close()


def opened(page: Page, origin: str) -> Page:
    """`page` at the console, once it follows the live feed."""
    page.goto(origin)
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    return page
