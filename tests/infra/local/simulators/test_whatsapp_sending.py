"""What the simulated Graph API takes and what it refuses, with Meta's codes."""

from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import CUSTOMER, PUNE_TOKEN, LocalWorld

TO = "+" + CUSTOMER


def message(type_: str, content: Any, **more: Any) -> dict[str, Any]:
    """A message to the customer."""
    return {"messaging_product": "whatsapp", "to": TO, "type": type_, type_: content, **more}


def interactive(kind: str, action: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An interactive message with a body."""
    return message("interactive", {"type": kind, "body": {"text": "Your order"}, "action": action, **more})


def buttons(*titles: str) -> dict[str, Any]:
    """Reply buttons with these titles."""
    rows = [{"type": "reply", "reply": {"id": f"id-{n}", "title": title}} for n, title in enumerate(titles)]
    return interactive("button", {"buttons": rows})


def listing(rows: int, *, sections: int = 1) -> dict[str, Any]:
    """A list message with so many rows in each section."""
    made = [
        {"title": f"S{s}", "rows": [{"id": f"{s}-{r}", "title": f"Row {r}"} for r in range(rows)]}
        for s in range(sections)
    ]
    return interactive("list", {"button": "Choose", "sections": made})


def cta(url: str, text: str = "Pay now") -> dict[str, Any]:
    """A button with a link."""
    return interactive("cta_url", {"name": "cta_url", "parameters": {"display_text": text, "url": url}})


def products(*skus: str, catalog: str = "3065001") -> dict[str, Any]:
    """A multi-product message."""
    items = [{"product_retailer_id": sku} for sku in skus]
    action = {"catalog_id": catalog, "sections": [{"title": "Teas", "product_items": items}]}
    return interactive("product_list", action, header={"type": "text", "text": "Menu"})


def flow(**parameters: Any) -> dict[str, Any]:
    """A message that opens a form."""
    given = {"flow_message_version": "3", "flow_id": "1", "flow_cta": "Book", **parameters}
    return interactive("flow", {"name": "flow", "parameters": given})


def rupees(paise: int) -> dict[str, int]:
    """An amount as India's payment messages write it."""
    return {"value": paise, "offset": 100}


def order_details(*, total: int = 29000, **parameters: Any) -> dict[str, Any]:
    """Two bags of rice to review and pay."""
    item = {"retailer_id": "RICE", "name": "Rice", "amount": rupees(14500), "quantity": 2}
    order = {"status": "pending", "items": [item], "subtotal": rupees(29000), "tax": rupees(0)}
    gateway = {"type": "payment_gateway", "payment_gateway": {"type": "razorpay", "configuration_name": "main"}}
    given = {
        "reference_id": "ord_1",
        "type": "physical-goods",
        "payment_settings": [gateway],
        "currency": "INR",
        "total_amount": rupees(total),
        "order": order,
        **parameters,
    }
    return interactive("order_details", {"name": "review_and_pay", "parameters": given})


def order_status(status: str) -> dict[str, Any]:
    """What became of an order."""
    parameters = {"reference_id": "ord_1", "order": {"status": status}}
    return interactive("order_status", {"name": "review_order", "parameters": parameters})


def place(**location: Any) -> dict[str, Any]:
    """A pin on the map."""
    return message("location", {"latitude": 44.98, "longitude": -93.27, **location})


def row(**fields: Any) -> dict[str, Any]:
    """A list of one row."""
    made = {"id": "r", "title": "Row", **fields}
    return interactive("list", {"button": "Choose", "sections": [{"rows": [made]}]})


TAKEN = {
    "text": message("text", {"body": "Hello"}),
    "longest text": message("text", {"body": "x" * 4096}),
    "three buttons": buttons("Go on", "Change", "Cancel"),
    "ten rows": listing(5, sections=2),
    "link button": cta("http://127.0.0.1:4580/pay/cs_1"),
    "product": interactive("product", {"catalog_id": "3065001", "product_retailer_id": "TARO-R"}),
    "product list with one unknown": products("TARO-R", "NO-SUCH"),
    "catalog": interactive("catalog_message", {"name": "catalog_message"}),
    "catalog with a picture": interactive(
        "catalog_message", {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "TARO-R"}}
    ),
    "the longest row": row(title="x" * 24, description="x" * 72),
    "thirty products": products(*["TARO-R"] * 30),
    "flow": flow(),
    "order to pay": order_details(),
    "order's state": order_status("shipped"),
    "place": place(name="The shop", address="5 Main St"),
    "contact": message("contacts", [{"name": {"formatted_name": "Ana", "first_name": "Ana"}}]),
    "reaction": message("reaction", {"message_id": "wamid.x", "emoji": "👍"}),
    "reaction taken back": message("reaction", {"message_id": "wamid.x", "emoji": ""}),
    "location request": interactive("location_request_message", {"name": "send_location"}),
    "image": message("image", {"link": "https://example.com/tea.jpg", "caption": "Tea"}),
    "document": message("document", {"link": "https://example.com/r.pdf", "filename": "r.pdf"}),
    "reply": message("text", {"body": "Hi"}, context={"message_id": "wamid.x"}, biz_opaque_callback_data="intent-1"),
}

REFUSED = {
    "another product": ({**TAKEN["text"], "messaging_product": "sms"}, 100),
    "a group": ({**TAKEN["text"], "recipient_type": "group"}, 131009),
    "no text object": ({"messaging_product": "whatsapp", "to": TO, "type": "text"}, 131008),
    "an empty text": (message("text", {"body": ""}), 131008),
    "a text that is too long": (message("text", {"body": "x" * 4097}), 100),
    "an unknown type": (message("hologram", {"body": "x"}), 131051),
    "callback data that is too long": (message("text", {"body": "x"}, biz_opaque_callback_data="x" * 513), 100),
    "no recipient": ({"messaging_product": "whatsapp", "type": "text", "text": {"body": "x"}}, 131008),
    "a recipient that is no number": ({**TAKEN["text"], "to": "Ana"}, 131009),
    "the shop itself": ({**TAKEN["text"], "to": "+16125550142"}, 131021),
    "somebody not on WhatsApp": ({**TAKEN["text"], "to": "+16505000000"}, 131026),
    "an unknown user id": ({**TAKEN["text"], "to": None, "recipient": "US.404"}, 131026),
    "four buttons": (buttons("a", "b", "c", "d"), 131009),
    "no buttons": (buttons(), 131008),
    "a title that is too long": (buttons("x" * 21), 131009),
    "equal titles": (buttons("Yes", "Yes"), 131009),
    "eleven rows in total": (listing(6, sections=2), 131009),
    "a link that is no link": (cta("pay.example"), 131009),
    "a link text that is too long": (cta("https://pay.example", "x" * 21), 131009),
    "another shop's catalog": (products("TARO-R", catalog="999"), 131009),
    "unknown products only": (products("NO-SUCH"), 131009),
    "31 products": (products(*["TARO-R"] * 31), 131009),
    "no header on a product list": (
        interactive("product_list", products("TARO-R")["interactive"]["action"]),
        131008,
    ),
    "an interactive body that is too long": (
        interactive("location_request_message", {"name": "send_location"}, body={"text": "x" * 1025}),
        131009,
    ),
    "a footer that is too long": (
        interactive("location_request_message", {"name": "send_location"}, footer={"text": "x" * 61}),
        131009,
    ),
    "a row title that is too long": (row(title="x" * 25), 131009),
    "a row description that is too long": (row(description="x" * 73), 131009),
    "a list button that is too long": (
        interactive("list", {"button": "x" * 21, "sections": [{"rows": [{"id": "r", "title": "Row"}]}]}),
        131009,
    ),
    "a list with a picture above it": (
        {
            **listing(1),
            "interactive": {
                **listing(1)["interactive"],
                "header": {"type": "image", "image": {"link": "https://example.com/tea.jpg"}},
            },
        },
        131009,
    ),
    "two sections, one without a title": (
        interactive(
            "list",
            {
                "button": "Choose",
                "sections": [
                    {"title": "A", "rows": [{"id": "1", "title": "1"}]},
                    {"rows": [{"id": "2", "title": "2"}]},
                ],
            },
        ),
        131008,
    ),
    "a picture of an unknown product": (
        interactive(
            "catalog_message", {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "X"}}
        ),
        131009,
    ),
    "a form of another version": (flow(flow_message_version="2"), 131009),
    "a form with two names": (flow(flow_name="booking"), 131009),
    "a form's button that is too long": (flow(flow_cta="x" * 31), 131009),
    "a sum that does not add up": (order_details(total=28999), 131009),
    "an order to pay in dollars": (order_details(currency="USD"), 131009),
    "an order number with a space": (order_details(reference_id="ord 1"), 131009),
    "an unknown state of an order": (order_status("lost"), 131009),
    "a place on no planet": (place(latitude=91), 131009),
    "a place without a latitude": (message("location", {"longitude": 1}), 131008),
    "a contact without a name": (message("contacts", [{"phones": []}]), 131008),
    "a reaction to nothing": (message("reaction", {"emoji": "👍"}), 131008),
    "an unknown interactive type": (interactive("carousel", {"name": "x"}), 131009),
    "media nobody uploaded": (message("image", {"id": "123"}), 131009),
    "media without id and link": (message("image", {"caption": "Tea"}), 131008),
    "media with both": (message("image", {"id": "123", "link": "https://example.com/tea.jpg"}), 131009),
    "a header nobody uploaded": (
        {
            **buttons("Go on"),
            "interactive": {**buttons("Go on")["interactive"], "header": {"type": "image", "image": {"id": "123"}}},
        },
        131009,
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_takes_a_correct_message(world: LocalWorld, name: str) -> None:
    """The answer names the customer and a new message id; the message shows up in the list as it was sent."""
    world.say({"type": "text", "text": {"body": "hola"}})
    answer = world.graph(TAKEN[name])
    assert answer.status_code == 200, answer.text
    given = answer.json()
    assert given["contacts"][0]["input"] == TO
    assert given["contacts"][0]["wa_id"] == CUSTOMER
    assert given["messages"][0]["id"].startswith("wamid.")
    listed = world.get("/sim/whatsapp/messages", params={"store": "mpls", "to": CUSTOMER})["messages"]
    assert [(one["id"], one["to"], one["body"]) for one in listed] == [(given["messages"][0]["id"], TO, TAKEN[name])]
    assert listed[0]["at"] == "2026-11-21T18:00:00.000Z"


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(world: LocalWorld, name: str) -> None:
    """HTTP 400 with Meta's code; nothing is sent."""
    world.say({"type": "text", "text": {"body": "hola"}})
    body, code = REFUSED[name]
    answer = world.graph(body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, code), error
    assert error["message"].startswith(f"(#{code})")
    assert error["error_data"]["messaging_product"] == "whatsapp"
    assert world.get("/sim/whatsapp/messages")["messages"] == []


@pytest.mark.parametrize("token", ["", "EAAG-guess"])
def test_refuses_a_wrong_token(world: LocalWorld, token: str) -> None:
    """HTTP 401, code 190."""
    answer = world.graph(TAKEN["text"], token=token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 190)


def test_refuses_the_token_of_another_store(world: LocalWorld) -> None:
    """A token sees only its own store's number: 100 with subcode 33."""
    answer = world.graph(TAKEN["text"], token=PUNE_TOKEN)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


def test_takes_a_read_receipt_without_listing_it(world: LocalWorld) -> None:
    """A read receipt answers success and marks the customer's message."""
    id_ = world.say({"type": "text", "text": {"body": "hola"}})
    receipt = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": id_,
        "typing_indicator": {"type": "text"},
    }
    assert world.graph(receipt).json() == {"success": True}
    assert world.get("/sim/whatsapp/messages")["messages"] == []
    assert (
        world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["messages"][0]["status"] == "read"
    )


def test_reaches_a_customer_by_user_id_alone(world: LocalWorld) -> None:
    """`recipient` works for a customer who hides the number, and the answer has no wa_id."""
    world.say({"type": "text", "text": {"body": "hi"}}, sender={"user_id": "US.13491208655302741918", "name": "A"})
    body = {
        "messaging_product": "whatsapp",
        "recipient": "US.13491208655302741918",
        "type": "text",
        "text": {"body": "x"},
    }
    given = world.graph(body).json()
    assert given["contacts"] == [{"input": "US.13491208655302741918", "user_id": "US.13491208655302741918"}]
    listed = world.get("/sim/whatsapp/messages", params={"to": "US.13491208655302741918"})["messages"]
    assert len(listed) == 1


def test_refuses_free_text_outside_the_window(world: LocalWorld) -> None:
    """131047 before the customer ever wrote, and again 24 hours after they last did."""
    assert world.graph(TAKEN["text"]).json()["error"]["code"] == 131047
    world.say({"type": "text", "text": {"body": "hola"}})
    world.pass_time(24 * 3600 - 1)
    assert world.graph(TAKEN["text"]).status_code == 200
    world.pass_time(1)
    assert world.graph(TAKEN["text"]).json()["error"]["code"] == 131047
    assert world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["window_open"] is False


def test_holds_back_a_46th_message_to_one_customer(world: LocalWorld) -> None:
    """131056 after a burst of 45; one more is free every 6 seconds; other customers are not affected."""
    other = {"wa_id": "16505559999", "name": "Bo"}
    world.say({"type": "text", "text": {"body": "hola"}})
    world.say({"type": "text", "text": {"body": "hi"}}, sender=other)
    with requests.Session():
        assert [world.graph(TAKEN["text"]).status_code for _ in range(45)] == [200] * 45
    assert world.graph(TAKEN["text"]).json()["error"]["code"] == 131056
    assert world.graph({**TAKEN["text"], "to": "+16505559999"}).status_code == 200
    world.pass_time(5.9)
    assert world.graph(TAKEN["text"]).json()["error"]["code"] == 131056
    world.pass_time(0.1)
    assert world.graph(TAKEN["text"]).status_code == 200
    assert world.graph(TAKEN["text"]).json()["error"]["code"] == 131056


def test_holds_back_an_81st_message_in_one_second(world: LocalWorld) -> None:
    """130429 for the number, whoever the customers are; free again a second later."""
    for person in ("16505550001", "16505550002"):
        world.say({"type": "text", "text": {"body": "hi"}}, sender={"wa_id": person})
    codes = [world.graph({**TAKEN["text"], "to": f"+1650555000{1 + n % 2}"}).status_code for n in range(80)]
    assert codes == [200] * 80
    refused = world.graph({**TAKEN["text"], "to": "+16505550001"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 130429)
    world.pass_time(1)
    assert world.graph({**TAKEN["text"], "to": "+16505550001"}).status_code == 200


def test_a_tester_can_close_a_window(world: LocalWorld) -> None:
    """`POST /sim/whatsapp/window` makes the next free-form message fail without waiting a day."""
    world.say({"type": "text", "text": {"body": "hola"}})
    closed = world.post("/sim/whatsapp/window", json={"store": "mpls", "wa_id": CUSTOMER, "open": False})
    assert closed.json() == {"window_open": False}
    assert world.graph(TAKEN["text"]).json()["error"]["code"] == 131047
