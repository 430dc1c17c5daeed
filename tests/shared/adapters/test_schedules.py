"""The port Timers over EventBridge Scheduler, and its fake."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from shared.adapters.schedules import SchedulerTimers, schedule_name
from shared.ports import Refused, Timers, Unavailable
from tests.fakes.timers import FakeTimers

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
PAYLOAD = {"timer": "expire_reservation", "order_id": "ord_1"}


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The scheduler in memory, with the store's group."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = botocore.session.get_session().create_client("scheduler", region_name="us-east-1")
        client.create_schedule_group(Name="mpls")
        yield client


def timers(client: Any) -> SchedulerTimers:
    """The store's timers, at 18:00."""
    return SchedulerTimers(
        client=lambda: client,
        group="mpls",
        queue_arn="arn:aws:sqs:us-east-1:123456789012:Timers",
        role_arn="arn:aws:iam::123456789012:role/timers",
        dlq_arn="arn:aws:sqs:us-east-1:123456789012:TimersDlq",
        clock=lambda: NOW,
    )


class FailingScheduler:
    """A scheduler that answers with one error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def create_schedule(self, **_: Any) -> Any:
        """Fail."""
        raise self._error


def client_error(code: str, status: int) -> ClientError:
    """An error as botocore raises it."""
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "CreateSchedule")


def test_a_timer_is_a_schedule_that_fires_once(scheduler: Any) -> None:
    """On the Timers queue, under the timers' role, with a dead-letter queue; gone when it has fired."""
    timers(scheduler).arm(name="expire-ord_1", at=NOW + timedelta(minutes=30, seconds=1), payload=PAYLOAD)
    there = scheduler.get_schedule(GroupName="mpls", Name="expire-ord_1")
    assert there["ScheduleExpression"] == "at(2026-11-21T18:30:01)"
    assert there["ScheduleExpressionTimezone"] == "UTC"
    assert there["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert there["ActionAfterCompletion"] == "DELETE"
    target = there["Target"]
    assert json.loads(target.pop("Input")) == PAYLOAD
    assert target == {
        "Arn": "arn:aws:sqs:us-east-1:123456789012:Timers",
        "RoleArn": "arn:aws:iam::123456789012:role/timers",
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:123456789012:TimersDlq"},
        "RetryPolicy": {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185},
    }


def test_arming_again_changes_nothing(scheduler: Any) -> None:
    """Neither the time nor the payload: the first arming stands, at the scheduler and in the fake."""
    fake = FakeTimers()
    both: tuple[Timers, ...] = (timers(scheduler), fake)
    for one in both:
        one.arm(name="expire-ord_1", at=NOW + timedelta(minutes=30), payload=PAYLOAD)
        one.arm(name="expire-ord_1", at=NOW + timedelta(minutes=50), payload={"timer": "other"})
    there = scheduler.get_schedule(GroupName="mpls", Name="expire-ord_1")
    assert (there["ScheduleExpression"], json.loads(there["Target"]["Input"])) == ("at(2026-11-21T18:30:00)", PAYLOAD)
    assert (fake.calls, fake.due(NOW), fake.due(NOW + timedelta(minutes=30))) == (2, [], ["expire-ord_1"])
    assert (fake.fire("expire-ord_1"), fake.armed) == (PAYLOAD, {})


def test_a_time_that_has_passed_becomes_a_minute_from_now(scheduler: Any) -> None:
    """A timer armed late, after an outage, still fires."""
    timers(scheduler).arm(name="late", at=NOW - timedelta(hours=2), payload=PAYLOAD)
    assert scheduler.get_schedule(GroupName="mpls", Name="late")["ScheduleExpression"] == "at(2026-11-21T18:01:00)"


def test_another_time_zone_is_the_same_moment(scheduler: Any) -> None:
    """The schedule is in UTC."""
    in_pune = (NOW + timedelta(hours=1)).astimezone(timezone(timedelta(hours=5, minutes=30)))
    timers(scheduler).arm(name="zoned", at=in_pune, payload=PAYLOAD)
    assert scheduler.get_schedule(GroupName="mpls", Name="zoned")["ScheduleExpression"] == "at(2026-11-21T19:00:00)"


def test_a_missing_group_calls_a_person() -> None:
    """The deployment is broken."""
    missing = FailingScheduler(client_error("ResourceNotFoundException", 404))
    with pytest.raises(Refused) as no:
        timers(missing).arm(name="x", at=NOW, payload=PAYLOAD)
    assert (no.value.code, no.value.alarm) == ("ResourceNotFoundException", True)


@pytest.mark.parametrize(
    "error",
    [
        client_error("ThrottlingException", 429),
        client_error("InternalServerException", 500),
        EndpointConnectionError(endpoint_url="https://scheduler"),
    ],
)
def test_a_scheduler_in_trouble_is_unavailable(error: Exception) -> None:
    """The timer may be armed again."""
    with pytest.raises(Unavailable):
        timers(FailingScheduler(error)).arm(name="x", at=NOW, payload=PAYLOAD)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("expire-ord_0123456789abcdef01234567", "expire-ord_0123456789abcdef01234567"),
        ("settle-ORDER#ord_1-OrderConfirmed.3", "settle-ORDER-ord_1-OrderConfirmed.3-d6bf12fc1739"),
    ],
)
def test_a_name_is_kept_or_told_apart_by_its_digest(name: str, expected: str) -> None:
    """The scheduler takes letters, digits and three signs."""
    assert schedule_name(name) == expected


@given(names=st.lists(st.text(min_size=0, max_size=90), min_size=2, max_size=2, unique=True))
def test_two_names_never_become_one(names: list[str]) -> None:
    """However long and odd they are; and every one is legal."""
    first, second = map(schedule_name, names)
    assert first != second
    for one in (first, second):
        assert re.fullmatch(r"[0-9a-zA-Z\-_.]{1,64}", one)
