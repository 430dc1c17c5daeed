"""When a store is quiet, on its own clock, and when its customers are asked how it was."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.delivery_terms import DeliveryTerms

MINNEAPOLIS, PUNE = ZoneInfo("America/Chicago"), ZoneInfo("Asia/Kolkata")
NIGHTS = DeliveryTerms(courier="easypost", quiet_hours=(time(21), time(9)))


def utc(*parts: int) -> datetime:
    """A moment."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("now", "heard"),
    [
        (utc(2026, 11, 22, 2, 59), utc(2026, 11, 22, 2, 59)),
        (utc(2026, 11, 22, 3, 0), utc(2026, 11, 22, 15, 0)),
        (utc(2026, 11, 22, 10, 0), utc(2026, 11, 22, 15, 0)),
        (utc(2026, 11, 22, 15, 0), utc(2026, 11, 22, 15, 0)),
        # In the night to 1 November clocks go from 2 back to 1, in that to 8 March from 2 on to 3.
        (utc(2026, 11, 1, 4, 0), utc(2026, 11, 1, 15, 0)),
        (utc(2026, 10, 31, 4, 0), utc(2026, 10, 31, 14, 0)),
        (utc(2026, 3, 8, 6, 0), utc(2026, 3, 8, 14, 0)),
        (utc(2026, 3, 7, 6, 0), utc(2026, 3, 7, 15, 0)),
    ],
    ids=["a minute before", "nine sharp", "at four", "nine in the morning", "put back", "before", "put on", "before"],
)
def test_what_can_wait_is_said_at_nine_in_the_morning(now: datetime, heard: datetime) -> None:
    """Nine o'clock is nine o'clock, in winter and in summer."""
    assert NIGHTS.heard_at(now, MINNEAPOLIS) == heard


def test_quiet_hours_within_a_day_end_on_the_same_day() -> None:
    """A store that rests at noon."""
    noon = DeliveryTerms(courier="shiprocket", quiet_hours=(time(12), time(15, 30)))
    assert noon.heard_at(utc(2026, 11, 21, 7, 0), PUNE) == utc(2026, 11, 21, 10, 0)
    assert noon.heard_at(utc(2026, 11, 21, 6, 29), PUNE) == utc(2026, 11, 21, 6, 29)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (utc(2026, 11, 22, 2, 59), utc(2026, 11, 22, 2, 59)),
        (utc(2026, 11, 22, 3, 0), utc(2026, 11, 22, 2, 59)),
        (utc(2026, 11, 22, 14, 59), utc(2026, 11, 22, 2, 59)),
        (utc(2026, 11, 22, 15, 0), utc(2026, 11, 22, 15, 0)),
    ],
    ids=["a minute before", "nine sharp", "before nine in the morning", "nine in the morning"],
)
def test_what_cannot_wait_until_the_morning_is_said_before_the_night(now: datetime, last: datetime) -> None:
    """In the last minute of the evening."""
    assert NIGHTS.hushed_at(now, MINNEAPOLIS) == last


def test_a_store_without_quiet_hours_may_always_speak() -> None:
    """And so may one that was deployed before there were any."""
    now = utc(2026, 11, 22, 9, 0)
    assert DeliveryTerms.from_profile(None).heard_at(now, MINNEAPOLIS) == now


def test_who_bought_several_things_is_asked_after_the_longest_time_of_them() -> None:
    """Ghee is judged later than a waffle."""
    terms = DeliveryTerms(courier="shiprocket", follow_up_days=3, follow_up_days_of={"GHEE-1": 7, "WAFFLE": 1})
    assert terms.follow_up_after(["GHEE-1", "WAFFLE"]) == timedelta(days=7)
    assert terms.follow_up_after(["WAFFLE"]) == timedelta(days=1)
    assert terms.follow_up_after(["WAFFLE", "TARO-R"]) == timedelta(days=3)
    assert terms.follow_up_after([]) == timedelta(days=3)
