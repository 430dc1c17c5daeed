"""The same as before, with one tap: an earlier order's lines at today's prices and names, read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shared.domain import draft as drafts
from shared.domain.catalog import Product
from shared.domain.inbound import ButtonTap, Text
from shared.domain.order import Handover, Line, Order, OrderStatus, Problem, ProblemKind
from shared.usecases.draft_order import new_draft, put_forward, utterance
from shared.usecases.placed_orders import LOOK_BACK
from shared.usecases.tell_status import no_order
from shared.usecases.turn import Heard, Turn


def order_again(turn: Turn, order_id: str | None) -> Heard:
    """Put the same order forward once more: that one, or the customer's last (None). Raises Contended.

    What is no longer sold is named, and what the shelf cannot give is cut and said, as in every read-back.
    """
    text = _words(turn)
    before = _of_customer(turn, order_id) if order_id else _last(turn)
    if before is None:
        return no_order(turn, text)
    products = turn.shop.catalog.products({line.sku for line in before.lines})
    fresh = replace(new_draft(turn), handover=_same_way(before) or new_draft(turn).handover)
    said = utterance(turn, text=text, kind="again", confidence=1.0)
    return put_forward(
        turn, drafts.heard_too(with_lines_of(turn, fresh, before, products), said), over=None, said=turn.said(text)
    )


def with_lines_of(turn: Turn, draft: Order, before: Order, products: Mapping[str, Product]) -> Order:
    """The draft with another order's lines as they are sold today, and each that no longer is named."""
    language = turn.customer.language
    lines = [
        replace(line, name=found.name_in(language), unit_price=found.price)
        for line in before.lines
        if (found := products.get(line.sku)) is not None
    ]
    gone = [_no_longer_sold(line) for line in before.lines if line.sku not in products]
    return drafts.asked_too(drafts.with_lines(draft, lines), gone)


def _no_longer_sold(line: Line) -> Problem:
    return Problem(kind=ProblemKind.UNKNOWN_PRODUCT, sku=line.sku, name=line.name, wanted=line.quantity, found=0)


def _last(turn: Turn) -> Order | None:
    """The newest that was placed; one that was given up or let go only when there is no other."""
    given_up = {OrderStatus.CANCELLED, OrderStatus.EXPIRED}
    recent = turn.shop.orders.recent(turn.customer.id, limit=LOOK_BACK)
    placed = [one for one in recent if one.lines and one.status is not OrderStatus.DRAFT]
    kept = [one for one in placed if one.status not in given_up]
    return next(iter(kept or placed), None)


def _of_customer(turn: Turn, order_id: str) -> Order | None:
    file = turn.shop.orders.read(order_id)
    return file.order if file is not None and file.order.customer_id == turn.customer.id and file.order.lines else None


def _same_way(before: Order) -> Handover | None:
    """To the same place as before; the time of then means nothing today."""
    return replace(before.handover, at=None) if before.handover else None


def _words(turn: Turn) -> str:
    match turn.message.said:
        case Text(body=words) | ButtonTap(title=words):
            return words
    return ""
