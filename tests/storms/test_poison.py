"""Messages that no worker can digest, and a queue that takes nothing: neither may cost another customer an order."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.cloud import ACCOUNT, client
from tests.journeys.world import Customer, Sale, StoreDoor, World, eventually

WAFFLE = Sale("WAFFLE", 1, 695)
#: Instead of three minutes. Seconds.
SOON = "1"
POISON = {
    "unreadable": json.dumps({"kind": "unreadable", "source": "whatsapp", "sha256": "00", "base64": "e30="}),
    "a kind nobody knows": json.dumps({"kind": "carrier_pigeon"}),
    "no kind at all": "{}",
    "a list": '["kind", "whatsapp_message"]',
    "no JSON": "<xml/>",
    "half a message": '{"kind": "whatsapp_message", "mess',
    "a message without a message": json.dumps({"kind": "whatsapp_message"}),
    "a cart of nonsense": json.dumps({"kind": "whatsapp_message", "message": {"type": "order", "order": [[1]]}}),
    "a payment without a payload": json.dumps({"kind": "payment_event", "provider": "stripe", "event_id": "evt"}),
    "nested too deep": '{"kind":' * 20_000 + "0" + "}" * 20_000,
    "nested lists": "[" * 50_000 + "]" * 50_000,
}


class Inbox:
    """The deployed store's Inbox and its dead-letter queue, seen with the root key."""

    def __init__(self, door: StoreDoor, *, cloud: str) -> None:
        self.sqs = client("sqs", cloud=cloud)
        self.url = door.entry["internal"]["inbox_queue_url"]
        self.dead_url = f"{cloud}/{ACCOUNT}/tillhook-{door.id}-Inbox-dlq.fifo"

    def put(self, body: str, *, group: str) -> None:
        """Send a message as the webhooks do."""
        self.sqs.send_message(
            QueueUrl=self.url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=secrets.token_hex(16)
        )

    def attribute(self, name: str) -> str:
        """One attribute of the queue, empty when it has none."""
        found = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]
        return str(found.get(name, ""))

    def set(self, name: str, value: str) -> None:
        """Change one attribute of the queue."""
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={name: value})

    def take_dead(self) -> list[dict[str, Any]]:
        """Take what lies in the dead-letter queue away."""
        found = self.sqs.receive_message(
            QueueUrl=self.dead_url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=30
        ).get("Messages", [])
        for one in found:
            self.sqs.delete_message(QueueUrl=self.dead_url, ReceiptHandle=one["ReceiptHandle"])
        return list(found)


@pytest.fixture
def inbox(world: World) -> Iterator[Inbox]:
    """The Inbox in Minneapolis, whose failed messages come again soon; put back as it was."""
    found = Inbox(world["mpls"], cloud=world.contract["cloud"])
    patience, policy = found.attribute("VisibilityTimeout"), found.attribute("Policy")
    while found.take_dead():
        pass
    found.set("VisibilityTimeout", SOON)
    yield found
    found.set("VisibilityTimeout", patience)
    found.set("Policy", policy)


def test_poison_ends_in_the_dead_letter_queue_and_neighbours_are_served(world: World, inbox: Inbox) -> None:
    """Each kind of it, whole, after five deliveries; the carts sent in between become orders with a link."""
    mpls, carts = world["mpls"], []
    for place, body in enumerate(POISON.values()):
        inbox.put(body, group=f"poison-{place}")
        if place % 3 == 0:
            carts.append(mpls.send_cart(Customer(), WAFFLE))
    buried: list[dict[str, Any]] = []

    def all_buried() -> bool:
        buried.extend(inbox.take_dead())
        return len(buried) >= len(POISON)

    eventually(
        all_buried,
        what=f"{len(POISON)} messages in the dead-letter queue",
        seconds=60,
    )
    assert sorted(one["Body"] for one in buried) == sorted(POISON.values())
    # Five deliveries to the function, and ours.
    assert {one["Attributes"]["ApproximateReceiveCount"] for one in buried} == {"6"}
    for message_id in carts:
        assert mpls.link_for(mpls.order_from(message_id)["id"])["amount"] == 695
    assert inbox.take_dead() == []


def test_a_genuine_webhook_that_nobody_can_read_is_kept_whole(world: World, inbox: Inbox) -> None:
    """Signed by Meta and no JSON: answered with 200, never lost, laid before a person."""
    assert world["mpls"].deliver(b'{"object": "whatsapp_business_account", "entry": [{').status_code == 200
    (buried,) = eventually(inbox.take_dead, what="the body in the dead-letter queue", seconds=60)
    kept = json.loads(buried["Body"])
    assert (kept["kind"], kept["source"], kept["part"], kept["parts"]) == ("unreadable", "whatsapp", 1, 1)
    assert kept["base64"] == "eyJvYmplY3QiOiAid2hhdHNhcHBfYnVzaW5lc3NfYWNjb3VudCIsICJlbnRyeSI6IFt7"


def test_nothing_is_acknowledged_while_the_queue_takes_nothing(world: World, inbox: Inbox) -> None:
    """Answered with 5xx, so that Meta comes again; when the queue is back, one order comes of its repeats."""
    mpls, customer = world["mpls"], Customer()
    message = mpls.message(customer, type="order", order=mpls.order_object(WAFFLE))
    webhook = mpls.webhook(message, customer=customer)
    arn = inbox.attribute("QueueArn")
    nobody = {"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage*", "Resource": arn}
    before = inbox.attribute("Policy")
    inbox.set("Policy", json.dumps({"Version": "2012-10-17", "Statement": [nobody]}))
    refused = [mpls.deliver(webhook).status_code for _ in range(2)]
    inbox.set("Policy", before)
    assert all(500 <= status < 600 for status in refused), refused
    assert [one for one in mpls.orders() if one["source"]["message_id"] == message["id"]] == []
    assert [mpls.deliver(webhook).status_code for _ in range(2)] == [200, 200]
    order = mpls.order_from(message["id"])
    assert mpls.link_for(order["id"])["amount"] == 695
    assert [one["id"] for one in mpls.orders() if one["source"]["message_id"] == message["id"]] == [order["id"]]
