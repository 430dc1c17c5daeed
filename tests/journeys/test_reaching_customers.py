"""Customers who wrote long ago, who have no number, or who write by the hundred in one webhook."""

import pytest

from tests.journeys.world import Customer, Json, Sale, World, eventually, kind_of


@pytest.mark.parametrize(
    ("store", "sale", "facts"),
    [
        (
            "mpls",
            Sale("WAFFLE", 2, 695),
            ["2 × Egg waffle $13.90", "$13.90", "North Loop Boba, 212 N 2nd St, Minneapolis, MN 55401"],
        ),
        ("pune", Sale("SALT-1", 3, 2800), ["3 × Iodised salt 1 kg ₹84", "₹84", "Gate 2, Market Yard, Pune"]),
    ],
    ids=["mpls", "pune"],
)
def test_a_confirmation_outside_the_window_goes_by_template(
    world: World, store: str, sale: Sale, facts: list[str]
) -> None:
    """A customer who wrote more than a day ago may only be sent what Meta approved: the same facts, in slots."""
    door, customer = world[store], Customer()
    order = door.order_from(door.send_cart(customer, sale, note="Gate 2, Market Yard, Pune"))
    door.hear(customer, "cta_url")
    world.sim("POST", "/whatsapp/window", json={"store": store, "wa_id": customer.wa_id, "open": False})
    door.pay(door.link_for(order["id"])["id"])
    template = door.hear(customer, "template")["template"]
    assert (template["name"], template["language"]) == ("order_confirmed", {"code": "en"})
    (body,) = (one for one in template["components"] if one["type"] == "body")
    number, *values, _clock = [parameter["text"] for parameter in body["parameters"]]
    assert (number, values) == (str(door.until(order["id"], status="confirmed")["ticket"]), facts)
    assert door.heard(customer, "text") == []


def test_a_customer_without_a_phone_number_is_answered_by_their_user_id(world: World) -> None:
    """Meta lets people hide their number: the reply goes to the identity that it gave."""
    mpls, hidden = world["mpls"], Customer(wa_id="")
    cart = mpls.message(hidden, type="order", order=mpls.order_object(Sale("WAFFLE", 1, 695)))
    payload = mpls.webhook({name: value for name, value in cart.items() if name != "from"}, customer=hidden)
    del payload["entry"][0]["changes"][0]["value"]["contacts"][0]["wa_id"]
    assert mpls.deliver(payload).status_code == 200

    def asked() -> list[Json]:
        listed = world.sim("GET", "/whatsapp/messages", params={"store": "mpls", "to": hidden.user_id})["messages"]
        return [one["body"] for one in listed if kind_of(one["body"]) == "cta_url"]

    (body,) = eventually(asked, what="a payment request by user id")
    assert body["recipient"] == hidden.user_id
    assert "to" not in body
    customer = mpls.order_from(cart["id"])["customer"]
    assert (customer["phone"], customer["user_id"]) == (None, hidden.user_id)


def test_every_customer_in_a_full_webhook_is_served(world: World) -> None:
    """Meta gathers up to a thousand updates, of several entries: each cart among them becomes an order."""
    pune = world["pune"]
    customers = [Customer() for _ in range(6)]
    carts = [pune.message(one, type="order", order=pune.order_object(Sale("SALT-1", 1, 2800))) for one in customers]
    batches = [pune.webhook(cart, customer=one) for cart, one in zip(carts, customers, strict=True)]
    for batch in batches[:2]:
        batch["entry"][0]["changes"][0]["value"]["statuses"] = [
            {"id": f"wamid.nobodys{number}", "status": "read", "timestamp": "1795284000", "recipient_id": "1"}
            for number in range(490)
        ]
    full = {**batches[0], "entry": [entry for batch in batches for entry in batch["entry"]]}
    assert pune.deliver(full).status_code == 200
    for cart, customer in zip(carts, customers, strict=True):
        assert pune.order_from(cart["id"])["customer"]["phone"] == f"+{customer.wa_id}"


def test_what_cannot_be_read_holds_nobody_up(world: World) -> None:
    """Truly from Meta, but not JSON: it is taken, so that Meta does not repeat it, and the next customer is served."""
    mpls, customer = world["mpls"], Customer()
    assert mpls.deliver(b'{"object": "whatsapp_business_account", "entry": [').status_code == 200
    mpls.exchange_greetings(customer)
