"""Razorpay's API v1, the part a shop uses: payment links, payments, refunds."""

import base64
import binascii
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators.desk import Desk
from infra.local.simulators.faults import Fault
from infra.local.simulators.gateways import Bill, Call, Payment
from infra.local.simulators.razorpay_rules import RazorpayError, check_link, check_refund
from infra.local.simulators.razorpay_sales import Sale, Sales
from infra.local.simulators.world import Json, Store

Action = Callable[[Call], Awaitable[Json]]
REFUND_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")


@dataclass(frozen=True, slots=True)
class Refunded:
    """What was asked and answered under one refund key."""

    request: tuple[str, Json]
    refund: Json


class Razorpay:
    """Provider `razorpay`. A key pair opens its own store's account only."""

    name = "razorpay"
    prefix = "/sim/razorpay/"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sales = Sales(desk)
        self._refunded: dict[tuple[str, str], Refunded] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """Everything under `/sim/razorpay/v1`."""
        actions: list[tuple[str, str, Action]] = [
            ("POST", "/payment_links", self._create_link),
            ("GET", "/payment_links", self._list_links),
            ("GET", "/payment_links/{id}", self._get_link),
            ("POST", "/payment_links/{id}/cancel", self._cancel_link),
            ("GET", "/payments/{id}", self._get_payment),
            ("GET", "/payments/{id}/refunds", self._list_refunds),
            ("POST", "/payments/{id}/refund", self._create_refund),
            ("GET", "/orders/{id}/payments", self._order_payments),
            ("GET", "/refunds/{id}", self._get_refund),
        ]
        return [Route(f"{self.prefix}v1{path}", self._endpoint(act), methods=[verb]) for verb, path, act in actions]

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """Refused before anything was done."""
        error = (
            RazorpayError("Too many requests", status=429)
            if fault is Fault.TOO_MANY
            else RazorpayError("We are facing some trouble completing your request", status=500, code="SERVER_ERROR")
        )
        return error.status, error.body

    def reset(self) -> None:
        """Forget all links, payments, refunds and refund keys."""
        self._sales.clear()
        self._refunded.clear()

    def payments(self, store_id: str | None) -> list[Json]:
        """Links and refunds."""
        return self._sales.listed(store_id)

    def bill(self, payment_id: str) -> Bill | None:
        """The link with this id."""
        return self._sales.bill(payment_id)

    def pay(self, payment_id: str, payment: Payment) -> None:
        """A UPI payment is captured, or declined."""
        self._sales.pay(payment_id, payment)

    def close_expired(self) -> None:
        """Expire links whose time is over."""
        self._sales.close_expired()

    async def _create_link(self, call: Call) -> Json:
        check_link(call.asked, now=self._sales.now())
        return self._sales.create(call.store, call.asked, origin=self._desk.origin(call.request)).link

    async def _list_links(self, call: Call) -> Json:
        query = call.request.query_params
        found = [
            sale
            for sale in self._sales.of(call.store)
            if query.get("reference_id") in {None, sale.link["reference_id"]}
        ]
        if wanted := query.get("payment_id"):
            found = [sale for sale in found if any(one["id"] == wanted for one in sale.payments)]
        return {"payment_links": [sale.link for sale in found]}

    async def _get_link(self, call: Call) -> Json:
        return self._link(call).link

    async def _cancel_link(self, call: Call) -> Json:
        sale = self._link(call)
        self._sales.cancel(sale)
        return sale.link

    async def _get_payment(self, call: Call) -> Json:
        return self._payment(call)[1]

    async def _order_payments(self, call: Call) -> Json:
        wanted = call.id
        return _collection(
            [one for sale in self._sales.of(call.store) if sale.order_id == wanted for one in sale.payments]
        )

    async def _create_refund(self, call: Call) -> Json:
        sale, paid = self._payment(call)
        key = call.request.headers.get("x-refund-idempotency")
        if key is not None and not REFUND_KEY.fullmatch(key):
            raise RazorpayError("X-Refund-Idempotency has at least 10 characters of A-Z, a-z, 0-9, _ and -")
        before = self._refunded.get((call.store.id, key)) if key else None
        if before is not None:
            if before.request != (paid["id"], call.asked):
                raise RazorpayError("Different request body sent for the same Refund Idempotency Header")
            return before.refund
        refund = self._sales.refund(sale, paid, amount=check_refund(call.asked, paid), asked=call.asked)
        if key:
            self._refunded[call.store.id, key] = Refunded((paid["id"], call.asked), refund)
        return refund

    async def _list_refunds(self, call: Call) -> Json:
        sale, paid = self._payment(call)
        return _collection([one for one in sale.refunds if one["payment_id"] == paid["id"]])

    async def _get_refund(self, call: Call) -> Json:
        for sale in self._sales.of(call.store):
            for refund in sale.refunds:
                if refund["id"] == call.id:
                    return refund
        raise _no_such_id()

    def _link(self, call: Call) -> Sale:
        wanted = call.id
        found = next((sale for sale in self._sales.of(call.store) if sale.link["id"] == wanted), None)
        if found is None:
            raise _no_such_id()
        return found

    def _payment(self, call: Call) -> tuple[Sale, Json]:
        for sale in self._sales.of(call.store):
            for payment in sale.payments:
                if payment["id"] == call.id:
                    return sale, payment
        raise _no_such_id()

    def _endpoint(self, act: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                store = self._owner(request)
                return JSONResponse(await act(Call(store, request, await _json(request))))
            except RazorpayError as error:
                return JSONResponse(error.body, status_code=error.status)

        return endpoint

    def _owner(self, request: Request) -> Store:
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        try:
            pair = base64.b64decode(encoded.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            pair = ""
        store = self._desk.find_store(
            lambda one: one.text("payment_provider") == self.name and one.internal("payment_api_key") == pair != ""
        )
        if scheme.lower() != "basic" or store is None:
            raise RazorpayError("Authentication failed", status=401)
        return store


async def _json(request: Request) -> Json:
    raw = await request.body()
    try:
        asked = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise RazorpayError("The request body is not valid JSON") from None
    if not isinstance(asked, dict):
        raise RazorpayError("The request body is not a JSON object")
    return asked


def _collection(items: list[Json]) -> Json:
    return {"entity": "collection", "count": len(items), "items": items}


def _no_such_id() -> RazorpayError:
    return RazorpayError("The id provided does not exist", field="id")
