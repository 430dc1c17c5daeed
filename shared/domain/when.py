"""Times of day in a customer's words, in English, Spanish and Hindi, on the store's clock.

Only what names an hour counts: "later" and "soon" stay the customer's note.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

#: Orders may be made so far ahead: today, tomorrow, the day after.
_DAYS_AHEAD = 2

#: Part of the day -> the hours a bare number may mean there, first to last.
_PARTS = {
    "morning": (4, 11),
    "noon": (11, 16),
    "afternoon": (12, 19),
    "evening": (16, 23),
    "night": (18, 28),
}
_PART_WORDS = {
    "morning": "morning|mañana|manana|सुबह|subah",
    "noon": "noon|mediod[ií]a|दोपहर|dopahar|dopehar",
    "afternoon": "afternoon|tarde",
    "evening": "evening|शाम|sham|shaam",
    "night": "tonight|night|noche|रात|raat",
}
_PART = "|".join(_PART_WORDS.values())
_TOMORROW = r"\btomorrow\b|(?<!la )\bmañana\b|\bkal\b|(?:^|\s)कल(?:\s|$)"
#: What may follow a bare hour.
_END = r"(?=\s*(?:$|[,.;!?\n]|o.?clock|please|pls|today|tomorrow|tonight|sharp|thanks|and\b|ish\b))"
_HOUR = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?"

#: Each names an hour; the first that is found counts.
_CLOCKS = (
    # 5pm, 5:30 p.m., at 5 pm
    rf"(?:\b(?:for|at|by|around|till|until|para las?|a las?)\s+)?\b{_HOUR}\s*(?P<half>[ap])\.?\s?m\b\.?",
    # a las 6, para las 6 y media de la tarde
    rf"\b(?:a|para|hacia|sobre|desde)\s+las?\s+{_HOUR}(?P<thirty>\s+y\s+media)?(?:\s+(?:de|por)\s+la\s+(?P<part1>{_PART}))?",
    # शाम 5 बजे, sham 5 baje tak, subah 10:30 baje
    rf"(?:(?P<part2>{_PART})\s+(?:ko\s+|को\s+)?)?{_HOUR}\s*(?:बजे|baje|bje|bajey)",
    # at 6, by 7:30, around 5 in the evening; "at 12 Main St" is a place, and a bare "for 6" may be six people
    rf"\b(?:at|by|around|till|until)\s+{_HOUR}(?:\s*o.?clock)?(?:\s+(?:in the|this)\s+(?P<part3>{_PART}))?{_END}",
    r"\bfor\s+(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d)|\s*o.?clock)",
)
_AHEAD = (
    r"\bin\s+(?P<count>\d{1,3}|an?|half an)\s*(?P<unit>min|hour|hr)\w*",
    r"\ben\s+(?P<count>\d{1,3}|una|media)\s*(?P<unit>min|hora)\w*",
    r"(?P<count>\d{1,3}|ek|एक|aadhe|आधे)\s*(?P<unit>min|मिनट|ghant|घंट|घण्ट)\w*\s*(?:mein|me|में|baad|बाद)",
)
_HALVES = ("half an", "media", "aadhe", "आधे")
_MINUTES = ("min", "मिनट")

Open = Callable[[datetime], bool]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def time_in(text: str, *, now: datetime, zone: ZoneInfo, is_open: Open) -> tuple[datetime, str] | None:
    """UTC and the words that say so, when the text names an hour; None when it names none that can be meant.

    An hour without its half of the day is the first to come at which the store ``is_open``, else the first to come.
    """
    for pattern in _AHEAD:
        if found := _compiled(pattern).search(text):
            return now + _ahead(found), found.group()
    for pattern in _CLOCKS:
        for found in _compiled(pattern).finditer(text):
            if (at := _at(found, text, now=now, zone=zone, is_open=is_open)) is not None:
                return at, found.group().strip()
    return None


def _ahead(found: re.Match[str]) -> timedelta:
    count, unit = found["count"].lower(), found["unit"].lower()
    if count in _HALVES:
        return timedelta(minutes=30)
    units = int(count) if count.isdecimal() else 1
    return timedelta(minutes=units) if unit in _MINUTES else timedelta(hours=min(units, 24 * _DAYS_AHEAD))


def _at(found: re.Match[str], text: str, *, now: datetime, zone: ZoneInfo, is_open: Open) -> datetime | None:
    groups = found.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    minute = 30 if groups.get("thirty") else minute
    hours = _hours(hour, groups.get("half"), _part(groups, text))
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    tomorrow = bool(_compiled(_TOMORROW).search(text))
    options = [
        (midnight + timedelta(days=day, hours=one, minutes=minute)).replace(tzinfo=zone).astimezone(UTC)
        for day in ((1,) if tomorrow else range(_DAYS_AHEAD))
        for one in hours
    ]
    coming = sorted(at for at in options if at > now)
    return next((at for at in coming if is_open(at)), coming[0] if coming else None)


def _part(groups: dict[str, str | None], text: str) -> str | None:
    said = groups.get("part1") or groups.get("part2") or groups.get("part3")
    if said is None and (found := _compiled(r"\b(?:this\s+)?(evening|tonight|morning|afternoon)\b").search(text)):
        said = found[1]
    if said is None:
        return None
    return next(part for part, words in _PART_WORDS.items() if _compiled(rf"(?:{words})$").match(said))


def _hours(hour: int, half: str | None, part: str | None) -> tuple[int, ...]:
    """Which hours of the day the number may mean; past 24 for the small hours of a night."""
    if half is not None:
        return (hour % 12 + (12 if half.lower() == "p" else 0),) if 1 <= hour <= 12 else ()
    if hour > 24:
        return ()
    if hour == 0 or hour > 12:
        return (hour % 24,)
    both = (hour % 12, hour % 12 + 12, hour % 12 + 24)
    if part is None:
        return both[:2]
    first, last = _PARTS[part]
    return tuple(one for one in both if first <= one <= last)
