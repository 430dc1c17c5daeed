"""Somebody of the store looks at goods that came back: onto the shelf or not, and the money for what came, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.domain.catalog import stock_needed
from shared.domain.changes import AppendEvent, Change, FreeStock, PutOrder, PutReturn
from shared.domain.events import ReturnMoved, order_event
from shared.domain.frozen import dataclass
from shared.domain.goods_return import GoodsReturn, ReturnState
from shared.domain.order import TRANSITIONS, Order, OrderStatus
from shared.domain.returned_goods import came_back, paid_back, units_of, worth
from shared.domain.stock import Cause
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.refund_return import refunded
from shared.usecases.return_room import TRIES, NotNow, ReturnRoom, found_return

_R = ReturnState
#: Accepted, and not looked at yet: who brings the goods in person sends no parcel.
AWAITED = (_R.ACCEPTED, _R.BOOKED, _R.ON_ITS_WAY, _R.ARRIVED)


class MoreThanSent(Exception):
    """More was found than the return has."""

    def __init__(self, sku: str, *, found: int, most: int) -> None:
        super().__init__(f"{found} of {sku} were found, and the return has {most}")
        self.sku, self.found, self.most = sku, found, most


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What came back, sku to units: ``restocked`` can be sold again, ``damaged`` cannot. Nothing at all: refused."""

    restocked: Mapping[str, int]
    damaged: Mapping[str, int]
    by: str
    explanation: str = ""


def inspect_return(room: ReturnRoom, *, order_id: str, return_id: str, finding: Finding, now: datetime) -> GoodsReturn:
    """The return, settled with its refund and its stock in one transaction; the same finding again changes nothing.

    Raises UnknownReturn, NotNow, MoreThanSent, MoreThanLeft, Contended.
    """
    for _ in range(TRIES):
        file, before = found_return(room, order_id, return_id)
        if before.restocked is not None and _same(before, finding):
            return before
        if before.state not in AWAITED:
            raise NotNow(before)
        _look(before, finding)
        settled, changes = _settled(room, file, before, finding, now=now)
        try:
            room.commits.commit(changes, token=f"inspected:{return_id}:{before.version}:{file.order.version}")
        except Conflict:
            continue
        return settled
    raise Contended(f"return {return_id}: the record kept changing")


def _same(one: GoodsReturn, finding: Finding) -> bool:
    known = (Counter(one.restocked or {}), Counter(one.damaged or {}))
    return known == (Counter(finding.restocked), Counter(finding.damaged))


def _look(one: GoodsReturn, finding: Finding) -> None:
    came = Counter(finding.restocked) + Counter(finding.damaged)
    for sku, found in came.items():
        most = one.items.get(sku, 0)
        if found > most:
            raise MoreThanSent(sku, found=found, most=most)


def _settled(
    room: ReturnRoom, file: OrderFile, before: GoodsReturn, finding: Finding, *, now: datetime
) -> tuple[GoodsReturn, list[Change]]:
    arrived = before if before.state is _R.ARRIVED else before.become(_R.ARRIVED)
    seen = replace(arrived.become(_R.INSPECTED), restocked=dict(finding.restocked), damaged=dict(finding.damaged))
    units = came_back(seen)
    after = seen.become(_R.SETTLED if units else _R.REFUSED)
    if not units:
        after = replace(after, explanation=finding.explanation)
    told = _order_after(file, after)
    value = worth(file.order, units, before=paid_back(file.returns))
    order, after, money = refunded(file, told, after, value, by=finding.by, now=now)
    event = order_event(ReturnMoved, told, now=now, return_id=after.id, state=after.state.value)
    return after, [
        PutOrder(order=order, over=file.order.version),
        PutReturn(goods_return=after, over=before.version),
        AppendEvent(event=event),
        *money,
        *_onto_the_shelf(room, file.order, finding.restocked),
    ]


def _order_after(file: OrderFile, after: GoodsReturn) -> Order:
    """The order one version on: returned, once all of it has come back."""
    others = (came_back(one) for one in file.returns if one.id != after.id and one.state is _R.SETTLED)
    back = sum(others, came_back(after))
    whole = after.state is _R.SETTLED and back >= units_of(file.order)
    order = file.order
    may = OrderStatus.RETURNED in TRANSITIONS[order.status]
    return order.become(OrderStatus.RETURNED) if whole and may else order.noted()


def _onto_the_shelf(room: ReturnRoom, order: Order, restocked: Mapping[str, int]) -> list[Change]:
    """What the order held is free again; never more than it held, though a recipe may have changed since."""
    products = room.catalog.products(restocked)
    needs = stock_needed([(products[sku], units) for sku, units in restocked.items() if sku in products])
    most = {item: min(units, order.needs.get(item, 0)) for item, units in needs.items()}
    return [
        FreeStock(item=item, units=units, order_id=order.id, cause=Cause.RETURN)
        for item, units in sorted(most.items())
        if units
    ]
