"""What testers and the console do to money behind a customer's back: banks decide and dispute, payouts leave."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from infra.local.simulators.desk import BadRequest, Desk, json_object, store_named
from infra.local.simulators.gateways import Complaint, Gateway
from infra.local.simulators.world import Json

ENDINGS = frozenset({"succeeded", "pending", "failed"})


class PaymentControls:
    """Routes under `/sim/payments`, `/sim/payouts`, `/sim/disputes` and `/sim/refunds`."""

    def __init__(self, desk: Desk, gateways: Sequence[Gateway]) -> None:
        self._desk = desk
        self._gateways = gateways

    def routes(self) -> Sequence[BaseRoute]:
        """Answers are what the gateway's API shows."""
        return [
            Route("/sim/payments/{id}/refund", self._refund, methods=["POST"]),
            Route("/sim/payments/{id}/dispute", self._dispute, methods=["POST"]),
            Route("/sim/payments/{id}/settle", self._settle, methods=["POST"]),
            Route("/sim/refunds", self._refunds_end, methods=["POST"]),
            Route("/sim/disputes", self._disputes, methods=["GET"]),
            Route("/sim/payouts", self._payouts, methods=["GET"]),
            Route("/sim/payouts", self._pay_out, methods=["POST"]),
        ]

    async def _refund(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        id_ = request.path_params["id"]
        return JSONResponse(self._of_link(id_).refund(id_, amount_in(asked)))

    async def _dispute(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        id_ = request.path_params["id"]
        complaint = Complaint(
            amount=amount_in(asked),
            reason=str(asked.get("reason", "fraudulent")),
            inquiry=asked.get("inquiry") is True,
            at_once=asked.get("at_once") is True,
        )
        return JSONResponse(self._of_link(id_).dispute(id_, complaint))

    async def _settle(self, request: Request) -> JSONResponse:
        outcome = str((await json_object(request)).get("outcome"))
        for gateway in self._gateways:
            if (settled := gateway.settle(request.path_params["id"], outcome)) is not None:
                return JSONResponse(settled)
        raise BadRequest(f"no link, refund, dispute or payout {request.path_params['id']}", code=404)

    async def _refunds_end(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        outcome = str(asked.get("outcome"))
        found = [one for one in self._gateways if one.name == asked.get("provider")]
        if not found or outcome not in ENDINGS:
            raise BadRequest(f"provider is a gateway's name, outcome one of {', '.join(sorted(ENDINGS))}")
        found[0].refunds_end(outcome)
        return JSONResponse({"provider": found[0].name, "outcome": outcome})

    async def _disputes(self, request: Request) -> JSONResponse:
        return JSONResponse({"disputes": self._book(request, "disputes")})

    async def _payouts(self, request: Request) -> JSONResponse:
        return JSONResponse({"payouts": self._book(request, "payouts")})

    async def _pay_out(self, request: Request) -> JSONResponse:
        store = store_named(self._desk.world, (await json_object(request)).get("store"))
        made = [
            payout
            for gateway in self._gateways
            if gateway.name == store.text("payment_provider")
            for payout in gateway.pay_out(store.id)
        ]
        return JSONResponse({"payouts": made})

    def _book(self, request: Request, what: str) -> list[Json]:
        wanted = request.query_params.get("store")
        store_id = store_named(self._desk.world, wanted).id if wanted else None
        return [one for gateway in self._gateways for one in gateway.book(store_id)[what]]

    def _of_link(self, id_: str) -> Gateway:
        for gateway in self._gateways:
            if gateway.bill(id_):
                return gateway
        raise BadRequest(f"no payment link {id_}", code=404)


def amount_in(asked: Json) -> int | None:
    """The `amount` a tester asks for, in minor units, if any."""
    amount = asked.get("amount")
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int) or amount < 1):
        raise BadRequest("amount is a positive integer in minor units")
    return amount
