"""The parcel webhook of one store: check that its courier is speaking, queue what it says of a parcel, answer.

EasyPost signs what it says, so that is queued as said. Shiprocket only shows a token: what it says is a hint to look.
200 means the news is stored, and Shiprocket counts nothing else as taken; anything else makes EasyPost send it again.
"""

from __future__ import annotations

import time

from shared.adapters.aws_light.sqs import Queues
from shared.adapters.aws_light.ssm import SecretParameters
from shared.adapters.couriers.envelope import NoParcel, easypost_event, shiprocket_event
from shared.adapters.inbox import Unreadable, inbox_messages, read_object, unreadable_messages
from shared.adapters.signatures import easypost_v2_signs, signed_by_easypost, told_by_shiprocket
from shared.runtime.environment import required
from shared.runtime.webhook import Done, Refused, served

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from shared.adapters.aws_light.sqs import Message
    from shared.runtime.webhook import Request

LARGEST_BODY = 256 * 1024
NOTHING_SAID = frozenset({b"", b"{}", b"[]"})


class Settings:
    """What this function was deployed with, and the connections it keeps while warm."""

    def __init__(self) -> None:
        region = required("AWS_REGION")
        self.store = required("STORE_ID")
        self.news_url = required("PARCEL_NEWS_QUEUE_URL")
        self.courier = required("COURIER")
        if self.courier not in {"easypost", "shiprocket"}:
            raise ValueError("COURIER is neither easypost nor shiprocket")
        self.webhook_secret = required("PARCEL_WEBHOOK_SECRET_PARAMETER")
        self.secrets = SecretParameters(region=region, names=[self.webhook_secret])
        self.queues = Queues(region=region)

    _warm: Settings | None = None

    @classmethod
    def from_env(cls) -> Settings:
        """Return the settings, read once per process. Raises `MissingVariable`."""
        cls._warm = cls._warm or cls()
        return cls._warm


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer the courier."""
    settings = Settings.from_env()
    now = time.time()

    def take(request: Request) -> Done:
        if is_panel_test(request, courier=settings.courier):
            return Done(outcome="panel_test")
        if request.method != "POST":
            raise Refused(status=405, reason="method")
        secrets = settings.secrets.of(settings.webhook_secret, now=now)
        if not is_genuine(request, courier=settings.courier, secrets=secrets):
            raise Refused(status=401, reason="signature")
        counts = {"events": 1, **newer_signature(request, courier=settings.courier, secrets=secrets)}
        try:
            messages = queued(request, courier=settings.courier)
        except NoParcel as other:
            return Done(outcome=other.reason, counts=counts)
        settings.queues.send(queue_url=settings.news_url, messages=messages)
        return Done(outcome="queued", counts=counts)

    return served(event, function="parcel_webhook", store=settings.store, largest=LARGEST_BODY, take=take)


def is_panel_test(request: Request, *, courier: str) -> bool:
    """Whether Shiprocket's panel only asks if somebody answers here: it says nothing, and wants 200 for it."""
    return courier == "shiprocket" and (request.method == "GET" or request.body.strip() in NOTHING_SAID)


def is_genuine(request: Request, *, courier: str, secrets: Sequence[str]) -> bool:
    """Say whether this store's courier sent it."""
    if courier == "shiprocket":
        return told_by_shiprocket(request.headers, secrets=secrets)
    return signed_by_easypost(request.body, header=request.headers.get("x-hmac-signature"), secrets=secrets)


def newer_signature(request: Request, *, courier: str, secrets: Sequence[str]) -> dict[str, int]:
    """What came of EasyPost's second signature, for the log line."""
    fits = None
    if courier == "easypost":
        fits = easypost_v2_signs(request.body, method=request.method, headers=request.headers, secrets=secrets)
    return {} if fits is None else {"v2_fits" if fits else "v2_differs": 1}


def queued(request: Request, *, courier: str) -> list[Message]:
    """Return genuine news as ParcelNews messages. Raises `NoParcel`."""
    try:
        payload = read_object(request.body)
        event = easypost_event(payload) if courier == "easypost" else shiprocket_event(payload)
        content: dict[str, Any] = {"kind": "courier_event", "courier": courier, "event_id": event.event_id}
        if courier == "easypost":
            content["payload"] = payload
        else:
            content |= {"kind": "look", "tracking_code": event.tracking_code, "why": "webhook"}
        return inbox_messages(content, source=courier, group=event.tracking_code, identity=event.event_id)
    except Unreadable:
        return unreadable_messages(request.body, source=courier)
