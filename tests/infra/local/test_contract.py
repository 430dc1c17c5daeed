"""`world.json` has the agreed shape."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from infra.local import secret_values
from infra.local.contract import RunningStore, world_contract, write
from infra.local.start import profile
from infra.store_files import load_stores

OUTPUTS = {
    "ApiUrl": "https://abc123.execute-api.us-east-1.amazonaws.com",
    "ApiId": "abc123",
    "OrdersTable": "mpls-orders",
    "StockTable": "mpls-stock",
    "CatalogTable": "mpls-catalog",
    "CustomersTable": "mpls-customers",
    "InboxQueueUrl": "http://127.0.0.1:4710/000000000000/inbox.fifo",
    "MessagesQueueUrl": "http://127.0.0.1:4710/000000000000/messages.fifo",
    "TimersQueueUrl": "http://127.0.0.1:4710/000000000000/timers",
    "BusName": "mpls-bus",
    "TimersGroup": "mpls-timers",
    "StaffClientId": "client1",
}
SECRETS = {
    "whatsapp/app_secret": "a",
    "whatsapp/verify_token": "v",
    "whatsapp/access_token": "t",
    "payment/webhook_secret": "p",
    "payment/api_key": "k",
    "parcel/webhook_secret": "c",
    "courier/api_key": "b",
    "tracking/key": "s",
}


@pytest.fixture
def mpls() -> dict[str, Any]:
    """The entry of the store in Minneapolis."""
    store = RunningStore(
        profile=profile(load_stores()[0]),
        stack="Tillhook-mpls",
        user_pool="pool1",
        outputs=OUTPUTS,
        secrets=SECRETS,
        tokens={"staff": "jwt1", "manager": "jwt2"},
    )
    contract = world_contract(cloud="http://127.0.0.1:4710", console="http://127.0.0.1:4711", stores={"mpls": store})
    assert (contract["cloud"], contract["console"]) == ("http://127.0.0.1:4710", "http://127.0.0.1:4711/")
    assert contract["region"] == "us-east-1"
    entry: dict[str, Any] = contract["stores"]["mpls"]
    return entry


def test_every_surface_has_a_url_that_needs_no_name_server(mpls: dict[str, Any]) -> None:
    """Parts that are not built yet have theirs already."""
    base = "http://127.0.0.1:4710/_aws/execute-api/abc123/$default"
    assert {key: mpls[key] for key in mpls if str(mpls[key]).startswith("http")} == {
        "whatsapp_webhook": f"{base}/whatsapp",
        "payment_webhook": f"{base}/payment",
        "parcel_webhook": f"{base}/parcel",
        "staff_api": f"{base}/staff",
        "board": f"{base}/board",
        "tracking": f"{base}/track",
    }


def test_a_store_says_who_it_is_at_meta_and_at_its_providers(mpls: dict[str, Any]) -> None:
    """As its file says."""
    agreed = (
        "phone_number_id",
        "display_phone_number",
        "waba_id",
        "catalog_id",
        "payment_provider",
        "courier",
        "currency",
    )
    assert [mpls[key] for key in agreed] == [
        "106540352242922",
        "+16125550142",
        "102290129340398",
        "194836987003835",
        "stripe",
        "easypost",
        "USD",
    ]


def test_secrets_that_senders_share_stand_apart_from_those_only_simulators_need(mpls: dict[str, Any]) -> None:
    """And the staff's tokens beside them."""
    assert mpls["secrets"] == {
        "whatsapp_app_secret": "a",
        "whatsapp_verify_token": "v",
        "payment_webhook_secret": "p",
        "parcel_webhook_secret": "c",
    }
    assert mpls["tokens"] == {"staff": "jwt1", "manager": "jwt2"}
    assert mpls["internal"] == {
        "orders_table": "mpls-orders",
        "stock_table": "mpls-stock",
        "catalog_table": "mpls-catalog",
        "customers_table": "mpls-customers",
        "inbox_queue_url": "http://127.0.0.1:4710/000000000000/inbox.fifo",
        "messages_queue_url": "http://127.0.0.1:4710/000000000000/messages.fifo",
        "timers_queue_url": "http://127.0.0.1:4710/000000000000/timers",
        "bus_name": "mpls-bus",
        "timers_group": "mpls-timers",
        "staff_client_id": "client1",
        "whatsapp_token": "t",
        "payment_api_key": "k",
        "courier_api_key": "b",
        "stack": "Tillhook-mpls",
        "user_pool_id": "pool1",
    }


def test_the_file_is_its_owners_alone_and_replaced_in_one_step(tmp_path: Path) -> None:
    """It holds secrets; and nobody ever reads half of it."""
    path = tmp_path / "home" / "world.json"
    write(path, {"cloud": "é"})
    write(path, {"cloud": "é", "stores": {}})
    assert json.loads(path.read_text(encoding="utf-8")) == {"cloud": "é", "stores": {}}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["world.json"]


def test_each_world_has_secrets_of_its_own_in_the_providers_forms() -> None:
    """Nothing in the repository opens a running world."""
    stripe = secret_values.invent(provider="stripe", courier="easypost")
    razorpay = secret_values.invent(provider="razorpay", courier="shiprocket")
    assert set(stripe) == set(razorpay) == set(SECRETS)
    assert stripe["payment/webhook_secret"].startswith("whsec_")
    assert stripe["payment/api_key"].startswith("sk_test_")
    assert razorpay["payment/api_key"].partition(":")[0].startswith("rzp_test_")
    assert all(len(value) >= 24 for value in stripe.values())
    assert stripe["courier/api_key"].startswith("EZTK")
    assert "@" in razorpay["courier/api_key"].partition(":")[0]
    assert not set(stripe.values()) & set(secret_values.invent(provider="stripe", courier="easypost").values())


def test_secrets_lie_encrypted_where_the_functions_look(empty_cloud: str) -> None:
    """One SecureString each."""
    from infra.local.cloud import client

    secret_values.put(cloud=empty_cloud, store="mpls", values=SECRETS)
    found = client("ssm", cloud=empty_cloud).get_parameters_by_path(
        Path="/tillhook/mpls", Recursive=True, WithDecryption=True
    )["Parameters"]
    assert {one["Name"]: (one["Type"], one["Value"]) for one in found} == {
        "/tillhook/mpls/whatsapp/app_secret": ("SecureString", "a"),
        "/tillhook/mpls/whatsapp/verify_token": ("SecureString", "v"),
        "/tillhook/mpls/whatsapp/access_token": ("SecureString", "t"),
        "/tillhook/mpls/payment/webhook_secret": ("SecureString", "p"),
        "/tillhook/mpls/payment/api_key": ("SecureString", "k"),
        "/tillhook/mpls/parcel/webhook_secret": ("SecureString", "c"),
        "/tillhook/mpls/courier/api_key": ("SecureString", "b"),
        "/tillhook/mpls/tracking/key": ("SecureString", "s"),
    }
