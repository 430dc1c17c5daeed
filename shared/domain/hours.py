"""When a store is open, on its own clock. Being closed stops no order: it moves the time when it will be ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.frozen import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_OF_A_DAY = 24 * 60
#: Holidays may stand one after the other; beyond this many days nobody is told when the store opens again.
LOOK_AHEAD_DAYS = 60

#: Minutes from the local midnight: opening, and closing, which past midnight is more than a day's minutes.
Range = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """``weekly`` holds each weekday's ranges, Monday first; one that runs past midnight belongs to the day it opens on.

    On ``holidays`` nothing opens. ``paused``: the store takes a rest and nobody knows till when.
    """

    weekly: tuple[tuple[Range, ...], ...]
    holidays: frozenset[date] = frozenset()
    paused: bool = False

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any] | None) -> OpeningHours:
        """Read ``hours`` of the ``STORE`` profile; a store that says nothing is open around the clock."""
        if not profile:
            return cls(weekly=((_ALL_DAY,),) * len(DAYS))
        weekly = profile.get("weekly")
        return cls(
            weekly=((_ALL_DAY,),) * len(DAYS)
            if weekly is None
            else tuple(tuple(range_of(*pair) for pair in weekly.get(day, ())) for day in DAYS),
            holidays=frozenset(date.fromisoformat(day) for day in profile.get("holidays", ())),
            paused=profile.get("paused", False),
        )

    @property
    def around_the_clock(self) -> bool:
        """Whether there is nothing to tell about the hours: the store never closes."""
        return not self.paused and not self.holidays and all(_ALL_DAY in ranges for ranges in self.weekly)

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether somebody is there at that moment."""
        return self.closes_at(at, zone) is not None

    def closes_at(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """UTC. When the store, open at that moment, closes; None when it is closed. Ranges that touch are one."""
        ends: datetime | None = None
        for opens, closes in self._spans(at, zone):
            if opens <= (ends or at) < closes:
                ends = closes
            elif opens > (ends or at):
                break
        return ends

    def next_opening(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """UTC. When the store, closed at that moment, opens; None when it is open, paused, or never opens."""
        if self.is_open(at, zone):
            return None
        return next((opens for opens, _ in self._spans(at, zone) if opens > at), None)

    def ready_at(self, at: datetime, zone: ZoneInfo, *, minutes: int) -> datetime:
        """UTC. When ``minutes`` of work that may begin at that moment are done: only open hours count.

        A store that is paused, or whose opening nobody knows, is reckoned as open: a guess, never in the way.
        """
        left, done = timedelta(minutes=minutes), at
        for opens, closes in self._spans(at, zone):
            begins = max(opens, done)
            if begins + left <= closes:
                return begins + left
            left, done = left - max(closes - begins, timedelta()), max(closes, done)
        return at + timedelta(minutes=minutes)

    def today(self, at: datetime, zone: ZoneInfo) -> tuple[Range, ...]:
        """The ranges of the local day; none on a holiday."""
        return self.on(at.astimezone(zone).date())

    def on(self, day: date) -> tuple[Range, ...]:
        """The ranges that open on a day; none on a holiday."""
        return () if day in self.holidays else self.weekly[day.weekday()]

    def _spans(self, at: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing in UTC, in order, from the last that began the day before; none while paused."""
        first = at.astimezone(zone).date() - timedelta(days=1)
        for ahead in range(0 if self.paused else LOOK_AHEAD_DAYS):
            day = first + timedelta(days=ahead)
            for opens, closes in self.on(day):
                span = _utc(day, opens, zone), _utc(day, closes, zone)
                if span[1] > at:
                    yield span


def clock(minutes: int) -> str:
    """``10:00`` for 600; a minute of the next day as that day's."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def range_of(opens: str, closes: str) -> Range:
    """The range of two times like ``10:00``; a closing that is not later than the opening is the next day's."""
    begin, end = _minutes(opens), _minutes(closes)
    return begin, end if end > begin else end + MINUTES_OF_A_DAY


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _utc(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A local time as UTC; by the wall clock, so that a shop opens at ten on the days when clocks change too."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def week(hours: OpeningHours) -> Sequence[tuple[str, str, tuple[Range, ...]]]:
    """First and last weekday and their ranges, days alike put together: what a customer is told of a week."""
    groups: list[tuple[str, str, tuple[Range, ...]]] = []
    for day, ranges in zip(DAYS, hours.weekly, strict=True):
        if groups and groups[-1][2] == ranges:
            groups[-1] = (groups[-1][0], day, ranges)
        else:
            groups.append((day, day, ranges))
    return groups


_ALL_DAY: Range = (0, MINUTES_OF_A_DAY)
