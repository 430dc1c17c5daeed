"""A cart becomes an order with its stock held, or an honest offer of what there is.

A cart is the customer's own explicit order and is never held up by a question: its stock is held and its link opened at
once, as ever. What is missing (where to deliver) or odd (the same cart minutes ago, an unusual quantity) stays with the
order as a problem and is asked in the very message that asks for the payment: paying is what confirms a cart. An
address that is written or sent afterwards becomes the order's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.catalog import MOST_OF_ONE_LINE, Product, stock_needed
from shared.domain.changes import AppendEvent, Change, HoldStock, PutOrder
from shared.domain.customer import Customer
from shared.domain.events import Event, OrderOffered, OrderReceived, order_event
from shared.domain.inbound import Cart, InboundMessage
from shared.domain.order import Line, Order, OrderStatus, Problem, ProblemKind, Source, order_id_for
from shared.domain.stock import affordable
from shared.domain.store import Store
from shared.ports import Catalog, Commits, Conflict, Contended, Orders, Outbox, StockRoom

#: A shelf can empty and fill between our look at it and our transaction; this often we look again before giving up.
LOOKS = 4


class Outcome(StrEnum):
    """What came of it."""

    RECEIVED = "received"
    OFFERED = "offered"
    REPEATED = "repeated"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The order as it now stands, and whether this call made it."""

    order: Order
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The ports that reserving needs, and the store they belong to."""

    store: Store
    orders: Orders
    catalog: Catalog
    stock: StockRoom
    commits: Commits
    outbox: Outbox


def place_order(shop: Shop, *, message: InboundMessage, cart: Cart, customer: Customer, now: datetime) -> Placed:
    """Take the cart at our prices. The same message always finds the same order. Raises Contended."""
    products = shop.catalog.products({line.sku for line in cart.lines})
    lines, problems = _wish(cart, products, customer.language, shop.store.currency)
    order = Order(
        id=order_id_for(message.id),
        store=shop.store.id,
        customer_id=customer.id,
        status=OrderStatus.RECEIVED,
        version=1,
        lines=lines,
        currency=shop.store.currency,
        placed_at=message.at,
        source=Source(channel="whatsapp", message_id=message.id),
        problems=problems,
        note=cart.note,
    )
    return reserve(shop, order, over=None, products=products, now=now, hold=bool(lines) and not problems)


def reserve(
    shop: Shop, order: Order, *, over: int | None, products: Mapping[str, Product], now: datetime, hold: bool
) -> Placed:
    """Hold the order's stock and make it ``received``, or make it a draft that offers what the shelf can give.

    ``over`` is the version the order replaces (None: it is new). ``hold`` False skips the shelf: the customer has to be
    asked something first.
    """
    for _ in range(LOOKS):
        if hold:
            taken = _received(shop.store, order, products, now=now)
            if _commit(shop, taken, over=over, event=order_event(OrderReceived, taken, now=now), needs=taken.needs):
                return Placed(order=taken, outcome=Outcome.RECEIVED)
            if (standing := _standing(shop, order, over=over)) is not None:
                return Placed(order=standing, outcome=Outcome.REPEATED)
        offer, whole = _offer(shop, order, products)
        if hold and whole:
            continue  # Somebody gave units back between our transaction and our look: there is enough after all.
        if _commit(shop, offer, over=over, event=order_event(OrderOffered, offer, now=now), needs={}):
            return Placed(order=offer, outcome=Outcome.OFFERED)
        if (standing := _standing(shop, order, over=over)) is not None:
            return Placed(order=standing, outcome=Outcome.REPEATED)
    raise Contended(f"order {order.id}: the shelf kept changing")


def _wish(
    cart: Cart, products: Mapping[str, Product], language: str, currency: str
) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The cart at our prices, and everything in it that the customer has to be told about."""
    lines: dict[str, Line] = {}
    problems: list[Problem] = []
    for wanted in cart.lines:
        product = products.get(wanted.sku)
        if product is None:
            problems.append(_problem(ProblemKind.UNKNOWN_PRODUCT, wanted.sku, wanted.sku, wanted.quantity, 0))
            continue
        name = product.name_in(language)
        earlier = lines[wanted.sku].quantity if wanted.sku in lines else 0
        total = earlier + wanted.quantity
        quantity = min(max(total, 0), MOST_OF_ONE_LINE)
        if wanted.quantity < 1 or total > MOST_OF_ONE_LINE:
            problems.append(_problem(ProblemKind.QUANTITY, wanted.sku, name, total, MOST_OF_ONE_LINE))
        if wanted.seen_price != product.price or cart.currency != currency:
            seen = wanted.seen_price if cart.currency == currency else None
            problems.append(_problem(ProblemKind.PRICE_CHANGED, wanted.sku, name, seen or 0, product.price))
        if quantity:
            lines[wanted.sku] = Line(sku=product.sku, name=name, quantity=quantity, unit_price=product.price)
    return tuple(lines.values()), tuple(problems)


def _received(store: Store, order: Order, products: Mapping[str, Product], *, now: datetime) -> Order:
    return replace(
        order,
        status=OrderStatus.RECEIVED,
        problems=(),
        needs=stock_needed((products[line.sku], line.quantity) for line in order.lines),
        expires_at=now + timedelta(minutes=store.reservation_minutes),
    )


def _offer(shop: Shop, order: Order, products: Mapping[str, Product]) -> tuple[Order, bool]:
    """The order as a draft of what the shelf can give, each shortage named; and whether that is all of it."""
    wanted = [(products[line.sku], line.quantity) for line in order.lines]
    levels = {item.id: item.available for item in shop.stock.items(stock_needed(wanted)).values()}
    given, whole = affordable(wanted, levels)
    short = tuple(
        _problem(ProblemKind.SHORT, line.sku, line.name, line.quantity, granted)
        for line, (_, granted) in zip(order.lines, given, strict=True)
        if granted < line.quantity
    )
    left = tuple(
        replace(line, quantity=granted) for line, (_, granted) in zip(order.lines, given, strict=True) if granted
    )
    kept = tuple(problem for problem in order.problems if problem.kind is not ProblemKind.SHORT)
    return replace(order, status=OrderStatus.DRAFT, lines=left, problems=(*kept, *short), needs={}), whole


def _commit(shop: Shop, order: Order, *, over: int | None, event: Event, needs: Mapping[str, int]) -> bool:
    changes: list[Change] = [PutOrder(order=order, over=over), AppendEvent(event=event)]
    changes += [HoldStock(item=item, units=units, order_id=order.id) for item, units in needs.items()]
    try:
        shop.commits.commit(changes, token=f"{order.id}:{order.version}:{order.status}:{order.expires_at}")
    except Conflict:
        return False
    return True


def _standing(shop: Shop, order: Order, *, over: int | None) -> Order | None:
    """The order as somebody (or our own earlier try, whose answer was lost) already wrote it."""
    file = shop.orders.read(order.id)
    if file is None or file.order.version == over:
        return None
    return file.order


def _problem(kind: ProblemKind, sku: str, name: str, wanted: int, found: int) -> Problem:
    return Problem(kind=kind, sku=sku, name=name, wanted=wanted, found=found)
