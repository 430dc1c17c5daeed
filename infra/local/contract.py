"""`.local/world.json`: everything people, tests and tools need to know of a running world."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.cloud import REGION

# Output of the store's stack -> its key under `internal`.
INTERNAL = {
    "OrdersTable": "orders_table",
    "StockTable": "stock_table",
    "CatalogTable": "catalog_table",
    "CustomersTable": "customers_table",
    "InboxQueueUrl": "inbox_queue_url",
    "MessagesQueueUrl": "messages_queue_url",
    "TimersQueueUrl": "timers_queue_url",
    "BusName": "bus_name",
    "TimersGroup": "timers_group",
    "StaffClientId": "staff_client_id",
}
# Where each surface lies under the store's HTTP API.
ROUTES = {
    "whatsapp_webhook": "/whatsapp",
    "payment_webhook": "/payment",
    "parcel_webhook": "/parcel",
    "staff_api": "/staff",
    "board": "/board",
    "tracking": "/track",
}
# Secrets a sender shares with a store; the rest only the simulators need.
SHARED = {
    "whatsapp/app_secret": "whatsapp_app_secret",
    "whatsapp/verify_token": "whatsapp_verify_token",
    "payment/webhook_secret": "payment_webhook_secret",
    "parcel/webhook_secret": "parcel_webhook_secret",
}
HIDDEN = {
    "whatsapp/access_token": "whatsapp_token",
    "payment/api_key": "payment_api_key",
    "courier/api_key": "courier_api_key",
}


@dataclass(frozen=True, kw_only=True)
class RunningStore:
    """What is known of a store once it is deployed: its file, its stack's outputs, its secrets, its staff's tokens."""

    profile: Mapping[str, Any]
    stack: str
    user_pool: str
    outputs: Mapping[str, str]
    secrets: Mapping[str, str]
    tokens: Mapping[str, str]


def world_contract(*, cloud: str, console: str, stores: Mapping[str, RunningStore]) -> dict[str, Any]:
    """The content of `world.json`."""
    entries = {id_: _entry(cloud, store) for id_, store in sorted(stores.items())}
    return {"cloud": cloud, "console": f"{console}/", "region": REGION, "stores": entries}


def api_url(cloud: str, api_id: str) -> str:
    """Base URL of an HTTP API of the embedded cloud that works with any client, without a name server."""
    return f"{cloud}/_aws/execute-api/{api_id}/$default"


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Put the file in place in one step, readable by its owner alone: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)


def _entry(cloud: str, store: RunningStore) -> dict[str, Any]:
    base = api_url(cloud, store.outputs["ApiId"])
    internal = {key: store.outputs[output] for output, key in INTERNAL.items()}
    hidden = {key: store.secrets[path] for path, key in HIDDEN.items()}
    return {
        **{name: base + route for name, route in ROUTES.items()},
        **store.profile,
        "secrets": {key: store.secrets[path] for path, key in SHARED.items()},
        "tokens": dict(store.tokens),
        "internal": {**internal, **hidden, "stack": store.stack, "user_pool_id": store.user_pool},
    }
