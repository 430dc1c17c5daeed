"""Days in words: in each language, on the calendar of the store's country."""

from datetime import date

import pytest

from shared.domain.day_words import day_in

#: A Saturday.
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("tomorrow please", date(2026, 11, 22)),
        ("mañana por favor", date(2026, 11, 22)),
        ("kal bhejna", date(2026, 11, 22)),
        ("कल", date(2026, 11, 22)),
        ("the day after tomorrow", date(2026, 11, 23)),
        ("pasado mañana", date(2026, 11, 23)),
        ("परसों भेज दीजिए", date(2026, 11, 23)),
        ("Tuesday", date(2026, 11, 24)),
        ("el martes", date(2026, 11, 24)),
        ("mangalwar ko", date(2026, 11, 24)),
        ("मंगलवार को", date(2026, 11, 24)),
        ("Saturday works", date(2026, 11, 28)),
        ("on the 25th", date(2026, 11, 25)),
        ("25", date(2026, 11, 25)),
        ("2026-11-26", date(2026, 11, 26)),
    ],
)
def test_a_day_is_read_in_each_language(words: str, day: date) -> None:
    """A weekday is the next one, a number the next day of that number."""
    assert day_in(words, today=TODAY, country="US") == day


@pytest.mark.parametrize(("country", "day"), [("US", date(2027, 4, 5)), ("IN", date(2027, 5, 4))])
def test_a_date_is_written_as_the_country_does(country: str, day: date) -> None:
    """One that is past this year is next year's."""
    assert day_in("04/05", today=TODAY, country=country) == day


@pytest.mark.parametrize("words", ["", "as soon as you can", "por la mañana", "99", "13/32", "at 10:30", "Main St"])
def test_what_names_no_day_is_none(words: str) -> None:
    """Hours, parts of a day and other numbers."""
    assert day_in(words, today=TODAY, country="US") is None
