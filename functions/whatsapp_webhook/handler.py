"""The WhatsApp webhook of one store: check who is speaking, queue what they said, answer.

2xx means every update of ours is stored. Anything else makes Meta send the whole webhook again; the deduplication ids
make that harmless.
"""

from __future__ import annotations

import time

from shared.adapters.aws_light.sqs import Queues
from shared.adapters.aws_light.ssm import SecretParameters
from shared.adapters.inbox import Unreadable, inbox_messages, read_object, status_messages, unreadable_messages, written
from shared.adapters.signatures import same_secret, signed_by_meta
from shared.adapters.whatsapp.envelope import customer_of, updates_in
from shared.adapters.whatsapp.redaction import take_out_cards
from shared.runtime.environment import required
from shared.runtime.webhook import Done, Refused, served

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from shared.adapters.aws_light.sqs import Message
    from shared.adapters.whatsapp.envelope import Updates
    from shared.runtime.webhook import Request

LARGEST_BODY = 3 * 1024 * 1024
SOURCE = "whatsapp"


class Settings:
    """What this function was deployed with, and the connections it keeps while warm."""

    def __init__(self) -> None:
        region = required("AWS_REGION")
        self.store = required("STORE_ID")
        self.phone_number_id = required("PHONE_NUMBER_ID")
        self.inbox_url = required("INBOX_QUEUE_URL")
        self.statuses_url = required("STATUSES_QUEUE_URL")
        self.app_secret = required("APP_SECRET_PARAMETER")
        self.verify_token = required("VERIFY_TOKEN_PARAMETER")
        self.secrets = SecretParameters(region=region, names=[self.app_secret, self.verify_token])
        self.queues = Queues(region=region)

    _warm: Settings | None = None

    @classmethod
    def from_env(cls) -> Settings:
        """Return the settings, read once per process. Raises `MissingVariable`."""
        cls._warm = cls._warm or cls()
        return cls._warm


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer Meta: the handshake (GET) or a webhook (POST)."""
    settings = Settings.from_env()
    now = time.time()

    def take(request: Request) -> Done:
        if request.method == "GET":
            return shake_hands(request, settings=settings, now=now)
        if request.method != "POST":
            raise Refused(status=405, reason="method")
        return receive(request, settings=settings, now=now)

    return served(event, function="whatsapp_webhook", store=settings.store, largest=LARGEST_BODY, take=take)


def shake_hands(request: Request, *, settings: Settings, now: float) -> Done:
    """Give Meta its challenge back if it knows our verify token. Raises `Refused`."""
    challenge = request.query.get("hub.challenge")
    tokens = settings.secrets.of(settings.verify_token, now=now)
    known = same_secret(request.query.get("hub.verify_token", ""), secrets=tokens)
    if request.query.get("hub.mode") != "subscribe" or not challenge or not known:
        raise Refused(status=403, reason="verify_token")
    return Done(outcome="handshake", text=challenge)


def receive(request: Request, *, settings: Settings, now: float) -> Done:
    """Queue everything of ours that a genuine webhook carries. Raises `Refused`, `AwsFailed`."""
    secrets = settings.secrets.of(settings.app_secret, now=now)
    if not signed_by_meta(request.body, header=request.headers.get("x-hub-signature-256"), secrets=secrets):
        raise Refused(status=401, reason="signature")
    try:
        updates = updates_in(read_object(request.body), phone_number_id=settings.phone_number_id)
        inbox, statuses = queued(updates, phone_number_id=settings.phone_number_id)
    except Unreadable:
        settings.queues.send(queue_url=settings.inbox_url, messages=unreadable_messages(request.body, source=SOURCE))
        return Done(outcome="unreadable", counts={"broken": 1})
    if updates.foreign and not updates.ours:
        raise Refused(status=403, reason="wrong_store")
    settings.queues.send(queue_url=settings.inbox_url, messages=inbox)
    settings.queues.send(queue_url=settings.statuses_url, messages=statuses)
    return Done(outcome="queued" if updates.ours else "empty", counts=_counts(updates))


def queued(updates: Updates, *, phone_number_id: str) -> tuple[list[Message], list[Message]]:
    """Return the updates as messages of the Inbox and of the Statuses queue. Raises `Unreadable`."""
    inbox: list[Message] = []
    for content in updates.messages:
        if take_out_cards(content):
            content["cards_removed"] = True
        identity = content["message"].get("id")
        inbox += inbox_messages(
            content,
            source=SOURCE,
            group=customer_of(content) or phone_number_id,
            identity=identity if isinstance(identity, str) and identity else None,
        )
    for notice in updates.notices:
        take_out_cards(notice)
        inbox += inbox_messages(notice, source=SOURCE, group=phone_number_id, identity=None)
    statuses, too_large = status_messages(updates.statuses)
    for broken in (*updates.broken, *too_large):
        inbox += unreadable_messages(written(broken).encode(), source=SOURCE)
    return inbox, statuses


def _counts(updates: Updates) -> dict[str, int]:
    return {
        "messages": len(updates.messages),
        "statuses": len(updates.statuses),
        "notices": len(updates.notices),
        "broken": len(updates.broken),
        "foreign": updates.foreign,
    }
