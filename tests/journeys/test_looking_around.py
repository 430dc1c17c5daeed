"""Customers look around, ask, and order by tapping: they see what is in stock, and a question stops no order."""

import pytest

from tests.journeys.world import Customer, Json, StoreDoor, World, eventually, kind_of, words_of


def write(door: StoreDoor, customer: Customer, words: str) -> Json:
    """Write, and wait for the answer."""
    before = len(door.heard(customer))
    door.send(customer, {"type": "text", "text": {"body": words}})
    return eventually(lambda: door.heard(customer)[before:], what=f"an answer to {words!r}")[-1]


def choose(door: StoreDoor, customer: Customer, id_: str, title: str = "Row") -> Json:
    """Choose a row of a list, and wait for the answer."""
    before = len(door.heard(customer))
    reply = {"type": "list_reply", "list_reply": {"id": id_, "title": title}}
    door.send(customer, {"type": "interactive", "interactive": reply})
    return eventually(lambda: door.heard(customer)[before:], what=f"an answer to {id_}")[-1]


def tap(door: StoreDoor, customer: Customer, id_: str) -> Json:
    """Tap a button, and wait for the answer."""
    before = len(door.heard(customer))
    door.tap(customer, id_, "Tap")
    return eventually(lambda: door.heard(customer)[before:], what=f"an answer to {id_}")[-1]


def rows(body: Json) -> dict[str, str]:
    """Ids and titles of a list's rows."""
    return {row["id"]: row["title"] for section in body["interactive"]["action"]["sections"] for row in section["rows"]}


def buttons(body: Json) -> list[str]:
    """Ids of a message's buttons."""
    return [button["reply"]["id"] for button in body["interactive"]["action"]["buttons"]]


@pytest.mark.parametrize(
    ("store", "asks", "sold_out", "item", "page_two", "asked"),
    [
        ("mpls", "menu", "MOCHI-6", "mochi_box", "menu:sku:WAFFLE", "Egg waffle"),
        ("mpls", "menú por favor", "MOCHI-6", "mochi_box", "menu:sku:WAFFLE", "Waffle de huevo"),
        ("pune", "मेन्यू दिखाइए", "GHEE-1", "GHEE-1", "menu:sku:SALT-1", "नमक 1 किलो"),
    ],
    ids=["english", "spanish", "hindi"],
)
def test_the_menu_is_what_is_in_stock_and_leads_to_an_order(
    world: World, store: str, asks: str, sold_out: str, item: str, page_two: str, asked: str
) -> None:
    """Pictures first, rows for who asks again; two pages; one tap on a row and the order is read back."""
    door, customer = world[store], Customer()
    before = int(door.stock()[item]["available"])
    door.shelve(item, 0)
    try:
        pictures = write(door, customer, asks)
        listed = write(door, customer, asks)
    finally:
        door.shelve(item, before)
    assert kind_of(pictures) == "product_list"
    shown = [
        one["product_retailer_id"]
        for section in pictures["interactive"]["action"]["sections"]
        for one in section["product_items"]
    ]
    assert sold_out not in shown
    assert len(shown) == {"mpls": 18, "pune": 19}[store]
    assert kind_of(listed) == "list"
    assert len(rows(listed)) == 10
    assert f"menu:sku:{sold_out}" not in rows(listed)
    second = choose(door, customer, "menu:page:2")
    assert page_two in rows(second)
    read_back = choose(door, customer, page_two)
    assert asked in words_of(read_back) or kind_of(read_back) == "location_request_message"
    (order,) = door.orders_of(customer)
    assert (order["status"], [line["sku"] for line in order["lines"]]) == ("draft", [page_two.rpartition(":")[2]])


def test_a_question_in_the_middle_of_an_order_is_answered_and_the_order_goes_on(world: World) -> None:
    """The answer, and under it the same step with the same buttons; one of them still works."""
    mpls, customer = world["mpls"], Customer()
    read_back = choose(mpls, customer, "menu:sku:WAFFLE")
    answer = write(mpls, customer, "how much is the mochi?")
    assert words_of(answer).startswith("• Mochi, box of 6: $8.99\n\n")
    assert "1 × Egg waffle  $6.95" in words_of(answer)
    assert buttons(answer) == buttons(read_back)
    accept = next(one for one in buttons(answer) if one.endswith(":accept"))
    assert kind_of(tap(mpls, customer, accept)) == "cta_url"


@pytest.mark.parametrize(
    ("store", "question", "answer"),
    [
        (
            "mpls",
            "where are you located?",
            "You'll find us here: North Loop Boba, 212 N 2nd St, Minneapolis, MN 55401.",
        ),
        ("mpls", "¿entregan en 55408?", "Sí, entregamos en 55408."),
        ("mpls", "¿cuánto cuesta el mochi?", "• Mochi, caja de 6: $8.99"),
        ("pune", "400001 me delivery hoti hai?", "माफ़ कीजिए, हम 400001 में डिलीवरी नहीं करते।"),
        ("pune", "do you take upi?", "You can pay by: UPI, card, net banking, cash on delivery."),
        ("pune", "dukan kab khulti hai?", "सोमवार – शनिवार: 09:00–20:00"),
    ],
)
def test_questions_are_answered_from_the_catalog_and_the_stores_file(
    world: World, store: str, question: str, answer: str
) -> None:
    """In the language that they are asked in."""
    assert answer in words_of(write(world[store], Customer(), question))


def test_a_language_is_chosen_and_kept(world: World) -> None:
    """English words after it change nothing."""
    pune, customer = world["pune"], Customer()
    assert words_of(write(pune, customer, "hindi please")) == "ठीक है, अब से हम आपको हिन्दी में लिखेंगे।"
    assert "UPI, कार्ड, नेट बैंकिंग" in words_of(write(pune, customer, "how can I pay?"))


def test_who_ordered_before_orders_the_same_again_in_one_tap(world: World) -> None:
    """At today's price, from the greeting."""
    mpls, customer = world["mpls"], Customer()
    choose(mpls, customer, "menu:sku:WAFFLE")
    (draft,) = mpls.orders_of(customer)
    tap(mpls, customer, f"offer:{draft['id']}:1:accept")
    mpls.pay(mpls.link_for(draft["id"])["id"])
    mpls.until(draft["id"], status="confirmed")
    eventually(lambda: mpls.heard(customer, "text"), what="the confirmation")
    greeting = write(mpls, customer, "hi")
    assert "1 × Egg waffle" in words_of(greeting)
    assert buttons(greeting) == [f"again:{draft['id']}", "menu:page:1", "menu:person"]
    again = tap(mpls, customer, f"again:{draft['id']}")
    assert "1 × Egg waffle  $6.95" in words_of(again)
