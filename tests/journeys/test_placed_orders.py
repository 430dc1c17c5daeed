"""What customers do with orders they have placed: ask for them, give them up, change them, want the same again."""

import pytest
import requests

from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, words_of

PUDDING, DAL = Sale("TOP-PUDDING", 2, 75), Sale("DAL-TOOR-1", 2, 17500)


@pytest.mark.parametrize(
    ("store", "sale", "words", "told"),
    [
        ("mpls", PUDDING, "where is my order?", "*Order {}* is paid and confirmed."),
        ("mpls", PUDDING, "¿dónde está mi pedido?", "*Pedido {}*: pagado y confirmado."),
        ("pune", DAL, "mera order kahan hai", "*ऑर्डर {}* का भुगतान हो गया है और वह पक्का है।"),
        ("pune", DAL, "मेरा ऑर्डर कहाँ है?", "*ऑर्डर {}* का भुगतान हो गया है और वह पक्का है।"),
    ],
    ids=["english", "spanish", "hindi-latin", "hindi"],
)
def test_where_is_my_order_is_answered_in_the_customers_language(
    world: World, store: str, sale: Sale, words: str, told: str
) -> None:
    """With its number, where it stands, and what is in it."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale, note="12 Prabhat Road, Pune 411004" if store == "pune" else "")
    write(door, customer, words)
    first_line, *rest = said(door, customer, told.format(order["ticket"])).split("\n")
    assert first_line == told.format(order["ticket"])
    assert any(line.startswith("2 × ") for line in rest)


def test_an_order_that_is_paid_for_is_given_up_after_one_question(world: World) -> None:
    """One message says that it is off and what comes back; the stock is free; staff see the money that is due."""
    door, customer = world["mpls"], Customer()
    before = door.stock()["pudding_g"]
    order = door.buy(customer, PUDDING)
    write(door, customer, "cancel my order please")
    asked = buttons(door, customer, ":cancel_yes")
    assert "You'd get $1.50 back." in words_of(asked)
    tap(door, customer, asked, ":cancel_yes")
    door.until(order["id"], status="cancelled")
    assert said(door, customer, "is cancelled") == (
        f"*Order {order['ticket']}* is cancelled. You'll get $1.50 back. Your bank usually shows it within 5 to 10 "
        "working days."
    )
    after = door.stock()["pudding_g"]
    assert (after["available"], after["reserved"]) == (before["available"], before["reserved"])
    assert [one["status"] for one in door.order(order["id"])["payments"]] == ["refund_due"]
    write(door, customer, "where is my order?")
    said(door, customer, "was cancelled")
    assert len([body for body in door.heard(customer, "text") if "back" in words_of(body)]) == 1


@pytest.mark.parametrize(("store", "sale"), [("mpls", PUDDING), ("pune", DAL)], ids=["mpls", "pune"])
def test_the_link_of_an_order_that_is_given_up_is_closed(world: World, store: str, sale: Sale) -> None:
    """Nobody pays for what is off: the gateway's page says so."""
    door, customer = world[store], Customer()
    order = door.order_from(door.send_cart(customer, sale))
    link = door.link_for(order["id"])
    door.hear(customer, "cta_url")
    write(door, customer, "cancel order")
    tap(door, customer, buttons(door, customer, ":cancel_yes"), ":cancel_yes")
    door.until(order["id"], status="cancelled")
    over = "expired" if store == "mpls" else "cancelled"
    eventually(
        lambda: [one for one in door.payments() if one["id"] == link["id"] and one["status"] == over],
        what="the link closed",
    )
    assert "This payment link" in requests.get(link["url"], timeout=30).text


def test_a_paid_order_is_changed_for_the_difference(world: World) -> None:
    """A waffle more: read back with the difference, paid through a link of its own; one order in force at the end."""
    door, customer = world["mpls"], Customer()
    first = door.buy(customer, PUDDING)
    message = write(door, customer, "add a waffle to my order")
    asked = buttons(door, customer, ":accept")
    assert "You've paid $1.50 already, so $6.95 more is to pay." in words_of(asked)
    tap(door, customer, asked, ":accept")
    second = door.order_from(message)
    link = door.link_for(second["id"])
    assert (link["amount"], door.order(first["id"])["status"]) == (695, "confirmed")
    door.pay(link["id"])
    confirmed = door.until(second["id"], status="confirmed")
    assert door.order(first["id"])["status"] == "cancelled"
    assert said(door, customer, "your order is changed").startswith(
        f"Done, your order is changed! Its number is now *{confirmed['ticket']}*."
    )
    write(door, customer, "where is my order?")
    said(door, customer, "is paid and confirmed")
    assert not [body for body in door.heard(customer) if "cancelled" in str(body)]


def test_a_paid_order_is_changed_for_less_at_once(world: World) -> None:
    """Without the waffle: confirmed by the tap itself, with what comes back in the same message."""
    door, customer = world["mpls"], Customer()
    first = door.buy(customer, PUDDING, Sale("WAFFLE", 1, 695))
    message = write(door, customer, "remove the waffle from my order")
    tap(door, customer, buttons(door, customer, ":accept"), ":accept")
    second = door.until(door.order_from(message)["id"], status="confirmed")
    assert (second["total"], door.order(first["id"])["status"]) == (150, "cancelled")
    told, links = said(door, customer, "your order is changed").split("\n\nFollow your order: ")
    assert told.endswith("You'll get $6.95 back. Your bank usually shows it within 5 to 10 working days.")
    page, receipt = links.split("\nYour receipt: ")
    assert page.startswith("http")
    assert receipt == f"{page}/receipt"


def test_the_same_again_is_read_back_and_taken_with_a_yes(world: World) -> None:
    """One tap, one yes, one link."""
    door, customer = world["mpls"], Customer()
    first = door.buy(customer, PUDDING)
    message = door.tap(customer, f"again:{first['id']}", "Same again")
    asked = buttons(door, customer, ":accept")
    assert "2 × " in words_of(asked)
    tap(door, customer, asked, ":accept")
    second = door.order_from(message)
    assert door.link_for(second["id"])["amount"] == 150


def write(door: StoreDoor, customer: Customer, words: str) -> str:
    """Type something; the message's id."""
    return door.send(customer, {"type": "text", "text": {"body": words}})


def buttons(door: StoreDoor, customer: Customer, ending: str) -> Json:
    """The newest message with a button whose id ends so, when it is there."""

    def look() -> Json | None:
        found = [body for body in door.heard(customer, "button") if _button(body, ending)]
        return found[-1] if found else None

    return eventually(look, what=f"a question with a button {ending}")


def tap(door: StoreDoor, customer: Customer, body: Json, ending: str) -> None:
    """Tap the button whose id ends so."""
    one = _button(body, ending)
    assert one is not None
    door.tap(customer, one["id"], one["title"])


def said(door: StoreDoor, customer: Customer, words: str) -> str:
    """The newest text that holds these words, when it is there."""

    def look() -> str | None:
        found = [words_of(body) for body in door.heard(customer, "text") if words in words_of(body)]
        return found[-1] if found else None

    return eventually(look, what=f"a text with {words!r}")


def _button(body: Json, ending: str) -> Json | None:
    replies = [one["reply"] for one in body["interactive"]["action"].get("buttons", ())]
    return next((one for one in replies if one["id"].endswith(ending)), None)
