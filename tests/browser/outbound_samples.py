"""One message of each type a store can send, as the Graph API takes it, with what a customer must see and may tap."""

from typing import Any

Json = dict[str, Any]

CATALOG = "8114"


def interactive(type_: str, action: Json, **more: object) -> Json:
    """An interactive message with a body."""
    return {
        "type": "interactive",
        "interactive": {"type": type_, "body": {"text": "Your order"}, "action": action, **more},
    }


def _buttons() -> Json:
    buttons = [{"type": "reply", "reply": {"id": "go_on", "title": "Go on"}}]
    return interactive("button", {"buttons": buttons}, header={"type": "text", "text": "Hm"}, footer={"text": "Small"})


def _list() -> Json:
    rows = [{"id": "row_1", "title": "First", "description": "the first one"}]
    return interactive("list", {"button": "Choose", "sections": [{"title": "All", "rows": rows}]})


def _order_details() -> Json:
    return interactive(
        "order_details",
        {
            "name": "review_and_pay",
            "parameters": {
                "reference_id": "ord_1",
                "currency": "INR",
                "total_amount": {"value": 29000, "offset": 100},
                "order": {"items": [{"name": "Rice", "quantity": 2, "amount": {"value": 14500, "offset": 100}}]},
            },
        },
    )


def _product_list() -> Json:
    items = [{"product_retailer_id": "TARO-R"}, {"product_retailer_id": "TARO-L"}]
    return interactive(
        "product_list",
        {"catalog_id": CATALOG, "sections": [{"title": "Tea", "product_items": items}]},
        header={"type": "text", "text": "Teas"},
    )


def _order_status() -> Json:
    parameters = {"reference_id": "ord_1", "order": {"status": "partially_shipped"}}
    return interactive("order_status", {"name": "review_order", "parameters": parameters})


_PAY: Json = {"name": "cta_url", "parameters": {"display_text": "Pay now", "url": "https://pay.example/1"}}


#: type -> (body, texts that must be seen, test ids that must be there to tap)
SENT: dict[str, tuple[Json, list[str], list[str]]] = {
    "text": ({"type": "text", "text": {"body": "Hello *there*"}}, ["Hello there"], []),
    "button": (_buttons(), ["Hm", "Your order", "Small", "Go on"], ["button-go_on"]),
    "list": (_list(), ["Your order", "Choose"], ["list-open"]),
    "cta_url": (interactive("cta_url", _PAY), ["Your order", "Pay now"], ["pay-link"]),
    "product": (
        interactive("product", {"catalog_id": CATALOG, "product_retailer_id": "TARO-R"}),
        ["Taro milk tea, regular", "$5.75", "Your order"],
        ["button-View"],
    ),
    "product_list": (_product_list(), ["Teas", "and 1 more"], ["button-View items"]),
    "catalog_message": (interactive("catalog_message", {"name": "catalog_message"}), [], ["button-View catalog"]),
    "location_request_message": (
        interactive("location_request_message", {"name": "send_location"}),
        ["Your order"],
        ["button-Send location"],
    ),
    "flow": (interactive("flow", {"name": "flow", "parameters": {"flow_cta": "Book"}}), ["Book"], ["button-Book"]),
    "order_details": (_order_details(), ["2 ×", "Rice", "₹290.00", "Total"], ["button-Review and pay"]),
    "order_status": (_order_status(), ["Order ord_1", "partially shipped"], []),
    "document": ({"type": "document", "document": {"id": "1", "filename": "bill.pdf"}}, ["bill.pdf"], []),
    "image": ({"type": "image", "image": {"link": "https://cdn.example/tea.png", "caption": "Tea"}}, ["Tea"], []),
    "video": (
        {"type": "video", "video": {"link": "https://cdn.example/tea.mp4", "caption": "How"}},
        ["Video", "How"],
        [],
    ),
    "audio": ({"type": "audio", "audio": {"id": "1", "voice": True}}, ["Voice note"], []),
    "sticker": ({"type": "sticker", "sticker": {"id": "1"}}, ["Sticker"], []),
    "picture_above_buttons": (
        interactive("cta_url", _PAY, header={"type": "image", "image": {"id": "1"}}),
        ["Photo", "Your order"],
        ["pay-link"],
    ),
    "location": (
        {"type": "location", "location": {"latitude": 45, "longitude": -93, "name": "The shop"}},
        ["The shop"],
        [],
    ),
    "contacts": ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}}]}, ["Ana"], []),
    "never_seen": ({"type": "never_seen"}, ["never seen"], []),
    "unfilled_template": (
        {
            "type": "template",
            "template": {
                "name": "order_confirmed",
                "language": {"code": "en"},
                "components": [{"type": "body", "parameters": [{"type": "text", "text": "17"}]}],
            },
        },
        ["Order confirmed", "17"],
        [],
    ),
}

#: A template with what the simulator says the customer sees.
TEMPLATE: Json = {
    "body": {"type": "template", "template": {"name": "order_confirmed", "language": {"code": "en"}}},
    "rendered": {
        "header": "Ticket 17",
        "body": "Thank you, your order is paid.",
        "footer": "North Loop Tea",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "Where are you?", "payload": "where"},
            {"type": "URL", "text": "Track it", "url": "https://track.example/1"},
        ],
    },
}
