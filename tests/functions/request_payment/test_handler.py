"""Links are opened for received orders and closed for cancelled ones; a gateway that is down is asked again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.process_inbox import handler as process_inbox
from functions.request_payment import handler as request_payment
from tests.fakes.scripted_server import Answer
from tests.storms.stage import REGION, Stage, stage
from tests.storms.test_crashes import ORDER, requested
from tests.storms.test_crashes_of_placed_orders import sure

CANCELLED: Mapping[str, Any] = {"detail": {"name": "OrderCancelled", "order_id": ORDER}}
DOWN = Answer(status=503, body={"error": {"type": "api_error", "message": "down"}})


@pytest.fixture
def off(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Ana gave up an order that she had a link for."""
    with stage(monkeypatch) as s:
        requested(s)
        s.deliver_until_done(process_inbox, sure(s))
        s.gateway.asked.clear()
        yield s


def put_back() -> int:
    """How many messages wait, with a delay, to be tried again."""
    queue = boto3.client("sqs", region_name=REGION)
    url = queue.get_queue_url(QueueName="payment-requests")["QueueUrl"]
    waiting = "ApproximateNumberOfMessagesDelayed"
    return int(queue.get_queue_attributes(QueueUrl=url, AttributeNames=[waiting])["Attributes"][waiting])


def test_a_cancelled_orders_link_is_closed_and_no_new_one_opened(off: Stage) -> None:
    """One call: expire that session."""
    assert off.deliver(request_payment, CANCELLED) == []
    assert [one.path for one in off.gateway.asked] == ["/checkout/sessions/cs_1/expire"]


def test_a_gateway_that_is_down_is_asked_again_later(off: Stage) -> None:
    """The message goes back with a delay: it is no failure that the queue would count."""
    off.gateway.answers = deque([DOWN])
    assert off.deliver(request_payment, CANCELLED) == []
    assert put_back() == 1


def test_a_gateway_that_stays_down_is_left_alone_when_the_link_has_ended_by_itself(off: Stage) -> None:
    """Half an hour of reservation and an hour more: nobody can pay there any more."""
    off.now += timedelta(minutes=95)
    off.gateway.answers = deque([DOWN])
    assert off.deliver(request_payment, CANCELLED) == []
    assert put_back() == 0
