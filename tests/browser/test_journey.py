"""A newcomer's first minutes: the console in a real browser, in front of the stores that were really deployed."""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.measures import WIDER_THAN_THE_SCREEN
from tests.journeys.world import StoreDoor, World

# A cold chain of functions on a busy machine. Milliseconds.
PATIENCE = 30_000
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def world(world_contract: dict[str, Any]) -> World:
    """The local world, with full shelves and no orders; the browser is the only customer."""
    world = World(world_contract)
    world.sim("POST", "/reset")
    return world


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """What really happens takes its time."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def laptop(page: Page, world: World) -> Page:
    """The console as someone finds it who has just run `make up`."""
    return _opened(page, world)


@pytest.fixture
def phone(browser: Browser, world: World) -> Iterator[Page]:
    """The same on a phone."""
    context = browser.new_context(**PHONE, locale="en-US", timezone_id="UTC", reduced_motion="reduce")
    yield _opened(context.new_page(), world)
    context.close()


def test_a_newcomer_orders_pays_and_sees_the_shop_work(laptop: Page) -> None:
    """One cart at mpls: the link, the payment, the ticket, the events, the emptier shelf and the supplier's email."""
    shelf = laptop.get_by_test_id("stock-mochi_box")
    expect(shelf).to_have_attribute("data-available", "24")
    _send_cart(laptop, {"TARO-R": 2, "MOCHI-6": 18})

    _pay(laptop, "Pay $173.32")

    expect(_said(laptop, "Your order number is 1")).to_contain_text("18 × Mochi, box of 6")
    expect(laptop.get_by_test_id("bubble").first).to_have_attribute("data-status", "delivered")
    order = laptop.get_by_test_id("order-row")
    expect(order).to_have_attribute("data-status", "confirmed")
    expect(order).to_have_attribute("data-ticket", "1")
    expect(order).to_contain_text("Maya Olsen")
    order.get_by_role("button").click()
    expect(laptop.get_by_test_id("order-timeline").get_by_role("listitem")).to_contain_text(
        ["Order received: 20 items, $173.32", "Payment link opened for $173.32", "Paid $173.32: ticket 1"]
    )
    for event in ("OrderReceived", "PaymentRequested", "OrderConfirmed", "StockLow"):
        expect(laptop.locator(f'[data-testid="timeline-row"][data-store="mpls"][data-name="{event}"]')).to_have_count(1)
    expect(shelf).to_have_attribute("data-available", "6")
    expect(shelf).to_have_attribute("data-low", "true")
    email = laptop.get_by_test_id("email-row")
    expect(email).to_contain_text("orders@north-loop-tapioca.example")
    email.get_by_role("button").click()
    expect(email.get_by_test_id("email-text")).to_contain_text("Quantity: 24")


def test_the_reader_is_the_courier_and_then_jumps_to_the_follow_up(laptop: Page, world: World) -> None:
    """At mpls, scan by scan until it is delivered; days later, which is in a moment, he is asked how it was."""
    laptop.get_by_test_id("customer-select").select_option("new")
    _send_cart(laptop, {"TARO-L": 1})
    _pay(laptop, "Pay $6.75")
    expect(_said(laptop, "Your order number is")).to_be_visible()
    _staff_send_a_parcel(world["mpls"], laptop.get_by_test_id("order-row").first)

    parcel = laptop.get_by_test_id("parcel-row")
    expect(parcel).to_contain_text("ticket")
    laptop.get_by_test_id("parcel-head").click()
    label = laptop.request.get(laptop.get_by_test_id("parcel-label").get_attribute("href") or "")
    assert label.body().startswith(b"%PDF-")
    for status in ("in_transit", "out_for_delivery", "delivered"):
        laptop.get_by_test_id(f"parcel-{status}").click()
        expect(parcel).to_have_attribute("data-status", status)
    expect(laptop.get_by_test_id("order-row").first).to_have_attribute("data-status", "delivered")
    expect(_said(laptop, "has been delivered")).to_be_visible()
    page = laptop.request.get(laptop.get_by_test_id("parcel-page").get_attribute("href") or "")
    assert page.ok

    _jump_to(laptop, "follow_up")

    expect(_said(laptop, "has been with you for a few days")).to_be_visible()


def test_who_wants_more_than_is_left_is_asked_first(laptop: Page) -> None:
    """At mpls, in her own Spanish: an offer with buttons; the tapped yes becomes an order for what there is."""
    laptop.get_by_test_id("customer-select").select_option(label="Lucía Torres (es)")
    _say(laptop, "Hola, ¿tienen waffles?")
    expect(_said(laptop, "Waffle de huevo: $6.95")).to_be_visible()
    _send_cart(laptop, {"WAFFLE": 41})
    expect(_said(laptop, "pediste 41 y nos quedan 40")).to_be_visible()

    laptop.get_by_role("button", name="Sí, seguir así").click()

    expect(_said(laptop, "$278.00")).to_have_count(2)
    expect(laptop.get_by_test_id("pay-link")).to_be_visible()
    expect(laptop.get_by_test_id("stock-waffle_mix_g")).to_have_attribute("data-available", "0")


def test_a_newcomer_orders_in_words_and_then_complains_with_photos(phone: Page) -> None:
    """What is unclear is asked with buttons, the rest read back; two photos are one thing for a person."""
    phone.get_by_test_id("customer-select").select_option(label="Ben Carter (en)")
    _say(phone, "2 large matcha and a lychee tea")
    expect(_said(phone, 'You wrote "a lychee tea". Which one do you mean?')).to_be_visible()
    phone.get_by_role("button", name="Regular", exact=True).tap()
    expect(_said(phone, "1 × Lychee green tea, regular  $5.25")).to_contain_text("2 × Matcha latte, large  $15.00")
    phone.get_by_role("button", name="Confirm", exact=True).tap()
    _pay(phone, "Pay $20.25")
    expect(_said(phone, "Your order number is")).to_contain_text("2 × Matcha latte, large")

    phone.get_by_test_id("attach").tap()
    phone.get_by_test_id("attach-photos").tap()
    phone.get_by_test_id("photo-1").tap()
    phone.get_by_test_id("photo-2").tap()
    phone.get_by_test_id("photos-send").tap()

    expect(_said(phone, "A colleague will have a look and write to you in this chat.")).to_have_count(1)
    _say(phone, "where is my order?")
    expect(_said(phone, "is paid and confirmed")).to_be_visible()
    expect(_said(phone, "A colleague will have a look and write to you in this chat.")).to_have_count(1)


def test_the_menu_is_a_shelf_to_order_from(phone: Page) -> None:
    """Products in a sheet, a cart of them, the link: in Spanish, without the catalog's own button."""
    phone.get_by_test_id("customer-select").select_option(label="Diego Ramos (es)")
    _say(phone, "el menú por favor")
    phone.get_by_role("button", name="View items").tap()
    phone.get_by_test_id("add-THAI-R").tap()
    phone.get_by_test_id("cart-send").tap()
    expect(_said(phone, "1 × Té tailandés, normal")).to_be_visible()
    expect(phone.get_by_test_id("pay-link")).to_be_visible()


def test_a_newcomer_with_a_phone_orders_in_pune(phone: Page) -> None:
    """The same in one hand, in rupees, by Razorpay; every tab fits the screen."""
    phone.get_by_test_id("store-select").select_option("pune")
    _send_cart(phone, {"TEA-250": 2, "GHEE-1": 1})

    _pay(phone, "Pay ₹900.00")

    expect(_said(phone, "Your order number is 1")).to_contain_text("2 × Assam tea 250 g")
    for tab in ("orders", "parcels", "events", "inbox", "stock", "weather", "phone"):
        phone.get_by_test_id(f"tab-{tab}").tap()
        assert phone.evaluate(WIDER_THAN_THE_SCREEN) == [], tab
    phone.get_by_test_id("tab-orders").tap()
    expect(phone.get_by_test_id("order-row")).to_have_attribute("data-status", "confirmed")
    phone.get_by_test_id("tab-stock").tap()
    expect(phone.get_by_test_id("stock-TEA-250")).to_have_attribute("data-available", "38")


def test_who_does_not_pay_is_told_and_the_stock_is_free_again(phone: Page) -> None:
    """The timers are run from the weather's tab: no ticket, and the link is closed."""
    phone.get_by_test_id("store-select").select_option("pune")
    phone.get_by_test_id("customer-select").select_option(label="Rohan Deshpande (en)")
    _send_cart(phone, {"SALT-1": 20})
    expect(phone.get_by_test_id("pay-link")).to_be_visible()
    expect(phone.get_by_test_id("stock-SALT-1")).to_have_attribute("data-available", "100")

    phone.get_by_test_id("tab-weather").tap()
    phone.get_by_test_id("timers-run").tap()

    expect(phone.get_by_test_id("stock-SALT-1")).to_have_attribute("data-available", "120")
    phone.get_by_test_id("tab-orders").tap()
    expect(phone.get_by_test_id("order-row").first).to_have_attribute("data-status", "expired")
    phone.get_by_test_id("tab-phone").tap()
    expect(phone.get_by_test_id("bubble").last).to_contain_text("wasn't paid in time")


def _opened(page: Page, world: World) -> Page:
    page.set_default_timeout(PATIENCE)
    page.goto(world.console)
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    return page


def _say(page: Page, words: str) -> None:
    page.get_by_test_id("chat-input").fill(words)
    page.get_by_test_id("chat-send").click()


def _send_cart(page: Page, wanted: dict[str, int]) -> None:
    page.get_by_test_id("open-catalog").click()
    for sku, quantity in wanted.items():
        for _ in range(quantity):
            page.get_by_test_id(f"add-{sku}").click()
    page.get_by_test_id("cart-send").click()


def _pay(page: Page, words: str) -> None:
    """Tap the link in the chat, pay on the gateway's page, and come back to the chat."""
    page.get_by_test_id("pay-link").click()
    page.frame_locator('[data-testid="pay-frame"]').get_by_role("button", name=words, exact=True).click()
    expect(page.get_by_test_id("pay-frame")).to_have_count(0)


def _staff_send_a_parcel(door: StoreDoor, row: Locator) -> None:
    """What staff do at their desk, for the order of a row."""
    expect(row).to_have_attribute("data-status", "confirmed")
    address = {"name": "Ben Carter", "line1": "1420 W Lake St", "city": "Minneapolis", "state": "MN"}
    answer = door.staff(
        "POST",
        f"/orders/{row.get_attribute('data-order-id')}/parcels",
        json={"address": {**address, "postal_code": "55408", "country": "US"}},
        headers={"Idempotency-Key": secrets.token_hex(16)},
    )
    assert answer.status_code == 200, answer.text


def _jump_to(page: Page, timer: str) -> None:
    """The clock, at the hour of a timer, as soon as that is set."""
    row = page.locator(f'[data-testid="timer"][data-timer="{timer}"]')
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        page.get_by_test_id("clock-open").click()
        expect(page.get_by_test_id("timers")).not_to_contain_text("Looking")
        if row.count():
            break
        assert time.monotonic() < deadline, f"no timer {timer}"
        page.keyboard.press("Escape")
    row.first.get_by_test_id("timer-run").click()
    expect(row).to_have_count(0)
    page.keyboard.press("Escape")


def _said(page: Page, words: str) -> Locator:
    """The store's message with these words."""
    return page.locator('[data-testid="bubble"][data-direction="out"]').filter(has_text=words)
