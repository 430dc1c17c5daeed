"""WhatsApp in memory: takes messages, or fails in the three ways the port may fail."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from shared.domain.customer import Identity
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.ports import Ambiguous, PortError, Refused

WINDOW_CLOSED = "131047"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message Meta took."""

    id: str
    to: Identity
    message: OutboundMessage
    tag: str


@dataclass
class FakeMessenger:
    """``sent`` is what reached Meta, ``read`` what was marked as read. ``window_open`` False: only templates go."""

    sent: list[Sent] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    window_open: bool = True
    _troubles: deque[tuple[PortError, bool]] = field(default_factory=deque)

    def fail_next(self, error: PortError, *, times: int = 1) -> None:
        """The next sends raise this and reach nobody."""
        self._troubles.extend([(error, False)] * times)

    def lose_next_answer(self, *, times: int = 1) -> None:
        """The next sends reach Meta, but their answers never reach us."""
        self._troubles.extend([(Ambiguous("no answer"), True)] * times)

    def send(self, *, to: Identity, message: OutboundMessage, tag: str) -> str:
        """The port."""
        error, taken = self._troubles.popleft() if self._troubles else (None, True)
        if not taken and error is not None:
            raise error
        if not self.window_open and not isinstance(message, TemplateMessage):
            raise Refused(WINDOW_CLOSED, "more than 24 hours")
        meta_id = f"wamid.fake{len(self.sent) + 1}"
        self.sent.append(Sent(id=meta_id, to=to, message=message, tag=tag))
        if error is not None:
            raise error
        return meta_id

    def mark_read(self, message_id: str) -> None:
        """The port."""
        self.read.append(message_id)

    def statuses(self, *words: str, at: int = 1_795_284_000) -> list[dict[str, Any]]:
        """What Meta's webhook says of every message it took: ``sent``, ``delivered``, ``read``, ``failed``."""
        return [self._status(one, word, at + second) for one in self.sent for second, word in enumerate(words)]

    @staticmethod
    def _status(one: Sent, word: str, at: int) -> dict[str, Any]:
        status: dict[str, Any] = {
            "id": one.id,
            "status": word,
            "timestamp": str(at),
            "biz_opaque_callback_data": one.tag,
        }
        if one.to.wa_id:
            status["recipient_id"] = one.to.wa_id
        if word == "failed":
            status["errors"] = [{"code": 131026, "title": "Message undeliverable"}]
        return status
