"""Where a parcel goes: what staff sent, else what the order and the customer's profile say, else what is missing."""

from __future__ import annotations

from functions.staff_api.contract import FieldError
from functions.staff_api.parcels_contract import AddressFields
from functions.staff_api.problems import Invalid
from shared.domain.customer import Customer
from shared.domain.order import Order
from shared.domain.parcel import Address
from shared.domain.store import Store

#: Without these no courier finds anybody. A rider of the store's needs the first two.
NEEDED = ("name", "line1", "city", "postal_code", "phone")
NEEDED_BY_RIDER = ("name", "line1")
#: Countries whose couriers want the state as well.
WITH_STATES = frozenset({"US", "IN", "CA", "AU", "BR", "MX"})
DIAL_CODES = {"US": "1", "CA": "1", "IN": "91"}
NATIONAL_DIGITS = 10
#: Postal codes that begin with the same so many letters are one city.
SAME_CITY = 3


def whole_address(
    asked: AddressFields | None, *, order: Order, customer: Customer | None, store: Store, by_rider: bool
) -> Address:
    """The address, with each field from where it is known. Raises Invalid, naming every field that is missing."""
    given, known = asked or AddressFields(), _known(order, customer, store)
    # An address of somebody's own is taken whole: half of it and half of another one is nobody's.
    own = bool(given.line1)
    postal_code = _clean(given.postal_code) or ("" if own else known.postal_code)
    there = _same_city(postal_code, store)
    country = given.country or known.country
    found = Address(
        name=_clean(given.name) or known.name,
        line1=_clean(given.line1) or known.line1,
        line2=_clean(given.line2),
        city=_clean(given.city) or (there.city if there else ""),
        state=_clean(given.state) or (there.state if there else ""),
        postal_code=postal_code,
        country=country,
        phone=_phone(given.phone or "", country=country) or known.phone,
    )
    needed = NEEDED_BY_RIDER if by_rider else (*NEEDED, *(("state",) if country in WITH_STATES else ()))
    missing = [field for field in needed if not getattr(found, field)]
    if missing:
        raise Invalid(*(FieldError(field=f"address.{field}", expected=_expected(field)) for field in sorted(missing)))
    return found


def _known(order: Order, customer: Customer | None, store: Store) -> Address:
    handover = order.handover if order.handover and order.handover.kind == "delivery" else None
    own = handover is not None and bool(handover.address)
    return Address(
        name=customer.name if customer else "",
        line1=" ".join((handover.address if own and handover else customer.address if customer else "").split()),
        city="",
        postal_code=handover.postal_code if own and handover else customer.postal_code if customer else "",
        country=store.country,
        phone=f"+{customer.identity.wa_id}" if customer and customer.identity.wa_id else "",
    )


def _same_city(postal_code: str, store: Store) -> Address | None:
    """The store's own address, if the postal code is one of its city: then city and state are the same."""
    sender = store.delivery.sender
    if sender is None or not postal_code or postal_code[:SAME_CITY] != sender.postal_code[:SAME_CITY]:
        return None
    return sender


def _expected(field: str) -> str:
    return f"to be sent: the {field.replace('_', ' ')} is known neither from the order nor from the customer"


def _clean(value: str | None) -> str:
    return " ".join((value or "").split())


def _phone(written: str, *, country: str) -> str:
    digits = "".join(filter(str.isdigit, written))
    if not digits or written.strip().startswith("+") or len(digits) != NATIONAL_DIGITS:
        return f"+{digits}" if digits else ""
    return f"+{DIAL_CODES.get(country, '')}{digits}"
