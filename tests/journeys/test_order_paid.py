"""The main story: a cart, a link, a payment, a confirmation; and what staff see of it."""

import pytest
import requests

from tests.journeys.world import Customer, Sale, World, words_of


def test_a_boba_cart_becomes_a_paid_order_with_a_ticket(world: World) -> None:
    """The customer reads items, total, place and time; staff read the same order with its money and its timeline."""
    mpls, ana = world["mpls"], Customer()
    message = mpls.send_cart(ana, Sale("WAFFLE", 2, 695), Sale("TOP-JELLY", 1, 75))
    asked = mpls.hear(ana, "cta_url")
    order = mpls.order_from(message)
    assert words_of(asked).startswith(
        "Your order comes to *$14.65*. We're holding it for you for 30 minutes. Tap below to pay.\n\n"
        "2 × Egg waffle  $13.90\n"
        "1 × Lychee jelly  $0.75\n\n"
        "📍 Pick-up: North Loop Boba, 212 N 2nd St, Minneapolis, MN 55401\n🕒 "
    )
    link = mpls.link_for(order["id"])
    assert asked["interactive"]["action"]["parameters"] == {"display_text": "Pay now", "url": link["url"]}
    assert (link["amount"], link["currency"], link["status"]) == (1465, "USD", "open")

    mpls.pay(link["id"])
    confirmed = words_of(mpls.hear(ana, "text"))
    paid = mpls.until(order["id"], status="confirmed")
    first, rest = confirmed.split("\n", 1)
    assert first == f"Paid, thank you! Your order number is *{paid['ticket']}*."
    told, _, clock = rest.partition(" around: ")
    clock, _, links = clock.partition("\n\nFollow your order: ")
    page_of_order, _, receipt = links.partition("\nYour receipt: ")
    assert told == (
        "\n2 × Egg waffle  $13.90\n1 × Lychee jelly  $0.75\n\nTotal: *$14.65*\n"
        "Pick it up at: North Loop Boba, 212 N 2nd St, Minneapolis, MN 55401\nReady"
    )
    # With the date, when the shop is closed and it will be tomorrow.
    assert clock[-5:].replace(":", "").isdecimal()
    assert [len(mpls.heard(ana, kind)) for kind in ("cta_url", "text")] == [1, 1]

    assert receipt == f"{page_of_order}/receipt"
    page = requests.get(receipt, timeout=30)
    assert (page.status_code, page.headers["x-robots-tag"]) == (200, "noindex, nofollow")
    assert "2 × Egg waffle" in page.text
    assert f"No. {paid['ticket']}" in page.text
    assert requests.get(receipt[:-10] + "0/receipt", timeout=30).status_code == 404


def test_a_distributors_cart_is_delivered_where_the_customer_says(world: World) -> None:
    """Rupees with Indian grouping, Razorpay, the address from the cart's note."""
    pune, asha = world["pune"], Customer(name="Asha", wa_id=f"91{Customer().wa_id[1:]}")
    message = pune.send_cart(asha, Sale("GHEE-1", 2, 62000), Sale("SALT-1", 1, 2800), note="Flat 4, Karve Road, Pune")
    asked = pune.hear(asha, "cta_url")
    assert words_of(asked).startswith(
        "Your order comes to *₹1,268*. We're holding it for you for 30 minutes. Tap below to pay.\n\n"
        "2 × Cow ghee 1 litre  ₹1,240\n"
        "1 × Iodised salt 1 kg  ₹28\n\n"
        "📍 Delivery to: Flat 4, Karve Road, Pune\n🕒 "
    )
    order = pune.order_from(message)
    link = pune.link_for(order["id"])
    assert (link["amount"], link["currency"]) == (126800, "INR")
    assert asked["interactive"]["action"]["parameters"]["url"] == link["url"]

    pune.pay(link["id"])
    confirmed = words_of(pune.hear(asha, "text"))
    paid = pune.until(order["id"], status="confirmed")
    assert confirmed.startswith(f"Paid, thank you! Your order number is *{paid['ticket']}*.")
    for fact in ("2 × Cow ghee 1 litre  ₹1,240", "Total: *₹1,268*", "We deliver to: Flat 4, Karve Road, Pune"):
        assert fact in confirmed


@pytest.mark.parametrize(
    ("store", "sale", "name", "transaction"),
    [
        ("mpls", Sale("TOP-PUDDING", 3, 75), "Egg pudding", "pi_"),
        ("pune", Sale("SUGAR-1", 3, 4800), "Sugar 1 kg", "pay_"),
    ],
    ids=["mpls", "pune"],
)
def test_staff_see_the_whole_order(world: World, store: str, sale: Sale, name: str, transaction: str) -> None:
    """Lines, money with the gateway's transaction id, and the timeline in order; nobody else sees any of it."""
    door, customer = world[store], Customer(name="Zoë")
    order = door.buy(customer, sale)
    door.hear(customer, "text")
    seen = door.order(order["id"])

    total = 3 * sale.price
    assert seen["lines"] == [{"sku": sale.sku, "name": name, "quantity": 3, "unit_price": sale.price, "total": total}]
    assert (seen["total"], seen["currency"]) == (total, door.entry["currency"])
    assert (seen["customer"]["name"], seen["customer"]["phone"]) == ("Zoë", f"+{customer.wa_id}")
    assert seen["source"]["channel"] == "whatsapp"
    assert [(one["status"], one["amount"]) for one in seen["payments"]] == [("paid", total)]
    assert seen["payments"][0]["transaction_id"].startswith(transaction)
    assert [(entry["kind"], entry["name"]) for entry in seen["timeline"]] == [
        ("event", "OrderReceived"),
        ("event", "PaymentRequested"),
        ("message", "PaymentRequested.2"),
        ("event", "OrderConfirmed"),
        ("message", "OrderConfirmed.3"),
    ]
    moments = [entry["at"] for entry in seen["timeline"]]
    assert moments == sorted(moments)

    other = world["pune" if store == "mpls" else "mpls"]
    stranger = {"Authorization": f"Bearer {other.entry['tokens']['manager']}"}
    path = f"/orders/{order['id']}"
    assert door.staff("GET", path, role=None).status_code == 401
    assert door.staff("GET", path, role=None, headers=stranger).status_code in {401, 403}
    assert other.staff("GET", path).status_code == 404


def test_staff_see_products_and_stock(world: World) -> None:
    """What is sold, at which price, made of what; and how much of that is there."""
    mpls = world["mpls"]
    products = {one["sku"]: one for one in mpls.staff("GET", "/products").json()["items"]}
    assert len(products) == 19
    taro = products["TARO-R"]
    assert (taro["name"], taro["names"]["es"]) == ("Taro milk tea, regular", "Té con leche de taro, normal")
    assert (taro["price"], taro["currency"]) == (575, "USD")
    assert taro["recipe"] == {"taro_powder_g": 35, "milk_ml": 180, "tapioca_pearls_g": 50, "cup_regular": 1}
    milk = mpls.stock()["milk_ml"]
    assert milk.keys() == {"id", "available", "reserved", "reorder_point"}
    assert milk["reorder_point"] == 12000
