"""A supplier's inbox."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from shared.ports import PortError, Unavailable


@dataclass(frozen=True, kw_only=True)
class Email:
    """One email that was handed over."""

    id: str
    to: str
    subject: str
    text: str


@dataclass
class FakeMailer:
    """``outbox`` is what left."""

    outbox: list[Email] = field(default_factory=list)
    _troubles: deque[tuple[PortError, bool]] = field(default_factory=deque)

    def fail_next(self, error: PortError, *, times: int = 1) -> None:
        """The next emails raise this and do not leave."""
        self._troubles.extend([(error, False)] * times)

    def lose_next_answer(self) -> None:
        """The next email leaves, and nobody hears of it."""
        self._troubles.append((Unavailable("no answer"), True))

    def send(self, *, to: str, subject: str, text: str) -> str:
        """The port."""
        error, leaves = self._troubles.popleft() if self._troubles else (None, True)
        if error is not None and not leaves:
            raise error
        email_id = f"email-{len(self.outbox) + 1}"
        self.outbox.append(Email(id=email_id, to=to, subject=subject, text=text))
        if error is not None:
            raise error
        return email_id
