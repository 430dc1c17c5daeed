"""Hours of the day in a customer's words become a time on the store's clock, or stay words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.domain.when import time_in

#: Noon of a Saturday in Minneapolis, half past eleven at night in Pune.
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
CHICAGO, KOLKATA = ZoneInfo("America/Chicago"), ZoneInfo("Asia/Kolkata")


def heard(text: str, zone: ZoneInfo = CHICAGO) -> str | None:
    """Day and time on the store's clock; the store is open from ten to ten."""
    found = time_in(text, now=NOW, zone=zone, is_open=lambda at: 10 <= at.astimezone(zone).hour < 22)
    return f"{found[0].astimezone(zone):%d %H:%M}" if found else None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2 large taro for 5pm", "21 17:00"),
        ("pickup at 6", "21 18:00"),
        ("by 7:30 please", "21 19:30"),
        ("around 8 tonight", "21 20:00"),
        ("tomorrow at 10", "22 10:00"),
        ("8 a.m.", "22 08:00"),
        ("by 11", "22 11:00"),
        ("for 13:30", "21 13:30"),
        ("in 20 minutes", "21 12:20"),
        ("in an hour", "21 13:00"),
        ("in half an hour", "21 12:30"),
        ("para las 6 y media de la tarde", "21 18:30"),
        ("a las 5", "21 17:00"),
        ("en media hora", "21 12:30"),
        ("mañana a las 11 de la mañana", "22 11:00"),
    ],
)
def test_an_hour_is_the_first_to_come_at_which_the_store_is_open(text: str, at: str) -> None:
    """Said at noon; "by 11" is no time of today, and nobody means eleven at night in a shop that closes at ten."""
    assert heard(text) == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("शाम 5 बजे तक भेजो", "22 17:00"),
        ("sham 6 baje tak bhejna", "22 18:00"),
        ("kal subah 9:30 baje", "22 09:30"),
        ("कल सुबह 10 बजे", "22 10:00"),
        ("५ बजे", "22 17:00"),
        ("20 minute mein", "21 23:50"),
        ("20 मिनट में", "21 23:50"),
    ],
)
def test_hindi_names_the_part_of_the_day_before_the_hour(text: str, at: str) -> None:
    """In both scripts and both kinds of digits."""
    assert heard(text, KOLKATA) == at


@pytest.mark.parametrize(
    "text",
    [
        "2 taros",
        "for 6 people",
        "deliver to 12 Main St",
        "at 12 Main St",
        "later",
        "at 25",
        "13 pm",
        "5 kg",
        "",
    ],
)
def test_numbers_of_other_things_are_no_hours(text: str) -> None:
    """People, streets, drinks, kilos."""
    assert heard(text) is None


def test_the_words_that_name_the_hour_come_with_it() -> None:
    """So that they can be taken out of the order."""
    found = time_in("2 taro for 5pm thanks", now=NOW, zone=CHICAGO, is_open=lambda _: True)
    assert found is not None
    assert found[1] == "for 5pm"
