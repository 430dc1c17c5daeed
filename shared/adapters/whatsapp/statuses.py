"""One status of one of our messages, in our words. Pure.

    UnreadableStatus    no message id, no time, or a word that is not in the table

Source: Meta, WhatsApp Cloud API, webhooks reference "statuses".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.frozen import dataclass
from shared.domain.messages import MessageState

#: Meta's words. ``played`` is a voice message heard.
STATES: Mapping[str, MessageState] = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.READ,
    "played": MessageState.READ,
    "failed": MessageState.FAILED,
}
#: Words that say nothing of how far a message came.
BESIDE_THE_POINT = frozenset({"accepted", "deleted", "pending", "warning"})


class UnreadableStatus(ValueError):
    """``what`` is the part that cannot be read."""

    def __init__(self, what: str) -> None:
        super().__init__(f"a status with an unreadable {what}")
        self.what = what


@dataclass(frozen=True, kw_only=True)
class MessageStatus:
    """``tag`` is ours as Meta repeats it, None when somebody else sent the message; ``error`` is Meta's code."""

    tag: str | None
    meta_id: str
    state: MessageState
    at: datetime
    error: str | None = None


def status_in(status: Mapping[str, Any]) -> MessageStatus | None:
    """Read one element of ``statuses``; None when it is not about how far a message came. Raises UnreadableStatus."""
    word = str(status.get("status"))
    # Payments in India are told in the same list, with words of their own.
    if status.get("type") == "payment" or "payment" in status or word in BESIDE_THE_POINT:
        return None
    if word not in STATES:
        raise UnreadableStatus(f"word: {word[:20]}")
    meta_id = status.get("id")
    if not isinstance(meta_id, str) or not meta_id:
        raise UnreadableStatus("id")
    tag = status.get("biz_opaque_callback_data")
    return MessageStatus(
        tag=tag if isinstance(tag, str) and tag else None,
        meta_id=meta_id,
        state=STATES[word],
        at=_time(status.get("timestamp")),
        error=_error_code(status) if STATES[word] is MessageState.FAILED else None,
    )


def _time(timestamp: object) -> datetime:
    try:
        return datetime.fromtimestamp(int(str(timestamp)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableStatus("time") from None


def _error_code(status: Mapping[str, Any]) -> str:
    errors = status.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    code = first.get("code") if isinstance(first, dict) else None
    return str(code) if isinstance(code, (int, str)) else "unknown"
