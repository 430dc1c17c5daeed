"""Razorpay's API v1, the part a shop uses: payment links, payments, refunds. Its lists are in `razorpay_lists.py`."""

import base64
import binascii
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators.desk import BadRequest, Desk
from infra.local.simulators.faults import Fault
from infra.local.simulators.gateways import Call, Unpayable, WrongMoment
from infra.local.simulators.razorpay_disputes import Disputes
from infra.local.simulators.razorpay_lists import Lists, collection
from infra.local.simulators.razorpay_news import News
from infra.local.simulators.razorpay_refunds import Refunds
from infra.local.simulators.razorpay_rules import RazorpayError, check_link, check_refund
from infra.local.simulators.razorpay_sales import Sale, Sales
from infra.local.simulators.razorpay_settlements import Settlements
from infra.local.simulators.takings import Takings
from infra.local.simulators.world import Json, Store

Action = Callable[[Call], Awaitable[Json]]
REFUND_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")


@dataclass(frozen=True, slots=True)
class Refunded:
    """What was asked and answered under one refund key."""

    request: tuple[str, Json]
    refund: Json


class Razorpay(Takings[Sale]):
    """Provider `razorpay`. A key pair opens its own store's account only."""

    name = "razorpay"
    prefix = "/sim/razorpay/"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._news = News(desk)
        self._settlements = Settlements(self._news.now)
        self._sales = Sales(self._news, self._settlements)
        self._refunds = Refunds(self._news, self._settlements)
        disputes = Disputes(self._news, self._settlements)
        super().__init__(desk=desk, sales=self._sales, refunds=self._refunds, disputes=disputes)
        self._refunded: dict[tuple[str, str], Refunded] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """Everything under `/sim/razorpay/v1`."""
        actions: list[tuple[str, str, Action]] = [
            ("POST", "/payment_links", self._create_link),
            *Lists(self._sales, self._settlements).actions(),
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
        """Forget all links, payments, refunds, settlements and refund keys; refunds succeed again."""
        self._sales.clear()
        self._settlements.clear()
        self._refunds.ending = "succeeded"
        self._refunded.clear()

    def refund(self, payment_id: str, amount: int | None) -> Json:
        """Somebody refunds in Razorpay's dashboard. Raises `BadRequest`."""
        sale, paid = self.paid(payment_id)
        asked = {} if amount is None else {"amount": amount}
        try:
            amount = check_refund(asked, paid)
        except RazorpayError as error:
            raise BadRequest(str(error)) from None
        return self._refunds.make(sale, paid, amount=amount, asked=asked)

    def pay_out(self, store_id: str) -> list[Json]:
        """`settlement.processed`, if anything is owed."""
        store = self._desk.world.stores[store_id]
        made = self._settlements.settle(store)
        for settlement in made:
            self._news.tell(store, "settlement.processed", {"settlement": settlement}, subject=settlement["id"])
        return made

    def paid(self, payment_id: str) -> tuple[Sale, Json]:
        """The link and the payment that was captured. Raises `Unpayable`."""
        sale = self._sales.find(payment_id)
        paid = sale.captured if sale else None
        if sale is None or paid is None:
            raise Unpayable(payment_id, sale.status if sale else "unknown")
        return sale, paid

    def payouts(self, store: Store) -> list[Json]:
        """Razorpay calls them settlements."""
        return self._settlements.of(store)

    def fail_payout(self, store: Store, payout: Json, outcome: str) -> None:
        """Razorpay has no webhook for it: only the list shows it. Raises `WrongMoment`."""
        if outcome != "failed" or payout["status"] != "processed":
            raise WrongMoment(payout["id"], payout["status"], outcome)
        self._settlements.failed(store, payout)

    async def _create_link(self, call: Call) -> Json:
        check_link(call.asked, now=self._news.now())
        return self._sales.create(call.store, call.asked, origin=self._desk.origin(call.request)).link

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
        return collection(
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
        refund = self._refunds.make(sale, paid, amount=check_refund(call.asked, paid), asked=call.asked)
        if key:
            self._refunded[call.store.id, key] = Refunded((paid["id"], call.asked), refund)
        return refund

    async def _list_refunds(self, call: Call) -> Json:
        sale, paid = self._payment(call)
        return collection([one for one in sale.refunds if one["payment_id"] == paid["id"]])

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


def _no_such_id() -> RazorpayError:
    return RazorpayError("The id provided does not exist", field="id")
