"""When the store is open, in the customer's words. Being closed is told and stops nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.hours import DAYS
from shared.usecases.milestones.milestone import Telling, day_and_month


def closed_words(telling: Telling) -> str:
    """That the store is closed or takes a rest, and when it opens; empty while it is open."""
    store, at = telling.store, telling.event.at
    if store.is_open(at):
        return ""
    if store.hours.paused:
        return telling.say("paused")
    opens = store.hours.next_opening(at, store.zone)
    return telling.say("closed", when=day_and_time(telling, opens)) if opens else telling.say("closed_long")


def with_hours(telling: Telling, body: str) -> str:
    """The text, and under it that the store is closed, if it is."""
    return "\n\n".join(filter(None, (body, closed_words(telling))))


def day_and_time(telling: Telling, at: datetime) -> str:
    """A moment that comes, on the store's clock: ``today at 17:00``, ``on Tuesday at 10:00``, ``on 12/25 at 10:00``."""
    local, today = at.astimezone(telling.store.zone), telling.event.at.astimezone(telling.store.zone).date()
    clock, ahead = local.strftime("%H:%M"), (local.date() - today).days
    if ahead < 1:
        return telling.say("when_today", time=clock)
    if ahead == 1:
        return telling.say("when_tomorrow", time=clock)
    if timedelta(days=ahead) < timedelta(weeks=1):
        return telling.say("when_day", day=telling.say(f"day_{DAYS[local.weekday()]}"), time=clock)
    return telling.say("when_date", date=day_and_month(local.date(), telling.store), time=clock)
