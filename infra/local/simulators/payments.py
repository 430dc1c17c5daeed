"""What testers and customers do with payment links, whichever gateway made them."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators.desk import BadRequest, Desk, json_object, store_named
from infra.local.simulators.gateways import Bill, Gateway, Payment, Unpayable
from infra.local.simulators.pay_page import bill_page, no_such_page
from infra.local.simulators.payment_controls import amount_in
from infra.local.simulators.stripe_forms import decode

LOOPBACK = ("http://127.0.0.1", "http://localhost")


class Payments:
    """`/sim/payments` and `/pay/{id}`."""

    def __init__(self, desk: Desk, gateways: Sequence[Gateway]) -> None:
        self._desk = desk
        self._gateways = gateways

    def routes(self) -> Sequence[BaseRoute]:
        """The tester's list and button, the customer's page."""
        return [
            Route("/sim/payments", self._list, methods=["GET"]),
            Route("/sim/payments/{id}/pay", self._pay, methods=["POST"]),
            Route("/pay/{id}", self._page, methods=["GET"]),
            Route("/pay/{id}", self._submit, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> JSONResponse:
        wanted = request.query_params.get("store")
        store_id = store_named(self._desk.world, wanted).id if wanted else None
        return JSONResponse({"payments": [one for gateway in self._gateways for one in gateway.payments(store_id)]})

    async def _pay(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        gateway, bill = self._find(request)
        outcome, amount = asked.get("outcome", "paid"), amount_in(asked)
        if outcome not in {"paid", "failed", "pending"}:
            raise BadRequest("outcome is paid, failed or pending")
        currency = str(asked["currency"]) if asked.get("currency") else None
        gateway.pay(bill.id, Payment(amount=amount, currency=currency, outcome=outcome))
        paid = gateway.bill(bill.id) or bill
        return JSONResponse({"id": bill.id, "status": paid.status, "return_url": paid.return_url})

    async def _page(self, request: Request) -> Response:
        try:
            _, bill = self._find(request)
        except BadRequest:
            return HTMLResponse(no_such_page(), status_code=404)
        return HTMLResponse(bill_page(bill, declined="declined" in request.query_params))

    async def _submit(self, request: Request) -> Response:
        gateway, bill = self._find(request)
        failed = decode(await request.body()).get("outcome") == "failed"
        here = f"/pay/{bill.id}"
        try:
            gateway.pay(bill.id, Payment(outcome="failed" if failed else "paid", late=False))
        except Unpayable:
            return RedirectResponse(here, status_code=303)
        if failed:
            return RedirectResponse(here + "?declined", status_code=303)
        # A way back that leads out of this machine is offered as a link: offline it would end on an error page.
        back = (gateway.bill(bill.id) or bill).return_url
        return RedirectResponse(back if back.startswith(LOOPBACK) else here, status_code=303)

    def _find(self, request: Request) -> tuple[Gateway, Bill]:
        wanted = request.path_params["id"]
        for gateway in self._gateways:
            if bill := gateway.bill(wanted):
                return gateway, bill
        raise BadRequest(f"no payment link {wanted}", code=404)
