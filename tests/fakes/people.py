"""The stores, customers and orders that tests speak of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.domain.customer import Customer, Identity
from shared.domain.inbound import ButtonTap, Cart, CartLine, Content, InboundMessage
from shared.domain.order import Line, Order, OrderStatus, Source
from shared.domain.store import Store

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)

MPLS_PROFILE: dict[str, Any] = {
    "id": "mpls",
    "name": "North Loop Boba",
    "currency": "USD",
    "country": "US",
    "time_zone": "America/Chicago",
    "day_starts_at": "04:00",
    "languages": ["en", "es"],
    "reservation_minutes": 30,
    "preparation_minutes": 20,
    "fulfilment": {"kind": "pickup", "place": {"name": "North Loop Boba", "address": "212 N 2nd St"}},
    "whatsapp_number": "+16125550142",
    "catalog_id": "194836987003835",
}
PUNE_PROFILE: dict[str, Any] = {
    "id": "pune",
    "name": "Sahyadri Traders",
    "currency": "INR",
    "country": "IN",
    "time_zone": "Asia/Kolkata",
    "day_starts_at": "04:00",
    "languages": ["en", "hi"],
    "reservation_minutes": 30,
    "preparation_minutes": 1440,
    "fulfilment": {"kind": "delivery", "place": {"name": "Sahyadri Traders", "address": "14 Market Yard, Pune"}},
    "whatsapp_number": "+912055501234",
    "catalog_id": "194836987003836",
}
MPLS = Store.from_profile(MPLS_PROFILE)
PUNE = Store.from_profile(PUNE_PROFILE)
ANA = Customer(
    id=Identity(user_id="US.13491208655302741918", wa_id="16505551234").customer_id(),
    identity=Identity(user_id="US.13491208655302741918", wa_id="16505551234"),
    name="Ana",
    language="en",
    last_inbound_at=NOW,
)


def said(
    what: Content, *, message_id: str = "wamid.1", at: datetime = NOW, identity: Identity = ANA.identity
) -> InboundMessage:
    """A message from Ana."""
    return InboundMessage(id=message_id, identity=identity, profile_name="Ana", at=at, said=what)


def cart(*lines: tuple[str, int, int | None], currency: str = "USD", note: str = "") -> Cart:
    """A cart of (sku, quantity, price as the phone showed it)."""
    return Cart(
        lines=tuple(CartLine(sku=sku, quantity=quantity, seen_price=price) for sku, quantity, price in lines),
        currency=currency,
        note=note,
    )


def tap(button_id: str) -> ButtonTap:
    """A tapped reply button."""
    return ButtonTap(id=button_id, title="Yes")


def order(**changes: Any) -> Order:
    """Ana's order of two taro and a waffle, 18.45 dollars, with what is changed."""
    values: dict[str, Any] = {
        "id": "ord_1",
        "store": "mpls",
        "customer_id": ANA.id,
        "status": OrderStatus.AWAITING_PAYMENT,
        "version": 2,
        "lines": (
            Line(sku="TARO-R", name="Taro milk tea, regular", quantity=2, unit_price=575),
            Line(sku="WAFFLE", name="Egg waffle", quantity=1, unit_price=695),
        ),
        "currency": "USD",
        "placed_at": NOW,
        "source": Source(channel="whatsapp", message_id="wamid.1"),
    }
    return Order(**(values | changes))
