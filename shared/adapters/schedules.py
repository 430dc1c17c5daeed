"""The port Timers over EventBridge Scheduler: one-time schedules that put their payload on the Timers queue.

Source: EventBridge Scheduler, "CreateSchedule" (names have 1 to 64 letters, digits, ``-``, ``_`` and ``.``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.aws_errors import port_error

LONGEST_NAME = 64
DIGEST_LENGTH = 12
#: A time that has passed is no time to schedule for; a minute from now is soon enough for a timer that is late already.
AT_LEAST_AHEAD = timedelta(minutes=1)
RETRY_POLICY = {"MaximumEventAgeInSeconds": 24 * 60 * 60, "MaximumRetryAttempts": 185}
ALREADY_THERE = "ConflictException"

_FORBIDDEN = re.compile(r"[^0-9a-zA-Z\-_.]+")


class SchedulerTimers:
    """Timers of one store. ``client`` makes botocore's for ``scheduler``, with timeouts set; the rest is the stack's.

    It is asked for when a timer is armed: who seldom arms one should not pay for it in a cold start.

    ``role_arn`` is the role under which the scheduler sends to ``queue_arn``; what it cannot send goes to ``dlq_arn``.
    """

    def __init__(
        self,
        *,
        client: Callable[[], Any],
        group: str,
        queue_arn: str,
        role_arn: str,
        dlq_arn: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._group = group
        self._target = {
            "Arn": queue_arn,
            "RoleArn": role_arn,
            "DeadLetterConfig": {"Arn": dlq_arn},
            "RetryPolicy": RETRY_POLICY,
        }
        self._clock = clock

    def arm(self, *, name: str, at: datetime, payload: Mapping[str, str]) -> None:
        """Wake ``run_timer`` with the payload at that time, to the minute; arming the same name again changes nothing.

        A schedule is deleted once it has fired, so its name can be armed again after that. Raises Unavailable, Refused.
        """
        moment = max(at, self._clock() + AT_LEAST_AHEAD).astimezone(UTC)
        try:
            self._client().create_schedule(
                Name=schedule_name(name),
                GroupName=self._group,
                ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
                ScheduleExpressionTimezone="UTC",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={**self._target, "Input": json.dumps(dict(payload), separators=(",", ":"))},
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != ALREADY_THERE:
                raise port_error(error) from None
        except BotoCoreError as error:
            raise port_error(error) from None


def schedule_name(name: str) -> str:
    """A legal name; one that had to be changed keeps a digest, so that two timers never become one."""
    legal = _FORBIDDEN.sub("-", name)
    if legal == name and 0 < len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:DIGEST_LENGTH]
    return f"{legal[: LONGEST_NAME - DIGEST_LENGTH - 1]}-{digest}"
