"""Where a placed order goes, said after it was placed: an address or a place on the map, written to the order."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.events import CustomerSpoke
from shared.domain.handover import DELIVERY, Wish, applied, lacks_address, out_of_reach
from shared.domain.order import UNPAID, Handover, Order
from shared.usecases.answer_offer import remember_address
from shared.usecases.hand_over import hand_over
from shared.usecases.placed_orders import LOOSE, OVER, placed_orders
from shared.usecases.turn import Heard, Turn

#: So many of a customer's orders are looked at for one whose address is still to come.
LOOKED_AT = 5

ADDRESS_NOTED, OUT_OF_REACH = "address_noted", "address_out_of_reach"


def awaiting_address(turn: Turn) -> Order | None:
    """The customer's newest placed order of which nobody knows where it goes, or only that it cannot go there."""
    recent = turn.shop.orders.recent(turn.customer.id, limit=LOOKED_AT)
    return next((one for one in recent if _open(one, turn)), None)


def _open(order: Order, turn: Turn) -> bool:
    reachable = order.handover is None or not out_of_reach(order.handover, turn.shop.store)
    return order.version > 0 and order.status != "draft" and (lacks_address(order) or not reachable)


def tell_place(turn: Turn, *, text: str, wish: Wish) -> Heard | None:
    """End the turn with what the words say written to the order that lacks its address; None when there is none.

    An order that is not paid for yet may also be picked up instead. Another address than the one an order has is a
    person's to write: it may be on its way. Raises Contended.
    """
    order = awaiting_address(turn)
    if order is None and wish.address:
        return _other_address(turn, text)
    if order is None or order.handover is None or (not wish.address and order.status not in UNPAID):
        return None
    after = applied(order.handover, wish, store=turn.shop.store, customer=turn.customer)
    return None if after == order.handover else place_order_at(turn, order, after, text=text)


def _other_address(turn: Turn, text: str) -> Heard | None:
    newest = next(iter(placed_orders(turn)), None)
    if newest is None or newest.status in OVER:
        return None
    reason = CaseReason.ASKED_FOR if newest.status in LOOSE else CaseReason.ORDER_CHANGE
    return hand_over(turn, reason=reason, order_id=newest.id, text=text)


def place_order_at(turn: Turn, order: Order, handover: Handover, *, text: str) -> Heard:
    """End the turn with the order's place noted, or with the word that it is too far. Raises Contended."""
    moved = replace(order.noted(), handover=handover)
    far = out_of_reach(handover, turn.shop.store)
    noted = CustomerSpoke(
        store=order.store,
        subject=f"ORDER#{order.id}",
        sequence=moved.version,
        at=turn.now,
        customer_id=turn.customer.id,
        message_id=turn.message.id,
        topic=OUT_OF_REACH if far else ADDRESS_NOTED,
        order_id=order.id,
    )
    put = PutOrder(order=moved, over=order.version)
    heard = turn.close(noted.topic, put, AppendEvent(event=noted), said=turn.said(text), order_id=order.id)
    if not far and handover.kind == DELIVERY:
        remember_address(turn, moved)
    return heard
