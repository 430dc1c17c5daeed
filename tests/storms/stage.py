"""A store's workers with their real adapters on an in-process AWS, where any call can be made to fail.

Single-threaded on purpose: moto is not to be trusted with concurrency. What runs in parallel is proven on the embedded
cloud (tests/journeys). Faults are put around botocore's own sending, so that the SDK's retries are part of the proof.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ConnectionClosedError
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

from functions.arm_timers import handler as arm_timers
from functions.ask_courier import handler as ask_courier
from functions.message_customer import handler as message_customer
from functions.process_inbox import handler as process_inbox
from functions.record_parcels import handler as record_parcels
from functions.record_statuses import handler as record_statuses
from functions.refund_payment import handler as refund_payment
from functions.request_payment import handler as request_payment
from functions.run_timer import handler as run_timer
from shared.adapters.dynamodb.record import Record
from shared.ports import OrderFile
from shared.runtime import clients, clock, gateway, observability, timers, wiring
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.people import MPLS_PROFILE, NOW
from tests.fakes.scripted_server import Answer, ScriptedServer
from tests.fakes.tables import schema

REGION = "us-east-1"
CATALOG = json.loads((Path(__file__).parents[2] / "infra" / "local" / "seed" / "mpls.json").read_text(encoding="utf-8"))
TOKEN, KEY = "/tillhook/mpls/whatsapp/access_token", "/tillhook/mpls/payment/api_key"
TRACKING_KEY = "/tillhook/mpls/tracking/key"


class Killed(BaseException):
    """The process is gone, in the middle of a call: no handler of ours sees it."""


@dataclass
class Faults:
    """Counts AWS calls; strikes the ``at``-th (from 0): killed ``before`` it, ``after`` it, or its answer ``lost``."""

    at: int | None = None
    how: str = "before"
    calls: list[str] = field(default_factory=list)

    def around(self, name: str, send: Any) -> Any:
        """Make a call, or fail at it."""
        place = len(self.calls)
        self.calls.append(name)
        if place != self.at:
            return send()
        if self.how == "before":
            raise Killed(f"before {name}")
        send()
        if self.how == "lost":
            raise ConnectionClosedError(endpoint_url=name)
        raise Killed(f"after {name}")


@dataclass
class Stage:
    """One store, freshly seeded, at a moment that tests move."""

    faults: Faults
    graph: ScriptedServer
    gateway: ScriptedServer
    receipt: str
    #: What the store's parameters hold.
    parameters: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    @property
    def record(self) -> Record:
        """The store's record."""
        return wiring.record()

    def forget(self) -> None:
        """Start a fresh process: everything kept while warm is gone."""
        for kept in (wiring.record, clients.client, timers.timers, gateway._secrets, observability.log):
            kept.cache_clear()
        workers = (process_inbox, message_customer, record_statuses, refund_payment, request_payment, run_timer)
        for function in (*workers, arm_timers, ask_courier, record_parcels):
            function.Settings.from_env.cache_clear()

    def deliver(self, function: Any, *bodies: Mapping[str, Any], receives: int = 1) -> list[str]:
        """Wake a function with these queue messages; the ids of those that must come again."""
        records = [
            {
                "messageId": f"m{place}",
                "receiptHandle": self.receipt,
                "body": json.dumps(body),
                "attributes": {"ApproximateReceiveCount": str(receives), "MessageGroupId": "g"},
            }
            for place, body in enumerate(bodies)
        ]
        answer = function.handler({"Records": records}, None)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def deliver_until_done(
        self, function: Any, body: Mapping[str, Any], *, most: int = 5, statuses: bool = False
    ) -> None:
        """Deliver as the queue does, a minute apart, each time to a fresh process, until the function is done.

        ``statuses``: in between, Meta tells what it knows.
        """
        for receives in range(1, most + 1):
            try:
                if not self.deliver(function, body, receives=receives):
                    return
            except Killed:
                pass
            self.now += timedelta(minutes=1)
            self.forget()
            if statuses:
                self.deliver_statuses("sent")
        raise AssertionError(f"not done after {most} deliveries")

    def deliver_statuses(self, *words: str) -> None:
        """Meta reports on every message that reached it."""
        told = [
            {"id": "wamid.out", "status": word, "timestamp": "1795284000", "biz_opaque_callback_data": tag}
            for tag in self.tags()
            for word in words
        ]
        if told:
            assert self.deliver(record_statuses, {"statuses": told}) == []

    def tags(self) -> list[str]:
        """Our tags on what reached Meta, in order, repeats included."""
        return [asked.json["biz_opaque_callback_data"] for asked in self.graph.asked]

    def order(self, order_id: str) -> OrderFile:
        """The order with its whole timeline."""
        file = self.record.orders.read_all(order_id)
        assert file is not None, f"no order {order_id}"
        return file

    def available(self, item: str) -> int:
        """Units on the shelf that may be promised."""
        return self.record.stock.items([item])[item].available

    def orders(self) -> Sequence[str]:
        """Every order there is."""
        scan = boto3.client("dynamodb", region_name=REGION).scan(TableName="orders")["Items"]
        return sorted(item["pk"]["S"] for item in scan if item["sk"]["S"] == "HEAD")


@contextmanager
def stage(monkeypatch: pytest.MonkeyPatch, faults: Faults | None = None) -> Iterator[Stage]:
    """Build the tables, put the catalog on the shelf, and let the functions believe they are deployed."""
    told = faults or Faults()
    with ExitStack() as stack:
        stack.enter_context(mock_aws())
        light = stack.enter_context(AwsEndpoint())
        light.parameters |= {TOKEN: "token", KEY: "sk_test", TRACKING_KEY: "tracking"}
        graph = stack.enter_context(ScriptedServer(Answer(body={"messages": [{"id": "wamid.out"}]})))
        link = {"id": "cs_1", "url": "https://pay.example/cs_1", "status": "open"}
        stripe = stack.enter_context(ScriptedServer(Answer(body=link)))
        _build()
        for name, value in _environment(light.url, graph.url, stripe.url).items():
            monkeypatch.setenv(name, value)
        built = Stage(faults=told, graph=graph, gateway=stripe, receipt=_receipt(), parameters=light.parameters)
        monkeypatch.setattr(clock, "utc_now", lambda: built.now)
        built.forget()
        real = BotocoreStubber.__call__

        def around(self: BotocoreStubber, event_name: str, request: Any, **kwargs: Any) -> Any:
            return told.around(
                event_name.removeprefix("before-send."), lambda: real(self, event_name, request, **kwargs)
            )

        monkeypatch.setattr(BotocoreStubber, "__call__", around)
        # The SDK waits before it asks again for an answer that was lost.
        monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
        told.calls.clear()
        yield built
        monkeypatch.setattr(BotocoreStubber, "__call__", real)
    built.forget()


def _receipt() -> str:
    """A receipt that the queue knows, so that a message can be postponed."""
    queue = boto3.client("sqs", region_name=REGION)
    url = queue.get_queue_url(QueueName="messages")["QueueUrl"]
    queue.send_message(QueueUrl=url, MessageBody="{}")
    return str(queue.receive_message(QueueUrl=url, MaxNumberOfMessages=1)["Messages"][0]["ReceiptHandle"])


def _environment(light: str, graph: str, stripe: str) -> dict[str, str]:
    queue = f"https://sqs.{REGION}.amazonaws.com/123456789012"
    return {
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_ENDPOINT_URL_SSM": light,
        "AWS_LAMBDA_FUNCTION_NAME": "under-test",
        "LOG_LEVEL": "CRITICAL",
        "STORE_ID": "mpls",
        "STORE": json.dumps(MPLS_PROFILE),
        "ORDERS_TABLE": "orders",
        "STOCK_TABLE": "stock",
        "CATALOG_TABLE": "catalog",
        "CUSTOMERS_TABLE": "customers",
        "PAYMENT_PROVIDER": "stripe",
        "MEDIA_BUCKET": "media",
        "PAYMENT_LIVE": "false",
        "PAYMENT_API_URL": stripe,
        "PAYMENT_API_KEY_PARAMETER": KEY,
        "PAYMENT_REQUESTS_QUEUE_URL": f"{queue}/payment-requests",
        "REFUNDS_QUEUE_URL": f"{queue}/refunds",
        "COURIER_REQUESTS_QUEUE_URL": f"{queue}/courier-requests",
        "PARCEL_NEWS_QUEUE_URL": f"{queue}/messages",
        "MESSAGES_QUEUE_URL": f"{queue}/messages",
        "INBOX_QUEUE_URL": f"{queue}/messages",
        "TIMERS_QUEUE_URL": f"{queue}/messages",
        "WHATSAPP_API_URL": graph,
        "PHONE_NUMBER_ID": "106540352242922",
        "WHATSAPP_TOKEN_PARAMETER": TOKEN,
        "TRACKING_URL": "https://mpls.example/track",
        "TRACKING_KEY_PARAMETER": TRACKING_KEY,
        "TIMERS_GROUP": "timers",
        "TIMERS_QUEUE_ARN": f"arn:aws:sqs:{REGION}:123456789012:timers",
        "TIMERS_ROLE_ARN": "arn:aws:iam::123456789012:role/timers",
        "TIMERS_DLQ_ARN": f"arn:aws:sqs:{REGION}:123456789012:timers-dlq",
    }


def _build() -> None:
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    for table in ("orders", "stock", "catalog", "customers"):
        dynamodb.create_table(TableName=table, **schema(table))
    resource = boto3.resource("dynamodb", region_name=REGION)
    for product in CATALOG["products"]:
        resource.Table("catalog").put_item(
            Item={"pk": f"PRODUCT#{product['sku']}", "sk": "HEAD", "body": json.dumps(product)}
        )
    for item in CATALOG["stock_items"]:
        rest = {name: item[name] for name in ("reorder_quantity", "supplier", "lead_time_days")}
        resource.Table("stock").put_item(
            Item={
                "pk": f"STOCK#{item['id']}",
                "sk": "HEAD",
                "available": item["available"],
                "reserved": 0,
                "reorder_point": item["reorder_point"],
                "version": 0,
                "body": json.dumps(rest),
                "cause": json.dumps({"kind": "seed", "reference": ""}),
            }
        )
    for queue in ("messages", "payment-requests", "refunds", "courier-requests"):
        boto3.client("sqs", region_name=REGION).create_queue(QueueName=queue)
    boto3.client("scheduler", region_name=REGION).create_schedule_group(Name="timers")
