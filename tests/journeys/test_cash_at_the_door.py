"""Cash on delivery, chosen in the chat: no link is paid, the goods are kept, and the money goes back by hand."""

from __future__ import annotations

import uuid

from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, words_of

HOME = "Flat 4, Karve Road, Pune 411004"


def asha() -> Customer:
    """A customer in India."""
    return Customer(name="Asha", wa_id=f"91{Customer().wa_id[1:]}")


def record(pune: StoreDoor, path: str, body: Json | None = None) -> Json:
    """The manager records what was done."""
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = pune.staff("POST", path, role="manager", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def test_a_word_is_enough_to_pay_at_the_door(world: World) -> None:
    """The cart has its link as ever; "cod" confirms it unpaid, and the link is closed at the gateway."""
    pune, customer = world["pune"], asha()
    order = pune.order_from(pune.send_cart(customer, Sale("SALT-1", 2, 2800), note=HOME))
    request = words_of(pune.hear(customer, "cta_url"))
    assert request.endswith("Or pay in cash when it comes: just write *cash*.")
    pune.send(customer, {"type": "text", "text": {"body": "cod please"}})
    told = words_of(pune.hear(customer, "text"))
    assert "Please have *₹56* in cash ready." in told
    assert HOME in told
    seen = pune.order(order["id"])
    assert (seen["status"], seen["payment_status"], seen["ticket"] is None) == ("confirmed", "unpaid", False)
    eventually(lambda: pune.links_for(order["id"])[0]["status"] == "cancelled" or None, what="the closed link")


def test_an_unknown_door_is_asked_for_and_a_tap_does_the_rest(world: World) -> None:
    """First where to, then the button; and what the rider took goes back over the counter."""
    pune, customer = world["pune"], asha()
    order = pune.order_from(pune.send_cart(customer, Sale("SALT-1", 1, 2800)))
    pune.hear(customer, "cta_url")
    pune.send(customer, {"type": "text", "text": {"body": "cash on delivery"}})
    assert "where to bring it" in words_of(pune.hear(customer, "location_request_message"))
    pune.send(customer, {"type": "text", "text": {"body": HOME}})
    button = pune.hear(customer, "button")["interactive"]["action"]["buttons"][0]["reply"]
    assert button["title"] == "Cash on delivery"
    pune.tap(customer, button["id"], button["title"])
    pune.until(order["id"], status="confirmed")
    collected = {"method": "cash_on_delivery", "amount": 2800, "collected_by": "Ravi"}
    assert record(pune, f"/orders/{order['id']}/payments", collected)["due"] == 0
    record(pune, "/drawer/open", {"opening": 0})
    record(pune, "/drawer/hand-in", {"rider": "Ravi", "counted": 2800})
    wish = {"amount": 800, "reason": "torn bag"}
    (refund,) = record(pune, f"/orders/{order['id']}/refunds", wish)["refunds"]
    assert (refund["method"], refund["state"]) == ("cash", "succeeded")
    given = "We've given you ₹8 back in cash."
    eventually(lambda: given in [words_of(one) for one in pune.heard(customer, "text")] or None, what=given)
    record(pune, "/drawer/count", {"counted": 2000})
    assert record(pune, "/drawer/close")["shift"]["difference"] == 0
