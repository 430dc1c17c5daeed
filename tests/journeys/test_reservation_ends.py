"""Nobody pays in time, or just too late."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, words_of

SHOPS = pytest.mark.parametrize(
    ("store", "sale", "item", "units"),
    [
        ("mpls", Sale("TOP-PUDDING", 2, 75), "pudding_g", 90),
        ("pune", Sale("DAL-TOOR-1", 2, 17500), "DAL-TOOR-1", 2),
    ],
    ids=["mpls", "pune"],
)


@SHOPS
def test_an_unpaid_order_gives_its_stock_back_and_closes_its_link(
    world: World, store: str, sale: Sale, item: str, units: int
) -> None:
    """The customer is told once; the page behind the link says that it is over."""
    door, customer = world[store], Customer()
    door.let_go(sale.sku)
    before = door.stock()[item]
    order, link = _asked_to_pay(door, customer, sale)
    held = door.stock()[item]
    assert (held["available"], held["reserved"]) == (before["available"] - units, before["reserved"] + units)
    _time_passes(door, customer, order["id"])
    after = door.stock()[item]
    assert (after["available"], after["reserved"]) == (before["available"], before["reserved"])
    closed = next(one for one in door.payments() if one["id"] == link["id"])
    assert closed["status"] == ("expired" if store == "mpls" else "cancelled")
    page = requests.get(link["url"], timeout=30).text
    assert ("This payment link has expired." if store == "mpls" else "This payment link was cancelled.") in page

    told = words_of(door.hear(customer, "button"))
    assert told.startswith(f"Your order of {'$1.50' if store == 'mpls' else '₹350'} wasn't paid in time")
    world.run_timers(store)
    door.exchange_greetings(customer)
    assert len(door.heard(customer, "button")) == 1


@SHOPS
def test_money_that_comes_after_the_end_confirms_the_order_while_there_is_stock(
    world: World, store: str, sale: Sale, item: str, units: int
) -> None:
    """The stock is taken again, and the customer gets a ticket like everybody."""
    door, customer = world[store], Customer()
    order, link = _asked_to_pay(door, customer, sale)
    _time_passes(door, customer, order["id"])
    freed = door.stock()[item]["available"]
    door.pay(link["id"])
    paid = door.until(order["id"], status="confirmed")
    assert words_of(door.hear(customer, "text")).startswith(
        f"Paid, thank you! Your order number is *{paid['ticket']}*."
    )
    assert door.stock()[item]["available"] == freed - units


@SHOPS
def test_money_that_comes_after_the_last_unit_went_is_flagged_for_refund(
    world: World, store: str, sale: Sale, item: str, units: int
) -> None:
    """No order without goods: the customer is told that the money comes back, staff see that it must."""
    door, customer = world[store], Customer()
    order, link = _asked_to_pay(door, customer, sale)
    _time_passes(door, customer, order["id"])
    before = door.stock()[item]["available"]
    door.shelve(item, units - 1)
    door.pay(link["id"])
    told = words_of(door.hear(customer, "text"))
    amount = "$1.50" if store == "mpls" else "₹350"
    assert told.startswith(f"Your payment of {amount} came after your order had expired")
    seen = door.order(order["id"])
    assert (seen["status"], seen["ticket"]) == ("expired", None)
    assert [(one["status"], one["reason"]) for one in seen["payments"]] == [("refund_due", "sold_out")]
    assert "RefundDue" in [entry["name"] for entry in seen["timeline"]]
    assert door.stock()[item]["available"] == units - 1
    door.shelve(item, before)


@SHOPS
def test_money_and_the_end_at_the_same_moment_confirm_the_order(
    world: World, store: str, sale: Sale, item: str, units: int
) -> None:
    """Whichever is first, the customer who paid has the goods, and they are taken from the shelf once."""
    door, customer = world[store], Customer()
    door.let_go(sale.sku)
    before = door.stock()[item]
    order, link = _asked_to_pay(door, customer, sale)
    with ThreadPoolExecutor(2) as threads:
        ends = threads.submit(world.run_timers, store)
        pays = threads.submit(door.pay, link["id"])
        ends.result()
        pays.result()
    door.until(order["id"], status="confirmed")
    eventually(
        lambda: [body for body in door.heard(customer, "text") if words_of(body).startswith("Paid")],
        what="a confirmation",
    )
    after = door.stock()[item]
    assert (after["available"], after["reserved"]) == (before["available"] - units, before["reserved"] + units)
    assert [one["status"] for one in door.order(order["id"])["payments"]] == ["paid"]


def _asked_to_pay(door: StoreDoor, customer: Customer, sale: Sale) -> tuple[Json, Json]:
    """An order and its link."""
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.until(order["id"], status="awaiting_payment")
    door.hear(customer, "cta_url")
    return order, link


def _time_passes(door: StoreDoor, customer: Customer, order_id: str) -> None:
    """The time to pay is over, and the customer was told."""
    door.world.run_timers(door.id)
    door.until(order_id, status="expired")
    door.hear(customer, "button")
