"""When a store is open: by its own clock, past midnight, over holidays and on the days when clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.domain.hours import OpeningHours, clock, week

CHICAGO = ZoneInfo("America/Chicago")
BAR = OpeningHours.from_profile(
    {
        "weekly": {
            "mon": [],
            "tue": [["10:00", "14:00"], ["17:00", "22:00"]],
            "wed": [["10:00", "22:00"]],
            "thu": [["10:00", "22:00"]],
            "fri": [["10:00", "02:00"]],
            "sat": [["10:00", "24:00"]],
            "sun": [["00:00", "13:00"]],
        },
        "holidays": ["2026-11-26"],
    }
)


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of November 2026 on the store's clock (the 21st is a Saturday), as UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (local(17, 9, 59), False),
        (local(17, 10), True),
        (local(17, 13, 59), True),
        (local(17, 14), False),
        (local(17, 21, 59), True),
        (local(17, 22), False),
        (local(16, 12), False),
        (local(21, 1, 59), True),
        (local(21, 2), False),
        (local(26, 12), False),
    ],
)
def test_a_store_is_open_in_its_ranges_and_closed_at_their_end(at: datetime, is_open: bool) -> None:  # noqa: FBT001
    """The first minute counts, the closing one does not; Friday's last hours are Saturday's first."""
    assert BAR.is_open(at, CHICAGO) is is_open


def test_the_next_opening_skips_days_that_are_closed_and_holidays() -> None:
    """After Wednesday's closing before Thanksgiving comes Friday; after Sunday comes Tuesday."""
    assert BAR.next_opening(local(25, 23), CHICAGO) == local(27, 10)
    assert BAR.next_opening(local(22, 15), CHICAGO) == local(24, 10)
    assert BAR.next_opening(local(17, 15), CHICAGO) == local(17, 17)


def test_an_open_store_has_a_closing_and_no_opening() -> None:
    """Saturday's range ends at midnight where Sunday's begins: to a customer they are one."""
    assert BAR.next_opening(local(21, 12), CHICAGO) is None
    assert BAR.closes_at(local(21, 12), CHICAGO) == local(22, 13)
    assert BAR.closes_at(local(17, 11), CHICAGO) == local(17, 14)
    assert BAR.closes_at(local(17, 15), CHICAGO) is None


def test_a_holiday_begins_with_its_own_day() -> None:
    """What opened the evening before goes on past midnight into the holiday."""
    late = OpeningHours.from_profile({"weekly": {"wed": [["18:00", "02:00"]]}, "holidays": ["2026-11-26"]})
    assert late.is_open(local(26, 1), CHICAGO)
    assert late.on(date(2026, 11, 26)) == ()
    assert late.today(local(25, 12), CHICAGO) == ((1080, 1560),)


def test_a_paused_store_is_closed_and_nobody_knows_till_when() -> None:
    """Only the owner ends a pause."""
    paused = OpeningHours.from_profile({"weekly": {"sat": [["10:00", "22:00"]]}, "paused": True})
    assert not paused.is_open(local(21, 12), CHICAGO)
    assert paused.next_opening(local(21, 12), CHICAGO) is None
    assert paused.ready_at(local(21, 12), CHICAGO, minutes=20) == local(21, 12, 20)


def test_a_store_without_hours_never_closes() -> None:
    """A profile from before there were hours."""
    always = OpeningHours.from_profile(None)
    assert always.around_the_clock
    assert always.is_open(local(26, 3), CHICAGO)
    assert always.ready_at(local(26, 3), CHICAGO, minutes=3000) == local(28, 5)


def test_a_store_that_never_opens_tells_no_opening() -> None:
    """All days empty: no endless search, and no order is in the way."""
    never = OpeningHours.from_profile({"weekly": {}})
    assert never.next_opening(local(21, 12), CHICAGO) is None
    assert never.ready_at(local(21, 12), CHICAGO, minutes=20) == local(21, 12, 20)


def test_an_order_is_prepared_in_open_hours_only() -> None:
    """Two hours of work an hour before closing: one hour tonight, one hour of the next day that is open."""
    assert BAR.ready_at(local(17, 11), CHICAGO, minutes=20) == local(17, 11, 20)
    assert BAR.ready_at(local(17, 13, 30), CHICAGO, minutes=60) == local(17, 17, 30)
    assert BAR.ready_at(local(25, 21), CHICAGO, minutes=120) == local(27, 11)
    assert BAR.ready_at(local(16, 12), CHICAGO, minutes=0) == local(17, 10)


def test_a_shop_opens_at_ten_on_the_wall_on_the_day_when_clocks_change() -> None:
    """On 8 March 2026 Chicago's clocks jump from 2 to 3: ten o'clock is 15:00 UTC, the day before it was 16:00."""
    early = OpeningHours.from_profile({"weekly": {"sat": [["10:00", "22:00"]], "sun": [["10:00", "22:00"]]}})
    assert early.next_opening(datetime(2026, 3, 7, 8, 0, tzinfo=UTC), CHICAGO) == datetime(2026, 3, 7, 16, tzinfo=UTC)
    assert early.next_opening(datetime(2026, 3, 8, 8, 0, tzinfo=UTC), CHICAGO) == datetime(2026, 3, 8, 15, tzinfo=UTC)


def test_a_week_is_told_with_days_alike_put_together() -> None:
    """Nobody reads seven lines of which five are the same."""
    assert list(week(BAR)) == [
        ("mon", "mon", ()),
        ("tue", "tue", ((600, 840), (1020, 1320))),
        ("wed", "thu", ((600, 1320),)),
        ("fri", "fri", ((600, 1560),)),
        ("sat", "sat", ((600, 1440),)),
        ("sun", "sun", ((0, 780),)),
    ]
    assert [clock(minutes) for minutes in (600, 1440, 1560, 0)] == ["10:00", "00:00", "02:00", "00:00"]
