"""Questions that the catalog and the store's file can answer are answered; the rest is for a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.inbound import Text
from shared.domain.messages import ButtonsMessage, ListMessage, ProductsMessage, TextMessage
from shared.usecases.answer_question import answer_question
from shared.usecases.browse_menu import menu_tap
from shared.usecases.hear_text import hear_text
from tests.shared.usecases.demo import Demo, demo


def answered(shop: Demo, words: str) -> str:
    """The words that Ana reads when she asks this."""
    shop.says(words, answer_question, words)
    shown = shop.shown
    assert isinstance(shown, TextMessage | ButtonsMessage | ListMessage)
    return shown.body


def test_a_price_is_todays_for_every_size_with_a_tap_to_order() -> None:
    """Both sizes, from the catalog."""
    shop = demo()
    assert answered(shop, "how much is the taro?") == (
        "• Taro milk tea, regular: $5.75\n• Taro milk tea, large: $6.75\n\nTap to order:"
    )
    assert isinstance(shop.shown, ButtonsMessage)
    assert [(one.id, one.title) for one in shop.shown.buttons] == [
        ("menu:sku:TARO-R", "regular · $5.75"),
        ("menu:sku:TARO-L", "large · $6.75"),
    ]


@pytest.mark.parametrize(
    ("store", "language", "words", "told"),
    [
        ("mpls", "es", "¿cuánto cuesta el waffle?", "• Waffle de huevo: $6.95\n\nToca para pedir:"),
        ("pune", "hi", "नमक का दाम क्या है?", "• नमक 1 किलो: ₹28\n\nमँगाने के लिए टैप कीजिए:"),
        ("pune", "hi", "namak kitne ka hai?", "• नमक 1 किलो: ₹28\n\nमँगाने के लिए टैप कीजिए:"),
    ],
)
def test_a_price_is_told_in_the_customers_language(store: str, language: str, words: str, told: str) -> None:
    """The name, the amount and the words around them."""
    assert answered(demo(store, language=language), words) == told


def test_the_price_of_what_is_sold_out_says_so_and_offers_no_tap() -> None:
    """A price is a fact; ordering it is not possible."""
    shop = demo(waffle_mix_g=0)
    assert answered(shop, "what does the waffle cost?") == "• Egg waffle: $6.95 (sold out)"
    assert isinstance(shop.shown, TextMessage)


def test_prices_of_nothing_in_particular_are_the_menu() -> None:
    """Everything has its price there."""
    shop = demo()
    shop.says("what are your prices?", answer_question, "what are your prices?")
    assert isinstance(shop.shown, ProductsMessage)


def test_how_much_is_it_in_the_middle_of_an_order_is_its_total() -> None:
    """With the same buttons as before."""
    shop = demo()
    shop.taps("menu:sku:WAFFLE", menu_tap)
    offered = shop.shown
    assert answered(shop, "how much is it?").startswith("Your order comes to *$6.95*.")
    assert isinstance(offered, ButtonsMessage)
    assert isinstance(shop.shown, ButtonsMessage)
    assert shop.shown.buttons == offered.buttons


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("do you have mochi?", "Yes, we have:\n• Mochi, box of 6: $8.99\n\nTap to order:"),
        (
            "is the egg waffle available?",
            "Sorry, sold out right now: Egg waffle",
        ),
    ],
)
def test_availability_is_what_the_shelf_says(words: str, told: str) -> None:
    """In stock with a tap to order, or sold out."""
    assert answered(demo(waffle_mix_g=0), words) == told


def test_what_is_sold_out_comes_with_what_is_like_it() -> None:
    """Rows, for names that fit no button."""
    shop = demo("pune", language="en", **{"DAL-TOOR-1": 0})
    assert answered(shop, "do you have toor dal?") == (
        "Sorry, sold out right now: Toor dal 1 kg\n\nWhat we have instead:\n• Moong dal 1 kg: ₹155\n\nTap to order:"
    )
    assert isinstance(shop.shown, ButtonsMessage)
    assert shop.shown.buttons[0].id == "menu:sku:DAL-MOONG-1"


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (0, "We're open now, until 23:00."),
        (11, "We're closed right now and open again tomorrow at 10:00. You're welcome to order ahead."),
    ],
)
def test_hours_are_now_the_week_and_the_holidays_that_are_near(ahead: int, told: str) -> None:
    """Saturday noon, and late that evening; Thanksgiving is five days away, Christmas is not told yet."""
    shop = demo()
    shop.now += timedelta(hours=ahead)
    assert answered(shop, "when are you open?") == (
        f"{told}\n\n"
        "Monday – Thursday: 10:00–22:00\n"
        "Friday – Saturday: 10:00–23:00\n"
        "Sunday: 10:00–22:00\n\n"
        "Closed on: 11/26"
    )


def test_hours_in_hindi_know_sundays_shorter_day() -> None:
    """It is half past eleven at night in Pune."""
    assert answered(demo("pune", language="hi"), "dukan kab khulti hai?") == (
        "अभी दुकान बंद है, कल 09:00 बजे खुलेगी। आप चाहें तो ऑर्डर अभी से दे सकते हैं।\n\n"
        "सोमवार – शनिवार: 09:00–20:00\n"
        "रविवार: 09:00–13:00"
    )


def test_a_store_that_never_closes_needs_no_table() -> None:
    """Nothing to tell but that."""
    shop = demo()
    shop.store = replace(shop.store, hours=type(shop.store.hours).from_profile(None))
    assert answered(shop, "what are your hours?") == "We're open around the clock."


def test_the_address_says_whether_one_can_pick_up_there() -> None:
    """Minneapolis is a shop, Pune a godown."""
    assert answered(demo(), "where are you located?").startswith(
        "You'll find us here: North Loop Boba, 212 N 2nd St, Minneapolis, MN 55401. You can pick up your order there."
    )
    assert answered(demo("pune"), "what is your address?").startswith(
        "Our address: Sahyadri Traders godown, Gala 14, Market Yard, Gultekdi, Pune 411037. We deliver; there is no"
    )


@pytest.mark.parametrize(
    ("store", "language", "words", "methods"),
    [
        ("mpls", "en", "do you take cards?", "card, Apple Pay, Google Pay"),
        ("mpls", "es", "¿puedo pagar con tarjeta?", "tarjeta, Apple Pay, Google Pay"),
        ("pune", "hi", "upi chalega?", "UPI, कार्ड, नेट बैंकिंग"),
    ],
)
def test_payment_methods_are_those_of_the_stores_file(store: str, language: str, words: str, methods: str) -> None:
    """Each in the customer's words."""
    assert methods in answered(demo(store, language=language), words)


@pytest.mark.parametrize(
    ("store", "words", "told"),
    [
        ("mpls", "do you deliver to 55408?", "Yes, we deliver to 55408."),
        (
            "mpls",
            "do you deliver to 55117?",
            (
                "Sorry, we don't deliver to 55117. We deliver to postal codes beginning with 554.\n"
                "You can pick up your order at North Loop Boba, 212 N 2nd St, Minneapolis, MN 55401."
            ),
        ),
        ("pune", "delivery to 411004?", "Yes, we deliver to 411004."),
        ("pune", "400001 me delivery?", "Sorry, we don't deliver to 400001. We deliver to postal codes beginning "),
        (
            "pune",
            "where do you deliver?",
            "We deliver to postal codes beginning with 411. Send us your postal code and we'll check.",
        ),
    ],
)
def test_a_postal_code_is_inside_the_area_or_not(store: str, words: str, told: str) -> None:
    """Without one, the area is told and the code asked for."""
    assert answered(demo(store), words).startswith(told)


def test_a_place_by_name_is_not_guessed() -> None:
    """Whether Uptown is in 554 nobody here knows: the postal code does."""
    assert answered(demo(), "do you deliver to uptown?").startswith(
        "We deliver to postal codes beginning with 554. Send us your postal code and we'll check."
    )


def test_a_store_that_only_hands_over_says_so() -> None:
    """And where."""
    shop = demo()
    shop.store = replace(shop.store, fulfilment=replace(shop.store.fulfilment, kinds=("pickup",)))
    assert answered(shop, "do you deliver to 55408?").startswith("We don't deliver.\nYou can pick up your order at ")


@pytest.mark.parametrize("words", ["is there gluten in the waffle?", "are you hiring?", "can I bring my dog?"])
def test_what_nobody_wrote_down_is_for_a_person(words: str) -> None:
    """The words are with the case; health hangs on no guess of ours."""
    shop = demo()
    assert shop.says(words, answer_question, words) == "case_opened"
    (case,) = shop.record.state.cases.values()
    assert case.reason == "question"
    assert [one.text for one in shop.record.state.said.values()] == [words]


def test_a_question_never_blocks_an_order_in_progress() -> None:
    """The answer, then the step that stands, with its buttons; the draft is as it was."""
    shop = demo()
    shop.taps("menu:sku:WAFFLE", menu_tap)
    offered, before = shop.shown, dict(shop.record.state.orders)
    body = answered(shop, "how much is the mochi?")
    assert body.startswith("• Mochi, box of 6: $8.99\n\n")
    assert "1 × Egg waffle  $6.95" in body
    assert isinstance(offered, ButtonsMessage)
    assert isinstance(shop.shown, ButtonsMessage)
    assert shop.shown.buttons == offered.buttons
    assert shop.record.state.orders == before


def test_an_answer_too_long_for_one_message_keeps_the_buttons() -> None:
    """Meta takes 1,024 characters: the read-back gives way, what can be tapped stays."""
    shop = demo()
    for sku in ("TARO-R", "BROWN-L", "CLASSIC-R", "MATCHA-L", "THAI-R", "MANGO-L", "LYCHEE-R", "WAFFLE", "MOCHI-6"):
        shop.taps(f"menu:sku:{sku}", menu_tap)
    shop.store = replace(
        shop.store,
        fulfilment=replace(shop.store.fulfilment, place_address="2nd Street, " * 60),
    )
    body = answered(shop, "where are you located?")
    assert body.endswith("Your order is still open. How shall we go on?")
    assert isinstance(shop.shown, ButtonsMessage)
    assert len(shop.shown.body) <= 1024


def test_a_question_on_a_products_page_is_about_that_product() -> None:
    """The words name nothing; the page does."""
    shop = demo()
    turn = shop.turn(Text(body="how much is this?"))
    answer_question(replace(turn, message=replace(turn.message, product="MOCHI-6")), "how much is this?")
    assert isinstance(shop.shown, ButtonsMessage | ListMessage)
    assert shop.shown.body.startswith("• Mochi, box of 6: $8.99")


def test_who_is_answered_was_understood() -> None:
    """Only misses in a row bring a person."""
    shop = demo()
    turn = shop.turn(Text(body="when are you open?"))
    answer_question(replace(turn, chat=replace(turn.chat, misses=1)), "when are you open?")
    assert shop.record.chats.read(turn.customer.id).misses == 0


@pytest.mark.parametrize("words", ["do you deliver to 55408?", "¿entregan en 55408?"])
def test_a_question_that_names_a_place_is_a_question_and_no_address(words: str) -> None:
    """Read as the chat reads it: nothing is ordered, and nobody is thanked."""
    assert demo().says(words, hear_text, words) == "answer_area"
