"""Shiprocket's API, the part a shop uses: login, orders, AWBs, pickups, labels, tracking, failed deliveries."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators import shiprocket_objects as objects
from infra.local.simulators.carriers import Haul, Step
from infra.local.simulators.desk import Desk
from infra.local.simulators.faults import Fault
from infra.local.simulators.gateways import Call
from infra.local.simulators.labels import Labels
from infra.local.simulators.shiprocket_book import COURIERS, Book, Order
from infra.local.simulators.shiprocket_ndr import answer, shown
from infra.local.simulators.shiprocket_rules import (
    PINCODE,
    UNREACHABLE,
    ShiprocketError,
    check_order,
    check_return,
    ids_in,
)
from infra.local.simulators.world import Json, Store

Action = Callable[[Call], Awaitable[tuple[Any, int]]]
TOKEN_LIVES = timedelta(days=10)
MOST_AWBS, PAGE = 50, 15


class Shiprocket:
    """Provider `shiprocket`. The API key of a store is `email:password` of its API user."""

    name = "shiprocket"
    prefix = "/sim/shiprocket/"

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk = desk
        self._book = Book(desk, labels)
        self._secret = secrets.token_bytes(32)
        self._pickups: dict[str, list[Json]] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """Everything under `/sim/shiprocket/v1/external`."""
        actions: list[tuple[str, str, Action]] = [
            ("POST", "/orders/create/adhoc", self._create),
            ("POST", "/orders/create/return", self._create_return),
            ("GET", "/orders", self._orders),
            ("GET", "/orders/show/{id}", self._order),
            ("POST", "/orders/cancel", self._cancel),
            ("POST", "/orders/cancel/shipment/awbs", self._cancel_awbs),
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
            ("GET", "/settings/company/pickup", self._pickup_places),
            ("POST", "/settings/company/addpickup", self._add_pickup_place),
        ]
        base = f"{self.prefix}v1/external"
        return [
            Route(f"{base}/auth/login", self._login, methods=["POST"]),
            *(Route(base + path, self._endpoint(act), methods=[verb]) for verb, path, act in actions),
        ]

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """Refused before anything was done; it gives no time to wait."""
        if fault is Fault.TOO_MANY:
            return 429, {"message": "Too Many Attempts."}
        return 500, {"message": "Server Error", "status_code": 500}

    def reset(self) -> None:
        """Forget orders, pickup places and tokens."""
        self._book.reset()
        self._pickups.clear()
        self._secret = secrets.token_bytes(32)

    def hauls(self) -> Iterable[Haul]:
        """Every parcel with an AWB."""
        return self._book.hauls()

    def advance(self, haul: Haul, step: Step) -> None:
        """The next scan, or another day of delivery."""
        self._book.advance(haul, step)

    async def _login(self, request: Request) -> JSONResponse:
        try:
            asked = await _json(request)
        except ShiprocketError as error:
            return JSONResponse(error.body, status_code=error.status)
        pair = f"{asked.get('email')}:{asked.get('password')}"
        store = self._desk.find_store(
            lambda one: one.text("courier") == self.name and one.internal("courier_api_key") == pair
        )
        if store is None:
            return JSONResponse(
                {"message": "Invalid email and password combination", "status_code": 403}, status_code=403
            )
        until = self._desk.clock.now() + TOKEN_LIVES
        return JSONResponse(
            {
                "id": 1_000_001,
                "first_name": "API",
                "last_name": "USER",
                "email": asked["email"],
                "company_id": 25_149,
                "created_at": "2021-07-02 16:41:59",
                "token": self._token({"sub": store.id, "exp": int(until.timestamp())}),
            }
        )

    async def _create(self, call: Call) -> tuple[Json, int]:
        check_order(call.asked)
        nicknames = [one["pickup_location"] for one in self._places(call.store)]
        if call.asked["pickup_location"] not in nicknames:
            raise ShiprocketError(
                "Wrong Pickup location entered. Please choose one location from the data given",
                http=200,
                data={"data": self._places(call.store)},
            )
        order = self._book.create(call.store, call.asked, inbound=False)
        return {**_ids(order), "status": "NEW", "status_code": 1, "onboarding_completed_now": 0, **_no_awb()}, 200

    async def _create_return(self, call: Call) -> tuple[Json, int]:
        check_return(call.asked)
        order = self._book.create(call.store, call.asked, inbound=True)
        return {**_ids(order), "status": "RETURN PENDING", "status_code": 21, "company_name": call.store.name}, 200

    async def _orders(self, call: Call) -> tuple[Json, int]:
        wanted = call.request.query_params.get("search", "")
        found = [one for one in self._book.of(call.store)[::-1] if not wanted or wanted in _searched(one)]
        return _page(call, [one.shown() for one in found]), 200

    async def _order(self, call: Call) -> tuple[Json, int]:
        for one in self._book.of(call.store):
            if str(one.id) == call.id:
                return {"data": one.shown()}, 200
        raise ShiprocketError("Order not found", status=404)

    async def _cancel(self, call: Call) -> tuple[Json | None, int]:
        wanted = {str(one) for one in ids_in(call.asked, "ids")}
        found = [one for one in self._book.of(call.store) if str(one.id) in wanted]
        if len(found) < len(wanted):
            raise ShiprocketError("Order not found", status=404)
        for order in found:
            self._book.cancel(order)
        return None, 204

    async def _cancel_awbs(self, call: Call) -> tuple[Json, int]:
        for awb in ids_in(call.asked, "awbs"):
            if (order := self._book.by_awb(call.store, awb)) is None:
                raise ShiprocketError(f"AWB {awb} not found", status=404)
            self._book.cancel(order)
        return {"message": "Bulk Shipment cancellation is in progress. Please wait for some time."}, 200

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
            if order.haul and case.open and query.get("search", "") in _searched(order)
        ]
        day = [one for one in cases if query.get("from", "") <= one["ndr_raised_at"][:10] <= query.get("to", "9")]
        return _page(call, day), 200

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

    async def _pickup_places(self, call: Call) -> tuple[Json, int]:
        return {"data": {"shipping_address": self._places(call.store)}}, 200

    async def _add_pickup_place(self, call: Call) -> tuple[Json, int]:
        fields = ("pickup_location", "name", "email", "phone", "address", "city", "state", "country", "pin_code")
        lacking = [name for name in fields if not call.asked.get(name)]
        if lacking:
            raise ShiprocketError(
                "The given data was invalid.",
                status=422,
                errors={name: [f"The {name.replace('_', ' ')} field is required."] for name in lacking},
            )
        if any(one["pickup_location"] == call.asked["pickup_location"] for one in self._places(call.store)):
            raise ShiprocketError("Address nick name already in use", status=422)
        self._pickups.setdefault(call.store.id, []).append({**call.asked})
        return {"success": True, "address": {**call.asked}}, 200

    def _places(self, store: Store) -> list[Json]:
        """Where parcels are picked up: what stands in the panel from the beginning, and what was added."""
        own = dict(self._desk.world.stores.get(store.id, store).about.get("courier", {}).get("from", {}))
        names = dict.fromkeys(filter(None, ("Primary", str(own.get("name") or ""))))
        known = [
            {"pickup_location": name, "pin_code": own.get("postal_code"), "city": own.get("city")} for name in names
        ]
        return [*known, *self._pickups.get(store.id, [])]

    def _endpoint(self, act: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                answered, status = await act(Call(self._owner(request), request, await _json(request)))
            except ShiprocketError as error:
                return JSONResponse(error.body, status_code=error.status)
            return Response(status_code=204) if status == 204 else JSONResponse(answered, status_code=status)

        return endpoint

    def _owner(self, request: Request) -> Store:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        claims = self._claims(token.strip()) if scheme.lower() == "bearer" else None
        if claims is None:
            raise ShiprocketError("Unauthorized! You do not have the required permissions", status=401)
        if claims["exp"] <= self._desk.clock.now().timestamp():
            raise ShiprocketError("Token has expired", status=401)
        return self._desk.world.stores[claims["sub"]]

    def _token(self, claims: Json) -> str:
        head = _b64(json.dumps({"typ": "JWT", "alg": "HS256"}).encode())
        signed = f"{head}.{_b64(json.dumps(claims).encode())}"
        return f"{signed}.{_b64(hmac.new(self._secret, signed.encode(), hashlib.sha256).digest())}"

    def _claims(self, token: str) -> Json | None:
        signed, _, mark = token.rpartition(".")
        wanted = _b64(hmac.new(self._secret, signed.encode(), hashlib.sha256).digest())
        if not hmac.compare_digest(mark.encode(), wanted.encode()):
            return None
        middle = signed.partition(".")[2]
        claims: Json = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return claims if claims["sub"] in self._desk.world.stores else None


def _ids(order: Order) -> Json:
    return {"order_id": order.id, "channel_order_id": order.reference, "shipment_id": order.shipment_id}


def _no_awb() -> Json:
    return {"awb_code": "", "courier_company_id": "", "courier_name": ""}


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


def _searched(order: Order) -> str:
    return f"{order.reference} {order.id} {order.haul.tracking_code if order.haul else ''}"


def _page(call: Call, found: list[Json]) -> Json:
    query = call.request.query_params
    try:
        page, size = int(query.get("page", 1)), int(query.get("per_page", PAGE))
    except ValueError:
        raise ShiprocketError("page and per_page are numbers", status=422) from None
    chosen = found[(page - 1) * size : page * size]
    return {
        "data": chosen,
        "meta": {
            "pagination": {
                "total": len(found),
                "count": len(chosen),
                "per_page": size,
                "current_page": page,
                "total_pages": -(-len(found) // size),
                "links": {},
            }
        },
    }


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


async def _json(request: Request) -> Json:
    raw = await request.body()
    try:
        asked = json.loads(raw) if raw.strip() else {}
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise ShiprocketError("Invalid JSON", status=400)
    return asked
