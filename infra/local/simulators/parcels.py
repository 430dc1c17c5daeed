"""What testers and the console do with parcels, whichever courier has them: list, let the next scan happen."""

import asyncio
import html
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from botocore.exceptions import BotoCoreError, ClientError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import BaseRoute, Route

from infra.local.simulators.carriers import STATUSES, Carrier, Haul, Step
from infra.local.simulators.cloud import Cloud
from infra.local.simulators.desk import BadRequest, Desk, json_object, store_named
from infra.local.simulators.tables import plain
from infra.local.simulators.world import Json, Store
from shared.adapters.dynamodb.parcel_codec import SEEN, tracking_key
from shared.domain.receipt import receipt_token

TRACKING_KEY = "/tillhook/{store}/tracking/key"


class Parcels:
    """`/sim/parcels`. Whose order a parcel is, its store's own record knows; the courier only knows a reference."""

    def __init__(self, desk: Desk, cloud: Cloud, carriers: Sequence[Carrier]) -> None:
        self._desk = desk
        self._cloud = cloud
        self._carriers = carriers
        self._orders: dict[tuple[str, str], str] = {}
        self._keys: dict[str, str] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """The list, the next scan, and the courier's own page about a parcel."""
        return [
            Route("/sim/parcels", self._list, methods=["GET"]),
            Route("/sim/parcels/{code}", self._advance, methods=["POST"]),
            Route("/sim/parcels/{code}/page", self._page, methods=["GET"]),
        ]

    def reset(self) -> None:
        """Forget whose parcels there were; the keys of another world are others."""
        self._orders.clear()
        self._keys.clear()

    async def _list(self, request: Request) -> JSONResponse:
        wanted = request.query_params.get("store")
        store_id = store_named(self._desk.world, wanted).id if wanted else None
        found = [haul for _, haul in self._all() if store_id in {None, haul.store_id}]
        return JSONResponse({"parcels": await asyncio.to_thread(lambda: [self._shown(haul) for haul in found])})

    async def _advance(self, request: Request) -> JSONResponse:
        carrier, haul = self._find(request)
        carrier.advance(haul, step_in(await json_object(request), now=self._desk.clock.now()))
        return JSONResponse(await asyncio.to_thread(self._shown, haul))

    async def _page(self, request: Request) -> HTMLResponse:
        _, haul = self._find(request)
        return HTMLResponse(courier_page(haul))

    def _all(self) -> Iterator[tuple[Carrier, Haul]]:
        return ((carrier, haul) for carrier in self._carriers for haul in carrier.hauls())

    def _find(self, request: Request) -> tuple[Carrier, Haul]:
        code = request.path_params["code"]
        for carrier, haul in self._all():
            if haul.tracking_code == code:
                return carrier, haul
        raise BadRequest(f"no courier has a parcel {code}", code=404)

    def _shown(self, haul: Haul) -> Json:
        store = self._desk.world.stores.get(haul.store_id)
        order_id = self._order_of(haul, store) if store else None
        shown = haul.shown() if order_id is None else {**haul.shown(), "order_id": order_id}
        return {**shown, "tracking_page": self._tracking_page(shown["order_id"], store) if store else None}

    def _order_of(self, haul: Haul, store: Store) -> str | None:
        """The order behind the tracking code; None while the store has not filed it."""
        known = self._orders.get((haul.courier, haul.tracking_code))
        table = store.internal("orders_table")
        if known is not None or not table or not self._cloud.ready:
            return known
        key = {"pk": {"S": tracking_key(haul.courier, haul.tracking_code)}, "sk": {"S": SEEN}}
        try:
            found = self._cloud.client("dynamodb").get_item(TableName=table, Key=key).get("Item")
        except (BotoCoreError, ClientError):
            return None
        if found is None:
            return None
        order_id = str(plain(found)["order_id"])
        self._orders[haul.courier, haul.tracking_code] = order_id
        return order_id

    def _tracking_page(self, order_id: str, store: Store) -> str | None:
        base = store.text("tracking")
        key = self._key(store) if base else ""
        token = receipt_token(order_id, key=key) if key else None
        return f"{base}/{token}" if token else None

    def _key(self, store: Store) -> str:
        if store.id not in self._keys and self._cloud.ready:
            name = TRACKING_KEY.format(store=store.id)
            try:
                answer = self._cloud.client("ssm").get_parameter(Name=name, WithDecryption=True)
            except (BotoCoreError, ClientError):
                return ""
            # Of several lines the first one signs.
            self._keys[store.id] = str(answer["Parameter"]["Value"]).splitlines()[0]
        return self._keys.get(store.id, "")


def step_in(asked: Json, *, now: datetime) -> Step:
    """What a tester asks for. Raises `BadRequest`."""
    status = asked.get("status")
    if status is not None and status not in STATUSES:
        raise BadRequest(f"status is one of {', '.join(STATUSES)}")
    expected, at = asked.get("expected"), asked.get("at")
    try:
        day = None if expected is None else date.fromisoformat(str(expected))
        moment = None if at is None else datetime.fromisoformat(str(at))
    except ValueError:
        raise BadRequest("expected is a date, YYYY-MM-DD; at a time, RFC 3339") from None
    if moment is not None and (moment.tzinfo is None or moment > now):
        raise BadRequest("at is a time that is over, with its offset")
    return Step(
        status=status,
        expected=day,
        reason=str(asked.get("reason") or ""),
        at=moment.astimezone(UTC) if moment else None,
        signed_by=str(asked.get("signed_by") or ""),
    )


def courier_page(haul: Haul) -> str:
    """What the courier itself shows to whoever has the code."""
    rows = "".join(
        f"<li>{one.at:%Y-%m-%d %H:%M} UTC, {html.escape(one.place)}: {one.status.replace('_', ' ')}</li>"
        for one in haul.scans[::-1]
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(haul.carrier)}</title>"
        f"<h1>{html.escape(haul.carrier)} {html.escape(haul.tracking_code)}</h1>"
        f"<p>{haul.status.replace('_', ' ')}, expected {haul.expected.isoformat()}</p><ul>{rows}</ul></html>"
    )
