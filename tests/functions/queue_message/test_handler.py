"""What a customer will be told waits in that customer's own line."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.queue_message.handler import NotForACustomer, handler
from shared.adapters.aws_light.service import AwsFailed
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.webhook_world import MESSAGES, webhook_world

CONFIRMED = {
    "id": "ORDER#ord_1/EVENT#000003",
    "name": "OrderConfirmed",
    "version": 1,
    "store": "mpls",
    "subject": "ORDER#ord_1",
    "sequence": 3,
    "at": "2026-11-21T10:00:00Z",
    "customer_id": "cus_1",
    "ticket": 7,
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """A cold function and a working cloud."""
    with webhook_world(monkeypatch) as endpoint:
        yield endpoint


def arrive(**detail: Any) -> None:
    """Deliver an event as the bus does."""
    handler({"source": "tillhook", "detail-type": "OrderConfirmed", "detail": {**CONFIRMED, **detail}}, None)


def test_queues_an_event_in_its_customers_line(aws: AwsEndpoint) -> None:
    """The detail as it is, grouped by customer, named by the event."""
    arrive()
    assert aws.bodies(MESSAGES) == [CONFIRMED]
    (entry,) = aws.queues[MESSAGES]
    assert entry["MessageGroupId"] == "cus_1"
    assert entry["MessageDeduplicationId"] == "ORDER#ord_1/EVENT#000003"


def test_names_a_repeat_the_same_even_when_the_id_is_no_legal_name(aws: AwsEndpoint) -> None:
    """The bus delivers at least once; the queue keeps one."""
    arrive(id="é" * 200)
    arrive(id="é" * 200)
    first, second = (entry["MessageDeduplicationId"] for entry in aws.queues[MESSAGES])
    assert first == second
    assert len(first) == 64


@pytest.mark.parametrize("lacking", [{"customer_id": None}, {"customer_id": ""}, {"id": None}])
def test_fails_for_an_event_without_a_customer(lacking: dict[str, Any], aws: AwsEndpoint) -> None:
    """A rule that lets it through is wrong; the dead-letter queue shows it."""
    with pytest.raises(NotForACustomer, match="OrderConfirmed"):
        arrive(**lacking)
    assert aws.queues == {}


def test_fails_while_the_queue_is_down(aws: AwsEndpoint) -> None:
    """Raised, so that the bus's invocation is tried again."""
    aws.faults.extend(["500", "500"])
    with pytest.raises(AwsFailed):
        arrive()
    arrive()
    assert len(aws.bodies(MESSAGES)) == 1
