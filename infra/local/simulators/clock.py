"""The simulators' own time, so that a tester can let a day pass without waiting for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def system_time() -> datetime:
    """The machine's time in UTC."""
    return datetime.now(UTC)


class Clock:
    """UTC time plus an offset that only grows; `source` is where real time comes from."""

    def __init__(self, source: Callable[[], datetime] = system_time) -> None:
        self._source = source
        self._offset = timedelta()

    def now(self) -> datetime:
        """The simulated time: windows, limits and expiries are judged by it."""
        return self._source() + self._offset

    def real_now(self) -> datetime:
        """Time without the offset, for signatures: their receivers compare them with their own clocks."""
        return self._source()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self._offset += timedelta(seconds=seconds)

    def reset(self) -> None:
        """Back to real time."""
        self._offset = timedelta()


def rfc3339(moment: datetime) -> str:
    """`moment` as the local contract writes times, e.g. `2026-11-21T18:04:05.123Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
