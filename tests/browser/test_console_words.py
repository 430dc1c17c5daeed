"""What the console says of events: every one that the store's bus carries, in words of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stand_in import StandIn

BUS = Path(__file__).parents[2] / "events" / "bus"
EVENTS = sorted(path.stem for path in BUS.glob("*.json"))
# What the feed gives beside the event's own fields.
FRAME = {"id", "name", "version", "store", "subject", "sequence", "at"}
SENTENCES = {
    "CaseOpened": "A person is needed: a complaint",
    "MediaReceived": "A file from the customer is fetched and kept",
    "OrderConfirmed": "Paid",
    "ParcelAttemptFailed": "Nobody took the parcel (attempt 1)",
    "ParcelBooked": "Parcel booked: ",
    "StaffSpoke": "A person of the store answers the customer",
}


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_of_the_bus_reads_as_a_sentence(console: Page, stand_in: StandIn, name: str) -> None:
    """Nothing undefined in it; one without words of its own is its name, split at the capitals."""
    event: dict[str, Any] = json.loads((BUS / f"{name}.json").read_text(encoding="utf-8"))
    data = {key: value for key, value in event.items() if key not in FRAME}
    stand_in.tell(
        "timeline", {**{key: event[key] for key in ("store", "name", "subject", "sequence", "at")}, "data": data}
    )

    row = console.get_by_test_id("timeline-row")
    expect(row).to_have_attribute("data-name", name)
    expect(row).to_contain_text(SENTENCES.get(name, ""))
    assert not any(word in row.inner_text() for word in ("undefined", "null", "NaN", "[object"))
