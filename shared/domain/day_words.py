"""Days in a customer's words, in English, Spanish and Hindi: tomorrow, Tuesday, the 24th, 24/11."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

#: Words -> days from today. The longer ones come first: "day after tomorrow" holds "tomorrow".
_AHEAD: Mapping[str, int] = {
    r"day\s+after\s+tomorrow|pasado\s+ma[ñn]ana|parso|parson|परसों": 2,
    r"tomorrow|tmrw|tmr|(?<!la )ma[ñn]ana|kal|कल": 1,
}
#: Weekdays, Monday first.
_WEEKDAYS = (
    r"mon(?:day)?|lunes|som(?:v|w)aa?r|सोमवार",
    r"tue(?:s|sday)?|martes|mangal(?:v|w)aa?r|मंगलवार",
    r"wed(?:nesday)?|mi[ée]rcoles|budh(?:v|w)aa?r|बुधवार",
    r"thu(?:r|rs|rsday)?|jueves|guru(?:v|w)aa?r|गुरुवार|बृहस्पतिवार",
    r"fri(?:day)?|viernes|shukra(?:v|w)aa?r|शुक्रवार",
    r"sat(?:urday)?|s[áa]bado|shani(?:v|w)aa?r|शनिवार",
    r"sun(?:day)?|domingo|ravi(?:v|w)aa?r|it(?:v|w)aa?r|रविवार|इतवार",
)
#: Nobody names a day further ahead without a month.
_MONTH = 31
#: A "word" of Devanagari ends in signs that are none to a regular expression.
_EDGES = (r"(?<![^\W_])(?:", r")(?![\w\u0900-\u097f])")


def day_in(text: str, *, today: date, country: str) -> date | None:
    """The day that the words name, today or later; None when they name none. ``country`` writes its dates its way."""
    for words, ahead in _AHEAD.items():
        if _says(words, text):
            return today + timedelta(days=ahead)
    for number, words in enumerate(_WEEKDAYS):
        if _says(words, text):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return _dated(text, today=today, country=country)


def _says(words: str, text: str) -> bool:
    return re.search(words.join(_EDGES), text, re.IGNORECASE) is not None


def _dated(text: str, *, today: date, country: str) -> date | None:
    if iso := re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text):
        return _valid(int(iso[1]), int(iso[2]), int(iso[3]))
    if both := re.search(r"\b(\d{1,2})[/.](\d{1,2})\b", text):
        first, second = int(both[1]), int(both[2])
        month, day = (first, second) if country == "US" else (second, first)
        named = _valid(today.year, month, day)
        return _valid(today.year + 1, month, day) if named is not None and named < today else named
    alone = re.search(r"(?<![\d/.,:-])(\d{1,2})(?:st|nd|rd|th)?(?![\d/:%-])", text)
    if alone is None:
        return None
    days = (today + timedelta(days=ahead) for ahead in range(_MONTH))
    return next((day for day in days if day.day == int(alone[1])), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
