"""How what arrived travels on the Inbox and Statuses queues: bodies, groups, deduplication ids.

A body that is genuine but cannot be read, or does not fit one message, is put on the queue in parts of kind
`unreadable`. No worker takes that kind, so
the parts end in the dead-letter queue, whole, where an alarm shows them to a person. Refusing it would make the
sender repeat it for days and then drop it.
"""

from __future__ import annotations

import binascii
import hashlib
import json

from shared.adapters.aws_light.sqs import LARGEST_MESSAGE, Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

LARGEST_STATUSES = 200 * 1024
LARGEST_PART = 180 * 1024
LARGEST_NAME = 128
"""Characters SQS allows in a group or deduplication id."""


class Unreadable(ValueError):
    """The text is not the JSON object it should be."""


def read_object(raw: bytes) -> dict[str, Any]:
    """Parse `raw` as one JSON object. Raises `Unreadable`, also for nesting or numbers that no reader could take."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None
    if not isinstance(value, dict):
        raise Unreadable(type(value).__name__)
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def written(value: object) -> str:
    """Write `value` as compact JSON.

    Escapes all that is not ASCII, because SQS refuses some characters. Raises `Unreadable`.
    """
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None


def inbox_messages(content: dict[str, Any], *, source: str, group: str, identity: str | None) -> list[Message]:
    """Return the message that carries `content`; `identity` is the sender's own id for it, or None to use its text.

    Content too large for one message becomes `unreadable` parts. Raises `Unreadable`.
    """
    body = written(content)
    if len(body) > LARGEST_MESSAGE:
        return unreadable_messages(body.encode(), source=source)
    return [Message(body=body, group=legal_group(group), deduplication=digest(body if identity is None else identity))]


def unreadable_messages(raw: bytes, *, source: str) -> list[Message]:
    """Return `raw` in as many messages as it takes, in a group of its own so that it holds nobody up."""
    whole = hashlib.sha256(raw).hexdigest()
    parts = [raw[start : start + LARGEST_PART] for start in range(0, len(raw), LARGEST_PART)] or [b""]
    return [
        Message(
            body=written(
                {
                    "kind": "unreadable",
                    "source": source,
                    "sha256": whole,
                    "part": number,
                    "parts": len(parts),
                    "base64": binascii.b2a_base64(part, newline=False).decode(),
                }
            ),
            group=whole,
            deduplication=digest(f"{whole}.{number}"),
        )
        for number, part in enumerate(parts, start=1)
    ]


def status_messages(statuses: Iterable[dict[str, Any]]) -> tuple[list[Message], list[dict[str, Any]]]:
    """Pack `statuses`, in order, into as few messages as may carry them.

    Return those and the statuses too large to travel. Raises `Unreadable`.
    """
    runs: list[list[str]] = []
    too_large = []
    size = LARGEST_STATUSES
    for status in statuses:
        text = written(status)
        if len(text) > LARGEST_STATUSES:
            too_large.append(status)
            continue
        if size + len(text) + 1 > LARGEST_STATUSES:
            runs.append([])
            size = 0
        runs[-1].append(text)
        size += len(text) + 1
    return [Message(body=f'{{"statuses":[{",".join(run)}]}}') for run in runs], too_large


def legal_group(name: str) -> str:
    """Return `name` if SQS takes it as a group id, else its digest."""
    legal = 0 < len(name) <= LARGEST_NAME and name.isascii() and name.isprintable() and " " not in name
    return name if legal else digest(name)


def digest(text: str) -> str:
    """Return the SHA-256 of `text` in hex: a legal deduplication id for any text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
