"""What each route on returns does."""

from __future__ import annotations

from functions.staff_api.answers import Call, read_order
from functions.staff_api.contract import FieldError, OrderDetail
from functions.staff_api.problems import Invalid
from shared.usecases.cancel_return import cancel_return
from shared.usecases.decide_return import Verdict, decide_return
from shared.usecases.inspect_return import Finding, inspect_return
from shared.usecases.request_return import Complaint, request_return
from shared.usecases.return_room import ReturnRoom


def add_return(call: Call) -> OrderDetail:
    """Note a complaint. Raises UnknownOrder, NothingToReturn, NotToReturn, RequestReused, Contended."""
    asked = call.body
    said = Complaint(trouble=asked.trouble, items=asked.items, words=asked.words.strip())
    request_return(_room(call), order_id=call.path["order_id"], complaint=said, request=call.key, now=call.now)
    return read_order(call)


def decide(call: Call) -> OrderDetail:
    """Decide. Raises UnknownReturn, NotNow, NotReplaceable, NothingWasPaid, MoreThanLeft, Contended."""
    asked = call.body
    verdict = Verdict(decision=asked.decision, by=call.caller.name, explanation=asked.explanation.strip())
    decide_return(
        _room(call),
        order_id=call.path["order_id"],
        return_id=call.path["return_id"],
        verdict=verdict,
        now=call.now,
    )
    return read_order(call)


def inspect(call: Call) -> OrderDetail:
    """Say what came back. Raises Invalid, UnknownReturn, NotNow, MoreThanSent, MoreThanLeft, Contended."""
    asked = call.body
    restocked, damaged = _units(asked.restocked), _units(asked.damaged)
    if not (restocked or damaged or asked.explanation.strip()):
        raise Invalid(
            FieldError(field="explanation", expected="to be there when nothing came back: the customer gets no money")
        )
    finding = Finding(restocked=restocked, damaged=damaged, by=call.caller.name, explanation=asked.explanation.strip())
    inspect_return(
        _room(call),
        order_id=call.path["order_id"],
        return_id=call.path["return_id"],
        finding=finding,
        now=call.now,
    )
    return read_order(call)


def cancel(call: Call) -> OrderDetail:
    """Call a return off. Raises UnknownReturn, NotNow, Contended."""
    cancel_return(_room(call), order_id=call.path["order_id"], return_id=call.path["return_id"], now=call.now)
    return read_order(call)


def _room(call: Call) -> ReturnRoom:
    shop = call.shop
    return ReturnRoom(
        store=shop.store, orders=shop.orders, commits=shop.commits, catalog=shop.catalog, cases=shop.cases
    )


def _units(found: dict[str, int]) -> dict[str, int]:
    return {sku: units for sku, units in found.items() if units}
