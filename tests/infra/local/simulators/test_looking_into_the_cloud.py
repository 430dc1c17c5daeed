"""Emails, timers, stock, orders and live events, read from a real embedded cloud."""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.local.cloud import answers, client, server_environment
from infra.local.processes import start, stop, wait_until
from shared.adapters.dynamodb.parcel_codec import tracking_item
from shared.domain.receipt import order_behind
from tests.fakes.simulated_world import EASYPOST_KEY, LocalWorld, local_world
from tests.infra.local.simulators.test_easypost_simulator import bought

INTERNAL = {
    "orders_table": "mpls-orders",
    "customers_table": "mpls-customers",
    "stock_table": "mpls-stock",
    "timers_group": "mpls-timers",
    "whatsapp_token": "t",
    "payment_api_key": "k",
    "courier_api_key": EASYPOST_KEY,
}
COURIER = {"courier": "easypost", "tracking": "http://127.0.0.1:1/track"}
EVENT_BODY = json.dumps({"ticket": 7, "total": 1472})


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The embedded cloud with a table of orders, one of stock, a queue and a group of timers."""
    scratch = tmp_path_factory.mktemp("cloud")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = start(
        "cloud",
        [sys.executable, "-m", "ministack"],
        environment=server_environment(port=port, scratch=scratch),
        log=scratch / "cloud.log",
    )
    try:
        wait_until(lambda: answers(f"{url}/_ministack/health"), process=process, seconds=90, log_hint=process.log)
        _furnish(url)
        yield url
    finally:
        stop([process])


@pytest.fixture
def looking(cloud: str, tmp_path: Path) -> Iterator[LocalWorld]:
    """Simulators that know this cloud and one store in it."""
    queue = client("sqs", cloud=cloud).get_queue_url(QueueName="mpls-timers")["QueueUrl"]
    stores = {"mpls": {"currency": "USD", **COURIER, "internal": {**INTERNAL, "timers_queue_url": queue}}}
    with local_world(tmp_path, cloud=cloud, region="us-east-1", stores=stores) as world:
        yield world


def _furnish(cloud: str) -> None:
    attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "status", "placed_at")]
    key = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    by_status = {
        "IndexName": "ByStatus",
        "KeySchema": [
            {"AttributeName": "status", "KeyType": "HASH"},
            {"AttributeName": "placed_at", "KeyType": "RANGE"},
        ],
        "Projection": {"ProjectionType": "ALL"},
    }
    common: dict[str, Any] = {
        "KeySchema": key,
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }
    tables = client("dynamodb", cloud=cloud)
    tables.create_table(
        TableName="mpls-orders", AttributeDefinitions=attributes, GlobalSecondaryIndexes=[by_status], **common
    )
    for table in ("mpls-stock", "mpls-customers"):
        tables.create_table(TableName=table, AttributeDefinitions=attributes[:2], **common)
    client("sqs", cloud=cloud).create_queue(QueueName="mpls-timers")
    client("scheduler", cloud=cloud).create_schedule_group(Name="mpls-timers")
    client("sesv2", cloud=cloud).create_email_identity(EmailIdentity="orders@shop.example")


def _schedule(cloud: str, name: str, at: str) -> None:
    client("scheduler", cloud=cloud).create_schedule(
        Name=name,
        GroupName="mpls-timers",
        ScheduleExpression=f"at({at})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={
            "Arn": "arn:aws:sqs:us-east-1:000000000000:mpls-timers",
            "RoleArn": "arn:aws:iam::000000000000:role/timers",
            "Input": json.dumps({"timer": "expire_reservation", "order_id": name}),
        },
    )


def _email(cloud: str, subject: str) -> None:
    client("sesv2", cloud=cloud).send_email(
        FromEmailAddress="orders@shop.example",
        Destination={"ToAddresses": ["pearls@supplier.example"]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "5 kg, please"}}}},
    )


def test_shows_the_suppliers_emails_until_a_reset(cloud: str, looking: LocalWorld) -> None:
    """Address, subject and text; after a reset only newer ones."""
    _email(cloud, "Tapioca pearls are low")
    emails = looking.get("/sim/emails")["emails"]
    assert [(one["to"], one["subject"], one["text"]) for one in emails] == [
        ("pearls@supplier.example", "Tapioca pearls are low", "5 kg, please")
    ]
    assert emails[0]["at"].endswith("Z")
    looking.post("/sim/reset")
    assert looking.get("/sim/emails") == {"emails": []}
    _email(cloud, "Milk is low")
    assert [one["subject"] for one in looking.get("/sim/emails")["emails"]] == ["Milk is low"]


def test_fires_due_timers_then_all(cloud: str, looking: LocalWorld) -> None:
    """A fired schedule's input is on the queue and the schedule is gone; one that is not due waits for `all`."""
    _schedule(cloud, "soon", "2026-11-21T17:59:59")
    _schedule(cloud, "late", "2031-01-01T00:00:00")
    due = looking.post("/sim/timers/run", json={"store": "mpls", "due_only": True}).json()
    assert due == {
        "fired": 1,
        "timers": [
            {
                "store": "mpls",
                "name": "soon",
                "at": "2026-11-21T17:59:59.000Z",
                "input": {"timer": "expire_reservation", "order_id": "soon"},
            }
        ],
    }
    assert [one["name"] for one in looking.get("/sim/timers")["timers"]] == ["late"]
    assert looking.post("/sim/timers/run").json()["fired"] == 1
    assert looking.get("/sim/timers") == {"timers": []}
    sqs = client("sqs", cloud=cloud)
    queue = sqs.get_queue_url(QueueName="mpls-timers")["QueueUrl"]
    bodies = [
        json.loads(message["Body"])["order_id"]
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    ]
    assert sorted(bodies) == ["late", "soon"]


def test_jumps_to_an_hour(cloud: str, looking: LocalWorld) -> None:
    """Every timer up to then rings, however far ahead it is; what comes later waits."""
    _schedule(cloud, "reminder", "2030-01-01T00:00:00")
    _schedule(cloud, "follow-up", "2030-01-04T00:00:00")
    _schedule(cloud, "much-later", "2031-01-01T00:00:00")
    rung = looking.post("/sim/timers/run", json={"until": "2030-01-04T00:00:00Z"}).json()
    assert [one["name"] for one in rung["timers"]] == ["reminder", "follow-up"]
    assert [one["name"] for one in looking.get("/sim/timers")["timers"]] == ["much-later"]
    assert looking.post("/sim/timers/run", json={"until": "tomorrow"}).status_code == 400
    assert looking.post("/sim/timers/run", json={"until": "2030-01-04T00:00:00"}).status_code == 400


def test_a_parcel_is_of_the_order_its_store_filed(cloud: str, looking: LocalWorld) -> None:
    """Before that the courier's reference stands for it; the tracking page is the customer's own."""
    code = bought(looking)["tracking_code"]
    assert looking.get("/sim/parcels")["parcels"][0]["order_id"] == "pcl_1"
    order_id = "ord_" + 24 * "a"
    filed = tracking_item("easypost", code, order_id=order_id, parcel_id="pcl_1")
    client("dynamodb", cloud=cloud).put_item(
        TableName="mpls-orders", Item={name: {"S": value} for name, value in filed.items()}
    )
    client("ssm", cloud=cloud).put_parameter(Name="/tillhook/mpls/tracking/key", Value="new\nold", Type="SecureString")
    [parcel] = looking.get("/sim/parcels")["parcels"]
    assert parcel["order_id"] == order_id
    base, _, token = parcel["tracking_page"].rpartition("/")
    assert base == "http://127.0.0.1:1/track"
    assert order_behind(token, keys=["new"]) == order_id


def test_shows_stock_and_orders_and_tells_of_changes(cloud: str, looking: LocalWorld) -> None:
    """The lists show heads only; an open console hears of each new event and each stock change."""
    told: list[tuple[str, Any]] = []
    stream = requests.get(f"{looking.url}/sim/live", stream=True, timeout=(5, 60))
    threading.Thread(target=_listen, args=(stream, told), daemon=True).start()
    tables = client("dynamodb", cloud=cloud)
    deadline = time.monotonic() + 60
    while not {"timeline", "stock"} <= {name for name, _ in told}:
        assert time.monotonic() < deadline, told
        _write(tables)
        time.sleep(0.3)
    assert told[0] == ("reload", {})
    assert dict(told)["stock"] == {
        "store": "mpls",
        "id": "tapioca_pearls_g",
        "available": 800,
        "reserved": 100,
        "reorder_point": 900,
    }
    assert dict(told)["timeline"] == {
        "store": "mpls",
        "name": "OrderConfirmed",
        "subject": "ORDER#o1",
        "sequence": 2,
        "at": "2026-11-21T18:00:00Z",
        "data": {"ticket": 7, "total": 1472},
    }
    assert looking.get("/sim/stock", params={"store": "mpls"}) == {
        "items": [{"id": "tapioca_pearls_g", "available": 800, "reserved": 100, "reorder_point": 900}]
    }
    assert looking.get("/sim/orders", params={"store": "mpls"}) == {
        "items": [
            {
                "id": "o1",
                "ticket": 7,
                "status": "confirmed",
                "placed_at": "2026-11-21T17:58:00Z",
                "customer": {"id": "cus_1", "name": "Ana"},
                "lines": [{"sku": "TARO-R", "name": "Taro", "quantity": 2, "unit_price": 736, "total": 1472}],
                "total": 1472,
                "currency": "USD",
                "timeline": [
                    {
                        "name": "OrderConfirmed",
                        "sequence": 2,
                        "at": "2026-11-21T18:00:00Z",
                        "data": {"ticket": 7, "total": 1472},
                    }
                ],
            }
        ]
    }


def _write(tables: Any) -> None:
    """An order with an event, and a stock counter; written anew, so that a listener who came late hears it.

    Beside them what is no order and no profile: a case, a chat, and what was said in it.
    """
    head = {
        "pk": {"S": "ORDER#o1"},
        "sk": {"S": "HEAD"},
        "status": {"S": "confirmed"},
        "placed_at": {"S": "2026-11-21T17:58:00Z"},
        "version": {"N": "2"},
        "body": {
            "S": json.dumps(
                {
                    "store": "mpls",
                    "customer": "cus_1",
                    "currency": "USD",
                    "source": ["whatsapp", "wamid.1"],
                    "lines": [{"sku": "TARO-R", "name": "Taro", "qty": 2, "price": 736}],
                    "ticket": {"number": 7, "day": "2026-11-21"},
                }
            )
        },
    }
    customer = {
        "pk": {"S": "CUSTOMER#cus_1"},
        "sk": {"S": "HEAD"},
        "body": {"S": json.dumps({"name": "Ana", "language": "en", "wa_id": "16505551234"})},
    }
    event = {
        "pk": {"S": "ORDER#o1"},
        "sk": {"S": "EVENT#000002"},
        "name": {"S": "OrderConfirmed"},
        "at": {"S": "2026-11-21T18:00:00Z"},
        "sequence": {"N": "2"},
        "body": {"S": EVENT_BODY},
    }
    stock = {
        "pk": {"S": "STOCK#tapioca_pearls_g"},
        "sk": {"S": "HEAD"},
        "available": {"N": "800"},
        "reserved": {"N": "100"},
        "reorder_point": {"N": "900"},
    }
    case = {**head, "pk": {"S": "CASE#case_1"}, "status": {"S": "case_open"}, "body": {"S": '{"store":"mpls"}'}}
    chat = {"pk": customer["pk"], "sk": {"S": "CHAT"}, "version": {"N": "1"}, "body": {"S": "{}"}}
    said = {"pk": customer["pk"], "sk": {"S": "SAID#0000000000000042"}, "body": {"S": '{"text":"hola"}'}}
    for table, item in (
        ("mpls-orders", case),
        ("mpls-customers", chat),
        ("mpls-customers", said),
        ("mpls-orders", head),
        ("mpls-orders", event),
        ("mpls-stock", stock),
        ("mpls-customers", customer),
    ):
        tables.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
        tables.put_item(TableName=table, Item=item)


def _listen(stream: requests.Response, told: list[tuple[str, Any]]) -> None:
    name = ""
    try:
        for line in stream.iter_lines():
            if line.startswith(b"event: "):
                name = line[7:].decode()
            elif line.startswith(b"data: "):
                told.append((name, json.loads(line[6:])))
    except (requests.RequestException, AttributeError):
        return


def test_says_that_the_world_is_not_there_yet(tmp_path: Path) -> None:
    """Before the stacks are deployed the simulators run, know no store and explain themselves."""
    with local_world(tmp_path, stores={}) as early:
        assert early.get("/sim/stores") == {"stores": []}
        assert early.get("/sim/emails") == {"emails": []}
        answer = early.post("/sim/timers/run")
        assert (answer.status_code, answer.json()) == (503, {"error": "the cloud is not up yet"})
        refused = early.get("/sim/stock", params={"store": "mpls"})
        assert refused == {"error": "no store 'mpls'; there is none yet: the world is still being built"}


def test_a_store_without_keys_is_open_to_nobody(tmp_path: Path) -> None:
    """An empty key or token never matches an empty or unreadable credential."""
    stores = {
        "mpls": {"phone_number_id": "1065001", "payment_provider": "stripe", "courier": "easypost"},
        "pune": {"phone_number_id": "1065002", "payment_provider": "razorpay", "courier": "shiprocket"},
    }
    with local_world(tmp_path, stores=stores) as world:
        gateways = ("graph/v25.0/1065001/messages", "stripe/v1/refunds", "razorpay/v1/payment_links")
        for path in (*gateways, "easypost/v2/shipments", "shiprocket/v1/external/orders/create/adhoc"):
            for scheme in ("Bearer", "Basic"):
                answer = world.post(f"/sim/{path}", headers={"Authorization": f"{scheme} "}, json={})
                assert answer.status_code == 401, (path, scheme, answer.text)
        login = world.post("/sim/shiprocket/v1/external/auth/login", json={"email": "", "password": ""})
        assert login.status_code == 403
