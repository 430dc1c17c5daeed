"""The payment webhook of one store: check that the gateway is speaking, and about this store; queue the event; answer.

2xx means the event is stored. Anything else makes the gateway send it again.
"""

from __future__ import annotations

import time

from shared.adapters.aws_light.sqs import Queues
from shared.adapters.aws_light.ssm import SecretParameters
from shared.adapters.inbox import Unreadable, inbox_messages, read_object, unreadable_messages
from shared.adapters.payments.envelope import ThinEvent, razorpay_event, stripe_event
from shared.adapters.signatures import signed_by_razorpay, signed_by_stripe
from shared.runtime.environment import required
from shared.runtime.webhook import Done, Refused, served

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from shared.adapters.aws_light.sqs import Message
    from shared.runtime.webhook import Request

LARGEST_BODY = 256 * 1024


class Settings:
    """What this function was deployed with, and the connections it keeps while warm."""

    def __init__(self) -> None:
        region = required("AWS_REGION")
        self.store = required("STORE_ID")
        self.inbox_url = required("INBOX_QUEUE_URL")
        self.provider = required("PAYMENT_PROVIDER")
        if self.provider not in {"stripe", "razorpay"}:
            raise ValueError("PAYMENT_PROVIDER is neither stripe nor razorpay")
        self.webhook_secret = required("PAYMENT_WEBHOOK_SECRET_PARAMETER")
        self.secrets = SecretParameters(region=region, names=[self.webhook_secret])
        self.queues = Queues(region=region)

    _warm: Settings | None = None

    @classmethod
    def from_env(cls) -> Settings:
        """Return the settings, read once per process. Raises `MissingVariable`."""
        cls._warm = cls._warm or cls()
        return cls._warm


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer the gateway."""
    settings = Settings.from_env()
    now = time.time()

    def take(request: Request) -> Done:
        if request.method != "POST":
            raise Refused(status=405, reason="method")
        if not is_genuine(request, settings=settings, now=now):
            raise Refused(status=401, reason="signature")
        messages = queued(request, settings=settings)
        settings.queues.send(queue_url=settings.inbox_url, messages=messages)
        return Done(outcome="queued", counts={"events": 1})

    return served(event, function="payment_webhook", store=settings.store, largest=LARGEST_BODY, take=take)


def is_genuine(request: Request, *, settings: Settings, now: float) -> bool:
    """Say whether this store's gateway signed the body. Raises `SecretMissing`, `AwsFailed`."""
    secrets = settings.secrets.of(settings.webhook_secret, now=now)
    if settings.provider == "stripe":
        header = request.headers.get("stripe-signature")
        return signed_by_stripe(request.body, header=header, secrets=secrets, now=now)
    return signed_by_razorpay(request.body, header=request.headers.get("x-razorpay-signature"), secrets=secrets)


def queued(request: Request, *, settings: Settings) -> list[Message]:
    """Return a genuine event as Inbox messages. Raises `Refused` for another store's event and for a thin one."""
    try:
        payload = read_object(request.body)
        if settings.provider == "stripe":
            event = stripe_event(payload)
        else:
            header = request.headers.get("x-razorpay-event-id")
            event = razorpay_event(payload, body=request.body, event_id_header=header)
        if event.stores - {settings.store}:
            raise Refused(status=403, reason="wrong_store")
        content = {
            "kind": "payment_event",
            "provider": settings.provider,
            "event_id": event.event_id,
            "payload": payload,
        }
        return inbox_messages(content, source=settings.provider, group=event.payment, identity=event.event_id)
    except ThinEvent:
        raise Refused(status=400, reason="thin_event") from None
    except Unreadable:
        return unreadable_messages(request.body, source=settings.provider)
