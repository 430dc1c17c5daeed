"""How long the hot path takes from nothing: a fresh process, imports, one signed webhook verified and queued.

Compared with `python -c pass` of the same interpreter in the same rounds; the bar is 4 times that. Code is compiled
beforehand, as in a bundle.
"""

import compileall
import json
import py_compile
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.fresh_process import Race, table
from tests.fakes.certificates import certificate_for
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import (
    APP_SECRET,
    ENVIRONMENT,
    PARAMETERS,
    PARCEL_SECRET,
    PAYMENT_SECRET,
    PHONE_NUMBER_ID,
    hex_hmac,
)

ROOT = Path(__file__).resolve().parents[2]
HOT_PATH = Path(__file__).with_name("hot_path.py")
BAR = 4.0
EXPLANATION = """\
A function's row: fresh process, import, ssl and the trust store loaded as in production, secrets
read (SSM), one event checked and queued (SQS), over plain http on loopback to another process;
code compiled as in a bundle. Below them, for information: ssl never loaded, as on the local
cloud; and two real TLS handshakes, whose other half is worked by the same machine.
"""

CART = {
    "from": "16505550199",
    "id": "wamid.HBgLMTY1MDU1NTAxOTkVAgASGBQzQTdCNUNE",
    "timestamp": "1739321024",
    "type": "order",
    "order": {
        "catalog_id": "194836987003835",
        "text": "",
        "product_items": [
            {"product_retailer_id": sku, "quantity": 2, "item_price": 5.75, "currency": "USD"}
            for sku in ("classic-milk-tea", "taro-milk-tea", "mango-green-tea", "brown-sugar-latte", "matcha-latte")
        ],
    },
}


def whatsapp_event() -> dict[str, Any]:
    """Build a signed cart of five lines."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "16125550142", "phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": "16505550199", "user_id": "US.13491208655302741918"}],
        "messages": [CART],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    return http_event(body=body, headers={"x-hub-signature-256": f"sha256={hex_hmac(APP_SECRET, body)}"})


def stripe_event() -> dict[str, Any]:
    """Build a signed `checkout.session.completed`."""
    session = {"id": "cs_1", "object": "checkout.session", "client_reference_id": "ord_1", "payment_status": "paid"}
    body = json.dumps({"id": "evt_1", "object": "event", "data": {"object": session}}).encode()
    moment = int(time.time())
    signature = f"t={moment},v1={hex_hmac(PAYMENT_SECRET, f'{moment}.'.encode() + body)}"
    return http_event(path="/payment", body=body, headers={"stripe-signature": signature})


def tracker_event() -> dict[str, Any]:
    """Build a `tracker.updated` with both of EasyPost's signatures."""
    result = {"object": "Tracker", "tracking_code": "9400110898825022579493", "status": "in_transit"}
    body = json.dumps({"id": "evt_1", "object": "Event", "description": "tracker.updated", "result": result}).encode()
    moment, path = "Sat, 21 Nov 2026 12:00:00 -0000", "/parcel"
    newer = hex_hmac(PARCEL_SECRET, f"{moment}POST{path}".encode() + body)
    headers = {
        "x-hmac-signature": f"hmac-sha256-hex={hex_hmac(PARCEL_SECRET, body)}",
        "x-timestamp": moment,
        "x-path": path,
        "x-hmac-signature-v2": f"hmac-sha256-hex={newer}",
    }
    return http_event(path=path, body=body, headers=headers)


def bus_event() -> dict[str, Any]:
    """Build a customer-facing event."""
    return {"detail-type": "OrderConfirmed", "detail": {"id": "e1", "customer_id": "cus_1", "name": "OrderConfirmed"}}


EVENTS = {
    "whatsapp_webhook": whatsapp_event,
    "payment_webhook": stripe_event,
    "parcel_webhook": tracker_event,
    "queue_message": bus_event,
}


@contextmanager
def bundle() -> Iterator[Path]:
    """Copy the code, with an event per function, and compile it as a bundle is: bytecode valid at any clock."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for room in ("functions", "shared"):
            shutil.copytree(ROOT / room, place / room, ignore=shutil.ignore_patterns("__pycache__"))
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(folder, quiet=1, invalidation_mode=mode)
        for function, event in EVENTS.items():
            (place / f"{function}.json").write_text(json.dumps(event()))
        yield place


@contextmanager
def endpoint(*certificate: str) -> Iterator[str]:
    """Serve SQS and SSM from a process of their own, over TLS if there is a certificate; give the URL."""
    argv = [sys.executable, "-m", "tests.fakes.aws_endpoint", *certificate]
    with subprocess.Popen(argv, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(PARAMETERS) + "\n")
        server.stdin.flush()
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def arguments(function: str, transport: str, *, place: Path) -> list[str]:
    """Return the program of one cold start."""
    return [str(HOT_PATH), function, str(place / f"{function}.json"), transport]


def environment(*, url: str, place: Path) -> dict[str, str]:
    """Return the variables of a function in the bundle."""
    return {**ENVIRONMENT, "AWS_ENDPOINT_URL": url, "PYTHONPATH": str(place)}


def main() -> None:
    """Measure and print."""
    race = Race()
    with bundle() as place, endpoint() as url, endpoint(str(certificate_for("localhost", place / "tls.pem"))) as tls:
        env = environment(url=url, place=place)
        race.measure("import hmac, hashlib, json, socket, ssl", ["-c", "import hmac, hashlib, json, socket, ssl"])
        for function in EVENTS:
            race.measure(function, arguments(function, "ssl", place=place), env=env, bar=BAR)
        path = arguments("whatsapp_webhook", "-", place=place)
        race.measure("whatsapp_webhook, ssl not loaded", path, env=env)
        env = {**env, "AWS_ENDPOINT_URL": tls, "AWS_CA_BUNDLE": str(place / "tls.pem")}
        race.measure("whatsapp_webhook, over TLS", path, env=env)
        print(table(race.run()))
    print(EXPLANATION)


if __name__ == "__main__":
    main()
