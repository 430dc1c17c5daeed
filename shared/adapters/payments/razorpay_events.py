"""What a Razorpay webhook says about money, in our words. Pure, and light enough for a cold start.

A paid link is told three times (``payment.captured``, ``order.paid``, ``payment_link.paid``): all give the payment's id
(``pay_...``). Those of the three that do not carry our notes are Nothing; ``payment_link.paid`` always names the order.

Source: Razorpay, "Webhook payloads" for payments, orders and payment links.
"""

from __future__ import annotations

from shared.adapters.payments.verdict import Nothing, UnreadableEvent, amount_of, mapping, text
from shared.domain.money import Money
from shared.domain.payment import Payment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PROVIDER = "razorpay"

EVENTS = frozenset({"payment.captured", "order.paid", "payment_link.paid", "payment_link.partially_paid"})

#: ``status`` of a payment: whether the money is ours. It is trusted above ``captured``, which a sample contradicts.
PAYMENT_TAKEN: Mapping[str, bool] = {
    "created": False,
    "authorized": False,
    "captured": True,
    "refunded": False,
    "failed": False,
}


def payment_in(event: Mapping[str, Any]) -> Payment | Nothing:
    """The payment the event tells of, or why there is none. Raises UnreadableEvent."""
    kind = text(event.get("event"))
    if kind not in EVENTS:
        return Nothing(f"{kind or 'an event without a name'} brings no money")
    entities = {name: mapping(mapping(part).get("entity")) for name, part in mapping(event.get("payload")).items()}
    payment, link = entities.get("payment", {}), entities.get("payment_link", {})
    status = text(payment.get("status"))
    if status not in PAYMENT_TAKEN:
        raise UnreadableEvent(f"{kind} with a payment of status {status[:40]!r}")
    if not PAYMENT_TAKEN[status]:
        return Nothing(f"the payment is {status}")
    order_id = order_in(payment, link, entities.get("order", {}))
    if not order_id:
        return Nothing(f"{kind} names no order of ours")
    return taken(payment, order_id=order_id, link_id=text(link.get("id")) or None)


def order_in(*entities: Mapping[str, Any]) -> str:
    """Our order, from the notes of any of the entities, else from the attempt that a link or its order refers to."""
    for entity in entities:
        if named := text(mapping(entity.get("notes")).get("order_id")):
            return named
    for entity in entities:
        reference = text(entity.get("reference_id")) or text(entity.get("receipt"))
        order_id, dash, number = reference.rpartition("-")
        if dash and number.isdecimal():
            return order_id
    return ""


def taken(payment: Mapping[str, Any], *, order_id: str, link_id: str | None, live: bool | None = None) -> Payment:
    """A captured payment entity. Razorpay does not say in it whether the money is real. Raises UnreadableEvent."""
    transaction_id = text(payment.get("id")) or text(payment.get("payment_id"))
    currency = text(payment.get("currency")).upper()
    if not transaction_id or not currency:
        raise UnreadableEvent("captured, but without an id or a currency")
    return Payment(
        provider=PROVIDER,
        transaction_id=transaction_id,
        order_id=order_id,
        amount=Money(amount_of(payment.get("amount")), currency),
        link_id=link_id,
        live=live,
    )
