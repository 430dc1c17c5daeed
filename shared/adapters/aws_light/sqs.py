"""Put messages on an SQS queue, and return only when every one of them is durable.

    NotQueued       some messages were not accepted, after one more try

Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
"""

from __future__ import annotations

from shared.adapters.aws_light.service import AwsFailed, JsonService, endpoint_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

LARGEST_MESSAGE = 256 * 1024
"""Bytes of one message, and of all messages of one call together.

AWS takes four times as much; every emulator takes this.
"""
MOST_PER_CALL = 10


class NotQueued(AwsFailed):
    """`count` messages were refused one by one inside an accepted call; `code` is the first one's error."""

    def __init__(self, *, count: int, code: str) -> None:
        super().__init__(operation="SendMessageBatch", code=code)
        self.count = count


class Message:
    """One message: its body, and for a FIFO queue its group and deduplication id."""

    __slots__ = ("body", "deduplication", "group")

    def __init__(self, *, body: str, group: str | None = None, deduplication: str | None = None) -> None:
        self.body = body
        self.group = group
        self.deduplication = deduplication


class Queues:
    """The account's queues in one region, over one kept connection."""

    def __init__(self, *, region: str) -> None:
        endpoint = endpoint_of("sqs", region=region)
        self._service = JsonService(service="sqs", target="AmazonSQS", version="1.0", endpoint=endpoint, region=region)

    def send(self, *, queue_url: str, messages: Sequence[Message]) -> None:
        """Send all `messages`, in order, as few calls as fit.

        Returns when all are stored. Raises `AwsFailed`, `NotQueued`.
        """
        for batch in in_batches(messages):
            refused = self._refused(queue_url, batch)
            if refused:
                refused = self._refused(queue_url, [batch[index] for index in refused])
            if refused:
                raise NotQueued(count=len(refused), code=next(iter(refused.values())))

    def _refused(self, queue_url: str, batch: Sequence[Message]) -> dict[int, str]:
        """Send one batch and return what was not stored, by place in the batch, with its error code."""
        entries = [_entry(index, message) for index, message in enumerate(batch)]
        answer = self._service.call("SendMessageBatch", {"QueueUrl": queue_url, "Entries": entries})
        stored = {entry.get("Id") for entry in answer.get("Successful") or []}
        codes = {entry.get("Id"): str(entry.get("Code")) for entry in answer.get("Failed") or []}
        return {
            index: codes.get(entry["Id"], "NotInAnswer")
            for index, entry in enumerate(entries)
            if entry["Id"] not in stored
        }


def _entry(index: int, message: Message) -> dict[str, Any]:
    entry = {"Id": str(index), "MessageBody": message.body}
    if message.group is not None and message.deduplication is not None:
        entry["MessageGroupId"] = message.group
        entry["MessageDeduplicationId"] = message.deduplication
    return entry


def in_batches(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Cut `messages` into runs that one call may carry: ten at most, and no more bytes than one message may have."""
    batch: list[Message] = []
    size = 0
    for message in messages:
        length = len(message.body.encode())
        if batch and (len(batch) == MOST_PER_CALL or size + length > LARGEST_MESSAGE):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += length
    if batch:
        yield batch
