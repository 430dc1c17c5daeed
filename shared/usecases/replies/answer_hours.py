"""When the store is open: now, the week, the holidays that are near.

Facts: none; the store's file says it.
"""

from __future__ import annotations

from datetime import timedelta

from shared.domain.hours import Range, clock, week
from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling, day_and_month
from shared.usecases.milestones.opening import closed_words
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step

#: Holidays further away than this are not told yet.
NEAR_DAYS = 21


def _free_form(telling: Telling) -> OutboundMessage:
    answer = "\n\n".join(filter(None, (_now(telling), _week(telling), _holidays(telling))))
    return with_step(telling, answer, otherwise=TextMessage(body=answer))


def _now(telling: Telling) -> str:
    store = telling.store
    closes = store.hours.closes_at(telling.event.at, store.zone)
    if closes is None:
        return closed_words(telling)
    if store.hours.around_the_clock:
        return telling.say("open_always")
    # By midnight at the latest another day's line of the week says more than a clock without its day.
    return telling.say("open_until", time=closes.astimezone(store.zone).strftime("%H:%M"))


def _week(telling: Telling) -> str:
    if telling.store.hours.around_the_clock:
        return ""
    return "\n".join(
        f"{_days(telling, first, last)}: {_hours(telling, ranges)}" for first, last, ranges in week(telling.store.hours)
    )


def _days(telling: Telling, first: str, last: str) -> str:
    begins, ends = telling.say(f"day_{first}"), telling.say(f"day_{last}")
    return begins if first == last else f"{begins} – {ends}"


def _hours(telling: Telling, ranges: tuple[Range, ...]) -> str:
    return ", ".join(f"{clock(opens)}–{clock(closes)}" for opens, closes in ranges) or telling.say("hours_closed")


def _holidays(telling: Telling) -> str:
    today = telling.event.at.astimezone(telling.store.zone).date()
    near = sorted(day for day in telling.store.hours.holidays if today <= day <= today + timedelta(days=NEAR_DAYS))
    if not near:
        return ""
    return telling.say("hours_holidays", dates=", ".join(day_and_month(day, telling.store) for day in near))


REPLY = Reply(topic="answer_hours", free_form=_free_form)
