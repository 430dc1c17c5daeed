"""What couriers were ever seen to send, and what it means to us."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.couriers.easypost_news import news_of_event
from shared.adapters.couriers.envelope import NoParcel, easypost_event, shiprocket_event
from shared.adapters.couriers.shiprocket_news import news_of_webhook
from shared.domain.parcel import ParcelNews, ParcelState, Scan, state_after

EVENTS = Path(__file__).parents[4] / "events" / "parcels"
_P = ParcelState

STATES = {
    "easypost_available_for_pickup": _P.AVAILABLE_FOR_PICKUP,
    "easypost_cancelled": _P.CANCELLED,
    "easypost_delivered": _P.DELIVERED,
    "easypost_delivered_to_sender": _P.RETURNED,
    "easypost_empty_details": _P.IN_TRANSIT,
    "easypost_error": _P.EXCEPTION,
    "easypost_failure": _P.FAILED_ATTEMPT,
    "easypost_failure_lost": _P.EXCEPTION,
    "easypost_in_transit": _P.IN_TRANSIT,
    "easypost_late_in_transit": _P.IN_TRANSIT,
    "easypost_out_for_delivery": _P.OUT_FOR_DELIVERY,
    "easypost_pre_transit": _P.PRE_TRANSIT,
    "easypost_return_delivered": _P.RETURNED,
    "easypost_return_to_sender": _P.RETURN_TO_SENDER,
    "easypost_tracker_created": _P.REQUESTED,
    "easypost_unknown_status": _P.IN_TRANSIT,
    "shiprocket_awb_assigned": _P.PRE_TRANSIT,
    "shiprocket_cancelled": _P.CANCELLED,
    "shiprocket_delivered": _P.DELIVERED,
    "shiprocket_in_transit": _P.IN_TRANSIT,
    "shiprocket_lost": _P.EXCEPTION,
    "shiprocket_manifest_generated": _P.PRE_TRANSIT,
    "shiprocket_older_delivered": _P.DELIVERED,
    "shiprocket_older_in_transit": _P.IN_TRANSIT,
    "shiprocket_older_rto_delivered": _P.RETURNED,
    "shiprocket_older_undelivered": _P.FAILED_ATTEMPT,
    "shiprocket_out_for_delivery": _P.OUT_FOR_DELIVERY,
    "shiprocket_picked_up": _P.IN_TRANSIT,
    "shiprocket_pickup_exception": _P.PRE_TRANSIT,
    "shiprocket_return_delivered": _P.RETURNED,
    "shiprocket_rto_delivered": _P.RETURNED,
    "shiprocket_rto_initiated": _P.RETURN_TO_SENDER,
    "shiprocket_undelivered": _P.FAILED_ATTEMPT,
    "shiprocket_unknown_status": _P.IN_TRANSIT,
}
#: About no parcel at all.
OTHERS = {"easypost_batch_updated": easypost_event, "shiprocket_no_awb": shiprocket_event}


def recorded(name: str) -> dict[str, Any]:
    """One recorded webhook."""
    content: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return content


def news(name: str) -> ParcelNews:
    """What it tells."""
    found = news_of_webhook(recorded(name)) if name.startswith("shiprocket") else news_of_event(recorded(name))
    assert found is not None
    return found


def test_every_recorded_webhook_has_its_meaning_here() -> None:
    """None is left out."""
    assert {path.stem for path in EVENTS.glob("*.json")} == STATES.keys() | OTHERS.keys()


@pytest.mark.parametrize("name", STATES)
def test_a_recorded_webhook_moves_a_parcel_to_where_its_courier_means(name: str) -> None:
    """By all the scans in it; only one that is marked so has words that we do not know."""
    heard = news(name)
    assert state_after(heard.scans) is STATES[name]
    assert bool(heard.unknown) is name.endswith("unknown_status")
    assert heard.courier == name.partition("_")[0]


@pytest.mark.parametrize("name", OTHERS)
def test_a_webhook_about_no_parcel_is_known_as_that(name: str) -> None:
    """A batch has no tracking code, an order that was just made no air waybill."""
    with pytest.raises(NoParcel):
        OTHERS[name](recorded(name))
    assert news_of_event(recorded(name)) is None


def test_reads_easyposts_words_times_and_places() -> None:
    """A failed attempt with why and where, at the carrier's time; the day it announces."""
    heard = news("easypost_failure")
    assert heard.tracking_code == "9400110898825022579493"
    assert heard.expected == date(2026, 11, 24)
    assert heard.scans[-1] == Scan(
        at=datetime(2026, 11, 23, 19, 55, tzinfo=UTC),
        state=_P.FAILED_ATTEMPT,
        code="failure/delivery_exception",
        note="Delivery Attempted - Notice Left (No Authorized Recipient Available), MINNEAPOLIS",
    )


def test_keeps_no_name_out_of_a_delivery() -> None:
    """Who took it stands in `signed_by` alone, not in a remark that travels with the scans."""
    heard = news("easypost_delivered")
    assert heard.signed_by == "A PENA"
    assert "Peña" not in str(heard.scans)
    assert heard.scans[-1].note == "MINNEAPOLIS"


def test_an_empty_tracker_is_told_by_its_own_status_and_time() -> None:
    """One scan, at the time of the change; no day is announced."""
    heard = news("easypost_empty_details")
    assert [(scan.state, scan.at) for scan in heard.scans] == [
        (_P.IN_TRANSIT, datetime(2026, 11, 21, 21, 41, tzinfo=UTC))
    ]
    assert heard.expected is None


def test_keeps_words_that_nobody_knows_yet() -> None:
    """They move nothing, and staff can read them."""
    assert news("easypost_unknown_status").unknown == ("customs_hold",)
    assert news("shiprocket_unknown_status").unknown == ("91 REGULATORY HOLD",)


def test_reads_indian_times_in_both_forms() -> None:
    """13:48:30 in India is 08:18:30 UTC, whether the day or the year comes first."""
    at = datetime(2026, 11, 24, 8, 18, 30, tzinfo=UTC)
    assert news("shiprocket_delivered").scans[-1].at == at
    assert news("shiprocket_older_delivered").scans[-1].at == at


def test_reads_a_numeric_air_waybill() -> None:
    """As the text it is elsewhere."""
    assert news("shiprocket_older_delivered").tracking_code == news("shiprocket_delivered").tracking_code


def test_says_one_scan_once_whichever_shape_tells_it() -> None:
    """The newer shape's list and the older shape's own status name the same moment and the same word."""
    assert news("shiprocket_older_delivered").scans[-1] in [
        Scan(at=one.at, state=one.state, code=one.code, note="") for one in news("shiprocket_delivered").scans
    ]


def test_leaves_out_a_couriers_own_scans_without_calling_them_unknown() -> None:
    """`sr-status` "NA": the bag was added to a trip, which is nobody's news."""
    heard = news("shiprocket_picked_up")
    assert [scan.code for scan in heard.scans] == ["MANIFEST GENERATED", "PICKED UP"]
    assert heard.unknown == ()
