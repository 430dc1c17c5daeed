"""The same as before, with one tap: an earlier order's lines at today's prices and names, read back."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.draft import heard_too
from shared.domain.inbound import ButtonTap, Text
from shared.domain.order import Handover, Order, OrderStatus
from shared.usecases.draft_order import new_draft, put_forward, utterance
from shared.usecases.placed_orders import LOOK_BACK
from shared.usecases.tell_status import no_order
from shared.usecases.turn import Heard, Turn


def order_again(turn: Turn, order_id: str | None) -> Heard:
    """Put the same order forward once more: that one, or the customer's last (None). Raises Contended.

    As in every read-back, what is no longer sold is named, and what the shelf cannot give is cut and said.
    """
    text = _words(turn)
    before = _of_customer(turn, order_id) if order_id else _last(turn)
    if before is None:
        return no_order(turn, text)
    fresh = new_draft(turn)
    draft = replace(fresh, lines=before.lines, handover=_same_way(before) or fresh.handover)
    said = utterance(turn, text=text, kind="again", confidence=1.0)
    return put_forward(turn, heard_too(draft, said), over=None, said=turn.said(text))


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
