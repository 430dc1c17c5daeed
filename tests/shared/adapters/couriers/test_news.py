"""The traps in what couriers say, one by one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.adapters.couriers.easypost_news import news_of_tracker
from shared.adapters.couriers.readings import day, minor_units, moment
from shared.adapters.couriers.shiprocket_news import INDIA, news_of_tracking, news_of_webhook
from shared.domain.parcel import ParcelState, state_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_P = ParcelState


def hook(**changed: Any) -> dict[str, Any]:
    """A Shiprocket webhook without scans."""
    return {"awb": "1904", "current_timestamp": "23 05 2023 11:43:52", "scans": [], "is_return": 0, **changed}


def tracking(*activities: dict[str, Any] | None, status: object = 18, **data: Any) -> dict[str, Any]:
    """An answer of Shiprocket's tracking."""
    shown = None if activities == (None,) else [one for one in activities if one]
    track = [{"awb_code": "1904", "current_status": "", "delivered_date": None, "edd": None, **data.pop("track", {})}]
    found = {"track_status": 1, "shipment_status": status, "shipment_track": track, "shipment_track_activities": shown}
    return {"tracking_data": {**found, **data}}


def activity(number: str, date: str = "2026-11-23 10:00:00", label: str = "") -> dict[str, Any]:
    """One line of it."""
    return {"date": date, "status": "X", "activity": "", "location": "", "sr-status": number, "sr-status-label": label}


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("DELIVERED", _P.DELIVERED),
        ("Delivered", _P.DELIVERED),
        ("delivered ", _P.DELIVERED),
        ("UNDELIVERED", _P.FAILED_ATTEMPT),
        ("Undelivered", _P.FAILED_ATTEMPT),
        ("RTO DELIVERED", _P.RETURNED),
        ("RTO_Delivered", _P.RETURNED),
        ("PARTIAL DELIVERED", _P.EXCEPTION),
        ("RTO INITIATED", _P.RETURN_TO_SENDER),
        ("RTO OUT FOR DELIVERY", _P.RETURN_TO_SENDER),
        ("OUT FOR DELIVERY", _P.OUT_FOR_DELIVERY),
        ("OUT FOR PICKUP", _P.PRE_TRANSIT),
        ("Canceled", _P.CANCELLED),
    ],
)
def test_takes_shiprockets_words_whole(words: str, state: ParcelState) -> None:
    """In whatever case; no word is found inside another."""
    heard = news_of_webhook(hook(current_status=words))
    assert state_after(heard.scans) is state


@pytest.mark.parametrize(("status_id", "state"), [(18, _P.IN_TRANSIT), (20, _P.PRE_TRANSIT), (7, _P.DELIVERED)])
def test_reads_numbers_by_the_table_of_shipments(status_id: int, state: ParcelState) -> None:
    """20 is a pickup that failed there; that the table of orders calls it in transit counts for nothing."""
    told = hook(shipment_status_id=status_id, current_status_id=20, current_status="IN TRANSIT")
    assert state_after(news_of_webhook(told).scans) is state


@pytest.mark.parametrize("flag", [1, "1", True])
def test_what_a_return_delivers_is_back_at_the_seller(flag: object) -> None:
    """Not with the customer."""
    told = hook(shipment_status_id=7, current_status="DELIVERED", is_return=flag)
    assert state_after(news_of_webhook(told).scans) is _P.RETURNED
    answer = tracking(activity("7"), status=7)
    assert state_after(news_of_tracking(answer, tracking_code="1904", returning=True, now=NOW).scans) is _P.RETURNED
    answer = tracking(activity("7"), status=7, is_return=flag)
    assert state_after(news_of_tracking(answer, tracking_code="1904", returning=False, now=NOW).scans) is _P.RETURNED


@pytest.mark.parametrize("odd", [None, "", "scans", {}, [None, 3, "x"]])
def test_lives_with_scans_of_any_kind(odd: object) -> None:
    """What is no list of scans is none."""
    heard = news_of_webhook(hook(scans=odd, shipment_status_id=18))
    assert [scan.code for scan in heard.scans] == ["IN TRANSIT"]


@pytest.mark.parametrize("number", ["NA", "", None, "N/A", "na"])
def test_a_scan_that_shiprocket_does_not_map_says_nothing(number: Any) -> None:
    """It is neither a scan nor a riddle."""
    heard = news_of_webhook(hook(scans=[activity(number, label="NA")]))
    assert (heard.scans, heard.unknown) == ((), ())


def test_a_status_without_a_number_is_read_by_its_label() -> None:
    """And one with neither in the table is kept as it is written."""
    heard = news_of_webhook(hook(scans=[activity("NA", label="In Transit"), activity("NA", label="Teleported")]))
    assert [scan.state for scan in heard.scans] == [_P.IN_TRANSIT]
    assert heard.unknown == ("TELEPORTED",)


def test_nothing_yet_is_no_news() -> None:
    """`track_status` 0 comes with HTTP 200, an error in words and no activities."""
    answer = {"tracking_data": {"track_status": 0, "shipment_status": 0, "error": "Aahh!", "shipment_track": [{}]}}
    assert news_of_tracking(answer, tracking_code="1904", returning=False, now=NOW).scans == ()
    assert news_of_tracking({}, tracking_code="1904", returning=False, now=NOW).scans == ()


def test_tracking_without_activities_is_told_by_its_status() -> None:
    """At the day of delivery, if there is one, else when it was asked."""
    answer = tracking(None, status=7, track={"delivered_date": "2026-11-24 13:48:30"})
    (scan,) = news_of_tracking(answer, tracking_code="1904", returning=False, now=NOW).scans
    assert (scan.state, scan.at) == (_P.DELIVERED, datetime(2026, 11, 24, 8, 18, 30, tzinfo=UTC))
    (scan,) = news_of_tracking(tracking(None, status=17), tracking_code="1904", returning=False, now=NOW).scans
    assert (scan.state, scan.at) == (_P.OUT_FOR_DELIVERY, NOW)


def test_tracking_tells_the_day_and_the_agent() -> None:
    """`edd` is a day with an hour that means nothing; a phone is there when the courier gives it."""
    track = {"edd": "2026-11-25 23:00:00", "courier_agent_details": {"name": "R", "phone": 9876543210}}
    heard = news_of_tracking(tracking(activity("17"), track=track), tracking_code="1904", returning=False, now=NOW)
    assert (heard.expected, heard.agent_phone) == (date(2026, 11, 25), "9876543210")


def test_delivered_then_a_late_in_transit_stays_delivered() -> None:
    """EasyPost's details come in any order; the newest decides, not the last."""
    details = [
        {"status": "delivered", "datetime": "2026-11-24T18:00:00Z"},
        {"status": "in_transit", "datetime": "2026-11-23T09:00:00Z"},
    ]
    heard = news_of_tracker({"tracking_code": "94", "status": "in_transit", "tracking_details": details})
    assert state_after(heard.scans) is _P.DELIVERED


@pytest.mark.parametrize("details", [None, [], {}, [None], [{"status": "in_transit", "datetime": None}]])
def test_a_tracker_without_usable_details_is_told_by_its_status(details: object) -> None:
    """A time that is missing in a detail is taken from the tracker."""
    told = {
        "tracking_code": "94",
        "status": "in_transit",
        "tracking_details": details,
        "updated_at": "2026-11-23T09:00Z",
    }
    (scan,) = news_of_tracker(told).scans
    assert (scan.state, scan.at) == (_P.IN_TRANSIT, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def test_a_tracker_that_is_unknown_or_undated_moves_nothing() -> None:
    """A fresh label is `unknown`."""
    assert news_of_tracker({"tracking_code": "94", "status": "unknown", "updated_at": "2026-11-23T09:00Z"}).scans == ()
    assert news_of_tracker({"tracking_code": "94", "status": "delivered"}).scans == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("23 05 2023 11:43:52", datetime(2023, 5, 23, 6, 13, 52, tzinfo=UTC)),
        ("2021-07-02 16:41:59", datetime(2021, 7, 2, 11, 11, 59, tzinfo=UTC)),
        ("2021-07-02T16:41:59Z", datetime(2021, 7, 2, 16, 41, 59, tzinfo=UTC)),
        ("2021-07-02T00:30:00+05:30", datetime(2021, 7, 1, 19, 0, tzinfo=UTC)),
        ("", None),
        ("Not Available", None),
        (None, None),
        (20210702, None),
    ],
)
def test_reads_every_form_of_time(written: object, read: datetime | None) -> None:
    """Without an offset it is India's."""
    if isinstance(written, int):
        written = str(written) + "x"
    assert moment(written, zone=INDIA) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-24T00:00:00Z", date(2026, 11, 24)),
        ("2026-11-24 23:00:00", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("Nov 24, 2026", date(2026, 11, 24)),
        ("soon", None),
        (None, None),
    ],
)
def test_reads_a_day_as_it_is_written(written: object, read: date | None) -> None:
    """Midnight somewhere else is not the day before."""
    assert day(written, zone=UTC) == read


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("6.07", "USD", 607),
        ("6.075", "USD", 608),
        (84.5, "INR", 8450),
        ("700", "JPY", 700),
        ("", "USD", None),
        (None, "USD", None),
        ("-1", "USD", None),
        ("NaN", "USD", None),
        (True, "USD", None),
        ("six", "USD", None),
    ],
)
def test_reads_a_price_written_as_text(written: object, currency: str, minor: int | None) -> None:
    """In minor units, without a float between."""
    assert minor_units(written, currency=currency) == minor
