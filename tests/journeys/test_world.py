"""A local world is complete when it says so: its doors open for those they should, its shelves are full."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.local.cloud import client
from tests.journeys.world import Customer, Sale, StoreDoor, World, eventually

SEED = Path(__file__).resolve().parents[2] / "infra" / "local" / "seed"
BOTH = pytest.mark.parametrize("store", ["mpls", "pune"])


@BOTH
def test_meta_can_subscribe_to_the_webhook(world: World, store: str) -> None:
    """The handshake with the store's own token, and only with it."""
    entry = world[store].entry
    shake = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    asked = {**shake, "hub.verify_token": entry["secrets"]["whatsapp_verify_token"]}
    right = requests.get(entry["whatsapp_webhook"], params=asked, timeout=30)
    assert (right.status_code, right.text) == (200, "1158201444")
    wrong = requests.get(entry["whatsapp_webhook"], params={**shake, "hub.verify_token": "guess"}, timeout=30)
    assert wrong.status_code == 403


@BOTH
def test_strangers_are_refused_at_every_door(world: World, store: str) -> None:
    """Nobody gets in by knowing the URL."""
    entry = world[store].entry
    assert requests.post(entry["whatsapp_webhook"], json={"object": "x"}, timeout=30).status_code in {401, 403}
    assert requests.post(entry["payment_webhook"], json={"id": "evt_1"}, timeout=30).status_code in {400, 401, 403}
    assert world[store].staff("GET", "/orders", role=None).status_code == 401


@BOTH
def test_both_roles_are_let_in_by_the_tokens_of_the_contract(world: World, store: str) -> None:
    """And a token opens its own store's door only."""
    for role in ("staff", "manager"):
        assert world[store].staff("GET", "/orders", role=role).status_code == 200
    other = world["pune" if store == "mpls" else "mpls"]
    stranger = {"Authorization": f"Bearer {other.entry['tokens']['manager']}"}
    assert world[store].staff("GET", "/orders", role=None, headers=stranger).status_code == 401


@BOTH
def test_the_shelves_hold_what_the_catalog_file_says(world: World, store: str) -> None:
    """Products and counters, to the last one, whatever was taught since."""
    world.sim("POST", "/reset")
    door, file = world[store], json.loads((SEED / f"{store}.json").read_text(encoding="utf-8"))
    bodies = _bodies(world, door, "catalog_table")
    assert {key: body for key, body in bodies.items() if key.startswith("PRODUCT#")} == {
        f"PRODUCT#{product['sku']}": product for product in file["products"]
    }
    assert {key: body for key, body in bodies.items() if key.startswith("SUPPLIER#")} == {
        f"SUPPLIER#{supplier['id']}": supplier for supplier in file["suppliers"]
    }
    assert {item: counter["reorder_point"] for item, counter in door.stock().items()} == {
        item["id"]: item["reorder_point"] for item in file["stock_items"]
    }


def test_every_store_may_send_email_and_templates(world: World) -> None:
    """SES knows the sender; WhatsApp has the templates in the store's languages."""
    identities = client("sesv2", cloud=world.contract["cloud"]).list_email_identities()["EmailIdentities"]
    senders = {"orders@northloopboba.example", "orders@sahyadritraders.example"}
    assert senders <= {one["IdentityName"] for one in identities}
    for store, languages in (("mpls", {"en", "es"}), ("pune", {"en", "hi"})):
        entry = world[store].entry
        listed = requests.get(
            f"{world.console}/sim/graph/v25.0/{entry['waba_id']}/message_templates",
            headers={"Authorization": f"Bearer {entry['internal']['whatsapp_token']}"},
            timeout=30,
        ).json()["data"]
        confirmed = {one["language"] for one in listed if one["name"] == "order_confirmed"}
        assert confirmed == languages


def test_what_functions_count_becomes_metrics(world: World) -> None:
    """So that the dashboards of the local world have data."""
    mpls = world["mpls"]
    mpls.order_from(mpls.send_cart(Customer(), Sale("MOCHI-6", 1, 899)))
    now = datetime.now(UTC)
    (counted,) = eventually(
        lambda: client("cloudwatch", cloud=world.contract["cloud"]).get_metric_statistics(
            Namespace="Tillhook",
            MetricName="OrdersReceived",
            Dimensions=[{"Name": "store", "Value": "mpls"}],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=7200,
            Statistics=["Sum"],
        )["Datapoints"],
        what="OrdersReceived in CloudWatch",
    )
    assert counted["Sum"] >= 1


def test_reset_puts_every_store_back_to_its_catalog(world: World) -> None:
    """Orders are gone, counters are as in the file; the next order starts from there."""
    mpls = world["mpls"]
    order = mpls.order_from(mpls.send_cart(Customer(), Sale("WAFFLE", 2, 695)))
    mpls.link_for(order["id"])
    assert mpls.stock()["waffle_mix_g"]["reserved"] >= 220
    world.sim("POST", "/reset")
    assert list(mpls.orders()) == []
    waffle = mpls.stock()["waffle_mix_g"]
    assert (waffle["available"], waffle["reserved"]) == (4400, 0)
    again = mpls.order_from(mpls.send_cart(Customer(), Sale("WAFFLE", 1, 695)))
    assert again["status"] in {"received", "awaiting_payment"}


def _bodies(world: World, door: StoreDoor, table: str) -> dict[str, Any]:
    pages = client("dynamodb", cloud=world.contract["cloud"]).get_paginator("scan")
    found = pages.paginate(TableName=door.entry["internal"][table])
    return {item["pk"]["S"]: json.loads(item["body"]["S"]) for page in found for item in page["Items"]}
