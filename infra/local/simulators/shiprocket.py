"""Shiprocket's API, the part a shop uses. Orders and couriers have files of their own."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators.carriers import Haul, Step
from infra.local.simulators.desk import Desk
from infra.local.simulators.faults import Fault
from infra.local.simulators.gateways import Call
from infra.local.simulators.labels import Labels
from infra.local.simulators.shiprocket_book import Book
from infra.local.simulators.shiprocket_couriers import Couriers
from infra.local.simulators.shiprocket_orders import Action, Orders
from infra.local.simulators.shiprocket_rules import ShiprocketError
from infra.local.simulators.world import Json, Store

TOKEN_LIVES = timedelta(days=10)


class Shiprocket:
    """Provider `shiprocket`. The API key of a store is `email:password` of its API user."""

    name = "shiprocket"
    prefix = "/sim/shiprocket/"

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk = desk
        self._book = Book(desk, labels)
        self._orders = Orders(desk, self._book)
        self._couriers = Couriers(desk, self._book)
        self._secret = secrets.token_bytes(32)

    def routes(self) -> Sequence[BaseRoute]:
        """Everything under `/sim/shiprocket/v1/external`."""
        base = f"{self.prefix}v1/external"
        actions = [*self._orders.actions(), *self._couriers.actions()]
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
        self._orders.reset()
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
