"""One message from the Inbox, in our words. Pure, and light enough for a cold start.

    Unaddressed     the message names no id, no sender or no time: nobody could be answered

Whatever else is missing or strange makes the message an ``Other``, or a cart line that the customer is asked about:
nothing a customer sends may stop those behind it.

Source: Meta, WhatsApp Cloud API, webhooks reference "messages"; and messages seen in the wild, which lack what the
reference promises.
"""

from __future__ import annotations

from datetime import UTC, datetime

from shared.adapters.whatsapp.fields import name, several, shape, words
from shared.domain.customer import Identity
from shared.domain.inbound import ButtonTap, Cart, CartLine, Content, InboundMessage, Other, Text
from shared.domain.money import from_major

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LONGEST_TEXT = 4096
LONGEST_NAME = 100
LONGEST_SKU = 100
#: Far above what a cart can hold and a price can be, far below what would not fit a number column.
LARGEST_QUANTITY = 9_999
LARGEST_PRICE = 10**12
LONGEST_PRICE = 16


class Unaddressed(ValueError):
    """``missing`` says what the message lacks: ``id``, ``sender`` or ``time``."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"a WhatsApp message without its {missing}")
        self.missing = missing


def message_in(body: Mapping[str, Any]) -> InboundMessage:
    """Read an Inbox body of kind ``whatsapp_message``. Raises Unaddressed."""
    message, contact = shape(body.get("message")), shape(body.get("contact"))
    context = shape(message.get("context"))
    message_id = message.get("id")
    if not isinstance(message_id, str) or not message_id:
        raise Unaddressed("id")
    return InboundMessage(
        id=message_id,
        identity=_identity(message, contact),
        profile_name=words(shape(contact.get("profile")).get("name"), LONGEST_NAME),
        at=_time(message.get("timestamp")),
        said=_said(message),
        type=_kind(message),
        reply_to=name(context.get("id")) or None,
        product=words(shape(context.get("referred_product")).get("product_retailer_id"), LONGEST_SKU) or None,
        forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        referral=words(shape(message.get("referral")).get("source_id"), LONGEST_NAME) or None,
        errors=tuple(_codes(message.get("errors"))),
        cards_removed=body.get("cards_removed") is True,
    )


def _identity(message: Mapping[str, Any], contact: Mapping[str, Any]) -> Identity:
    """Since 2026 a customer with a user name may come without a phone number, and older messages without a user id."""
    user_id = name(message.get("from_user_id")) or name(contact.get("user_id"))
    # A system message speaks of a customer who said nothing: it has no contact, and older ones no sender.
    named = (
        name(contact.get("wa_id")) or name(message.get("from")) or name(shape(message.get("system")).get("customer"))
    )
    wa_id = named.lstrip("+")
    if not user_id and not wa_id:
        raise Unaddressed("sender")
    return Identity(user_id=user_id or None, wa_id=wa_id or None)


def _time(timestamp: object) -> datetime:
    try:
        return datetime.fromtimestamp(int(str(timestamp)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise Unaddressed("time") from None


def _kind(message: Mapping[str, Any]) -> str:
    return words(message.get("type"), LONGEST_NAME) or "unknown"


def _codes(errors: object) -> list[int]:
    codes = [shape(error).get("code") for error in several(errors)]
    return [code for code in codes if isinstance(code, int) and not isinstance(code, bool)]


def _said(message: Mapping[str, Any]) -> Content:
    kind = _kind(message)
    content = shape(message.get(kind))
    said: Content | None
    if kind == "order":
        said = _cart(content)
    elif kind == "text":
        said = Text(body=body) if (body := words(content.get("body"), LONGEST_TEXT)) else None
    elif kind == "button":
        said = _tap(content.get("payload") or content.get("text"), content.get("text"))
    elif kind == "interactive" and content.get("type") in ("button_reply", "list_reply"):
        chosen = shape(content.get(content["type"]))
        said = _tap(chosen.get("id"), chosen.get("title"))
    else:
        # A cart, the commonest and the one that must not wait, is read without loading the readers of all else.
        from shared.adapters.whatsapp.contents import content_in

        said = content_in(kind, message)
    return said or Other(type=kind)


def _tap(button_id: object, title: object) -> ButtonTap | None:
    return (
        ButtonTap(id=button_id, title=words(title, LONGEST_NAME)) if isinstance(button_id, str) and button_id else None
    )


def _cart(order: Mapping[str, Any]) -> Cart | None:
    items = order.get("product_items")
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if not items:
        return None
    currencies = [words(item.get("currency"), 3).upper() for item in items]
    currency = next(filter(None, currencies), "")
    lines = tuple(
        CartLine(
            sku=_sku(item.get("product_retailer_id")),
            quantity=_quantity(item.get("quantity")),
            # Prices in two currencies cannot both be what the customer was shown: those of the second are unreadable.
            seen_price=_price(item.get("item_price"), currency) if own == currency else None,
        )
        for item, own in zip(items, currencies, strict=True)
    )
    return Cart(lines=lines, currency=currency, note=words(order.get("text"), LONGEST_TEXT))


def _sku(value: object) -> str:
    """The product's id; ``?`` finds no product, and the customer is told so."""
    known = isinstance(value, (str, int)) and not isinstance(value, bool)
    return words(str(value), LONGEST_SKU) or "?" if known else "?"


def _quantity(value: object) -> int:
    """Units wanted; 0 for what is no whole number, which the customer is asked about like a real 0."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(LARGEST_QUANTITY)):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return min(max(value, 0), LARGEST_QUANTITY)


def _price(value: object, currency: str) -> int | None:
    """Minor units of a price in major units: a number (7.99), at times a text."""
    if isinstance(value, str):
        # A text may hold an exponent that makes a number of any size.
        value = value if len(value) <= LONGEST_PRICE and value.replace(".", "", 1).isdecimal() else None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    price = from_major(value, currency)
    return price if price is not None and 0 <= price <= LARGEST_PRICE else None
