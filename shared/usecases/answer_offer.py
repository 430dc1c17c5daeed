"""The customer tapped a button under an offer: go on with what there is, or change the cart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, PutOrder
from shared.domain.customer import Customer
from shared.domain.events import Event, OrderCancelled, OrderOffered, order_event
from shared.domain.inbound import InboundMessage
from shared.domain.order import Line, Order, OrderStatus, Problem, ProblemKind
from shared.ports import Conflict
from shared.usecases.converse import converse
from shared.usecases.place_order import Outcome, Placed, Shop, reserve


@dataclass(frozen=True, kw_only=True)
class OfferTap:
    """What a tapped button says: which order, which version of it the customer saw, and which answer."""

    order_id: str
    version: int
    answer: str

    ACCEPT = "accept"
    CHANGE = "change"

    @property
    def button_id(self) -> str:
        """The id the button is sent with."""
        return f"offer:{self.order_id}:{self.version}:{self.answer}"

    @classmethod
    def parse(cls, button_id: str) -> OfferTap | None:
        """The tap a button id stands for, or None if it is not of an offer."""
        kind, _, rest = button_id.partition(":")
        parts = rest.split(":")
        if kind != "offer" or len(parts) != 3 or not parts[1].isdecimal() or parts[2] not in (cls.ACCEPT, cls.CHANGE):
            return None
        return cls(order_id=parts[0], version=int(parts[1]), answer=parts[2])


def answer_offer(
    shop: Shop, *, tap: OfferTap, message: InboundMessage, customer: Customer, now: datetime
) -> Placed | None:
    """Do what the button said, if it is still about the order as it stands; else say where the order is.

    Returns None when there is nothing to answer about: no such order, or somebody else's. Raises Contended.
    """
    file = shop.orders.read(tap.order_id)
    if file is None or file.order.customer_id != customer.id:
        return None
    order = file.order
    if order.status is not OrderStatus.DRAFT:
        # One tap later is the same thumb twice: it gets its answer anyway.
        if order.version > tap.version + 1:
            converse(shop.outbox, store=shop.store.id, customer=customer, message=message, topic="stale_tap", now=now)
        return Placed(order=order, outcome=Outcome.REPEATED)
    if order.version != tap.version:
        return _offer_again(shop, order, now=now)
    if tap.answer == OfferTap.CHANGE or not order.lines:
        return _give_up(shop, order, now=now)
    return _take_it(shop, order, customer=customer, now=now)


def _take_it(shop: Shop, order: Order, *, customer: Customer, now: datetime) -> Placed:
    """Reserve at today's prices; if they moved again since the offer, offer once more rather than surprise."""
    products = shop.catalog.products({line.sku for line in order.lines})
    lines: list[Line] = []
    problems: list[Problem] = []
    for line in order.lines:
        product = products.get(line.sku)
        found = 0 if product is None else product.price
        if product is not None:
            name = product.name_in(customer.language)
            lines.append(Line(sku=line.sku, name=name, quantity=line.quantity, unit_price=found))
        if found != line.unit_price:
            kind = ProblemKind.UNKNOWN_PRODUCT if product is None else ProblemKind.PRICE_CHANGED
            problems.append(Problem(kind=kind, sku=line.sku, name=line.name, wanted=line.unit_price, found=found))
    wanted = replace(order.noted(), lines=tuple(lines), problems=tuple(problems))
    return reserve(shop, wanted, over=order.version, products=products, now=now, hold=bool(lines) and not problems)


def _offer_again(shop: Shop, order: Order, *, now: datetime) -> Placed:
    """The tap was under an older offer: show the one that stands."""
    again = order.noted()
    return _move(shop, order, again, order_event(OrderOffered, again, now=now))


def _give_up(shop: Shop, order: Order, *, now: datetime) -> Placed:
    cancelled = order.become(OrderStatus.CANCELLED)
    return _move(shop, order, cancelled, order_event(OrderCancelled, cancelled, now=now, by="customer"))


def _move(shop: Shop, before: Order, after: Order, event: Event) -> Placed:
    changes: list[Change] = [PutOrder(order=after, over=before.version), AppendEvent(event=event)]
    try:
        shop.commits.commit(changes, token=f"{after.id}:{after.version}:{event.name}")
    except Conflict:
        standing = shop.orders.read(after.id)
        return Placed(order=standing.order if standing else before, outcome=Outcome.REPEATED)
    return Placed(order=after, outcome=Outcome.OFFERED)
