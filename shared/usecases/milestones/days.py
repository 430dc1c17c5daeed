"""Days that come, and moments by which something is to be said, in the customer's words."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.hours import DAYS
from shared.usecases.milestones.milestone import Telling, clock, day_and_month


def day_in_words(telling: Telling, day: date) -> str:
    """``today``, ``tomorrow``, or ``Tuesday, 11/24``: as they are when this is said, on the store's calendar."""
    ahead = (day - telling.now.astimezone(telling.store.zone).date()).days
    if ahead == 0:
        return telling.say("day_today")
    if ahead == 1:
        return telling.say("day_tomorrow")
    return f"{telling.say(f'day_{DAYS[day.weekday()]}')}, {day_and_month(day, telling.store)}"


def moment_in_words(telling: Telling, at: datetime) -> str:
    """``18:00``, or with its date when that is not today: on the store's clock."""
    return clock(at, telling.now, telling.store)
