"""Timers that a test fires by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.ports import PortError


@dataclass(frozen=True, kw_only=True)
class Armed:
    """A timer that has not fired."""

    at: datetime
    payload: Mapping[str, str]


@dataclass
class FakeTimers:
    """``armed`` by name; ``calls`` counts every arming, repeats too."""

    armed: dict[str, Armed] = field(default_factory=dict)
    calls: int = 0
    _error: PortError | None = None

    def fail_next(self, error: PortError) -> None:
        """The next arming raises this."""
        self._error = error

    def arm(self, *, name: str, at: datetime, payload: Mapping[str, str]) -> None:
        """The port."""
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        self.calls += 1
        self.armed.setdefault(name, Armed(at=at, payload=dict(payload)))

    def fire(self, name: str) -> Mapping[str, str]:
        """The timer goes off and is gone; its payload."""
        return self.armed.pop(name).payload

    def due(self, now: datetime) -> list[str]:
        """Names of the timers whose time has come, earliest first."""
        return sorted((name for name, one in self.armed.items() if one.at <= now), key=lambda name: self.armed[name].at)
