"""EasyPost's API v2, the part a shop uses: shipments, labels, refunds, trackers, webhooks."""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators import easypost_objects as objects
from infra.local.simulators.carriers import Haul, Step
from infra.local.simulators.desk import Desk
from infra.local.simulators.easypost_book import Book, Shipment
from infra.local.simulators.easypost_news import News
from infra.local.simulators.easypost_rules import LABEL_FORMATS, EasyPostError, invalid, missing, not_found, part
from infra.local.simulators.faults import Fault
from infra.local.simulators.gateways import Call
from infra.local.simulators.labels import Labels
from infra.local.simulators.world import Json, Store

Action = Callable[[Call], Awaitable[tuple[Json | list[Json], int]]]
PAGE, LARGEST_PAGE = 20, 100


class EasyPost:
    """Provider `easypost`. A key opens its own store's account only."""

    name = "easypost"
    prefix = "/sim/easypost/"

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk = desk
        self._news = News(desk)
        self._book = Book(desk, self._news, labels)

    def routes(self) -> Sequence[BaseRoute]:
        """Everything under `/sim/easypost/v2`."""
        actions: list[tuple[str, str, Action]] = [
            ("POST", "/shipments", self._create),
            ("GET", "/shipments", self._list),
            ("GET", "/shipments/{id}", self._get),
            ("POST", "/shipments/{id}/rerate", self._get),
            ("POST", "/shipments/{id}/buy", self._buy),
            ("GET", "/shipments/{id}/label", self._label),
            ("POST", "/shipments/{id}/refund", self._refund),
            ("POST", "/refunds", self._refunds),
            ("POST", "/trackers", self._track),
            ("GET", "/trackers", self._trackers),
            ("GET", "/trackers/{id}", self._tracker),
            ("POST", "/webhooks", self._add_webhook),
            ("GET", "/webhooks", self._webhooks),
            ("GET", "/webhooks/{id}", self._webhook),
            ("PATCH", "/webhooks/{id}", self._change_webhook),
            ("PUT", "/webhooks/{id}", self._change_webhook),
            ("DELETE", "/webhooks/{id}", self._drop_webhook),
        ]
        return [Route(f"{self.prefix}v2{path}", self._endpoint(act), methods=[verb]) for verb, path, act in actions]

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """Refused before anything was done."""
        if fault is Fault.TOO_MANY:
            error = EasyPostError("RATE_LIMITED", "You have exceeded your rate limit. Please retry.", status=429)
        else:
            error = EasyPostError("INTERNAL_SERVER_ERROR", "We're sorry, something went wrong.", status=500)
        return error.status, error.body

    def reset(self) -> None:
        """Forget all shipments and the webhooks made by API."""
        self._book.reset()
        self._news.reset()

    def hauls(self) -> Iterable[Haul]:
        """Every parcel a label was bought for."""
        return self._book.hauls()

    def advance(self, haul: Haul, step: Step) -> None:
        """The next scan, or another day of delivery."""
        self._book.advance(haul, step)

    async def _create(self, call: Call) -> tuple[Json, int]:
        return self._book.create(call.store, part(call.asked, "shipment")).shown(), 201

    async def _list(self, call: Call) -> tuple[Json, int]:
        found = self._book.of(call.store)[::-1]
        if call.request.query_params.get("purchased", "true") == "true":
            found = [one for one in found if one.haul]
        page, more = _page(call, [one.shown() for one in found])
        return {"shipments": page, "has_more": more}, 200

    async def _get(self, call: Call) -> tuple[Json, int]:
        return self._shipment(call).shown(), 200

    async def _buy(self, call: Call) -> tuple[Json, int]:
        shipment, rate = self._shipment(call), call.asked.get("rate")
        if not isinstance(rate, dict) or not rate.get("id"):
            raise missing("rate")
        self._book.buy(shipment, str(rate["id"]), origin=self._desk.origin(call.request))
        return shipment.shown(), 200

    async def _label(self, call: Call) -> tuple[Json, int]:
        shipment, kind = self._shipment(call), call.request.query_params.get("file_format", "").upper()
        if kind not in LABEL_FORMATS:
            raise invalid("file_format", "is PNG or PDF here")
        self._book.label_as(shipment, kind, origin=self._desk.origin(call.request))
        return shipment.shown(), 200

    async def _refund(self, call: Call) -> tuple[Json, int]:
        shipment = self._shipment(call)
        self._book.refund(shipment)
        return shipment.shown(), 200

    async def _refunds(self, call: Call) -> tuple[list[Json], int]:
        asked = part(call.asked, "refund")
        codes = asked.get("tracking_codes")
        if not asked.get("carrier") or not isinstance(codes, list) or not codes:
            raise missing("tracking_codes" if asked.get("carrier") else "carrier")
        made = []
        for code in codes:
            shipment = self._book.tracked(call.store, str(code))
            if shipment is None or shipment.haul is None:
                raise not_found()
            self._book.refund(shipment)
            made.append(
                {
                    "id": objects.new_id("rfnd"),
                    "object": "Refund",
                    "tracking_code": code,
                    "confirmation_number": None,
                    "status": shipment.body["refund_status"],
                    "carrier": shipment.haul.carrier,
                    "shipment_id": shipment.body["id"],
                }
            )
        return made, 201

    async def _track(self, call: Call) -> tuple[Json, int]:
        asked = part(call.asked, "tracker")
        if not asked.get("tracking_code"):
            raise missing("tracker.tracking_code")
        shipment = self._book.tracked(call.store, str(asked["tracking_code"]))
        if shipment is None:
            raise EasyPostError("TRACKER.NOT_FOUND", "Tracking details not available yet. Please try again later.")
        return shipment.shown()["tracker"], 200

    async def _trackers(self, call: Call) -> tuple[Json, int]:
        code = call.request.query_params.get("tracking_code")
        found = [one.shown()["tracker"] for one in self._book.of(call.store)[::-1] if one.haul]
        page, more = _page(call, [one for one in found if code in {None, one["tracking_code"]}])
        return {"trackers": page, "has_more": more}, 200

    async def _tracker(self, call: Call) -> tuple[Json, int]:
        shipment = self._book.tracked(call.store, call.id)
        if shipment is None:
            raise not_found()
        return shipment.shown()["tracker"], 200

    async def _add_webhook(self, call: Call) -> tuple[Json, int]:
        return self._news.add(call.store, part(call.asked, "webhook")), 201

    async def _webhooks(self, call: Call) -> tuple[Json, int]:
        return {"webhooks": self._news.webhooks(call.store)}, 200

    async def _webhook(self, call: Call) -> tuple[Json, int]:
        return self._news.find(call.store, call.id), 200

    async def _change_webhook(self, call: Call) -> tuple[Json, int]:
        return self._news.change(call.store, call.id, call.asked.get("webhook") or {}), 200

    async def _drop_webhook(self, call: Call) -> tuple[Json, int]:
        self._news.drop(call.store, call.id)
        return {}, 200

    def _shipment(self, call: Call) -> Shipment:
        found = self._book.find(call.store, call.id)
        if found is None:
            raise not_found()
        return found

    def _endpoint(self, act: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                answer, status = await act(Call(self._owner(request), request, await _json(request)))
                return JSONResponse(answer, status_code=status)
            except EasyPostError as error:
                return JSONResponse(error.body, status_code=error.status)

        return endpoint

    def _owner(self, request: Request) -> Store:
        key = _key(request.headers.get("authorization", ""))
        store = self._desk.find_store(
            lambda one: one.text("courier") == self.name and one.internal("courier_api_key") == key != ""
        )
        if store is None:
            raise EasyPostError("APIKEY.INACTIVE", "This api key is no longer active.", status=401)
        return store


def _key(header: str) -> str:
    """The key of `Bearer <key>`, or of `Basic` with the key as the user and nothing as the password."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        key, _, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return "" if password else key


async def _json(request: Request) -> Json:
    raw = await request.body()
    try:
        asked = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise EasyPostError("PARSER.INVALID_JSON", "The request body is not valid JSON.", status=400) from None
    if not isinstance(asked, dict):
        raise EasyPostError("PARSER.INVALID_JSON", "The request body is not a JSON object.", status=400)
    return asked


def _page(call: Call, newest_first: list[Json]) -> tuple[list[Json], bool]:
    """A page of a list and whether there are older ones: `page_size`, `before_id` (older), `after_id` (newer)."""
    query = call.request.query_params
    size = query.get("page_size", str(PAGE))
    if not size.isdigit() or not 1 <= int(size) <= LARGEST_PAGE:
        raise invalid("page_size", "is a number from 1 to 100")
    ids = [one["id"] for one in newest_first]
    for field in ("before_id", "after_id"):
        if query.get(field) and query[field] not in ids:
            raise not_found()
    start = ids.index(query["before_id"]) + 1 if query.get("before_id") else 0
    end = ids.index(query["after_id"]) if query.get("after_id") else len(ids)
    chosen = newest_first[start:end]
    return chosen[: int(size)], len(chosen) > int(size)
