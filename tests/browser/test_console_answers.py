"""Answering on the console's phone: quotes, reactions, changed and deleted messages, lists, product lists, places."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.outbound_samples import CATALOG, SENT, interactive
from tests.browser.small_shop import MAYA
from tests.browser.stand_in import StandIn

Json = dict[str, Any]
HELLO: Json = {"type": "text", "text": {"body": "Regular or large?"}}


def say(console: Page, text: str) -> None:
    """Types and sends."""
    console.get_by_test_id("chat-input").fill(text)
    console.get_by_test_id("chat-send").click()


def bubble(console: Page, number: int) -> Locator:
    """The bubble at a place in the chat, from 0, once it is there and settled."""
    found = console.get_by_test_id("bubble").nth(number)
    expect(found).not_to_have_attribute("data-status", "sending")
    return found


def expect_said(console: Page, stand_in: StandIn, message: Json) -> None:
    """The last message that left the phone; the screen may show it before it has left."""
    for _ in range(100):
        if stand_in.posted and stand_in.said["message"] == message:
            return
        console.wait_for_timeout(20)
    assert stand_in.said["message"] == message


def menu(console: Page, number: int, choice: str) -> None:
    """Opens the menu of a message and takes something from it."""
    found = bubble(console, number)
    found.hover()
    found.get_by_test_id("bubble-menu").click()
    console.get_by_test_id(choice).click()


def test_answers_a_message_by_quoting_it(console: Page, stand_in: StandIn) -> None:
    """The store's message is named as the store's; the quote stands above the answer; the next text quotes nothing."""
    stand_in.says(HELLO)
    menu(console, 0, "message-reply")
    expect(console.get_by_test_id("about")).to_contain_text("Regular or large?")

    say(console, "large")

    expect(bubble(console, 1)).to_contain_text("Regular or large?")
    expect_said(
        console,
        stand_in,
        {
            "type": "text",
            "text": {"body": "large"},
            "context": {"from": "16125550142", "id": "wamid.out1"},
        },
    )
    expect(console.get_by_test_id("about")).to_be_hidden()
    say(console, "please")
    expect(bubble(console, 2)).to_contain_text("please")
    expect_said(console, stand_in, {"type": "text", "text": {"body": "please"}})


def test_an_answer_may_be_a_place_and_may_quote_oneself(console: Page, stand_in: StandIn) -> None:
    """Whatever is sent next is the answer, and one's own message is named as one's own."""
    say(console, "I am here")
    menu(console, 0, "message-reply")

    console.get_by_test_id("attach").click()
    console.get_by_test_id("attach-location").click()
    console.get_by_test_id("place-here").click()

    expect(bubble(console, 1)).to_contain_text("I am here")
    expect_said(
        console,
        stand_in,
        {
            "type": "location",
            "location": {"latitude": 44.9871, "longitude": -93.2759},
            "context": {"from": MAYA, "id": "wamid.in1"},
        },
    )


def test_an_answer_can_be_given_up(console: Page, stand_in: StandIn) -> None:
    """By its button or by Escape."""
    stand_in.says(HELLO)
    menu(console, 0, "message-reply")
    console.get_by_test_id("about-close").click()
    menu(console, 0, "message-reply")
    console.keyboard.press("Escape")
    expect(console.get_by_test_id("about")).to_be_hidden()

    say(console, "hi")

    expect(bubble(console, 1)).to_contain_text("hi")
    expect_said(console, stand_in, {"type": "text", "text": {"body": "hi"}})


def test_reacts_and_takes_the_reaction_back(console: Page, stand_in: StandIn) -> None:
    """The emoji sits on the bubble; the second tap on it sends a reaction without one."""
    stand_in.says(HELLO)
    menu(console, 0, "react-👍")
    expect(console.get_by_test_id("reaction")).to_have_text("👍")
    expect_said(
        console,
        stand_in,
        {
            "type": "reaction",
            "reaction": {"message_id": "wamid.out1", "emoji": "👍"},
        },
    )
    expect(console.get_by_test_id("bubble")).to_have_count(1)

    menu(console, 0, "react-❤️")
    expect(console.get_by_test_id("reaction")).to_have_text("❤️")

    menu(console, 0, "react-❤️")
    expect(console.get_by_test_id("reaction")).to_have_count(0)
    expect_said(console, stand_in, {"type": "reaction", "reaction": {"message_id": "wamid.out1"}})


def test_changes_what_was_written(console: Page, stand_in: StandIn) -> None:
    """The old words stand in the field; the bubble says that it was edited; a second change starts from the first."""
    say(console, "three, please")
    menu(console, 0, "message-edit")
    expect(console.get_by_test_id("chat-input")).to_have_value("three, please")
    expect(console.get_by_test_id("attach")).to_be_disabled()

    say(console, "two, please")

    expect(bubble(console, 0)).to_contain_text("two, please")
    expect(bubble(console, 0)).to_contain_text("Edited")
    expect(console.get_by_test_id("bubble")).to_have_count(1)
    expect_said(
        console,
        stand_in,
        {
            "type": "edit",
            "edit": {
                "original_message_id": "wamid.in1",
                "message": {"type": "text", "text": {"body": "two, please"}},
            },
        },
    )
    menu(console, 0, "message-edit")
    expect(console.get_by_test_id("chat-input")).to_have_value("two, please")


def test_deletes_for_everyone(console: Page, stand_in: StandIn) -> None:
    """The bubble stays, empty of what it said, and has no menu any more."""
    say(console, "never mind")

    menu(console, 0, "message-revoke")

    expect(bubble(console, 0)).to_contain_text("You deleted this message")
    expect(bubble(console, 0)).not_to_contain_text("never mind")
    expect(bubble(console, 0).get_by_test_id("bubble-menu")).to_have_count(0)
    expect_said(console, stand_in, {"type": "revoke", "revoke": {"original_message_id": "wamid.in1"}})


def test_a_quote_shows_what_stands_there_now(console: Page, stand_in: StandIn) -> None:
    """The new words after a change, none after a deletion."""
    say(console, "three, please")
    menu(console, 0, "message-reply")
    say(console, "or better:")
    expect(bubble(console, 1)).to_contain_text("three, please")
    menu(console, 0, "message-edit")
    say(console, "two, please")
    expect(bubble(console, 1)).to_contain_text("two, please")

    menu(console, 0, "message-revoke")

    expect(bubble(console, 1)).to_contain_text("Deleted message")
    expect(bubble(console, 1)).not_to_contain_text("two, please")


def test_what_the_store_wrote_can_be_neither_changed_nor_deleted(console: Page, stand_in: StandIn) -> None:
    """Its menu offers reactions and an answer."""
    stand_in.says(HELLO)
    bubble(console, 0).hover()
    bubble(console, 0).get_by_test_id("bubble-menu").click()

    expect(console.get_by_test_id("message-reply")).to_be_visible()
    expect(console.get_by_test_id("message-edit")).to_have_count(0)
    expect(console.get_by_test_id("message-revoke")).to_have_count(0)


def test_a_menu_knows_its_message_however_often_the_chat_was_read(console: Page, stand_in: StandIn) -> None:
    """Bubbles stay while others arrive, and are drawn anew when they change: the id is what counts."""
    stand_in.says(HELLO)
    menu(console, 0, "react-👍")
    stand_in.says({"type": "text", "text": {"body": "No hurry."}}, id_="wamid.out2")
    expect(bubble(console, 1)).to_contain_text("No hurry.")

    menu(console, 0, "message-reply")
    say(console, "large")

    expect(bubble(console, 2)).to_contain_text("large")
    assert stand_in.said["message"]["context"] == {"from": "16125550142", "id": "wamid.out1"}


def test_a_product_list_is_a_shelf_with_a_cart(console: Page, stand_in: StandIn) -> None:
    """Its own sections and products only; the cart goes back as an `order` that answers the list."""
    items = [{"product_retailer_id": sku} for sku in ("WAFFLE", "NO-SUCH")]
    sections = [
        {"title": "Snacks", "product_items": items},
        {"title": "Gone", "product_items": [{"product_retailer_id": "GONE"}]},
        {"title": "Tea", "product_items": [{"product_retailer_id": "TARO-L"}]},
    ]
    header = {"type": "text", "text": "Our picks"}
    action = {"catalog_id": CATALOG, "sections": sections}
    stand_in.says(interactive("product_list", action, header=header))

    console.get_by_test_id("button-View items").click()

    shelf = console.get_by_test_id("catalog")
    expect(shelf.get_by_role("heading")).to_have_text(["Snacks", "Egg waffle", "Tea", "Taro milk tea, large"])
    expect(shelf.locator(".sheet-head")).to_contain_text("Our picks")
    expect(console.get_by_test_id("product-TARO-R")).to_have_count(0)
    expect(console.get_by_test_id("product-WAFFLE")).to_contain_text("$6.95")
    console.get_by_test_id("add-WAFFLE").click()
    console.get_by_test_id("cart-send").click()

    expect(bubble(console, 1)).to_contain_text("1 item")
    expect_said(
        console,
        stand_in,
        {
            "type": "order",
            "context": {"from": "16125550142", "id": "wamid.out1"},
            "order": {
                "catalog_id": "8114",
                "text": "",
                "product_items": [
                    {"product_retailer_id": "WAFFLE", "quantity": 1, "item_price": 6.95, "currency": "USD"}
                ],
            },
        },
    )


def test_asks_about_a_product_from_its_shelf(console: Page, stand_in: StandIn) -> None:
    """The question names catalog and product, and the message whose list it was on."""
    stand_in.says(SENT["product_list"][0])
    console.get_by_test_id("button-View items").click()
    console.get_by_test_id("ask-TARO-R").click()
    expect(console.get_by_test_id("about")).to_contain_text("Taro milk tea, regular")

    say(console, "is it sweet?")

    expect(bubble(console, 1)).to_contain_text("Taro milk tea, regular")
    expect_said(
        console,
        stand_in,
        {
            "type": "text",
            "text": {"body": "is it sweet?"},
            "context": {
                "from": "16125550142",
                "id": "wamid.out1",
                "referred_product": {"catalog_id": "8114", "product_retailer_id": "TARO-R"},
            },
        },
    )


def test_a_list_shows_its_rows_in_sections(console: Page, stand_in: StandIn) -> None:
    """Titles, descriptions and a row that leads to the next page, which is a row like any other."""
    sections = [
        {"title": "Tea", "rows": [{"id": "a", "title": "Taro", "description": "from $5.75"}]},
        {"title": "More", "rows": [{"id": "page:2", "title": "Next page"}]},
    ]
    stand_in.says(interactive("list", {"button": "See the menu", "sections": sections}))
    console.get_by_test_id("list-open").click()
    sheet = console.get_by_role("dialog", name="See the menu")
    expect(sheet.get_by_role("heading")).to_have_text(["Tea", "More"])
    expect(sheet.get_by_test_id("button-a")).to_contain_text("from $5.75")

    sheet.get_by_test_id("button-page:2").click()

    expect(bubble(console, 1)).to_contain_text("Next page")
    expect_said(
        console,
        stand_in,
        {
            "type": "interactive",
            "context": {"from": "16125550142", "id": "wamid.out1"},
            "interactive": {"type": "list_reply", "list_reply": {"id": "page:2", "title": "Next page"}},
        },
    )


def test_a_request_for_the_location_opens_the_map(console: Page, stand_in: StandIn) -> None:
    """What is sent from it answers the request."""
    stand_in.says(SENT["location_request_message"][0])
    console.get_by_test_id("button-Send location").click()

    console.get_by_test_id("place-here").click()

    expect(bubble(console, 1)).to_contain_text("44.9871")
    expect_said(
        console,
        stand_in,
        {
            "type": "location",
            "context": {"from": "16125550142", "id": "wamid.out1"},
            "location": {"latitude": 44.9871, "longitude": -93.2759},
        },
    )


@pytest.mark.parametrize("type_", ["image", "sticker"])
def test_shows_the_pictures_that_the_store_uploaded(console: Page, stand_in: StandIn, type_: str) -> None:
    """By their ids, from the simulator; a picture that is gone becomes a tile with words."""
    pixel = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
    stand_in.files["77"] = ("image/svg+xml", pixel)
    stand_in.says({"type": type_, type_: {"id": "77"}})
    expect(console.get_by_test_id("picture")).to_have_attribute("src", "/sim/whatsapp/media/77?store=mpls")
    assert console.get_by_test_id("picture").evaluate("one => one.decode().then(() => one.naturalWidth)") == 8

    stand_in.says({"type": type_, type_: {"id": "78"}}, id_="wamid.out2")

    expect(bubble(console, 1)).to_contain_text({"image": "Photo", "sticker": "Sticker"}[type_])
    expect(console.get_by_test_id("picture")).to_have_count(1)


def test_shows_that_the_store_is_typing(console: Page, stand_in: StandIn) -> None:
    """Under the store's name, until the answer is there."""
    stand_in.typing = True
    stand_in.tell("chat", {"store": "mpls", "wa_id": MAYA})
    expect(console.get_by_test_id("window")).to_have_text("typing…")

    stand_in.typing = False
    stand_in.says(HELLO)

    expect(console.get_by_test_id("window")).not_to_contain_text("typing")


def test_a_customer_without_a_number_has_a_chat(console: Page, stand_in: StandIn) -> None:
    """Known by user id and user name only: sent without a `wa_id`, followed by the user id."""
    console.get_by_test_id("customer-select").select_option("hidden")
    say(console, "hola")

    expect(bubble(console, 0)).to_contain_text("hola")
    sender = stand_in.said["from"]
    assert set(sender) == {"user_id", "name", "username"}
    assert sender["username"].startswith("@")
    stand_in.chats[("mpls", sender["user_id"])].append(
        {"id": "wamid.o", "at": "2026-11-20T10:00:01Z", "direction": "out", "status": "sent", "body": HELLO}
    )
    stand_in.tell("chat", {"store": "mpls", "wa_id": sender["user_id"]})
    expect(bubble(console, 1)).to_contain_text("Regular or large?")
    menu(console, 0, "message-reply")
    say(console, "this one")
    expect(bubble(console, 2)).to_contain_text("this one")
    assert stand_in.said["message"]["context"] == {"id": "wamid.in1"}
