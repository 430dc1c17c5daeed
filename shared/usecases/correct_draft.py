"""A person reads an order again and says what it means; the customer is asked to confirm that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.catalog import Product
from shared.domain.changes import AppendEvent, PutChat, PutOrder
from shared.domain.customer import Customer
from shared.domain.events import OrderOffered, order_event
from shared.domain.frozen import dataclass
from shared.domain.order import Line, Order, OrderStatus, Utterance
from shared.ports import Chats, Conflict, Contended
from shared.usecases.place_order import Shop, offer, spare_for
from shared.usecases.staff_desk import TRIES


class UnknownOrder(Exception):
    """There is no such order."""


class NotADraft(Exception):
    """What the customer has confirmed is changed by the customer, or cancelled."""

    def __init__(self, status: OrderStatus) -> None:
        super().__init__(f"the order is {status}: only a draft's lines can be corrected")
        self.status = status


class UnknownProducts(Exception):
    """Skus that this store does not sell."""

    def __init__(self, skus: Sequence[str]) -> None:
        super().__init__("not sold here: " + ", ".join(skus))
        self.skus = tuple(skus)


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """One line as a person read it."""

    sku: str
    quantity: int
    note: str = ""


def correct_draft(
    shop: Shop,
    chats: Chats,
    *,
    order_id: str,
    lines: Sequence[Corrected],
    customer: Customer | None,
    by: str,
    request: str,
    now: datetime,
) -> Order:
    """The draft with these lines at today's prices, read back to the customer. The same request again changes nothing.

    What the shelf cannot give is cut, and said. Raises UnknownOrder, NotADraft, UnknownProducts, Contended.
    """
    for _ in range(TRIES):
        file = shop.orders.read(order_id)
        if file is None:
            raise UnknownOrder
        before = file.order
        if any(one.message_id == request for one in before.heard):
            return before
        if before.status is not OrderStatus.DRAFT:
            raise NotADraft(before.status)
        offered = _offered(shop, before, lines, customer=customer, by=by, request=request, now=now)
        chat = chats.read(before.customer_id)
        try:
            shop.commits.commit(
                [
                    PutOrder(order=offered, over=before.version),
                    AppendEvent(event=order_event(OrderOffered, offered, now=now)),
                    PutChat(chat=chat.drafting(offered.id, now).next()),
                ],
                token=f"correct:{request}:{before.version}:{chat.version}:{now.isoformat()}",
            )
        except Conflict:
            continue
        return offered
    raise Contended(f"{order_id} kept changing")


def _offered(
    shop: Shop,
    before: Order,
    lines: Sequence[Corrected],
    *,
    customer: Customer | None,
    by: str,
    request: str,
    now: datetime,
) -> Order:
    products = shop.catalog.products({line.sku for line in lines})
    unknown = sorted({line.sku for line in lines} - products.keys())
    if unknown:
        raise UnknownProducts(unknown)
    language = customer.language if customer else shop.store.languages[0]
    # Everything that was asked about the customer's words is settled by whoever read them.
    read = replace(
        before.noted(),
        lines=tuple(_line(line, products, language=language, tax_on_top=shop.store.tax_on_top) for line in lines),
        problems=(),
        heard=(*_read_by(before.heard, by), _correction(request, by=by, now=now)),
    )
    offered, _ = offer(shop, read, products, spare=spare_for(shop, before), language=language)
    return offered


def _line(line: Corrected, products: Mapping[str, Product], *, language: str, tax_on_top: bool) -> Line:
    product = products[line.sku]
    return Line(
        sku=product.sku,
        name=product.name_in(language),
        quantity=line.quantity,
        unit_price=product.price,
        note=line.note,
        tax_bp=product.tax_bp,
        tax_on_top=tax_on_top,
    )


def _read_by(heard: Sequence[Utterance], by: str) -> tuple[Utterance, ...]:
    """What was said, with who changed its reading."""
    return tuple(one if one.corrected_by else replace(one, corrected_by=by) for one in heard)


def _correction(request: str, *, by: str, now: datetime) -> Utterance:
    return Utterance(message_id=request, at=now, text="", kind="correction", confidence=1.0, corrected_by=by)
