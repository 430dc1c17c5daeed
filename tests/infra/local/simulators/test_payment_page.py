"""The hosted payment page: what it shows in each state and where it leads."""

from typing import Any

import pytest
import requests

from infra.local.simulators.pay_page import money
from tests.fakes.simulated_world import LocalWorld

SESSION: dict[str, Any] = {
    "mode": "payment",
    "success_url": "https://wa.me/16125550142",
    "client_reference_id": "order-1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "675",
    "line_items[0][price_data][product_data][name]": "Taro <milk> tea",
    "line_items[0][quantity]": "2",
}


def page(world: LocalWorld, id_: str) -> requests.Response:
    """The page as a browser gets it."""
    return requests.get(f"{world.url}/pay/{id_}", timeout=10)


def submit(world: LocalWorld, id_: str, outcome: str) -> requests.Response:
    """Press a button on the page."""
    return requests.post(f"{world.url}/pay/{id_}", data={"outcome": outcome}, timeout=10, allow_redirects=False)


def test_shows_merchant_lines_and_sum(world: LocalWorld) -> None:
    """Amounts are formatted, names are escaped."""
    session = world.stripe("/checkout/sessions", SESSION).json()
    shown = page(world, session["id"]).text
    assert "Nicollet Bubble Tea" in shown
    assert "Pay $13.50" in shown
    assert "2 × Taro &lt;milk&gt; tea" in shown
    assert "<milk>" not in shown
    assert 'data-status="open"' in shown


def test_paying_on_the_page_ends_on_a_receipt_with_the_way_back(world: LocalWorld) -> None:
    """The way back leads out of this machine, so it is offered, not taken; the store is told."""
    session = world.stripe("/checkout/sessions", SESSION).json()
    answer = submit(world, session["id"], "paid")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pay/{session['id']}")
    shown = page(world, session["id"]).text
    assert 'data-status="paid"' in shown
    assert 'href="https://wa.me/16125550142"' in shown
    assert 'name="outcome"' not in shown
    world.shop.wait_for(2)


def test_a_way_back_on_this_machine_is_taken(world: LocalWorld) -> None:
    """After paying the browser lands on the success URL with the session's id filled in."""
    form = {**SESSION, "success_url": "http://127.0.0.1:4580/?paid={CHECKOUT_SESSION_ID}"}
    session = world.stripe("/checkout/sessions", form).json()
    answer = submit(world, session["id"], "paid")
    assert answer.headers["location"] == f"http://127.0.0.1:4580/?paid={session['id']}"


def test_a_failed_payment_can_be_tried_again(world: LocalWorld) -> None:
    """The page says it was declined and still has its button."""
    link = world.razorpay("/payment_links", {"amount": 12500000, "description": "Basmati rice 5 kg"}).json()
    answer = submit(world, link["id"], "failed")
    assert answer.headers["location"] == f"/pay/{link['id']}?declined"
    shown = requests.get(world.url + answer.headers["location"], timeout=10).text
    assert "declined" in shown
    assert "Pay ₹1,25,000.00" in shown
    assert "Basmati rice 5 kg" in shown


def test_a_closed_link_has_no_button(world: LocalWorld) -> None:
    """Cancelled and expired links say so."""
    link = world.razorpay("/payment_links", {"amount": 82500}).json()
    world.razorpay(f"/payment_links/{link['id']}/cancel", {})
    shown = page(world, link["id"]).text
    assert "was cancelled" in shown
    assert 'name="outcome"' not in shown
    session = world.stripe("/checkout/sessions", SESSION).json()
    world.stripe(f"/checkout/sessions/{session['id']}/expire", {})
    assert "has expired" in page(world, session["id"]).text


def test_an_unknown_link_is_not_found(world: LocalWorld) -> None:
    """A friendly page, HTTP 404; the tester's button says the same in JSON."""
    assert page(world, "cs_test_nothing").status_code == 404
    assert world.post("/sim/payments/cs_test_nothing/pay").json() == {"error": "no payment link cs_test_nothing"}


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (5, "USD", "$0.05"),
        (123456, "USD", "$1,234.56"),
        (100, "INR", "₹1.00"),
        (123456789, "INR", "₹12,34,567.89"),
        (1500, "JPY", "JPY 1,500"),
    ],
)
def test_money_is_written_for_people(amount: int, currency: str, shown: str) -> None:
    """Minor units become the country's usual form."""
    assert money(amount, currency) == shown


def test_a_payment_under_way_cannot_be_paid_again(world: LocalWorld) -> None:
    """The page says so until the bank has answered, and then what it answered."""
    session = world.stripe("/checkout/sessions", SESSION).json()["id"]
    world.post(f"/sim/payments/{session}/pay", json={"outcome": "pending"})
    shown = page(world, session).text
    assert 'data-status="pending"' in shown
    assert "Your payment is under way." in shown
    assert 'name="outcome"' not in shown
    assert submit(world, session, "paid").status_code == 303
    assert world.get("/sim/payments")["payments"][0]["status"] == "pending"
    world.post(f"/sim/payments/{session}/settle", json={"outcome": "failed"})
    assert "This payment link could not be paid." in page(world, session).text
