"""A real Chromium for the browser tests, or one plain line why there is none."""

import copy
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from infra.local import browser as chromium
from tests.browser.small_shop import STOCK, STORES
from tests.browser.stand_in import StandIn, opened, serving

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Without one they are skipped, except in CI, where that is a failure."""
    found = chromium.find()
    if found is None:
        reason = f"browser tests skipped: no Chromium on this machine ({chromium.CHOSEN}=/path/to/chromium names one)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile on a laptop's screen, in a language and a time zone that do not depend on the machine."""
    made = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-US", timezone_id="UTC", reduced_motion="reduce"
    )
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any script error fails the test."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The small shop, behind the routes of the simulators."""
    shop = StandIn()
    shop.stores, shop.stock["mpls"] = copy.deepcopy(STORES), copy.deepcopy(STOCK)
    with serving(shop):
        yield shop


@pytest.fixture
def console(page: Page, stand_in: StandIn) -> Page:
    """The console of the small shop, following the live feed."""
    return opened(page, stand_in.origin)
