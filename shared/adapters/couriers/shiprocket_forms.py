"""What Shiprocket is asked for, from a parcel of ours: centimetres, kilograms, rupees, ten digits of a phone. Pure.

Source: Shiprocket API, "Create Custom Order", "Create Return Order".
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from shared.adapters.couriers.shiprocket_news import INDIA
from shared.domain.money import exponent
from shared.domain.order import Line, Order
from shared.domain.parcel import Address, Parcel
from shared.domain.store import Store
from shared.ports import Refused

LONGEST_CITY = 30
LONGEST_ADDRESS = 190
#: Shiprocket insists on an address of email, and customers on WhatsApp give none. This one is nobody's, for ever.
NOBODYS_EMAIL = "nobody@example.com"
#: ISO 3166 code to the name Shiprocket writes; it picks parcels up in India only.
COUNTRIES = {"IN": "India"}
SMALLEST_CM = Decimal("0.6")
#: An order without an item and a price is refused: what a box beside those that hold all goods is declared as (paise).
BOX_WORTH = 100


def order_form(parcel: Parcel, *, order: Order, store: Store, due: int) -> dict[str, Any]:
    """``POST /orders/create/adhoc``. Raises Refused when the store's file names no sender."""
    to, sender = parcel.to, sender_of(store)
    return {
        **_common(parcel, order=order, store=store, due=due),
        "payment_method": "COD" if due else "Prepaid",
        # The nickname of a pickup place in Shiprocket's panel: the sender's name in the store's file.
        "pickup_location": sender.name,
        "billing_customer_name": to.name,
        "billing_last_name": "",
        **{f"billing_{field}": value for field, value in _place(to)},
        "billing_email": NOBODYS_EMAIL,
        "shipping_is_billing": True,
    }


def return_form(parcel: Parcel, *, order: Order, store: Store) -> dict[str, Any]:
    """``POST /orders/create/return``: picked up at the customer's, brought to the sender. Raises Refused."""
    sender = sender_of(store)
    return {
        **_common(parcel, order=order, store=store, due=0),
        "payment_method": "Prepaid",
        "pickup_customer_name": parcel.to.name,
        **{f"pickup_{field}": value for field, value in _place(parcel.to)},
        "pickup_email": NOBODYS_EMAIL,
        "shipping_customer_name": sender.name,
        **{f"shipping_{field}": value for field, value in _place(sender)},
        "shipping_email": NOBODYS_EMAIL,
    }


def kilograms(store: Store) -> str:
    """What a usual parcel weighs."""
    return str(Decimal(store.delivery.parcel.weight_grams) / 1000)


def sender_of(store: Store) -> Address:
    """Where parcels leave from. Raises Refused."""
    sender = store.delivery.sender
    if sender is None:
        raise Refused("no_sender", "the store's file does not say where parcels leave from", alarm=True)
    return sender


def phone_of(own: Address) -> str:
    """Ten digits, without the country's 91."""
    return "".join(filter(str.isdigit, own.phone))[-10:]


def _common(parcel: Parcel, *, order: Order, store: Store, due: int) -> dict[str, Any]:
    size, lines = store.delivery.parcel, list(_lines(parcel, order))
    worth = sum(line.unit_price * line.quantity for line in lines)
    asked = due or worth
    return {
        # Ours for ever: a parcel that is given up is another one when it is sent again.
        "order_id": parcel.id,
        "order_date": parcel.at.astimezone(INDIA).strftime("%Y-%m-%d %H:%M"),
        "order_items": [
            {
                "name": line.name,
                "sku": line.sku,
                "units": line.quantity,
                "selling_price": _rupees(line.unit_price, order.currency),
            }
            for line in lines
        ],
        "sub_total": _rupees(asked, order.currency),
        "total_discount": _rupees(max(worth - asked, 0), order.currency),
        "length": _centimetres(size.length_mm),
        "breadth": _centimetres(size.width_mm),
        "height": _centimetres(size.height_mm),
        "weight": float(kilograms(store)),
    }


def _lines(parcel: Parcel, order: Order) -> Iterator[Line]:
    """What is in the parcel, at the order's prices."""
    left = dict(parcel.lines)
    for line in order.lines:
        units = min(left.get(line.sku, 0), line.quantity)
        if units:
            left[line.sku] -= units
            yield Line(sku=line.sku, name=line.name, quantity=units, unit_price=line.unit_price)
    if not parcel.lines:
        first = order.lines[0]
        yield Line(sku=first.sku, name=f"{first.name} (part)", quantity=1, unit_price=BOX_WORTH)


def _place(own: Address) -> Iterator[tuple[str, str]]:
    yield "address", own.line1[:LONGEST_ADDRESS]
    yield "address_2", own.line2[:LONGEST_ADDRESS]
    yield "city", own.city[:LONGEST_CITY]
    yield "pincode", own.postal_code
    yield "state", own.state
    yield "country", COUNTRIES.get(own.country, own.country)
    yield "phone", phone_of(own)


def _rupees(amount: int, currency: str) -> float:
    return float(Decimal(amount).scaleb(-exponent(currency)))


def _centimetres(millimetres: int) -> float:
    return float(max(Decimal(millimetres) / 10, SMALLEST_CM))
