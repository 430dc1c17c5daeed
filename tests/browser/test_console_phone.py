"""The phone of the console: every message a store can send, and what goes back as the customer."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.outbound_samples import SENT, TEMPLATE
from tests.browser.small_shop import MAYA
from tests.browser.stand_in import StandIn

Json = dict[str, Any]


@pytest.mark.parametrize("type_", SENT)
def test_draws_every_message_a_store_can_send(console: Page, stand_in: StandIn, type_: str) -> None:
    """Each outbound type shows its words and offers its buttons; an unknown one says so."""
    body, texts, buttons = SENT[type_]

    stand_in.says(body)

    bubble = console.get_by_test_id("bubble")
    for text in texts:
        expect(bubble).to_contain_text(text)
    for button in buttons:
        expect(bubble.get_by_test_id(button)).to_be_visible()
    expect(bubble.locator(".bubble-actions button")).to_have_count(len(buttons))
    expect(bubble).to_have_attribute("data-status", "read")


def test_draws_a_template_as_the_customer_sees_it(console: Page, stand_in: StandIn) -> None:
    """Header, filled body, footer and both kinds of buttons; a quick reply goes back as `button` with its payload."""
    stand_in.says(**TEMPLATE)

    bubble = console.get_by_test_id("bubble")
    for text in ("Ticket 17", "Thank you, your order is paid.", "North Loop Tea"):
        expect(bubble).to_contain_text(text)
    expect(bubble.get_by_test_id("pay-link")).to_have_text("Track it")
    bubble.get_by_test_id("button-Where are you?").click()
    expect(console.get_by_test_id("bubble").nth(1)).to_have_attribute("data-status", "delivered")
    assert stand_in.said["message"] == {
        "type": "button",
        "context": {"from": "16125550142", "id": "wamid.out1"},
        "button": {"payload": "where", "text": "Where are you?"},
    }


def test_sends_a_cart_in_metas_shape(console: Page, stand_in: StandIn) -> None:
    """Prices in major units, quantities counted, the store's catalog named, the note as text."""
    console.get_by_test_id("open-catalog").click()
    for sku in ("TARO-R", "TARO-R", "TARO-L", "WAFFLE"):
        console.get_by_test_id(f"add-{sku}").click()
    console.get_by_test_id("remove-WAFFLE").click()
    expect(console.get_by_test_id("product-TARO-R")).to_contain_text("$5.75")
    console.get_by_test_id("cart-note").fill("less ice")

    console.get_by_test_id("cart-send").click()

    bubble = console.get_by_test_id("bubble")
    expect(bubble).to_contain_text("3 items")
    expect(bubble).to_contain_text("$18.25")
    expect(bubble).to_have_attribute("data-type", "order")
    expect(bubble).to_have_attribute("data-status", "delivered")
    sent = stand_in.said
    assert (sent["store"], sent["from"]["wa_id"], sent["from"]["name"]) == ("mpls", MAYA, "Maya Olsen")
    assert sent["from"]["user_id"].startswith("US.")
    assert sent["message"] == {
        "type": "order",
        "order": {
            "catalog_id": "8114",
            "text": "less ice",
            "product_items": [
                {"product_retailer_id": "TARO-R", "quantity": 2, "item_price": 5.75, "currency": "USD"},
                {"product_retailer_id": "TARO-L", "quantity": 1, "item_price": 6.75, "currency": "USD"},
            ],
        },
    }


def test_shows_the_catalog_in_the_customers_language(console: Page) -> None:
    """Sizes of one drink stand together under its Spanish name."""
    console.get_by_test_id("customer-select").select_option(label="Lucía Torres (es)")
    console.get_by_test_id("open-catalog").click()

    catalog = console.get_by_test_id("catalog")
    expect(catalog.get_by_role("heading", name="Té de taro", exact=True)).to_have_count(1)
    expect(console.get_by_test_id("product-TARO-L")).to_contain_text("grande")


def test_answers_with_a_button_once(console: Page, stand_in: StandIn) -> None:
    """A tapped reply goes back with the message it answers, and the buttons of that message rest."""
    stand_in.says(SENT["button"][0])

    console.get_by_test_id("button-go_on").click()

    expect(console.get_by_test_id("button-go_on")).to_be_disabled()
    expect(console.get_by_test_id("bubble").nth(1)).to_have_attribute("data-status", "delivered")
    assert stand_in.said["message"] == {
        "type": "interactive",
        "context": {"from": "16125550142", "id": "wamid.out1"},
        "interactive": {"type": "button_reply", "button_reply": {"id": "go_on", "title": "Go on"}},
    }


def test_answers_with_a_row_of_a_list(console: Page, stand_in: StandIn) -> None:
    """The rows open in a sheet; the chosen one goes back as `list_reply`."""
    stand_in.says(SENT["list"][0])
    console.get_by_test_id("list-open").click()

    console.get_by_test_id("button-row_1").click()

    expect(console.get_by_test_id("bubble").nth(1)).to_have_attribute("data-status", "delivered")
    assert stand_in.said["message"] == {
        "type": "interactive",
        "context": {"from": "16125550142", "id": "wamid.out1"},
        "interactive": {
            "type": "list_reply",
            "list_reply": {"id": "row_1", "title": "First", "description": "the first one"},
        },
    }


def test_a_row_answers_its_message_after_the_chat_was_read_again(console: Page, stand_in: StandIn) -> None:
    """A bubble that stays while others arrive still knows the message it stands for."""
    stand_in.says(SENT["list"][0])
    expect(console.get_by_test_id("list-open")).to_be_visible()
    stand_in.says({"type": "text", "text": {"body": "Take your time."}}, id_="wamid.out2")
    expect(console.get_by_test_id("bubble").nth(1)).to_be_visible()

    console.get_by_test_id("list-open").click()
    console.get_by_test_id("button-row_1").click()

    expect(console.get_by_test_id("bubble").nth(2)).to_have_attribute("data-status", "delivered")
    assert stand_in.said["message"]["context"] == {"from": "16125550142", "id": "wamid.out1"}


def test_pays_inside_the_phone_and_comes_back(console: Page, stand_in: StandIn) -> None:
    """The gateway's page opens over the chat, and leaves by itself once it is paid."""
    stand_in.says(pay_button(stand_in.origin))
    console.get_by_test_id("pay-link").click()

    console.frame_locator('[data-testid="pay-frame"]').locator("#pay").click()

    expect(console.get_by_test_id("pay-frame")).to_have_count(0)
    assert stand_in.payments == [{"id": "cs_1", "status": "paid"}]
    expect(console.get_by_test_id("pay-link")).to_be_focused()


def pay_button(origin: str) -> Json:
    """The store's message with a link to the payment page."""
    parameters = {"display_text": "Pay now", "url": f"{origin}/pay/cs_1"}
    action = {"name": "cta_url", "parameters": parameters}
    return {"type": "interactive", "interactive": {"type": "cta_url", "body": {"text": "Pay"}, "action": action}}


def test_a_new_customer_has_a_number_of_their_own(console: Page, stand_in: StandIn) -> None:
    """Text goes out under a number and a user id that no demo customer has."""
    known = console.get_by_test_id("customer-select").get_by_role("option").count()
    console.get_by_test_id("customer-select").select_option("new")
    expect(console.get_by_test_id("customer-select").get_by_role("option")).to_have_count(known + 1)

    console.get_by_test_id("chat-input").fill("hola")
    console.get_by_test_id("chat-send").click()

    expect(console.get_by_test_id("bubble")).to_contain_text("hola")
    expect(console.get_by_test_id("bubble")).to_have_attribute("data-status", "delivered")
    assert stand_in.said["message"] == {"type": "text", "text": {"body": "hola"}}
    assert stand_in.said["from"]["wa_id"] not in {"16125550100", "16125550101", "16125550102", "16125550103"}
