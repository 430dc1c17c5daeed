"""The routes on goods that come back; part of the table in ``routes``. Where money leaves, a manager says so."""

from __future__ import annotations

from functions.staff_api import returns
from functions.staff_api.contract import OrderDetail
from functions.staff_api.returns_contract import Inspection, NewReturn, ReturnDecision
from functions.staff_api.route import EVERYONE, MANAGERS, Route

RETURN_ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/orders/{order_id}/returns",
        roles=EVERYONE,
        summary="Note what a customer says is wrong with goods that came; the customer is told, a manager decides",
        does=returns.add_return,
        answer=OrderDetail,
        body=NewReturn,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/returns/{return_id}/decide",
        roles=MANAGERS,
        summary="Decide about a return: goods back and then the money, the money at once, new goods, or no",
        does=returns.decide,
        answer=OrderDetail,
        body=ReturnDecision,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/returns/{return_id}/inspect",
        roles=MANAGERS,
        summary="Say what came back; what can be sold is on the shelf again, and the money goes back",
        does=returns.inspect,
        answer=OrderDetail,
        body=Inspection,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/returns/{return_id}/cancel",
        roles=EVERYONE,
        summary="Call a return off whose goods are not on their way yet",
        does=returns.cancel,
        answer=OrderDetail,
    ),
)
