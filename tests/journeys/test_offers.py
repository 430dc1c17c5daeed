"""When a cart cannot be taken as it was sent, the customer is told what is different and decides."""

import pytest

from tests.journeys.world import Customer, Json, Sale, World, words_of


@pytest.mark.parametrize(
    ("store", "sku", "price", "item", "told"),
    [
        ("mpls", "MOCHI-6", 899, "mochi_box", "• Mochi, box of 6: you asked for 5, we have 2 left."),
        ("pune", "SOAP-4", 16000, "SOAP-4", "• Bath soap, pack of 4: you asked for 5, we have 2 left."),
    ],
    ids=["mpls", "pune"],
)
def test_short_stock_is_told_and_taken_on_a_tap(
    world: World, store: str, sku: str, price: int, item: str, told: str
) -> None:
    """Nothing is taken before the customer says yes; then exactly what was offered, at its own total."""
    door, customer = world[store], Customer()
    door.shelve(item, 2)
    held = door.stock()[item]["reserved"]
    message = door.send_cart(customer, Sale(sku, 5, price))
    offer = door.hear(customer, "button")
    assert told in words_of(offer)
    order = door.order_from(message)
    assert order["status"] == "draft"
    assert (door.stock()[item]["available"], door.stock()[item]["reserved"]) == (2, held)
    assert door.links_for(order["id"]) == []

    door.tap(customer, *_button(offer, "Yes, go on"))
    door.hear(customer, "cta_url")
    taken = door.until(order["id"], status="awaiting_payment")
    assert [(line["quantity"], line["total"]) for line in taken["lines"]] == [(2, 2 * price)]
    assert door.link_for(order["id"])["amount"] == 2 * price
    assert (door.stock()[item]["available"], door.stock()[item]["reserved"]) == (0, held + 2)
    door.shelve(item, 24)


def test_a_sold_out_cart_is_answered_with_the_catalog(world: World) -> None:
    """There is nothing to accept, so there are no buttons: the customer sees what else there is."""
    pune, customer = world["pune"], Customer()
    pune.shelve("AGAR-100", 0)
    pune.send_cart(customer, Sale("AGAR-100", 1, 7500))
    assert "• Incense sticks, 100 is sold out." in words_of(pune.hear(customer, "catalog_message"))
    pune.exchange_greetings(customer)
    assert pune.heard(customer, "button") == []
    pune.shelve("AGAR-100", 40)


def test_a_changed_price_and_a_missing_product_are_told_before_anything_is_taken(world: World) -> None:
    """The phone showed an old catalog: our price counts, and only with the customer's yes."""
    mpls, customer = world["mpls"], Customer()
    before = mpls.stock()["waffle_mix_g"]["available"]
    message = mpls.send_cart(customer, Sale("WAFFLE", 1, 600), Sale("WINTER-SPECIAL", 2, 500))
    offer = mpls.hear(customer, "button")
    assert "• Egg waffle now costs $6.95 instead of $6.00." in words_of(offer)
    assert "• WINTER-SPECIAL is not in our catalog any more." in words_of(offer)
    assert "That makes *$6.95*." in words_of(offer)
    assert mpls.stock()["waffle_mix_g"]["available"] == before

    accept = _button(offer, "Yes, go on")
    mpls.tap(customer, *accept)
    mpls.tap(customer, *accept)
    mpls.hear(customer, "cta_url")
    order = mpls.until(mpls.order_from(message)["id"], status="awaiting_payment")
    assert [(line["sku"], line["unit_price"]) for line in order["lines"]] == [("WAFFLE", 695)]
    assert mpls.stock()["waffle_mix_g"]["available"] == before - 110
    mpls.exchange_greetings(customer)
    assert len(mpls.heard(customer, "cta_url")) == 1


@pytest.mark.parametrize(("store", "sale"), [("mpls", Sale("WAFFLE", 1, 600)), ("pune", Sale("GHEE-1", 1, 60000))])
def test_a_customer_who_would_rather_change_the_cart_gets_the_catalog(world: World, store: str, sale: Sale) -> None:
    """The offer is over: no stock, no link, and its buttons do nothing any more."""
    door, customer = world[store], Customer()
    message = door.send_cart(customer, sale)
    offer = door.hear(customer, "button")
    order = door.order_from(message)
    door.tap(customer, *_button(offer, "Change my cart"))
    assert words_of(door.hear(customer, "catalog_message")).startswith("No problem, that order is off.")
    door.until(order["id"], status="cancelled")

    door.tap(customer, *_button(offer, "Yes, go on"))
    door.exchange_greetings(customer)
    assert door.order(order["id"])["status"] == "cancelled"
    assert door.links_for(order["id"]) == []


def _button(offer: Json, title: str) -> tuple[str, str]:
    replies = [one["reply"] for one in offer["interactive"]["action"]["buttons"]]
    return next((one["id"], one["title"]) for one in replies if one["title"] == title)
