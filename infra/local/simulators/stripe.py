"""Stripe's API v1, the part a shop uses: Checkout Sessions, payment intents, charges, refunds, idempotency keys.

Its lists are in `stripe_lists.py`.
"""

import copy
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.desk import BadRequest, Desk
from infra.local.simulators.faults import Fault
from infra.local.simulators.gateways import Call, Unpayable, WrongMoment
from infra.local.simulators.stripe_balance import Balance
from infra.local.simulators.stripe_disputes import Disputes
from infra.local.simulators.stripe_forms import (
    REASONS,
    REFUND_PARAMETERS,
    StripeError,
    decode,
    integer,
    metadata,
    refundable,
    refuse_unknown,
)
from infra.local.simulators.stripe_lists import Lists, page
from infra.local.simulators.stripe_news import News
from infra.local.simulators.stripe_refunds import Refunds
from infra.local.simulators.stripe_sales import Sale, Sales
from infra.local.simulators.takings import Takings
from infra.local.simulators.world import Json, Store

Action = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The first answer given under an idempotency key."""

    request: tuple[str, Json]
    body: Json


class Stripe(Takings[Sale]):
    """Provider `stripe`. An API key opens its own store's account only."""

    name = "stripe"
    prefix = "/sim/stripe/"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._news = News(desk)
        self._balance = Balance(self._news.now)
        self._sales = Sales(self._news, self._balance)
        self._refunds = Refunds(self._news, self._balance)
        disputes = Disputes(self._news, self._balance)
        super().__init__(desk=desk, sales=self._sales, refunds=self._refunds, disputes=disputes)
        self._remembered: dict[tuple[str, str], Remembered] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """Everything under `/sim/stripe/v1`."""
        actions: list[tuple[str, str, Action]] = [
            ("POST", "/checkout/sessions", self._create_session),
            ("GET", "/checkout/sessions/{id}", self._get_session),
            ("GET", "/checkout/sessions/{id}/line_items", self._get_lines),
            ("POST", "/checkout/sessions/{id}/expire", self._expire_session),
            ("GET", "/payment_intents/{id}", self._get_intent),
            ("GET", "/charges/{id}", self._get_charge),
            ("POST", "/refunds", self._create_refund),
            *Lists(self._sales, self._balance).actions(),
            ("GET", "/refunds/{id}", self._get_refund),
        ]
        return [Route(f"{self.prefix}v1{path}", self._endpoint(act), methods=[verb]) for verb, path, act in actions]

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """Refused before anything was done: the idempotency key is still free."""
        error = (
            StripeError("Too many requests hit the API too quickly.", status=429, code="rate_limit")
            if fault is Fault.TOO_MANY
            else StripeError("Something went wrong on Stripe's end.", status=500, type_="api_error")
        )
        return error.status, error.body

    def reset(self) -> None:
        """Forget all sessions, movements and idempotency keys; refunds succeed again."""
        self._sales.clear()
        self._balance.clear()
        self._refunds.ending = "succeeded"
        self._remembered.clear()

    def refund(self, payment_id: str, amount: int | None) -> Json:
        """Somebody refunds in Stripe's dashboard. Raises `BadRequest`."""
        sale, charge = self.paid(payment_id)
        try:
            amount = refundable(charge, amount)
        except StripeError as error:
            raise BadRequest(str(error)) from None
        return self._refunds.make(sale, charge, amount=amount, reason="requested_by_customer", metadata={})

    def pay_out(self, store_id: str) -> list[Json]:
        """`payout.paid` for each."""
        store = self._desk.world.stores[store_id]
        made = self._balance.pay_out(store)
        for payout in made:
            self._news.tell(store, "payout.paid", payout, subject=payout["id"])
        return made

    def paid(self, payment_id: str) -> tuple[Sale, Json]:
        """The session and its charge. Raises `Unpayable`."""
        sale = self._sales.find(payment_id)
        if sale is None or sale.charge is None:
            raise Unpayable(payment_id, sale.status if sale else "unknown")
        return sale, sale.charge

    def payouts(self, store: Store) -> list[Json]:
        """Those of the account."""
        return self._balance.payouts(store)

    def fail_payout(self, store: Store, payout: Json, outcome: str) -> None:
        """`payout.failed`, and the money is in the balance again. Raises `WrongMoment`."""
        if outcome != "failed" or payout["status"] != "paid":
            raise WrongMoment(payout["id"], payout["status"], outcome)
        self._balance.payout_failed(store, payout)
        self._news.tell(store, "payout.failed", payout, subject=payout["id"])

    async def _create_session(self, call: Call) -> Json:
        return self._sales.open(call.store, call.asked, origin=self._desk.origin(call.request)).session

    async def _get_session(self, call: Call) -> Json:
        sale = self._sale(call)
        if "payment_intent" in call.request.query_params.getlist("expand[]") and sale.intent:
            return {**sale.session, "payment_intent": sale.intent}
        return sale.session

    async def _get_lines(self, call: Call) -> Json:
        lines = [objects.line_item(one) for one in self._sale(call).lines]
        return page(lines, call.request.query_params, call.request.url.path)

    async def _expire_session(self, call: Call) -> Json:
        sale = self._sale(call)
        status = sale.session["status"]
        if status != "open":
            raise StripeError(
                "Only Checkout Sessions with a status in [`open`] can be expired. "
                f"This Checkout Session has a status of `{status}`."
            )
        self._sales.expire(sale)
        return sale.session

    async def _get_intent(self, call: Call) -> Json:
        for sale in self._sales.of(call.store):
            if sale.intent and sale.intent["id"] == call.id:
                return sale.intent
        raise _no_such("payment_intent", call.id)

    async def _get_charge(self, call: Call) -> Json:
        return self._intent_and_charge(call.store, call.id, what="charge")[2]

    async def _create_refund(self, call: Call) -> Json:
        refuse_unknown(call.asked, REFUND_PARAMETERS)
        what = "payment_intent" if call.asked.get("payment_intent") else "charge"
        if not call.asked.get(what):
            raise StripeError("One of the following params should be provided: payment_intent or charge.")
        if call.asked.get("reason") and call.asked["reason"] not in REASONS:
            raise StripeError(f"Invalid reason: must be one of {', '.join(sorted(REASONS))}", param="reason")
        sale, _, charge = self._intent_and_charge(call.store, str(call.asked[what]), what=what)
        asked = integer(call.asked["amount"], "amount", least=1) if call.asked.get("amount") else None
        return self._refunds.make(
            sale,
            charge,
            amount=refundable(charge, asked),
            reason=call.asked.get("reason"),
            metadata=metadata(call.asked),
        )

    async def _get_refund(self, call: Call) -> Json:
        for sale in self._sales.of(call.store):
            for refund in sale.refunds:
                if refund["id"] == call.id:
                    return refund
        raise _no_such("refund", call.id)

    def _sale(self, call: Call) -> Sale:
        found = next((sale for sale in self._sales.of(call.store) if sale.session["id"] == call.id), None)
        if found is None:
            raise _no_such("checkout.session", call.id)
        return found

    def _intent_and_charge(self, store: Store, wanted: str, *, what: str) -> tuple[Sale, Json, Json]:
        """The sale with its intent and its charge."""
        for sale in self._sales.of(store):
            if sale.intent and sale.charge and wanted in {sale.intent["id"], sale.charge["id"]}:
                return sale, sale.intent, sale.charge
        raise _no_such(what, wanted)

    def _endpoint(self, act: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            headers = {"Request-Id": objects.new_id("req")}
            try:
                store = self._owner(request)
                body = await self._once(Call(store, request, decode(await request.body())), act)
            except StripeError as error:
                return JSONResponse(error.body, status_code=error.status, headers=headers)
            return JSONResponse(body, headers=headers)

        return endpoint

    async def _once(self, call: Call, act: Action) -> Json:
        """Act, or repeat the answer given before under the same idempotency key."""
        key = call.request.headers.get("idempotency-key") if call.request.method == "POST" else None
        if key is None:
            return await act(call)
        if len(key) > 255:
            raise StripeError("Idempotency keys have at most 255 characters.", type_="idempotency_error")
        asked = (call.request.url.path, copy.deepcopy(call.asked))
        before = self._remembered.get((call.store.id, key))
        if before is None:
            # What fails validation is not remembered: nothing began. The copy keeps the answer as it was.
            before = Remembered(asked, copy.deepcopy(await act(call)))
            self._remembered[call.store.id, key] = before
        if before.request != asked:
            raise StripeError(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request.",
                type_="idempotency_error",
            )
        return before.body

    def _owner(self, request: Request) -> Store:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise StripeError("You did not provide an API key.", status=401)
        store = self._desk.find_store(
            lambda one: one.text("payment_provider") == self.name and one.internal("payment_api_key") == key.strip()
        )
        if store is None:
            raise StripeError("Invalid API Key provided.", status=401)
        return store


def _no_such(what: str, id_: str) -> StripeError:
    return StripeError(f"No such {what}: '{id_}'", status=404, code="resource_missing", param="id")
