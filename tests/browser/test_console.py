"""The console in a real browser: what it follows, where it fits, and what it never does."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.measures import LOW_CONTRAST, WIDER_THAN_THE_SCREEN
from tests.browser.outbound_samples import SENT
from tests.browser.small_shop import ORDER, PARCEL
from tests.browser.stand_in import StandIn, opened

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1)'


def test_follows_what_happens_as_it_happens(console: Page, stand_in: StandIn) -> None:
    """Orders, events, stock and mail come in by the feed; an event nobody thought of reads as words."""
    expect(console.get_by_test_id("stock-tapioca_pearls_g")).to_have_attribute("data-low", "true")
    stand_in.orders["mpls"] = [ORDER]
    event = {"store": "mpls", "subject": f"ORDER#{ORDER['id']}", "at": "2026-11-20T10:00:01Z", "data": {}}
    stand_in.tell("timeline", {**event, "name": "OrderReceived", "sequence": 1})
    stand_in.tell("timeline", {**event, "name": "OrderReceived", "sequence": 1})
    stand_in.tell("timeline", {**event, "name": "ParcelLeftTheSMSHub", "sequence": 2})
    stand_in.tell("stock", {"store": "mpls", "id": "milk_ml", "available": 1200, "reserved": 0, "reorder_point": 1200})
    stand_in.emails = [
        {"at": "2026-11-20T10:00:02Z", "to": "dairy@prairie.example", "subject": "Milk", "text": "40 l please"}
    ]
    stand_in.tell("email", stand_in.emails[0])

    rows = console.get_by_test_id("timeline-row")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Parcel left the sms hub")
    expect(rows.nth(1)).to_contain_text("Order received: 2 items, $11.50; the stock is held")
    expect(console.get_by_test_id("stock-milk_ml")).to_have_attribute("data-low", "true")
    expect(console.locator("#stock > :first-child")).to_have_attribute("data-testid", "stock-milk_ml")
    order = console.get_by_test_id("order-row")
    expect(order).to_have_attribute("data-status", "awaiting_payment")
    order.get_by_role("button").click()
    expect(console.get_by_test_id("order-timeline").get_by_role("listitem")).to_have_count(2)
    email = console.get_by_test_id("email-row")
    email.get_by_role("button").click()
    expect(email.get_by_test_id("email-text")).to_have_text("40 l please")


def test_reads_the_lists_anew_when_the_feed_missed_something(console: Page, stand_in: StandIn) -> None:
    """Told so by the feed, as after a reset; nobody reloads the page."""
    expect(console.get_by_test_id("stock-milk_ml")).to_have_attribute("data-available", "4000")
    stand_in.orders["mpls"] = [ORDER]
    stand_in.stock["mpls"][0]["available"] = 3640

    stand_in.tell("reload", {})

    expect(console.get_by_test_id("stock-milk_ml")).to_have_attribute("data-available", "3640")
    expect(console.get_by_test_id("order-row")).to_have_count(1)


def test_makes_bad_weather_and_runs_the_timers(console: Page, stand_in: StandIn) -> None:
    """The fault goes out in the contract's words, and only companies that somebody uses are offered."""
    offered = console.get_by_test_id("fault-provider").get_by_role("option").all_text_contents()
    assert offered == ["WhatsApp", "Stripe", "EasyPost"]
    console.get_by_test_id("fault-kind").select_option("timeout_after_accept")
    console.get_by_test_id("fault-times").select_option("2")
    console.get_by_test_id("fault-inject").click()
    expect(console.locator("#toasts")).to_contain_text("WhatsApp will do as asked and never answer, 2 times.")
    assert stand_in.posted == [("/sim/faults", {"provider": "whatsapp", "fault": "timeout_after_accept", "times": 2})]

    console.get_by_test_id("timers-run").click()

    expect(console.locator("#toasts")).to_contain_text("2 timers fired.")


@pytest.mark.parametrize("tab", ["phone", "orders", "parcels", "events", "inbox", "stock", "weather"])
def test_fits_a_320_pixel_screen(page: Page, stand_in: StandIn, tab: str) -> None:
    """Nothing of any tab is wider than the smallest phone, also with long words and an open catalog."""
    long = "https://example.com/" + "verylongword" * 12
    stand_in.orders["mpls"] = [{**ORDER, "customer": {"name": long}}]
    stand_in.emails = [{"at": "2026-11-20T10:00:02Z", "to": long, "subject": long, "text": long}]
    stand_in.parcels["mpls"] = [{**PARCEL, "carrier": long}, {**PARCEL, "tracking_code": long, "deadline": long}]
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, stand_in.origin)
    stand_in.says({"type": "text", "text": {"body": long}})
    expect(page.get_by_test_id("bubble")).to_have_count(1)
    page.get_by_test_id(f"tab-{tab}").click()
    if tab == "parcels":
        page.get_by_test_id("parcel-head").first.click()
        page.get_by_test_id("parcel-head").last.click()
    if tab == "phone":
        page.get_by_test_id("open-catalog").click()
        expect(page.get_by_test_id("add-TARO-R")).to_be_in_viewport()

    wider = page.evaluate(WIDER_THAN_THE_SCREEN)

    assert wider == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_asks_nobody_but_its_own_origin(page: Page, stand_in: StandIn) -> None:
    """No font, picture or script from elsewhere, not even when a message links one."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, stand_in.origin)
    stand_in.says(SENT["image"][0])
    expect(page.get_by_test_id("bubble")).to_contain_text("tea.png")
    page.get_by_test_id("open-catalog").click()

    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((stand_in.origin + "/", "data:"))] == []


def test_shows_hostile_text_as_text(page: Page, stand_in: StandIn) -> None:
    """Markup in messages, names, orders, events and mail stays what it is: characters."""
    stand_in.stores[0]["name"] = HOSTILE
    stand_in.orders["mpls"] = [{**ORDER, "customer": {"name": HOSTILE}, "status": HOSTILE}]
    stand_in.emails = [{"at": "2026-11-20T10:00:02Z", "to": HOSTILE, "subject": HOSTILE, "text": HOSTILE}]
    hostile_parcel = {name: HOSTILE if isinstance(value, str) else value for name, value in PARCEL.items()}
    stand_in.parcels["mpls"] = [{**hostile_parcel, "store": "mpls", "label_url": "javascript:window.hacked=1"}]
    opened(page, stand_in.origin)
    stand_in.says({"type": "text", "text": {"body": HOSTILE}})
    parameters = {"display_text": "Pay", "url": "javascript:window.hacked=1"}
    action = {"name": "cta_url", "parameters": parameters}
    stand_in.says({"type": "interactive", "interactive": {"type": "cta_url", "action": action}}, id_="wamid.out2")
    stand_in.tell(
        "timeline", {"store": "mpls", "name": HOSTILE, "subject": HOSTILE, "sequence": 1, "at": HOSTILE, "data": {}}
    )

    expect(page.get_by_test_id("bubble").first).to_contain_text(HOSTILE)
    expect(page.get_by_test_id("email-row")).to_contain_text("<script>")
    expect(page.get_by_test_id("order-row")).to_contain_text("<script>")
    expect(page.get_by_test_id("parcel-row")).to_contain_text("<script>")
    page.get_by_test_id("parcel-head").click()
    expect(page.get_by_test_id("parcel-label")).to_have_count(0)
    expect(page.locator('[data-testid="timeline-row"][data-store="mpls"]').first).to_be_visible()
    page.get_by_test_id("pay-link").click()
    expect(page.locator("#toasts")).to_contain_text("nowhere safe")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img").count() == 0


def test_gives_the_keyboard_back_when_the_catalog_closes(console: Page) -> None:
    """Escape closes the sheet; the focus is where it was, and the chat under the sheet could not be reached."""
    console.get_by_test_id("open-catalog").focus()
    console.keyboard.press("Enter")
    expect(console.get_by_test_id("catalog")).to_be_visible()
    expect(console.locator("#chatview")).to_have_attribute("inert", "")

    console.keyboard.press("Escape")

    expect(console.get_by_test_id("catalog")).to_have_count(0)
    expect(console.get_by_test_id("open-catalog")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reads_well_in_light_and_dark(browser: Browser, stand_in: StandIn, scheme: Any) -> None:
    """Every colour that text is written in has WCAG AA contrast (4.5) on every ground it is written on."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(stand_in.origin)

    low = page.evaluate(LOW_CONTRAST)

    context.close()
    assert low == []
