# ruff: noqa: ARG002 - the port's signature
"""The port Courier over EasyPost: one shipment with our parcel's id as its reference is one parcel.

Source: EasyPost API, "Shipments" (a reference may stand for the id), "Buy a Shipment", "Returns", "Refunds".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import ROUND_UP, Decimal
from typing import Any

import requests

from shared.adapters.couriers.easypost_news import COURIER, news_of_tracker
from shared.adapters.couriers.readings import day, mapping, minor_units, note, rows, text
from shared.adapters.couriers.wire import KEY_REFUSED, LONGEST_REASON, NOT_FOUND, CourierRefused, Wire
from shared.domain.order import Order
from shared.domain.parcel import Address, Direction, Instruction, Parcel, ParcelNews
from shared.domain.store import Store
from shared.ports import Booking, Refused, Unavailable

#: ``refund_status`` of a label: whether its money comes back. None: it was not asked for yet.
GIVEN_BACK: Mapping[str, bool] = {"submitted": True, "refunded": True, "rejected": False, "not_applicable": False}

GRAMS_PER_OUNCE = Decimal("28.349523125")
MM_PER_INCH = Decimal("25.4")


class EasyPost:
    """One store's EasyPost account. ``api_key`` is ``EZTK...`` or ``EZAK...``."""

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = Wire(api_url=api_url, session=session, auth=(api_key, ""))

    @property
    def name(self) -> str:
        """``easypost``."""
        return COURIER

    def prepare(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> str:
        """A shipment without a label. EasyPost takes the same reference twice, and sells a label for each.

        Raises Unavailable, Refused.
        """
        _refuse_cash(parcel, due)
        return text((self._find(parcel.id) or self._create(parcel, order, store)).get("id"))

    def book(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> Booking:
        """Buy the cheapest label, or find the one that an earlier call bought. Raises Unavailable, Refused."""
        _refuse_cash(parcel, due)
        shipment = self._find(_known(parcel)) or self._create(parcel, order, store)
        if not _bought(shipment):
            shipment = self._buy(shipment, currency=store.currency)
        return _booking(shipment, store)

    def track(self, parcel: Parcel, *, now: datetime) -> ParcelNews:
        """The tracker of the parcel's shipment. Raises Unavailable, Refused."""
        tracker = mapping((self._find(_known(parcel)) or {}).get("tracker"))
        if not tracker:
            return ParcelNews(courier=COURIER, tracking_code=parcel.tracking_code or "")
        if "tracking_details" not in tracker and text(tracker.get("id")):
            tracker = self._wire.call("GET", f"/trackers/{tracker['id']}")
        return news_of_tracker(tracker)

    def instruct(self, parcel: Parcel, instruction: Instruction, *, now: datetime) -> None:
        """Refused, always: EasyPost passes nothing on to its carriers, a person has to call the one that has it."""
        raise Refused("by_hand", f"EasyPost takes no instructions; call {parcel.courier_name or 'the carrier'}")

    def cancel(self, parcel: Parcel, *, now: datetime) -> None:
        """Give the label back. Raises Unavailable, Refused when it was used."""
        shipment = self._find(_known(parcel))
        if shipment is None or not _bought(shipment):
            return
        if GIVEN_BACK.get(text(shipment.get("refund_status"))):
            return
        asked = self._wire.call("POST", f"/shipments/{shipment['id']}/refund")
        status = text(asked.get("refund_status"))
        if not GIVEN_BACK.get(status, False):
            raise Refused("not_given_back", f"the label is not taken back: {status or 'no reason given'}")

    def _find(self, reference: str) -> Mapping[str, Any] | None:
        try:
            return self._wire.call("GET", f"/shipments/{reference}")
        except CourierRefused as refusal:
            if refusal.status != NOT_FOUND:
                raise
            return None

    def _create(self, parcel: Parcel, order: Order, store: Store) -> Mapping[str, Any]:
        try:
            return self._wire.call("POST", "/shipments", json={"shipment": _asked(parcel, order, store)})
        except Unavailable:
            # It may have been made all the same: then the rest need not wait for the next try.
            found = self._find(parcel.id)
            if found is None:
                raise
            return found

    def _buy(self, shipment: Mapping[str, Any], *, currency: str) -> Mapping[str, Any]:
        rate, path = _cheapest(shipment, currency=currency), f"/shipments/{shipment['id']}"
        try:
            return self._wire.call("POST", f"{path}/buy", json={"rate": {"id": rate["id"]}})
        except (Unavailable, CourierRefused) as failure:
            if isinstance(failure, CourierRefused) and failure.status in KEY_REFUSED:
                raise
            # It was bought by the call that was not answered, or by one at the same time.
            found = self._wire.call("GET", path)
            if not _bought(found):
                raise
            return found


def _known(parcel: Parcel) -> str:
    """What EasyPost knows it by: the reference may stand for several that were made at once."""
    return parcel.shipment_id or parcel.prepared or parcel.id


def _refuse_cash(parcel: Parcel, due: int) -> None:
    if due and parcel.direction is Direction.OUTBOUND:
        raise Refused("cash_on_delivery", "EasyPost's carriers collect no money at the door")


def _asked(parcel: Parcel, order: Order, store: Store) -> dict[str, Any]:
    terms = store.delivery
    if terms.sender is None:
        raise Refused("no_sender", "the store's file does not say where parcels leave from", alarm=True)
    size = terms.parcel
    return {
        "reference": parcel.id,
        # The way back has the addresses of the way there: EasyPost itself turns them round.
        "is_return": parcel.direction is Direction.INBOUND,
        "to_address": dict(_address(parcel.to)),
        "from_address": dict(_address(terms.sender)),
        "parcel": {
            "weight": _units(size.weight_grams, GRAMS_PER_OUNCE),
            "length": _units(size.length_mm, MM_PER_INCH),
            "width": _units(size.width_mm, MM_PER_INCH),
            "height": _units(size.height_mm, MM_PER_INCH),
        },
        "options": {"label_format": "PDF", "print_custom_1": order.id},
    }


def _units(ours: int, per_unit: Decimal) -> float:
    """Ounces or inches, up to the next tenth: a parcel must not be heavier than it was paid for."""
    return float((ours / per_unit).quantize(Decimal("0.1"), rounding=ROUND_UP))


def _address(own: Address) -> Iterator[tuple[str, str]]:
    yield "name", own.name
    yield "street1", own.line1
    yield "city", own.city
    yield "zip", own.postal_code
    yield "country", own.country
    for field, value in (("street2", own.line2), ("state", own.state), ("phone", own.phone)):
        if value:
            yield field, value


def _bought(shipment: Mapping[str, Any]) -> bool:
    return bool(text(shipment.get("tracking_code")) and shipment.get("postage_label"))


def _cheapest(shipment: Mapping[str, Any], *, currency: str) -> Mapping[str, Any]:
    """The cheapest rate in the store's currency. Raises Refused with what the carriers said when there is none."""
    priced = [
        (cost, number, rate)
        for number, rate in enumerate(rows(shipment.get("rates")))
        if text(rate.get("currency")).upper() == currency
        and (cost := minor_units(rate.get("rate"), currency=currency)) is not None
    ]
    if priced:
        return min(priced)[2]
    said = "; ".join(dict.fromkeys(_objection(one) for one in rows(shipment.get("messages"))))
    raise Refused("no_rates", (said or "no carrier brings it")[:LONGEST_REASON])


def _objection(message: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (note(message.get("carrier")), note(message.get("message")))))


def _booking(shipment: Mapping[str, Any], store: Store) -> Booking:
    rate, label = mapping(shipment.get("selected_rate")), mapping(shipment.get("postage_label"))
    tracker = mapping(shipment.get("tracker"))
    currency = text(rate.get("currency")).upper() or store.currency
    expected = tracker.get("est_delivery_date") or rate.get("delivery_date")
    return Booking(
        shipment_id=text(shipment.get("id")),
        tracking_code=text(shipment.get("tracking_code")),
        courier_name=text(rate.get("carrier")) or "EasyPost",
        label_url=text(label.get("label_pdf_url")) or text(label.get("label_url")),
        tracking_url=text(tracker.get("public_url")),
        cost=minor_units(rate.get("rate"), currency=currency),
        currency=currency,
        expected=day(expected, zone=UTC),
    )
