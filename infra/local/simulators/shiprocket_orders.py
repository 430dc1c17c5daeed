"""Shiprocket's orders and the places where parcels are picked up."""

from collections.abc import Awaitable, Callable
from typing import Any

from infra.local.simulators.desk import Desk
from infra.local.simulators.gateways import Call
from infra.local.simulators.shiprocket_book import Book, Order
from infra.local.simulators.shiprocket_rules import (
    ShiprocketError,
    check_order,
    check_pickup_place,
    check_return,
    ids_in,
)
from infra.local.simulators.world import Json, Store

Action = Callable[[Call], Awaitable[tuple[Any, int]]]
PAGE = 15


class Orders:
    """The calls of `/orders` and `/settings/company`."""

    def __init__(self, desk: Desk, book: Book) -> None:
        self._desk = desk
        self._book = book
        self._pickups: dict[str, list[Json]] = {}

    def actions(self) -> list[tuple[str, str, Action]]:
        """Verb, path and what is done."""
        return [
            ("POST", "/orders/create/adhoc", self._create),
            ("POST", "/orders/create/return", self._create_return),
            ("GET", "/orders", self._orders),
            ("GET", "/orders/show/{id}", self._order),
            ("POST", "/orders/cancel", self._cancel),
            ("POST", "/orders/cancel/shipment/awbs", self._cancel_awbs),
            ("GET", "/settings/company/pickup", self._pickup_places),
            ("POST", "/settings/company/addpickup", self._add_pickup_place),
        ]

    def reset(self) -> None:
        """Only the panel's own pickup places are left."""
        self._pickups.clear()

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
        no_awb = {"awb_code": "", "courier_company_id": "", "courier_name": ""}
        return {**_ids(order), "status": "NEW", "status_code": 1, "onboarding_completed_now": 0, **no_awb}, 200

    async def _create_return(self, call: Call) -> tuple[Json, int]:
        check_return(call.asked)
        order = self._book.create(call.store, call.asked, inbound=True)
        return {**_ids(order), "status": "RETURN PENDING", "status_code": 21, "company_name": call.store.name}, 200

    async def _orders(self, call: Call) -> tuple[Json, int]:
        wanted = call.request.query_params.get("search", "")
        found = [one for one in self._book.of(call.store)[::-1] if not wanted or wanted in searched(one)]
        return page_of(call, [one.shown() for one in found]), 200

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

    async def _pickup_places(self, call: Call) -> tuple[Json, int]:
        return {"data": {"shipping_address": self._places(call.store)}}, 200

    async def _add_pickup_place(self, call: Call) -> tuple[Json, int]:
        check_pickup_place(call.asked)
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


def searched(order: Order) -> str:
    """What a search looks through."""
    return f"{order.reference} {order.id} {order.haul.tracking_code if order.haul else ''}"


def page_of(call: Call, found: list[Json]) -> Json:
    """A page: `page` (1), `per_page` (15)."""
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


def _ids(order: Order) -> Json:
    return {"order_id": order.id, "channel_order_id": order.reference, "shipment_id": order.shipment_id}
