"""What we say, as the Graph API takes it. Pure; Meta's limits are kept here, by shortening rather than failing.

Source: Meta, WhatsApp Cloud API, "Messages" and "Message templates" (limits as of November 2026).
"""

from __future__ import annotations

import unicodedata
from typing import Any

from shared.domain.customer import Identity
from shared.domain.messages import (
    Button,
    ButtonsMessage,
    CatalogMessage,
    LinkMessage,
    ListMessage,
    LocationRequest,
    OutboundMessage,
    ProductsMessage,
    Row,
    TemplateMessage,
    TextMessage,
)

TEXT_LENGTH = 4096
INTERACTIVE_LENGTH = 1024
TITLE_LENGTH = 20
BUTTON_ID_LENGTH = 256
MOST_BUTTONS = 3
MOST_ROWS = 10
ROW_ID_LENGTH = 200
ROW_TITLE_LENGTH = 24
ROW_DESCRIPTION_LENGTH = 72
HEADER_LENGTH = 60
MOST_SECTIONS = 10
MOST_PRODUCTS = 30
TAG_LENGTH = 512
TEMPLATE_LENGTH = 1024
#: Of the 1024 characters of a filled template, so many are for its own words (checked when it is loaded).
TEMPLATE_WORDS_LENGTH = 300
TEMPLATE_VALUES_LENGTH = TEMPLATE_LENGTH - TEMPLATE_WORDS_LENGTH

ELLIPSIS = "…"
LINK = ("https://", "http://")
#: Meta refuses an empty text and an empty value.
NOTHING = "–"


def graph_body(message: OutboundMessage, *, to: Identity, tag: str, catalog_id: str = "") -> dict[str, Any]:
    """The JSON of one ``POST /{phone_number_id}/messages``. Meta repeats ``tag`` in every status of the message.

    ``catalog_id`` is the store's, for messages that show products. Raises ValueError for what shortening cannot mend:
    nobody to send to, a tag or an id that is too long, no or too many buttons, rows or products.
    """
    if len(tag) > TAG_LENGTH:
        raise ValueError(f"a tag has at most {TAG_LENGTH} characters")
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(to),
        **_content(message, catalog_id),
        "biz_opaque_callback_data": tag,
    }


def _recipient(to: Identity) -> dict[str, str]:
    if to.wa_id:
        # Without the plus Meta may put the business's own country code in front.
        return {"to": "+" + to.wa_id.lstrip("+")}
    if to.user_id:
        return {"recipient": to.user_id}
    raise ValueError("an identity has a user_id or a wa_id")


def _content(message: OutboundMessage, catalog_id: str) -> dict[str, Any]:
    match message:
        case TextMessage(body=body):
            content = {"type": "text", "text": {"body": shortened(body, TEXT_LENGTH), "preview_url": False}}
        case TemplateMessage():
            content = {"type": "template", "template": _template(message)}
        case ButtonsMessage(body=body, buttons=buttons):
            content = _interactive("button", body, {"buttons": _buttons(buttons)})
        case LinkMessage(body=body, label=label, url=url):
            parameters = {"display_text": shortened(label, TITLE_LENGTH), "url": url}
            content = _interactive("cta_url", body, {"name": "cta_url", "parameters": parameters})
        case CatalogMessage(body=body):
            content = _interactive("catalog_message", body, {"name": "catalog_message"})
        case ListMessage(body=body, button=label, rows=rows):
            action = {"button": shortened(label, TITLE_LENGTH), "sections": [{"rows": _rows(rows)}]}
            content = _interactive("list", body, action, longest=TEXT_LENGTH)
        case ProductsMessage():
            content = _products(message, catalog_id)
        case LocationRequest(body=body):
            content = _interactive("location_request_message", body, {"name": "send_location"})
    return content


def _interactive(kind: str, body: str, action: dict[str, Any], *, longest: int = INTERACTIVE_LENGTH) -> dict[str, Any]:
    text = shortened(body, longest)
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}


def _buttons(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    if not 1 <= len(buttons) <= MOST_BUTTONS:
        raise ValueError(f"a message has 1 to {MOST_BUTTONS} buttons, not {len(buttons)}")
    replies: list[dict[str, Any]] = []
    titles: set[str] = set()
    for number, button in enumerate(buttons, start=1):
        if not 1 <= len(button.id) <= BUTTON_ID_LENGTH:
            raise ValueError(f"a button's id has 1 to {BUTTON_ID_LENGTH} characters")
        title = shortened(button.title, TITLE_LENGTH)
        if title in titles:
            title = f"{shortened(button.title, TITLE_LENGTH - 2)} {number}"
        titles.add(title)
        replies.append({"type": "reply", "reply": {"id": button.id, "title": title}})
    return replies


def _rows(rows: tuple[Row, ...]) -> list[dict[str, str]]:
    """Each id once: Meta refuses a list that has one twice, and the customer would hear nothing."""
    different = {row.id: row for row in reversed(rows)}
    shown = [row for row in rows if different[row.id] is row]
    if not 1 <= len(shown) <= MOST_ROWS:
        raise ValueError(f"a list has 1 to {MOST_ROWS} rows, not {len(shown)}")
    drawn: list[dict[str, str]] = []
    for row in shown:
        if not 1 <= len(row.id) <= ROW_ID_LENGTH:
            raise ValueError(f"a row's id has 1 to {ROW_ID_LENGTH} characters")
        words = {"description": shortened(row.description, ROW_DESCRIPTION_LENGTH)} if row.description else {}
        drawn.append({"id": row.id, "title": shortened(row.title, ROW_TITLE_LENGTH), **words})
    return drawn


def _products(message: ProductsMessage, catalog_id: str) -> dict[str, Any]:
    """Headings without a product are left out: Meta refuses a message that has one."""
    full = [(title, skus) for title, skus in message.sections if skus]
    shown = sum(len(skus) for _, skus in full)
    if not catalog_id:
        raise ValueError("a message that shows products needs the store's catalog_id")
    if not 1 <= shown <= MOST_PRODUCTS or len(full) > MOST_SECTIONS:
        raise ValueError(f"1 to {MOST_PRODUCTS} products in at most {MOST_SECTIONS} sections, not {shown}")
    sections = [
        {"title": shortened(title, ROW_TITLE_LENGTH), "product_items": [{"product_retailer_id": sku} for sku in skus]}
        for title, skus in full
    ]
    content = _interactive("product_list", message.body, {"catalog_id": catalog_id, "sections": sections})
    content["interactive"]["header"] = {"type": "text", "text": shortened(message.header, HEADER_LENGTH)}
    return content


def _template(message: TemplateMessage) -> dict[str, Any]:
    components: list[dict[str, Any]] = []
    if message.values:
        components.append({"type": "body", "parameters": [_text(value) for value in template_values(message.values)]})
    if message.url_suffix is not None:
        components.append(
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [_text(message.url_suffix)]}
        )
    return {"name": message.name, "language": {"code": message.language}, "components": components}


def _text(value: str) -> dict[str, str]:
    return {"type": "text", "text": value}


def template_values(values: tuple[str, ...]) -> list[str]:
    """Values as Meta takes them: one line each, no gaps, never empty, together no longer than a template has room for.

    The longest gives way first, except links: half a link is none.
    """
    tidy = [" ".join(value.split()) or NOTHING for value in values]
    while (excess := sum(map(len, tidy)) - TEMPLATE_VALUES_LENGTH) > 0:
        words = [at for at, value in enumerate(tidy) if not value.startswith(LINK) and len(value) > 1]
        if not words:
            break
        longest = max(words, key=lambda at: len(tidy[at]))
        tidy[longest] = shortened(tidy[longest], max(1, len(tidy[longest]) - excess))
    return tidy


def shortened(text: str, most: int) -> str:
    """The text in at most ``most`` characters, never empty; cut between words if that loses little."""
    text = text.strip() or NOTHING
    if len(text) <= most:
        return text
    end = most - len(ELLIPSIS)
    # A mark without the letter that carries it is not readable in Hindi, half a joined emoji is another emoji.
    while end > 0 and _clings(text, end):
        end -= 1
    kept = text[:end]
    gap = max(kept.rfind(" "), kept.rfind("\n"))
    if not text[end].isspace() and gap > end // 2:
        kept = kept[:gap]
    return kept.rstrip(" \n\t,;:–-") + ELLIPSIS


def _clings(text: str, at: int) -> bool:
    joiner = "\N{ZERO WIDTH JOINER}"
    return unicodedata.category(text[at]).startswith("M") or joiner in (text[at], text[at - 1])
