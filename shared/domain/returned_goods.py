"""What of an order may still come back, and what it was paid for with its tax: the parts make up the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from shared.domain.frozen import dataclass
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState
from shared.domain.order import Order

#: Of these nothing came back and nothing will.
FUTILE = frozenset({ReturnState.REFUSED, ReturnState.CANCELLED})
#: Nobody has decided yet.
UNDECIDED = frozenset({ReturnState.OPENED, ReturnState.REQUESTED})


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the customer paid for goods, tax included, and how much of that is tax (minor units)."""

    amount: int
    tax: int


def units_of(order: Order) -> Counter[str]:
    """What was bought: sku to units."""
    units: Counter[str] = Counter()
    for line in order.lines:
        units[line.sku] += line.quantity
    return units


def left_to_return(order: Order, returns: Iterable[GoodsReturn]) -> dict[str, int]:
    """What no return has yet, sku to units, in the order's own order."""
    left = units_of(order)
    for one in returns:
        if one.state not in FUTILE:
            left.subtract(one.items)
    return {sku: units for sku, units in left.items() if units > 0}


def came_back(one: GoodsReturn) -> Counter[str]:
    """The units that were found in what was sent back."""
    return Counter(one.restocked or {}) + Counter(one.damaged or {})


def paid_back(returns: Iterable[GoodsReturn]) -> Counter[str]:
    """The units whose price has gone back, or is about to."""
    units: Counter[str] = Counter()
    for one in returns:
        if one.state is ReturnState.SETTLED and one.decision is not Decision.REPLACE:
            units.update(one.items if one.decision is Decision.REFUND_WITHOUT_RETURN else came_back(one))
    return units


def worth(order: Order, items: Mapping[str, int], *, before: Mapping[str, int] | None = None) -> Worth:
    """What was paid for these units, after those that were paid back ``before``: all parts make up the total."""
    earlier = before or {}
    amount = tax = 0
    for sku, units in items.items():
        done = earlier.get(sku, 0)
        whole, part = _up_to(order, sku, done + units), _up_to(order, sku, done)
        amount += whole.amount - part.amount
        tax += whole.tax - part.tax
    return Worth(amount=amount, tax=tax)


def _up_to(order: Order, sku: str, units: int) -> Worth:
    amount = tax = 0
    for line, taxed in zip(order.lines, order.taxed_lines(), strict=True):
        if line.sku == sku and line.quantity:
            taken = min(units, line.quantity)
            units -= taken
            paid = line.total + (taxed.tax if line.tax_on_top else 0)
            amount += paid * taken // line.quantity
            tax += taxed.tax * taken // line.quantity
    return Worth(amount=amount, tax=tax)
