"""Takes docs/console.png anew: `python -m tests.browser.screenshot`. It resets the local world that is running."""

import json
import secrets
import sys

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from infra.local import browser as chromium
from infra.local.settings import ROOT, WorldSettings
from tests.journeys.world import Customer, Sale, World, eventually

PICTURE = ROOT / "docs" / "console.png"
# Readers load it on a phone, too. Bytes.
LARGEST = 330_000
SCREEN: ViewportSize = {"width": 1440, "height": 900}
# As the console numbers its people, so that they stand in its list.
BEN = Customer("Ben Carter", "16125550102", "US.90210000000000000102")
DIEGO = Customer("Diego Ramos", "16125550103", "US.90210000000000000103")
LUCIA = Customer("Lucía Torres", "16125550101", "US.90210000000000000101")
ASHA = Customer("Asha Kulkarni", "915550010000", "IN.90210000000000010000")


def main() -> None:
    """A busy quarter of an hour in two shops, then the picture."""
    contract = WorldSettings.from_env().contract
    if not contract.exists():
        sys.exit("No local world is running: make up starts one.")
    world = World(json.loads(contract.read_text(encoding="utf-8")))
    world.sim("POST", "/reset")
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        # The clock of the shop in the picture.
        page = running.new_page(viewport=SCREEN, locale="en-US", timezone_id="America/Chicago", color_scheme="light")
        page.goto(world.console)
        expect(page.locator("#live")).to_have_attribute("data-state", "open")
        _others_order(world)
        _maya_orders(page)
        _frame(page)
        page.screenshot(path=PICTURE, animations="disabled")
        running.close()
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{PICTURE} has {size:,} bytes, more than {LARGEST:,}.")
    sys.stdout.write(f"{PICTURE}: {size:,} bytes\n")


def _others_order(world: World) -> None:
    mpls, pune = world["mpls"], world["pune"]
    bens = _pays(world, "mpls", mpls.send_cart(BEN, Sale("BROWN-L", 1, 725), Sale("WAFFLE", 2, 695)))
    _is_brought(world, bens)
    _pays(world, "mpls", mpls.send_cart(DIEGO, Sale("THAI-L", 2, 650), Sale("TOP-JELLY", 1, 75)))
    _pays(world, "pune", pune.send_cart(ASHA, Sale("RICE-BAS-5", 2, 68000), Sale("GHEE-1", 1, 62000)))
    mpls.send(LUCIA, {"type": "text", "text": {"body": "Hola"}})
    waiting = mpls.order_from(mpls.send_cart(LUCIA, Sale("MATCHA-R", 2, 650), note="sin hielo"))
    mpls.link_for(waiting["id"])


def _pays(world: World, store: str, message_id: str) -> str:
    order = world[store].order_from(message_id)
    world[store].pay(world[store].link_for(order["id"])["id"])
    eventually(lambda: world[store].order(order["id"])["status"] == "confirmed", what=f"{store} to be paid")
    return str(order["id"])


def _is_brought(world: World, order_id: str) -> None:
    """Staff of mpls send a parcel, and its courier is on the way with it."""
    mpls = world["mpls"]
    address = {"name": "Ben Carter", "line1": "1420 W Lake St", "city": "Minneapolis", "state": "MN"}
    answer = mpls.staff(
        "POST",
        f"/orders/{order_id}/parcels",
        json={"address": {**address, "postal_code": "55408", "country": "US"}},
        headers={"Idempotency-Key": secrets.token_hex(16)},
    )
    assert answer.status_code == 200, answer.text
    code = eventually(lambda: mpls.order(order_id)["parcels"][0]["tracking_code"], what="a parcel to be booked")
    for status in ("in_transit", "out_for_delivery"):
        world.sim("POST", f"/parcels/{code}", json={"status": status})
        mpls.until(order_id, status={"in_transit": "dispatched"}.get(status, status))


def _maya_orders(page: Page) -> None:
    """By hand, so that the picture shows what a newcomer will see: a shelf runs low on the way."""
    page.get_by_test_id("open-catalog").click()
    for sku, quantity in {"TARO-R": 2, "MANGO-L": 1, "MOCHI-6": 18}.items():
        for _ in range(quantity):
            page.get_by_test_id(f"add-{sku}").click()
    page.get_by_test_id("cart-send").click()
    page.get_by_test_id("pay-link").click()
    page.frame_locator('[data-testid="pay-frame"]').locator("button.pay").click()
    expect(page.get_by_test_id("pay-frame")).to_have_count(0)


def _frame(page: Page) -> None:
    """Everything has arrived and was read; the email is open, nothing has the focus."""
    chat = page.get_by_test_id("bubble")
    expect(chat.last).to_contain_text("Your order number is 3")
    expect(chat.last).to_have_attribute("data-status", "read")
    expect(page.get_by_test_id("order-row")).to_have_count(4)
    expect(page.get_by_test_id("order-row").first).to_have_attribute("data-ticket", "3")
    expect(page.get_by_test_id("parcel-row")).to_have_attribute("data-status", "out_for_delivery")
    page.get_by_test_id("parcel-head").click()
    page.get_by_test_id("email-row").get_by_role("button").click()
    page.locator("body").click(position={"x": 5, "y": 5})
    page.mouse.move(5, 5)


if __name__ == "__main__":
    main()
