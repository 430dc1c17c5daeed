"""Shiprocket's couriers: AWBs, pickups, labels, tracking, and what is to be done after a failed delivery."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from infra.local.simulators import shiprocket_objects as objects
from infra.local.simulators.carriers import Haul
from infra.local.simulators.desk import Desk
from infra.local.simulators.gateways import Call
from infra.local.simulators.shiprocket_book import COURIERS, Book, Order
from infra.local.simulators.shiprocket_ndr import answer, shown
from infra.local.simulators.shiprocket_orders import page_of, searched
from infra.local.simulators.shiprocket_rules import PINCODE, UNREACHABLE, ShiprocketError, ids_in
from infra.local.simulators.world import Json

Action = Callable[[Call], Awaitable[tuple[Any, int]]]
MOST_AWBS = 50


class Couriers:
    """The calls of `/courier` and `/ndr`."""

    def __init__(self, desk: Desk, book: Book) -> None:
        self._desk = desk
        self._book = book

    def actions(self) -> list[tuple[str, str, Action]]:
        """Verb, path and what is done."""
        return [
            ("POST", "/courier/assign/awb", self._assign),
            ("POST", "/courier/generate/pickup", self._pickup),
            ("POST", "/courier/generate/label", self._label),
            ("GET", "/courier/serviceability", self._serviceability),
            ("GET", "/courier/serviceability/", self._serviceability),
            ("GET", "/courier/track/awb/{id}", self._track),
            ("POST", "/courier/track/awbs", self._track_many),
            ("GET", "/courier/track/shipment/{id}", self._track_shipment),
            ("GET", "/courier/track", self._track_order),
            ("GET", "/ndr/all", self._ndrs),
            ("GET", "/ndr/{id}", self._ndr),
            ("POST", "/ndr/{id}/action", self._ndr_action),
        ]

    async def _assign(self, call: Call) -> tuple[Json, int]:
        order = self._book.by_shipment(call.store, call.asked.get("shipment_id"))
        again = call.asked.get("status") == "reassign"
        haul = self._book.assign(
            order, courier_id=call.asked.get("courier_id"), again=again, origin=self._desk.origin(call.request)
        )
        return {"awb_assign_status": 1, "response": {"data": _assigned(order, haul)}}, 200

    async def _pickup(self, call: Call) -> tuple[Json, int]:
        orders = [self._book.by_shipment(call.store, one) for one in ids_in(call.asked, "shipment_id")]
        for order in orders:
            if order.haul is None:
                raise ShiprocketError("AWB is not assigned for this shipment.")
            if order.pickup_at is not None:
                raise ShiprocketError("Already in Pickup Queue.")
        at = self._desk.clock.now() + timedelta(days=1)
        for order in orders:
            order.pickup_at = at
        token = f"Reference No: {secrets.randbelow(10**8):08d}"
        said = {"pickup_scheduled_date": objects.stamp(at), "pickup_token_number": token, "status": 3}
        return {"pickup_status": 1, "response": {**said, "data": "Pickup is confirmed"}}, 200

    async def _label(self, call: Call) -> tuple[Json, int]:
        wanted = ids_in(call.asked, "shipment_id")
        origin = self._desk.origin(call.request)
        made = {one: self._book.label(self._book.by_shipment(call.store, one), origin=origin) for one in wanted}
        missing = [one for one, url in made.items() if url is None]
        url = next((one for one in made.values() if one), None)
        if url is None:
            return {"label_created": 0, "response": "Label could not be created.", "not_created": missing}, 200
        return {
            "label_created": 1,
            "label_url": url,
            "response": "Label has been created and uploaded successfully!",
            "not_created": missing,
        }, 200

    async def _serviceability(self, call: Call) -> tuple[Json, int]:
        query = call.request.query_params
        codes = [query.get("pickup_postcode", ""), query.get("delivery_postcode", "")]
        if not all(PINCODE.fullmatch(code) for code in codes):
            raise ShiprocketError("Invalid postcode", status=422)
        if any(code.startswith(UNREACHABLE) for code in codes):
            return {"status": 404, "message": "No couriers are serviceable for the given postcodes."}, 200
        cash = query.get("cod") == "1"
        couriers = [
            {
                "courier_company_id": id_,
                "courier_name": name,
                "rate": rate + (40 if cash else 0),
                "freight_charge": rate,
                "cod": int(id_ != 33),
                "cod_charges": 40.0 if cash else 0.0,
                "estimated_delivery_days": str(days),
                "etd": (self._desk.clock.now() + timedelta(days=days)).strftime("%b %d, %Y"),
            }
            for id_, name, days, rate in COURIERS
            if not cash or id_ != 33
        ]
        return {
            "status": 200,
            "currency": "INR",
            "data": {"available_courier_companies": couriers, "recommended_courier_company_id": 10},
        }, 200

    async def _track(self, call: Call) -> tuple[Json, int]:
        order = self._book.by_awb(call.store, call.id)
        return objects.tracking(order.haul if order else None), 200

    async def _track_many(self, call: Call) -> tuple[Json, int]:
        awbs = ids_in(call.asked, "awbs")
        if len(awbs) > MOST_AWBS:
            raise ShiprocketError(f"The awbs may not have more than {MOST_AWBS} items.", status=422)
        orders = {str(awb): self._book.by_awb(call.store, awb) for awb in awbs}
        return {awb: objects.tracking(order.haul) for awb, order in orders.items() if order is not None}, 200

    async def _track_shipment(self, call: Call) -> tuple[Json, int]:
        return objects.tracking(self._book.by_shipment(call.store, call.id).haul), 200

    async def _track_order(self, call: Call) -> tuple[list[Json], int]:
        wanted = call.request.query_params.get("order_id", "")
        return [objects.tracking(one.haul) for one in self._book.of(call.store) if one.reference == wanted], 200

    async def _ndrs(self, call: Call) -> tuple[Json, int]:
        query = call.request.query_params
        cases = [
            shown(case, order.haul, reference=order.reference)
            for order in self._book.of(call.store)[::-1]
            for case in order.cases[-1:]
            if order.haul and case.open and query.get("search", "") in searched(order)
        ]
        day = [one for one in cases if query.get("from", "") <= one["ndr_raised_at"][:10] <= query.get("to", "9")]
        return page_of(call, day), 200

    async def _ndr(self, call: Call) -> tuple[Json, int]:
        order = self._book.by_awb(call.store, call.id)
        if order is None or order.haul is None:
            raise ShiprocketError("AWB not found", status=404)
        return {"data": [shown(case, order.haul, reference=order.reference) for case in order.cases[-1:]]}, 200

    async def _ndr_action(self, call: Call) -> tuple[Json, int]:
        order = self._book.by_awb(call.store, call.id)
        if order is None or order.haul is None:
            raise ShiprocketError("AWB not found", status=404)
        case = order.cases[-1] if order.cases else None
        action = answer(case, order.haul, call.asked, now=self._desk.clock.now())
        if action == "return":
            self._book.return_it(order)
        self._desk.live.tell("parcel", {"store": call.store.id, "tracking_code": order.haul.tracking_code})
        return {"status": "Data Updated Sucessfully"}, 202


def _assigned(order: Order, haul: Haul) -> Json:
    at = order.assigned_at or order.made_at
    return {
        "courier_company_id": order.courier[0],
        "courier_name": haul.carrier,
        "awb_code": haul.tracking_code,
        "cod": int(order.asked["payment_method"] == "COD"),
        "order_id": order.id,
        "shipment_id": order.shipment_id,
        "awb_code_status": 1,
        "assigned_date_time": {"date": objects.stamp(at), "timezone_type": 3, "timezone": "Asia/Kolkata"},
        "applied_weight": float(order.asked["weight"]),
        "company_id": 25_149,
        "freight_charges": order.courier[3],
        "routing_code": "",
        "pickup_scheduled_date": None,
        "child_courier_name": None,
    }
