# ruff: noqa: ARG002 - the port's signature
"""The port Courier over Shiprocket: one order of theirs with our parcel's id is one parcel.

Source: Shiprocket API, "Orders", "Couriers", "NDR", "Tracking". There are no idempotency keys, and an order's id can be
used once for ever: each step looks first whether an earlier call did it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from shared.adapters.couriers.readings import day, mapping, minor_units, rows, text
from shared.adapters.couriers.shiprocket_forms import kilograms, order_form, phone_of, return_form, sender_of
from shared.adapters.couriers.shiprocket_news import COURIER, INDIA, news_of_tracking
from shared.adapters.couriers.shiprocket_wire import ShiprocketWire
from shared.adapters.couriers.wire import KEY_REFUSED, LONGEST_REASON, CourierRefused, words
from shared.domain.order import Order
from shared.domain.parcel import Direction, Instruction, InstructionKind, Parcel, ParcelNews
from shared.domain.store import Store
from shared.ports import Booking, Refused, Unavailable

_K = InstructionKind
#: What the courier of an undelivered parcel is told to do.
ACTIONS: Mapping[InstructionKind, str] = {
    _K.AGAIN: "re-attempt",
    _K.OTHER_DAY: "re-attempt",
    _K.OTHER_ADDRESS: "re-attempt",
    _K.SEND_BACK: "return",
}
CURRENCY = "INR"
TRACKING_PAGE = "https://shiprocket.co/tracking/"
UNPROCESSABLE = 422


class Shiprocket:
    """One store's Shiprocket account. ``api_key`` is ``email:password`` of its API user."""

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = ShiprocketWire(api_url=api_url, api_key=api_key, session=session)

    @property
    def name(self) -> str:
        """``shiprocket``."""
        return COURIER

    def prepare(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> str:
        """Nothing: our id is taken once for ever, and so is the air waybill of the order that has it."""
        return ""

    def book(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> Booking:
        """Order, air waybill, pickup and label, or what of it an earlier call left undone. Raises Unavailable, Refused.

        A parcel that has its air waybill is booked: what a pickup or a label is refused for is seen in its tracking.
        """
        inbound = parcel.direction is Direction.INBOUND
        found = self._order(parcel, now=now) or self._create(
            return_form(parcel, order=order, store=store)
            if inbound
            else order_form(parcel, order=order, store=store, due=due),
            parcel=parcel,
            now=now,
        )
        shipment_id = found["shipment_id"]
        given = found if found["awb"] else self._assign(parcel, shipment_id, store=store, cod=due > 0, now=now)
        self._tried("/courier/generate/pickup", shipment_id, now=now)
        label = self._tried("/courier/generate/label", shipment_id, now=now)
        return Booking(
            shipment_id=shipment_id,
            tracking_code=given["awb"],
            courier_name=given["courier_name"] or "Shiprocket",
            label_url=text(label.get("label_url")),
            tracking_url=TRACKING_PAGE + given["awb"],
            cost=minor_units(given["rate"], currency=CURRENCY) if given["rate"] else None,
            currency=CURRENCY,
            expected=day(given["etd"], zone=INDIA),
        )

    def track(self, parcel: Parcel, *, now: datetime) -> ParcelNews:
        """What the air waybill's tracking says. Raises Unavailable, Refused."""
        code = parcel.tracking_code or ""
        answer = self._wire.call("GET", f"/courier/track/awb/{code}", now=now)
        returning = parcel.direction is Direction.INBOUND
        return news_of_tracking(answer, tracking_code=code, returning=returning, now=parcel.heard_at or now)

    def instruct(self, parcel: Parcel, instruction: Instruction, *, now: datetime) -> None:
        """Tell the courier what to do about an undelivered parcel. Raises Unavailable, Refused."""
        asked: dict[str, str] = {
            "action": ACTIONS[instruction.kind],
            "comments": f"attempt {instruction.attempt}: {instruction.kind}",
        }
        if instruction.day is not None:
            asked["deferred_date"] = instruction.day.isoformat()
        if (to := instruction.address) is not None:
            asked |= {"address1": to.line1, "address2": ", ".join(filter(None, (to.line2, to.city, to.postal_code)))}
            if to.phone:
                asked["phone"] = phone_of(to)
        self._wire.call("POST", f"/ndr/{parcel.tracking_code}/action", json=asked, now=now)

    def cancel(self, parcel: Parcel, *, now: datetime) -> None:
        """Give the air waybill up, and the order with it. Raises Unavailable, Refused when it was picked up."""
        found = self._order(parcel, now=now)
        # A booking that was broken off may have an air waybill that is not on record.
        if code := parcel.tracking_code or (found or {}).get("awb"):
            self._wire.call("POST", "/orders/cancel/shipment/awbs", json={"awbs": [code]}, now=now)
        if found is not None and "CANCEL" not in found["status"]:
            self._wire.call("POST", "/orders/cancel", json={"ids": [found["order_id"]]}, now=now)

    def _order(self, parcel: Parcel, *, now: datetime) -> dict[str, str] | None:
        """What Shiprocket has under our parcel's id. Its search finds more than what is the same."""
        answer = self._wire.call("GET", "/orders", params={"search": parcel.id}, now=now)
        for one in rows(answer.get("data")):
            if text(one.get("channel_order_id")) != parcel.id:
                continue
            shipment = mapping(next(iter(rows(one.get("shipments"))), None))
            return {
                "order_id": text(one.get("id")),
                "status": text(one.get("status")).upper(),
                "shipment_id": text(shipment.get("id")),
                "awb": text(shipment.get("awb")),
                "courier_name": text(shipment.get("courier")),
                "rate": text(shipment.get("cost")),
                "etd": text(shipment.get("etd")),
            }
        return None

    def _create(self, form: Mapping[str, Any], *, parcel: Parcel, now: datetime) -> dict[str, str]:
        way = "return" if parcel.direction is Direction.INBOUND else "adhoc"
        try:
            made = self._wire.call("POST", f"/orders/create/{way}", json=form, now=now)
        except (Unavailable, CourierRefused) as failure:
            if isinstance(failure, CourierRefused) and failure.status in KEY_REFUSED:
                raise
            # It was made by the call that was not answered, or by one at the same time: its id is used for ever.
            found = self._order(parcel, now=now)
            if found is None:
                raise
            return found
        shipment_id = text(made.get("shipment_id"))
        if not shipment_id:
            raise Refused("not_created", words(made.get("message"))[:LONGEST_REASON] or "no reason given")
        return {"order_id": text(made.get("order_id")), "shipment_id": shipment_id, "awb": "", "status": "NEW"}

    def _assign(self, parcel: Parcel, shipment_id: str, *, store: Store, cod: bool, now: datetime) -> dict[str, str]:
        """The air waybill of the cheapest courier that goes there."""
        chosen = self._cheapest(parcel, store=store, cod=cod, now=now)
        asked: dict[str, Any] = {"shipment_id": shipment_id, "courier_id": chosen.get("courier_company_id")}
        if parcel.direction is Direction.INBOUND:
            asked["is_return"] = 1
        try:
            answer = self._wire.call("POST", "/courier/assign/awb", json=asked, now=now)
        except (Unavailable, CourierRefused):
            found = self._order(parcel, now=now)
            if found is None or not found["awb"]:
                raise
            return found
        data = mapping(mapping(answer.get("response")).get("data"))
        awb = text(data.get("awb_code"))
        if not awb:
            said = words(data.get("awb_assign_error")) or words(answer.get("message"))
            raise Refused("no_awb", said[:LONGEST_REASON] or "no courier took it")
        return {
            "awb": awb,
            "courier_name": text(data.get("courier_name")) or text(chosen.get("courier_name")),
            "rate": str(chosen.get("rate") or ""),
            "etd": text(chosen.get("etd")),
        }

    def _cheapest(self, parcel: Parcel, *, store: Store, cod: bool, now: datetime) -> Mapping[str, Any]:
        codes = [sender_of(store).postal_code, parcel.to.postal_code]
        inbound = parcel.direction is Direction.INBOUND
        pickup, delivery = reversed(codes) if inbound else codes
        params = {
            "pickup_postcode": pickup,
            "delivery_postcode": delivery,
            "cod": int(cod),
            "weight": kilograms(store),
            **({"is_return": 1} if inbound else {}),
        }
        answer = self._wire.call("GET", "/courier/serviceability/", params=params, now=now)
        priced = [
            (cost, number, one)
            for number, one in enumerate(rows(mapping(answer.get("data")).get("available_courier_companies")))
            if (cost := minor_units(one.get("rate"), currency=CURRENCY)) is not None and one.get("blocked") in (None, 0)
        ]
        if not priced:
            said = words(answer.get("message"))[:LONGEST_REASON]
            raise Refused("no_rates", said or f"no courier goes from {pickup} to {delivery}")
        return min(priced)[2]

    def _tried(self, path: str, shipment_id: str, *, now: datetime) -> Mapping[str, Any]:
        """A step that comes again with every repeat: that it was done before is said as a refusal."""
        try:
            return self._wire.call("POST", path, json={"shipment_id": [shipment_id]}, now=now)
        except CourierRefused as refusal:
            if refusal.status in KEY_REFUSED:
                raise
            return {}
