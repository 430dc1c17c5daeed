"""Razorpay's lists: newest first, `count` at a time after the first `skip`, between `from` and `to` (both included)."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import QueryParams

from infra.local.simulators.gateways import Call
from infra.local.simulators.razorpay_rules import RazorpayError
from infra.local.simulators.razorpay_sales import Sales
from infra.local.simulators.razorpay_settlements import Settlements
from infra.local.simulators.world import Json

USUAL, MOST, MOST_RECON = 10, 100, 1000


def collection(items: Sequence[Json]) -> Json:
    """Items as Razorpay wraps them."""
    return {"entity": "collection", "count": len(items), "items": list(items)}


def page(items: Sequence[Json], query: QueryParams, *, most: int = MOST) -> list[Json]:
    """The items of one page. A `count` beyond `most` is refused."""
    count, skip = number(query, "count", USUAL), number(query, "skip", 0)
    if not 1 <= count <= most:
        raise RazorpayError(f"The count must be between 1 and {most}.", field="count")
    since, until = number(query, "from", 0), number(query, "to", 2**40)
    found = [one for one in items if since <= one["created_at"] <= until]
    return found[skip : skip + count]


def number(query: QueryParams, name: str, usual: int) -> int:
    """A whole number of the query."""
    value = query.get(name, str(usual))
    if not value.isdecimal():
        raise RazorpayError(f"The {name} must be an integer.", field=name)
    return int(value)


class Lists:
    """The list endpoints, for the reconciler of a shop."""

    def __init__(self, sales: Sales, settlements: Settlements) -> None:
        self._sales = sales
        self._settlements = settlements

    def actions(self) -> list[tuple[str, str, Callable[[Call], Awaitable[Json]]]]:
        """Method, path, what to do. Those with a fixed path come before `/settlements/{id}` and the like."""
        return [
            ("GET", "/payment_links", self._links),
            ("GET", "/payments", self._payments),
            ("GET", "/refunds", self._refunds),
            ("GET", "/disputes", self._disputes),
            ("GET", "/settlements", self._settled),
            ("GET", "/settlements/recon/combined", self._recon),
        ]

    async def _links(self, call: Call) -> Json:
        query = call.request.query_params
        found = [
            sale
            for sale in self._sales.of(call.store)
            if query.get("reference_id") in {None, sale.link["reference_id"]}
        ]
        if wanted := query.get("payment_id"):
            found = [sale for sale in found if any(one["id"] == wanted for one in sale.payments)]
        return {"payment_links": page([sale.link for sale in found], query)}

    async def _payments(self, call: Call) -> Json:
        found = [one for sale in self._sales.of(call.store)[::-1] for one in sale.payments]
        return collection(page(_newest(found), call.request.query_params))

    async def _refunds(self, call: Call) -> Json:
        found = [one for sale in self._sales.of(call.store)[::-1] for one in sale.refunds]
        return collection(page(_newest(found), call.request.query_params))

    async def _disputes(self, call: Call) -> Json:
        found = [one for sale in self._sales.of(call.store)[::-1] for one in sale.disputes]
        return collection(page(_newest(found), call.request.query_params))

    async def _settled(self, call: Call) -> Json:
        return collection(page(self._settlements.of(call.store), call.request.query_params))

    async def _recon(self, call: Call) -> Json:
        query = call.request.query_params
        for needed in ("year", "month"):
            if needed not in query:
                raise RazorpayError(f"The {needed} field is required.", field=needed)
        day = number(query, "day", 0) or None
        year, month = number(query, "year", 0), number(query, "month", 0)
        lines = self._settlements.recon(call.store, year=year, month=month, day=day)
        return collection(page(lines, query, most=MOST_RECON))


def _newest(oldest_sales_first: list[Json]) -> list[Json]:
    """What befell the sales, each in its own time; of equal times what was made later comes first."""
    return sorted(oldest_sales_first, key=lambda one: one["created_at"])[::-1]
