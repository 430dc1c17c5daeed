"""From the store's bus to the Messages queue: one customer's events in one group, so that they are told in order.

A failure is raised: the bus's invocation is tried again, then goes to the dead-letter queue.
"""

from __future__ import annotations

from shared.adapters.aws_light.sqs import Message, Queues
from shared.adapters.inbox import digest, legal_group, written
from shared.runtime.environment import required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class NotForACustomer(Exception):
    """A customer-facing event names no customer or has no id; `name` is its detail type."""

    def __init__(self, *, name: str) -> None:
        super().__init__(f"event {name} names no customer or has no id")
        self.name = name


class Settings:
    """What this function was deployed with, and the connection it keeps while warm."""

    def __init__(self) -> None:
        self.messages_url = required("MESSAGES_QUEUE_URL")
        self.queues = Queues(region=required("AWS_REGION"))

    _warm: Settings | None = None

    @classmethod
    def from_env(cls) -> Settings:
        """Return the settings, read once per process. Raises `MissingVariable`."""
        cls._warm = cls._warm or cls()
        return cls._warm


def handler(event: dict[str, Any], context: object) -> None:
    """Queue the event's detail. Raises `NotForACustomer`, `AwsFailed`."""
    settings = Settings.from_env()
    detail = event["detail"]
    customer, event_id = detail.get("customer_id"), detail.get("id")
    if not customer or not event_id:
        raise NotForACustomer(name=str(event.get("detail-type")))
    message = Message(
        body=written(detail),
        group=legal_group(customer),
        deduplication=event_id if legal_group(event_id) == event_id else digest(event_id),
    )
    settings.queues.send(queue_url=settings.messages_url, messages=[message])
