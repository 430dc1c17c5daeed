"""The couriers' pane and the clock in a real browser: a reader decides what is scanned, and what hour it is."""

import copy
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.small_shop import ORDER, PARCEL
from tests.browser.stand_in import StandIn, opened

TIMERS: list[dict[str, Any]] = [
    {
        "store": "mpls",
        "name": "t1",
        "at": "2026-11-21T10:00:00Z",
        "input": {"timer": "remind_delivery", "order_id": ORDER["id"]},
    },
    {
        "store": "mpls",
        "name": "t2",
        "at": "2026-11-24T10:00:00Z",
        "input": {"timer": "follow_up", "order_id": ORDER["id"]},
    },
]


@pytest.fixture
def parcels(page: Page, stand_in: StandIn) -> Page:
    """The console of a store with one parcel of a paid order, unfolded."""
    stand_in.orders["mpls"] = [{**ORDER, "ticket": 7}]
    stand_in.parcels["mpls"] = [copy.deepcopy(PARCEL)]
    opened(page, stand_in.origin)
    page.get_by_test_id("parcel-head").click()
    return page


def test_a_parcel_stands_with_its_order_and_its_links(parcels: Page) -> None:
    """Whose it is, where it is, its label and the customer's tracking page."""
    row = parcels.get_by_test_id("parcel-row")
    expect(row).to_have_attribute("data-status", "pre_transit")
    expect(row).to_contain_text("Maya Olsen · ticket 7")
    expect(row).to_contain_text("USPS 9400100000000000000001")
    expect(row).to_contain_text("due Mon, Nov 23")
    expect(row).to_contain_text("Not scanned yet.")
    expect(parcels.get_by_test_id("parcel-label")).to_have_attribute("href", PARCEL["label_url"])
    expect(parcels.get_by_test_id("parcel-page")).to_have_attribute("href", PARCEL["tracking_page"])
    expect(parcels.locator("#parcels-count")).to_have_text("1 under way")


def test_the_reader_says_what_is_scanned_next(parcels: Page, stand_in: StandIn) -> None:
    """One button per usual step; the pane follows, and the keyboard is not lost."""
    path = f"/sim/parcels/{PARCEL['tracking_code']}"
    parcels.get_by_test_id("parcel-out_for_delivery").click()
    parcels.get_by_test_id("parcel-failed_attempt").focus()
    parcels.keyboard.press("Enter")
    expect(parcels.get_by_test_id("parcel-row")).to_have_attribute("data-status", "failed_attempt")
    # Its button is gone now: the focus is at the head of the same parcel.
    expect(parcels.get_by_test_id("parcel-head")).to_be_focused()
    expect(parcels.get_by_test_id("parcel-scans").get_by_role("listitem")).to_have_count(2)
    parcels.get_by_test_id("parcel-delay").click()
    expect(parcels.get_by_test_id("parcel-row")).to_contain_text("due Tue, Nov 24")
    parcels.get_by_test_id("parcel-any").select_option("exception")
    parcels.get_by_test_id("parcel-scan").click()
    expect(parcels.get_by_test_id("parcel-row")).to_have_attribute("data-status", "exception")
    assert stand_in.posted == [
        (path, {"status": "out_for_delivery"}),
        (path, {"status": "failed_attempt"}),
        (path, {"expected": "2026-11-24"}),
        (path, {"status": "exception"}),
    ]


def test_what_the_store_tells_the_courier_is_seen(parcels: Page, stand_in: StandIn) -> None:
    """Until then: how long the courier waits."""
    parcel = stand_in.parcels["mpls"][0]
    parcel.update(status="failed_attempt", deadline="2026-11-22T18:00:00Z")
    stand_in.tell("parcel", {"store": "mpls", "tracking_code": parcel["tracking_code"]})
    expect(parcels.get_by_test_id("parcel-row")).to_contain_text("until Sun, Nov 22, 06:00 PM")
    answer = {"action": "re-attempt", "deferred_date": "2026-11-25", "address1": "1 Main St", "attempt": 1}
    parcel.update(deadline=None, instructions=[{"at": "2026-11-21T09:00:00Z", "comments": "x", **answer}])
    stand_in.tell("parcel", {"store": "mpls", "tracking_code": parcel["tracking_code"]})

    instruction = parcels.get_by_test_id("parcel-instruction")
    expect(instruction).to_contain_text("The store says: Try again on Wed, Nov 25 at 1 Main St (attempt 1)")


def test_only_words_that_the_courier_has_are_offered(page: Page, stand_in: StandIn) -> None:
    """Shiprocket knows no counter where a parcel waits."""
    stand_in.parcels["mpls"] = [PARCEL, {**PARCEL, "courier": "shiprocket", "tracking_code": "19012345678901"}]
    opened(page, stand_in.origin)
    for head in page.get_by_test_id("parcel-head").all():
        head.click()
    offered = [one.get_by_role("option").all_text_contents() for one in page.get_by_test_id("parcel-any").all()]
    shiprockets, easyposts = offered
    assert set(easyposts) - set(shiprockets) == {"At a counter"}


def test_a_parcel_that_comes_back_says_so(page: Page, stand_in: StandIn) -> None:
    """A return ends at the store."""
    stand_in.parcels["mpls"] = [{**PARCEL, "direction": "inbound", "status": "in_transit"}]
    opened(page, stand_in.origin)
    page.get_by_test_id("parcel-head").click()
    expect(page.get_by_test_id("parcel-row")).to_contain_text("comes back")
    page.get_by_test_id("parcel-delivered").click()
    expect(page.locator("#parcels-count")).to_have_text("")


def test_the_clock_jumps_to_the_follow_up(console: Page, stand_in: StandIn) -> None:
    """Every timer up to that hour rings, in turn; later ones stay."""
    later = {**TIMERS[1], "name": "t3", "at": "2026-12-24T10:00:00Z"}
    stand_in.timers = [*TIMERS, later]
    console.get_by_test_id("clock-open").click()
    rows = console.get_by_test_id("timer")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Follow-up: the customer is asked how it was")
    expect(rows.nth(1)).to_contain_text("order 4f2a9c1d · North Loop Tea")

    rows.nth(1).get_by_test_id("timer-run").click()

    expect(rows).to_have_count(1)
    assert stand_in.posted == [("/sim/timers/run", {"until": "2026-11-24T10:00:00Z"})]
    expect(console.locator("#toasts")).to_contain_text("2 timers fired.")
    console.keyboard.press("Escape")
    expect(console.get_by_test_id("clock")).to_be_hidden()
    expect(console.get_by_test_id("clock-open")).to_be_focused()


def test_a_clock_without_timers_says_so(console: Page) -> None:
    """Nothing to jump to."""
    console.get_by_test_id("clock-open").click()
    expect(console.get_by_test_id("timers")).to_have_text("No timer is set: nothing waits for its hour.")
