"""Stripe's lists: newest first, a page at a time, the next one after the last id of this one."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import QueryParams

from infra.local.simulators.gateways import Call
from infra.local.simulators.stripe_balance import Balance
from infra.local.simulators.stripe_forms import StripeError, integer
from infra.local.simulators.stripe_sales import Sales
from infra.local.simulators.world import Json, Store

SHORTEST, USUAL, LONGEST = 1, 10, 100
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "created[gte]": lambda created, limit: created >= limit,
    "created[gt]": lambda created, limit: created > limit,
    "created[lte]": lambda created, limit: created <= limit,
    "created[lt]": lambda created, limit: created < limit,
}
PAGING = frozenset({"limit", "starting_after", "ending_before", "expand[]", *COMPARE})


def page(items: Sequence[Json], query: QueryParams, url: str, *, filters: frozenset[str] = frozenset()) -> Json:
    """A page of `items`, which are newest first. Unknown parameters and cursors are refused."""
    for key in query:
        if key not in PAGING | filters:
            raise StripeError(f"Received unknown parameter: {key}", code="parameter_unknown", param=key)
    limit = integer(query.get("limit", USUAL), "limit", least=SHORTEST)
    if limit > LONGEST:
        raise StripeError(f"Limit cannot exceed {LONGEST}.", code="parameter_invalid_integer", param="limit")
    found = [one for one in items if _matches(one, query, filters)]
    if cursor := query.get("starting_after"):
        found = found[_position(found, cursor, "starting_after") + 1 :]
    elif cursor := query.get("ending_before"):
        found = found[: _position(found, cursor, "ending_before")][-limit:]
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}


def _matches(one: Json, query: QueryParams, filters: frozenset[str]) -> bool:
    in_time = all(check(one["created"], integer(query[key], key)) for key, check in COMPARE.items() if key in query)
    return in_time and all(query[key] == one[key] for key in filters if key in query and key in one)


def _position(items: Sequence[Json], cursor: str, param: str) -> int:
    for position, one in enumerate(items):
        if one["id"] == cursor:
            return position
    raise StripeError(f"No such object: '{cursor}'", code="resource_missing", param=param)


class Lists:
    """The list endpoints, for the reconciler of a shop."""

    def __init__(self, sales: Sales, balance: Balance) -> None:
        self._sales = sales
        self._balance = balance

    def actions(self) -> list[tuple[str, str, Callable[[Call], Awaitable[Json]]]]:
        """Method, path, what to do."""
        return [
            ("GET", "/checkout/sessions", self._sessions),
            ("GET", "/refunds", self._refunds),
            ("GET", "/disputes", self._disputes),
            ("GET", "/payouts", self._payouts),
            ("GET", "/balance_transactions", self._movements),
        ]

    async def _sessions(self, call: Call) -> Json:
        found = [sale.session for sale in self._sales.of(call.store)]
        filters = frozenset({"payment_intent", "status"})
        return page(found, call.request.query_params, "/v1/checkout/sessions", filters=filters)

    async def _refunds(self, call: Call) -> Json:
        found = [refund for sale in self._sales.of(call.store)[::-1] for refund in sale.refunds]
        filters = frozenset({"payment_intent", "charge"})
        return page(_newest(found), call.request.query_params, "/v1/refunds", filters=filters)

    async def _disputes(self, call: Call) -> Json:
        found = [dispute for sale in self._sales.of(call.store)[::-1] for dispute in sale.disputes]
        filters = frozenset({"payment_intent", "charge"})
        return page(_newest(found), call.request.query_params, "/v1/disputes", filters=filters)

    async def _payouts(self, call: Call) -> Json:
        found = self._balance.payouts(call.store)
        return page(found, call.request.query_params, "/v1/payouts", filters=frozenset({"status"}))

    async def _movements(self, call: Call) -> Json:
        query = call.request.query_params
        found = self._balance.movements(call.store, payout=query.get("payout"))
        filters = frozenset({"payout", "type", "currency", "source"})
        listed = page(found, query, "/v1/balance_transactions", filters=filters)
        if "data.source" in query.getlist("expand[]"):
            sources = self._sources(call.store)
            listed["data"] = [{**one, "source": sources.get(one["source"], one["source"])} for one in listed["data"]]
        return listed

    def _sources(self, store: Store) -> dict[str, Json]:
        """What moved a balance, by id."""
        found = {one["id"]: one for one in self._balance.payouts(store)}
        for sale in self._sales.of(store):
            charges = [sale.charge] if sale.charge else []
            found |= {one["id"]: one for one in (*charges, *sale.refunds, *sale.disputes)}
        return found


def _newest(oldest_sales_first: list[Json]) -> list[Json]:
    """What befell the sales, each in its own time; of equal times what was made later comes first."""
    return sorted(oldest_sales_first, key=lambda one: one["created"])[::-1]
