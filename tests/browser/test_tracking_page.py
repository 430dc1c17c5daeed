"""The tracking page in a real browser: one small request, readable on the smallest phone, in every state."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import pytest
from playwright.sync_api import Browser

from functions.public_pages.handler import HEADERS, POLICY
from infra.store_files import load_stores
from shared.adapters.receipt_page import STYLE_HASH, receipt_page
from shared.adapters.tracking_look import look_of
from shared.adapters.tracking_page import Followed, tracking_page
from shared.adapters.whatsapp.texts import all_texts
from shared.domain.order import Handover, Line, OrderStatus
from shared.domain.parcel import OWN_RIDER, ParcelState
from shared.domain.store import Store
from shared.ports import OrderFile
from tests.browser.measures import WIDER_THAN_THE_SCREEN
from tests.fakes.parcels_of_ana import parcel, sent_order
from tests.fakes.people import MPLS_PROFILE, NOW

#: As long as a courier's and a store's words get.
LONG = "Delhivery Surface 2 KG Heavyweight Express Reverse Quality Check"
#: The demo stores' own; dark, bright, the brightest, and in between, where black and white are nearly as good.
COLOURS = (*(one.colour for one in load_stores()), "#0a7", "#ffe600", "#ffffff", "#777777", "#000000")
STATES = [
    (OrderStatus.DISPATCHED, ParcelState.IN_TRANSIT),
    (OrderStatus.OUT_FOR_DELIVERY, ParcelState.OUT_FOR_DELIVERY),
    (OrderStatus.DELIVERY_FAILED, ParcelState.FAILED_ATTEMPT),
    (OrderStatus.DELIVERED, ParcelState.DELIVERED),
    (OrderStatus.RETURNED, ParcelState.RETURNED),
    (OrderStatus.CANCELLED, ParcelState.EXCEPTION),
]
#: Texts in letters smaller than 16 pixels, which is what a phone's reader needs without a thumb.
SMALL_TEXTS = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 16)
  .map((one) => one.textContent.slice(0, 40))"""
#: Texts that stand out too little from what is behind them (WCAG AA: 4.5 to 1), with their ratio.
FAINT_TEXTS = """() => {
  const part = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3).map((one) => part(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if ((numbers(colour)[3] ?? 1) === 1) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((one) => {
      const [low, high] = [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => a - b);
      return [one.textContent.slice(0, 40), (high + 0.05) / (low + 0.05)];
    })
    .filter(([, ratio]) => !(ratio >= 4.5))
    .map(String);
}"""


def drawn(status: OrderStatus, state: ParcelState, *, colour: str, language: str) -> tuple[str, str]:
    """The page and its style's hash; of an order in two parcels with the longest words there are."""
    languages = ["en", "es", "hi"]
    store = Store.from_profile(MPLS_PROFILE | {"colour": colour, "languages": languages, "name": f"Casa de té {LONG}"})
    texts = all_texts()
    one = parcel(state=state, courier_name=LONG, tracking_code="9405500205903064141256940550020590")
    followed = Followed(
        order=sent_order(status=status, handover=Handover(kind="delivery", address="x")),
        parcels=(one, replace(one, id="pcl_2", number=2, courier=OWN_RIDER)),
        store=store,
        language=language,
        say=partial(texts.say, language),
        receipt="0f0f/receipt",
        names={code: texts.say(code, "language_name") for code in languages},
        now=NOW,
    )
    return tracking_page(followed), look_of(colour).source


@dataclass
class Shop:
    """Serves one page with the function's own headers, and notes what is asked for."""

    page: bytes = b""
    style: str = ""
    asked: tuple[str, ...] = ()
    origin: str = ""

    def show(self, drawing: tuple[str, str]) -> None:
        """Serve this page from now on."""
        self.page, self.style, self.asked = drawing[0].encode(), drawing[1], ()


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A shop on a port of its own."""
    shop = Shop()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shop.asked += (self.path,)
            self.send_response(200)
            for name, value in (HEADERS | {"content-security-policy": POLICY.format(style=shop.style)}).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(shop.page)))
            self.end_headers()
            self.wfile.write(shop.page)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shop.origin = f"http://127.0.0.1:{server.server_port}"
    yield shop
    server.shutdown()
    server.server_close()


def test_the_page_is_one_small_request_and_works_without_a_script(browser: Browser, shop: Shop) -> None:
    """At most 50 KB, from nobody else, and nothing that its own policy forbids."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    wanted: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: wanted.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    shop.show(drawn(OrderStatus.DISPATCHED, ParcelState.IN_TRANSIT, colour="#0a7", language="hi"))
    page.goto(f"{shop.origin}/track/0f0f")
    page.wait_for_load_state("networkidle")
    assert page.locator("li[aria-current=step]").inner_text().startswith("रास्ते में")
    assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") == "rgb(0, 170, 119)"
    assert [one for one in wanted if not one.startswith("data:")] == [f"{shop.origin}/track/0f0f"]
    assert shop.asked == ("/track/0f0f",)
    assert len(shop.page) <= 50_000
    assert complaints == []
    context.close()


@pytest.mark.parametrize("language", ["en", "es", "hi"])
def test_every_state_is_readable_on_the_smallest_phone(browser: Browser, shop: Shop, language: str) -> None:
    """320 pixels wide: nothing reaches beyond the screen, every text stands out from its ground, and none is small."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for (status, state), colour in itertools.product(STATES, COLOURS):
        shop.show(drawn(status, state, colour=colour, language=language))
        page.goto(f"{shop.origin}/track/0f0f")
        assert page.evaluate(WIDER_THAN_THE_SCREEN.replace(".visually-hidden", ".hidden")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(FAINT_TEXTS) == [], colour
        assert page.evaluate(SMALL_TEXTS) == []
        low = page.evaluate(
            "[...document.querySelectorAll('a.button')].filter(one => one.getBoundingClientRect().height < 44).length"
        )
        assert low == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_receipt_is_readable_on_a_phone_and_fits_a_sheet_of_paper(
    browser: Browser, shop: Shop, scheme: Literal["light", "dark"]
) -> None:
    """One request, no script, by day and by night; printed it is black on white, on one page."""
    lines = tuple(Line(sku=f"S-{n}", name=f"{LONG} {n}", quantity=99, unit_price=999_999) for n in range(5))
    order = sent_order(lines=lines)
    texts = all_texts()
    page_made = receipt_page(
        file=OrderFile(order=order), store=Store.from_profile(MPLS_PROFILE), language="hi", say=partial(texts.say, "hi")
    )
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, color_scheme=scheme
    )
    page = context.new_page()
    shop.show((page_made, STYLE_HASH))
    page.goto(f"{shop.origin}/track/0f0f/receipt")
    page.wait_for_load_state("networkidle")
    assert shop.asked == ("/track/0f0f/receipt",)
    assert len(shop.page) <= 50_000
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(FAINT_TEXTS) == []
    assert page.evaluate(SMALL_TEXTS) == []
    page.emulate_media(media="print")
    shade = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    assert page.evaluate(shade) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.pdf(format="A5").count(b"/Type /Page\n") == 1
    context.close()


def test_the_measures_see_a_faint_and_a_small_text(browser: Browser) -> None:
    """White on yellow, grey on white, fifteen pixels: what the test above would find."""
    page = browser.new_page()
    page.set_content('<p style="background:#ff0;color:#fff">one</p><p style="color:#777">two</p><p>three</p>')
    assert [one.partition(",")[0] for one in page.evaluate(FAINT_TEXTS)] == ["one", "two"]
    page.set_content('<p style="font-size:15px">one</p><p>two <small>three</small></p>')
    assert page.evaluate(SMALL_TEXTS) == ["one", "three"]
    page.close()
