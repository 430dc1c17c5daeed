"""The store's one-time schedules."""

from __future__ import annotations

from functools import cache, partial

from shared.adapters.schedules import SchedulerTimers
from shared.ports import Timers
from shared.runtime.clients import client
from shared.runtime.environment import required


@cache
def timers() -> Timers:
    """Schedules in the store's group that put their payload on the Timers queue. Raises MissingVariable."""
    return SchedulerTimers(
        client=partial(client, "scheduler"),
        group=required("TIMERS_GROUP"),
        queue_arn=required("TIMERS_QUEUE_ARN"),
        role_arn=required("TIMERS_ROLE_ARN"),
        dlq_arn=required("TIMERS_DLQ_ARN"),
    )
