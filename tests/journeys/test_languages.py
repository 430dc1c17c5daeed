"""Each store speaks two languages; a customer's first words say which."""

import pytest

from tests.journeys.world import Customer, Sale, World, words_of


@pytest.mark.parametrize(
    ("store", "hello", "greeting", "sale", "asked", "line", "confirmed"),
    [
        (
            "mpls",
            "hola",
            "¡Hola! Te damos la bienvenida a North Loop Boba",
            Sale("WAFFLE", 2, 695),
            "Tu pedido suma *$13.90*. Te lo apartamos durante 30 minutos. Toca abajo para pagar.",
            "2 × Waffle de huevo  $13.90",
            "Pago recibido, ¡gracias! Tu número de pedido es",
        ),
        (
            "pune",
            "नमस्ते",
            "नमस्ते, Sahyadri Traders में आपका स्वागत है",
            Sale("GHEE-1", 2, 62000),
            "आपके ऑर्डर का कुल मूल्य *₹1,240* है। हम इसे 30 मिनट तक आपके लिए रोककर रखेंगे। भुगतान के लिए नीचे टैप करें।",
            "2 × गाय का घी 1 लीटर  ₹1,240",
            "भुगतान मिल गया, धन्यवाद! आपका ऑर्डर नंबर",
        ),
    ],
    ids=["mpls", "pune"],
)
def test_a_customer_is_answered_in_the_language_they_wrote_in(
    world: World, store: str, hello: str, greeting: str, sale: Sale, asked: str, line: str, confirmed: str
) -> None:
    """From the greeting to the confirmation, product names included; a cart has no words and changes nothing."""
    door, customer = world[store], Customer()
    door.send(customer, {"type": "text", "text": {"body": hello}})
    assert words_of(door.hear(customer, "catalog_message")).startswith(greeting)
    order = door.order_from(door.send_cart(customer, sale))
    assert words_of(door.hear(customer, "cta_url")).startswith(f"{asked}\n\n{line}\n\n")
    door.pay(door.link_for(order["id"])["id"])
    assert words_of(door.hear(customer, "text")).startswith(confirmed)


def test_a_customer_who_shows_no_language_is_spoken_to_in_the_stores_own(world: World) -> None:
    """A wave is no word: the first language of the store's file."""
    pune, customer = world["pune"], Customer()
    pune.exchange_greetings(customer)
    assert words_of(pune.heard(customer)[0]).startswith("Hi, welcome to Sahyadri Traders")
