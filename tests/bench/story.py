"""One order of five lines at Pune, from the cart to paid and told, recorded on an in-process AWS.

Each step is one event handed to a real, warm handler: what it called, what that cost in units, and the state it was
called in, so that it can be played again elsewhere.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.core.botocore_stubber import BotocoreStubber

from functions.message_customer import handler as message_customer
from functions.process_inbox import handler as process_inbox
from functions.publish_events import handler as publish_events
from functions.record_statuses import handler as record_statuses
from functions.request_payment import handler as request_payment
from functions.run_timer import handler as run_timer
from functions.staff_api import handler as staff_api
from functions.track_stock import handler as track_stock
from shared.domain.order import order_id_for
from tests.bench.stateless_cloud import LINK, Tables
from tests.bench.write_units import Places, Units, billed, request_of
from tests.fakes.http_api import http_event
from tests.fakes.people import NOW, PUNE_PROFILE
from tests.fakes.scripted_server import Answer
from tests.storms import stage as storms
from tests.storms.stage import Stage, stage

ROOT = Path(__file__).resolve().parents[2]
PUNE_SEED = json.loads((ROOT / "infra" / "local" / "seed" / "pune.json").read_text(encoding="utf-8"))
TABLES = ("orders", "stock", "catalog", "customers")
LINES = (("RICE-BAS-5", 1, 680), ("ATTA-5", 1, 255), ("DAL-TOOR-1", 2, 175), ("OIL-SUN-1", 2, 165), ("SUGAR-1", 3, 48))
PAISE = 100 * sum(quantity * price for _, quantity, price in LINES)
FIRST, BACK, AGAIN = "wamid.first", "wamid.back", "wamid.again"
WEEK, MINUTE = 7 * 86400, 60
ORDER = order_id_for(AGAIN)
BUS = "tillhook-pune"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One event of one function. `calls` to AWS by operation; `posts` to companies outside; `tables` before it.

    `transactions` are its TransactWriteItems requests.
    """

    name: str
    function: str
    event: Mapping[str, Any]
    tables: Tables
    calls: Counter[str]
    units: Units
    posts: int
    transactions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Story:
    """All steps, and the environment in which they were played."""

    steps: Sequence[Step]
    environment: Mapping[str, str]

    def step(self, name: str) -> Step:
        """The step of that name."""
        (found,) = (step for step in self.steps if step.name == name)
        return found

    def units(self, *names: str) -> Units:
        """What these steps cost together."""
        return sum((self.step(name).units for name in names), Units())


@dataclass
class _Recorder:
    stage: Stage
    steps: list[Step] = field(default_factory=list)
    heard: list[tuple[str, Any]] = field(default_factory=list)

    def play(self, name: str, function: Any, event: Mapping[str, Any]) -> Any:
        before = dump()
        self.heard.clear()
        posts = len(self.stage.graph.asked) + len(self.stage.gateway.asked)
        told = function.handler(event, None)
        calls = list(self.heard)
        assert not (told or {}).get("batchItemFailures"), f"{name} failed"
        assert (told or {}).get("statusCode", 200) == 200, f"{name}: {told}"
        after = dump()
        units = (
            billed(operation, request_of(body), before=places(before), after=places(after))
            for service, operation, body in ((*heard.split(".", 1), body) for heard, body in calls)
            if service == "dynamodb"
        )
        step = Step(
            name=name,
            function=function.__name__.split(".")[1],
            event=event,
            tables=before,
            calls=Counter(heard.split(".")[1] for heard, _ in calls),
            units=sum(units, Units()),
            posts=len(self.stage.graph.asked) + len(self.stage.gateway.asked) - posts,
            transactions=[request_of(body) for heard, body in calls if heard.endswith(".TransactWriteItems")],
        )
        self.steps.append(step)
        return before, after


def dump() -> Tables:
    """Every item, by table."""
    dynamodb = boto3.client("dynamodb", region_name=storms.REGION)
    return {table: dynamodb.scan(TableName=table)["Items"] for table in TABLES}


def places(tables: Tables) -> Places:
    """Items by where they are."""
    return {(table, item["pk"]["S"], item["sk"]["S"]): item for table, items in tables.items() for item in items}


def record_story() -> Story:
    """Play the order and record every step. Its customer has ordered twice before."""
    before = dict(os.environ)
    with pytest.MonkeyPatch.context() as patch, _pune(patch) as recorder:
        _tell(recorder)
        own = {name: value for name, value in os.environ.items() if before.get(name) != value}
    return Story(steps=recorder.steps, environment={**own, "LOG_LEVEL": "INFO"})


@contextmanager
def _pune(patch: pytest.MonkeyPatch) -> Iterator[_Recorder]:
    patch.setattr(storms, "CATALOG", PUNE_SEED)
    with stage(patch) as built:
        settings = {"STORE_ID": "pune", "STORE": json.dumps(PUNE_PROFILE), "PAYMENT_PROVIDER": "razorpay"}
        for name, value in {**settings, "BUS_NAME": BUS}.items():
            patch.setenv(name, value)
        boto3.client("events", region_name=storms.REGION).create_event_bus(Name=BUS)
        built.gateway.answers.clear()
        built.gateway.answers.append(Answer(body=LINK))
        forget(built)
        recorder = _Recorder(stage=built)
        inner = BotocoreStubber.__call__

        def overhear(self: BotocoreStubber, event_name: str, request: Any, **kwargs: Any) -> Any:
            recorder.heard.append((event_name.removeprefix("before-send."), request.body))
            return inner(self, event_name, request, **kwargs)

        patch.setattr(BotocoreStubber, "__call__", overhear)
        yield recorder
        forget(built)


def forget(built: Stage) -> None:
    """As after a deployment: nothing is warm, in any function."""
    built.forget()
    for function in (publish_events, track_stock, staff_api):
        function.Settings.from_env.cache_clear()


def _tell(recorder: _Recorder) -> None:
    play = recorder.play
    play("reserve, new customer", process_inbox, sqs(cart(FIRST, seconds=-WEEK)))
    play("reserve, back after a week", process_inbox, sqs(cart(BACK)))
    before, after = play("reserve", process_inbox, sqs(cart(AGAIN, seconds=MINUTE)))
    play("count the movements", track_stock, counters_moved(before, after))
    play("publish OrderReceived", publish_events, committed(ORDER, 1, after))
    received = event(ORDER, 1, after)
    _, after = play("record the link", request_payment, sqs({"detail": received}))
    play("publish PaymentRequested", publish_events, committed(ORDER, 2, after))
    play("message: pay", message_customer, sqs(event(ORDER, 2, after)))
    play("statuses: pay", record_statuses, sqs(statuses(recorder.stage.tags()[-1])))
    _, after = play("confirm", process_inbox, sqs(paid()))
    play("publish OrderConfirmed", publish_events, committed(ORDER, 3, after))
    play("message: confirmed", message_customer, sqs(event(ORDER, 3, after)))
    play("statuses: confirmed", record_statuses, sqs(statuses(recorder.stage.tags()[-1])))
    ends = recorder.stage.now.isoformat()
    play("timer, nothing to do", run_timer, sqs({"timer": "expire_reservation", "order_id": ORDER, "expires_at": ends}))
    play("staff read the order", staff_api, staff_request(f"/staff/orders/{ORDER}"))


def sqs(body: Mapping[str, Any]) -> dict[str, Any]:
    """The event of a queue with one message."""
    attributes = {"ApproximateReceiveCount": "1", "MessageGroupId": "g"}
    return {"Records": [{"messageId": "m1", "receiptHandle": "r", "body": json.dumps(body), "attributes": attributes}]}


def cart(message_id: str, *, seconds: int = 0) -> dict[str, Any]:
    """The cart, as the Inbox holds it."""
    items = [
        {"product_retailer_id": sku, "quantity": quantity, "item_price": price, "currency": "INR"}
        for sku, quantity, price in LINES
    ]
    names = {"wa_id": "919812345678", "user_id": "IN.13491208655302741918"}
    message = {
        "id": message_id,
        "from": names["wa_id"],
        "from_user_id": names["user_id"],
        "timestamp": str(int(NOW.timestamp()) + seconds),
        "type": "order",
        "order": {"catalog_id": PUNE_PROFILE["catalog_id"], "product_items": items},
    }
    contact = {**names, "profile": {"name": "Asha"}}
    return {"kind": "whatsapp_message", "message": message, "contact": contact}


def paid() -> dict[str, Any]:
    """The gateway's word that the order is paid, as the Inbox holds it."""
    payload = json.loads((ROOT / "events" / "payments" / "razorpay_payment_link_paid.json").read_text(encoding="utf-8"))
    for entity in payload["payload"].values():
        entity["entity"] |= {"amount": PAISE, "notes": {"order_id": ORDER}}
    return {"kind": "payment_event", "provider": "razorpay", "event_id": "evt_1", "payload": payload}


def statuses(tag: str) -> dict[str, Any]:
    """All that Meta says about one message, coalesced by the queue."""
    told = ("sent", "delivered", "read")
    stamped = {"id": "wamid.out", "timestamp": "1795284000", "biz_opaque_callback_data": tag}
    return {"statuses": [{**stamped, "status": word} for word in told]}


def event(order_id: str, sequence: int, tables: Tables) -> dict[str, Any]:
    """An event of the order's timeline, as it travels."""
    detail: dict[str, Any] = json.loads(_event_item(order_id, sequence, tables)["body"]["S"])
    return detail


def committed(order_id: str, sequence: int, tables: Tables) -> dict[str, Any]:
    """The event's arrival on the orders table's stream."""
    image = _event_item(order_id, sequence, tables)
    return {"Records": [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": image}}]}


def _event_item(order_id: str, sequence: int, tables: Tables) -> Mapping[str, Any]:
    return places(tables)["orders", f"ORDER#{order_id}", f"EVENT#{sequence:06d}"]


def counters_moved(before: Tables, after: Tables) -> dict[str, Any]:
    """The stock table's stream, between two states."""
    old, new = places(before), places(after)
    moved = [place for place in new if place[0] == "stock" and place[2] == "HEAD" and old[place] != new[place]]
    images = [
        {
            "ApproximateCreationDateTime": NOW.timestamp(),
            "Keys": {"pk": new[place]["pk"], "sk": new[place]["sk"]},
            "OldImage": old[place],
            "NewImage": new[place],
            "SequenceNumber": str(number),
        }
        for number, place in enumerate(moved)
    ]
    return {"Records": [{"eventName": "MODIFY", "dynamodb": image} for image in images]}


def staff_request(path: str) -> dict[str, Any]:
    """A request of a member of Pune's staff."""
    asked = http_event(path=path, method="GET")
    claims = {"sub": "a-person", "cognito:groups": "[pune-staff]"}
    asked["requestContext"]["authorizer"] = {"jwt": {"claims": claims}}
    return asked
