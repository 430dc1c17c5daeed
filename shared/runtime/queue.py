"""What the functions behind a queue share: one message at a time, each with its own outcome.

    TryAgain    the message is put back for a while; it is not an error

Source: AWS Lambda, "Using Lambda with Amazon SQS", partial batch responses: an empty ``itemIdentifier`` would fail the
whole batch, so an id is never made up.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shared.domain.frozen import dataclass
from shared.runtime.clients import client
from shared.runtime.observability import log


class TryAgain(Exception):
    """Not now: ``after`` seconds from now. ``why`` is one word for the log; a ``failure`` is logged as an error."""

    def __init__(self, why: str, *, after: int, failure: Exception | None = None) -> None:
        super().__init__(why)
        self.why, self.after, self.failure = why, after, failure


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message as the queue delivered it: for the n-th time (``receives``, from 1), in a group (FIFO) or none."""

    id: str
    body: Mapping[str, Any]
    receives: int
    group: str | None
    receipt: str


#: SQS holds a message back at most 12 hours.
LONGEST_WAIT = 12 * 3600
#: Deliveries before the queue moves a message to its dead-letter queue (the redrive policy of every queue).
LAST_DELIVERY = 5

Postpone = Callable[[Delivery, int], None]


def postponing(queue_url: str) -> Postpone:
    """Postpone messages of this queue by their visibility timeout."""

    def postpone(delivery: Delivery, seconds: int) -> None:
        client("sqs").change_message_visibility(
            QueueUrl=queue_url, ReceiptHandle=delivery.receipt, VisibilityTimeout=seconds
        )

    return postpone


def work_off(
    event: Mapping[str, Any], handle: Callable[[Delivery], Mapping[str, object]], *, postpone: Postpone | None = None
) -> dict[str, Any]:
    """Handle every message of the batch; answer with those that have to come again.

    ``handle`` returns what happened, for the log. ``postpone`` sets when a message comes again; without it the queue's
    own visibility timeout decides. After a failure the rest of a FIFO group is not touched, so that its order holds.
    """
    failed: list[str] = []
    blocked: set[str] = set()
    for record in event["Records"]:
        delivery = _delivery(record)
        if delivery is None or (delivery.group is not None and delivery.group in blocked):
            failed.append(record["messageId"])
            continue
        try:
            log().info("handled", extra={"receives": delivery.receives, **handle(delivery)})
            continue
        except TryAgain as wait:
            later = {"why": wait.why, "after": wait.after, "receives": delivery.receives}
            if wait.failure is None:
                log().info("postponed", extra=later)
            else:
                log().error("failed", extra={"error": _named(wait.failure), **later})
            if postpone is not None:
                postpone(delivery, min(wait.after, LONGEST_WAIT))
        except Exception as failure:  # noqa: BLE001 - one bad message must not take its neighbours with it
            log().error("failed", extra={"error": _named(failure), "receives": delivery.receives})
        failed.append(delivery.id)
        if delivery.group is not None:
            blocked.add(delivery.group)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _named(failure: Exception) -> str:
    """The failure's class and place; its text could hold what a customer wrote."""
    frames = traceback.extract_tb(failure.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(failure).__name__ + place


def _delivery(record: Mapping[str, Any]) -> Delivery | None:
    """The message, or None when its body is no JSON object: it will be moved to the dead-letter queue."""
    attributes = record.get("attributes", {})
    try:
        body = json.loads(record["body"])
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        log().error("unreadable", extra={"receives": attributes.get("ApproximateReceiveCount")})
        return None
    return Delivery(
        id=record["messageId"],
        body=body,
        receives=int(attributes.get("ApproximateReceiveCount", 1)),
        group=attributes.get("MessageGroupId"),
        receipt=record.get("receiptHandle", ""),
    )
