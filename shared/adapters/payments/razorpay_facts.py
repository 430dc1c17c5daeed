"""What a Razorpay webhook says about money besides "it was paid", in our words. Pure; loaded only for such events.

Sources: Razorpay, "Webhook payloads" for payments, payment links, refunds, disputes and settlements; "Disputes entity".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.adapters.payments.razorpay_events import PROVIDER, order_in, payment_in, taken
from shared.adapters.payments.readings import id_in, moment, state_in
from shared.adapters.payments.verdict import Nothing, UnreadableEvent, amount_of, mapping, text
from shared.domain.gateway_facts import (
    Dispute,
    DisputeState,
    Fact,
    LinkClosed,
    PaymentProgress,
    PaymentState,
    Payout,
    PayoutState,
    Refund,
    RefundedSoFar,
    RefundState,
)
from shared.domain.money import Money

#: ``refunded`` is a payment that was taken and then given back whole.
PAYMENT_STATES: Mapping[str, PaymentState] = {
    "created": PaymentState.PENDING,
    "authorized": PaymentState.AUTHORIZED,
    "captured": PaymentState.PAID,
    "refunded": PaymentState.PAID,
    "failed": PaymentState.FAILED,
}
REFUND_STATES: Mapping[str, RefundState] = {
    "created": RefundState.PENDING,
    "pending": RefundState.PENDING,
    "processed": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
}
#: ``closed`` is what ends without a decision: what was deducted then tells who has the money.
DISPUTE_STATES: Mapping[str, DisputeState] = {
    "open": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "closed": DisputeState.WON,
    "lost": DisputeState.LOST,
}
PAYOUT_STATES: Mapping[str, PayoutState] = {
    "created": PayoutState.PENDING,
    "initiated": PayoutState.PENDING,
    "processed": PayoutState.PAID,
    "failed": PayoutState.FAILED,
}

Entities = Mapping[str, Mapping[str, Any]]


def facts_in(event: Mapping[str, Any]) -> tuple[Fact, ...] | Nothing:
    """What the webhook says, or why it says nothing of money. Raises UnreadableEvent."""
    kind = text(event.get("event"))
    read = EVENTS.get(kind)
    if read is None:
        return Nothing(f"{kind or 'an event without a name'} says nothing of money")
    parts = mapping(event.get("payload")).items()
    if found := tuple(read({name: mapping(mapping(part).get("entity")) for name, part in parts})):
        return found
    why = payment_in(event)
    return why if isinstance(why, Nothing) else Nothing(f"{kind} says nothing of money")


def refund_of(refund: Mapping[str, Any], *, payment: Mapping[str, Any] | None = None) -> Refund:
    """A refund entity; ``payment`` helps to tell the order. Raises UnreadableEvent."""
    notes = mapping(refund.get("notes"))
    payment = payment or {}
    transaction_id = text(refund.get("payment_id")) or text(payment.get("id"))
    if not transaction_id:
        raise UnreadableEvent("a refund of no payment")
    return Refund(
        provider=PROVIDER,
        id=id_in(refund, "refund"),
        transaction_id=transaction_id,
        amount=money_of(refund),
        state=state_in(REFUND_STATES, refund.get("status"), "refund"),
        reference=text(notes.get("refund_id")) or text(refund.get("receipt")) or None,
        order_id=text(notes.get("order_id")) or order_in(payment) or None,
        at=moment(refund.get("created_at")),
    )


def dispute_of(dispute: Mapping[str, Any], *, payment: Mapping[str, Any] | None = None) -> Dispute:
    """A dispute entity. Razorpay shows what it still holds, not what it took and gave back. Raises UnreadableEvent."""
    transaction_id = text(dispute.get("payment_id")) or text((payment or {}).get("id"))
    if not transaction_id:
        raise UnreadableEvent("a dispute of no payment")
    state = state_in(DISPUTE_STATES, dispute.get("status"), "dispute")
    deducted = amount_of(dispute.get("amount_deducted") or 0)
    if state is DisputeState.WON and deducted and text(dispute.get("status")) == "closed":
        state = DisputeState.LOST
    return Dispute(
        provider=PROVIDER,
        id=id_in(dispute, "dispute"),
        transaction_id=transaction_id,
        amount=money_of(dispute),
        state=state,
        taken=deducted,
        reason=text(dispute.get("reason_code")) or None,
        respond_by=moment(dispute.get("respond_by")),
        at=moment(dispute.get("created_at")),
    )


def payout_of(settlement: Mapping[str, Any], *, currency: str = "INR") -> Payout:
    """A settlement entity, which names no currency: Razorpay settles in the account's. Raises UnreadableEvent."""
    return Payout(
        provider=PROVIDER,
        id=id_in(settlement, "settlement"),
        amount=money_of({"currency": currency, **settlement}),
        state=state_in(PAYOUT_STATES, settlement.get("status"), "settlement"),
        fees=amount_of(settlement.get("fees") or 0),
        tax=amount_of(settlement.get("tax") or 0),
        bank_reference=text(settlement.get("utr")) or None,
        at=moment(settlement.get("created_at")),
    )


def progress_of(payment: Mapping[str, Any], *, order_id: str | None, link_id: str | None = None) -> PaymentProgress:
    """A payment entity in any state; its ``status`` is trusted above ``captured``. Raises UnreadableEvent."""
    return PaymentProgress(
        provider=PROVIDER,
        transaction_id=id_in(payment, "payment"),
        state=state_in(PAYMENT_STATES, payment.get("status"), "payment"),
        amount=money_of(payment),
        order_id=order_id,
        link_id=link_id,
        reason=text(payment.get("error_reason")) or None,
    )


def money_of(entity: Mapping[str, Any]) -> Money:
    """The amount and currency of an entity. Raises UnreadableEvent."""
    currency = text(entity.get("currency")).upper()
    if not currency:
        raise UnreadableEvent("an amount without a currency")
    return Money(amount_of(entity.get("amount")), currency)


def _payment(entities: Entities) -> Iterator[Fact]:
    """A payment that is money is a ``Payment``; what was given back of it meanwhile is said too."""
    payment, link = entities.get("payment", {}), entities.get("payment_link", {})
    order_id = order_in(payment, link, entities.get("order", {}))
    state = state_in(PAYMENT_STATES, payment.get("status"), "payment")
    if state is not PaymentState.PAID:
        yield progress_of(payment, order_id=order_id or None, link_id=text(link.get("id")) or None)
        return
    if order_id:
        yield taken(payment, order_id=order_id, link_id=text(link.get("id")) or None)
    yield from _so_far(payment)


def _refund(entities: Entities) -> Iterator[Fact]:
    payment = entities.get("payment", {})
    yield refund_of(entities.get("refund", {}), payment=payment)
    yield from _so_far(payment)


def _so_far(payment: Mapping[str, Any]) -> Iterator[Fact]:
    if amount_of(payment.get("amount_refunded") or 0):
        total = money_of({**payment, "amount": payment["amount_refunded"]})
        yield RefundedSoFar(provider=PROVIDER, transaction_id=id_in(payment, "payment"), total=total)


def _closed(entities: Entities) -> Iterator[Fact]:
    link = entities.get("payment_link", {})
    yield LinkClosed(provider=PROVIDER, link_id=id_in(link, "payment link"), order_id=order_in(link) or None)


def _dispute(entities: Entities) -> Iterator[Fact]:
    yield dispute_of(entities.get("dispute", {}), payment=entities.get("payment", {}))


def _settlement(entities: Entities) -> Iterator[Fact]:
    yield payout_of(entities.get("settlement", {}))


EVENTS: Mapping[str, Callable[[Entities], Iterator[Fact]]] = {
    **dict.fromkeys(("payment.authorized", "payment.captured", "payment.failed", "order.paid"), _payment),
    **dict.fromkeys(("payment_link.paid", "payment_link.partially_paid"), _payment),
    **dict.fromkeys(("payment_link.cancelled", "payment_link.expired"), _closed),
    **dict.fromkeys([f"refund.{what}" for what in ("created", "processed", "failed", "speed_changed")], _refund),
    **dict.fromkeys(
        [f"payment.dispute.{what}" for what in ("created", "under_review", "action_required", "won", "lost", "closed")],
        _dispute,
    ),
    "settlement.processed": _settlement,
}
