"""What a Stripe event says about money besides "it was paid", in our words. Pure; loaded only for such events.

Sources: Stripe, "Types of events", "The Refund object", "The Dispute object", "The Payout object", "The Charge object".
Events are rendered in the API version of whoever set the webhook up: a charge may carry its refunds or not, an object
it refers to is an id or the whole thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.adapters.payments.readings import id_in, moment, objects_in, state_in, whole
from shared.adapters.payments.stripe_events import PROVIDER, id_of, money_of, payment_in, payment_of_session
from shared.adapters.payments.verdict import Nothing, UnreadableEvent, mapping, text
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
from shared.domain.payment import Payment

REFUND_STATES: Mapping[str, RefundState] = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
DISPUTE_STATES: Mapping[str, DisputeState] = {
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "warning_needs_response": DisputeState.OPEN,
    "warning_under_review": DisputeState.OPEN,
    "warning_closed": DisputeState.WON,
    "prevented": DisputeState.WON,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}
PAYOUT_STATES: Mapping[str, PayoutState] = {
    "pending": PayoutState.PENDING,
    "in_transit": PayoutState.PENDING,
    "paid": PayoutState.PAID,
    "failed": PayoutState.FAILED,
    "canceled": PayoutState.FAILED,
}


class Told:
    """An event taken apart: what it is about, and whether it is real money (None: it does not say)."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        self.event = event
        self.kind = text(event.get("type"))
        self.about = mapping(mapping(event.get("data")).get("object"))
        livemode = event.get("livemode")
        self.live = livemode if isinstance(livemode, bool) else None


def facts_in(event: Mapping[str, Any]) -> tuple[Fact, ...] | Nothing:
    """What the event says, or why it says nothing of money. Raises UnreadableEvent."""
    kind = text(event.get("type"))
    read = EVENTS.get(kind)
    if read is None:
        return Nothing(f"{kind or 'an event without a type'} says nothing of money")
    if found := tuple(read(Told(event))):
        return found
    why = payment_in(event)
    return why if isinstance(why, Nothing) else Nothing(f"{kind} says nothing of money")


def refund_of(refund: Mapping[str, Any], *, live: bool | None = None) -> Refund:
    """A refund object. Raises UnreadableEvent."""
    metadata = mapping(refund.get("metadata"))
    return Refund(
        provider=PROVIDER,
        id=id_in(refund, "refund"),
        transaction_id=_transaction(refund, "refund"),
        amount=money_of(refund.get("amount"), refund.get("currency")),
        # Refunds had no status before 2014: they were done when they were made.
        state=state_in(REFUND_STATES, refund.get("status", "succeeded"), "refund"),
        reference=text(metadata.get("refund_id")) or None,
        order_id=text(metadata.get("order_id")) or None,
        reason=text(refund.get("failure_reason")) or None,
        at=moment(refund.get("created")),
        live=live,
    )


def dispute_of(dispute: Mapping[str, Any], *, live: bool | None = None) -> Dispute:
    """A dispute object, with what its balance transactions took and gave back. Raises UnreadableEvent."""
    amount = money_of(dispute.get("amount"), dispute.get("currency"))
    moves = objects_in(dispute.get("balance_transactions"))
    moved = [money_of(abs(whole(one.get("amount"))), one.get("currency")).amount for one in moves]
    out = [whole(one.get("amount")) < 0 for one in moves]
    return Dispute(
        provider=PROVIDER,
        id=id_in(dispute, "dispute"),
        transaction_id=_transaction(dispute, "dispute"),
        amount=amount,
        state=state_in(DISPUTE_STATES, dispute.get("status"), "dispute"),
        taken=sum(figure for figure, left in zip(moved, out, strict=True) if left),
        returned=sum(figure for figure, left in zip(moved, out, strict=True) if not left),
        fee=sum(whole(one.get("fee", 0)) for one in moves),
        reason=text(dispute.get("reason")) or None,
        respond_by=moment(mapping(dispute.get("evidence_details")).get("due_by")),
        at=moment(dispute.get("created")),
        live=live,
    )


def payout_of(payout: Mapping[str, Any], *, live: bool | None = None) -> Payout:
    """A payout object. Raises UnreadableEvent."""
    return Payout(
        provider=PROVIDER,
        id=id_in(payout, "payout"),
        amount=money_of(payout.get("amount"), payout.get("currency")),
        state=state_in(PAYOUT_STATES, payout.get("status"), "payout"),
        bank_reference=text(payout.get("statement_descriptor")) or None,
        reason=text(payout.get("failure_code")) or None,
        at=moment(payout.get("created")),
        live=live,
    )


def _paid(told: Told) -> Iterator[Fact]:
    found = payment_in(told.event)
    if isinstance(found, Payment):
        yield found


def _session(told: Told) -> Iterator[Fact]:
    """Paid; or complete while a bank is still asked; or asked in vain."""
    session = told.about
    state = PaymentState.FAILED if told.kind.endswith("async_payment_failed") else PaymentState.PENDING
    found = payment_of_session(session) if state is PaymentState.PENDING else None
    if isinstance(found, Payment):
        yield found
    elif transaction_id := id_of(session.get("payment_intent")):
        yield PaymentProgress(
            provider=PROVIDER,
            transaction_id=transaction_id,
            state=state,
            amount=money_of(session.get("amount_total"), session.get("currency")),
            order_id=_order(session),
            link_id=text(session.get("id")) or None,
            live=told.live,
        )


def _intent(told: Told) -> Iterator[Fact]:
    intent = told.about
    failed = told.kind.endswith("payment_failed")
    error = mapping(intent.get("last_payment_error")) if failed else {}
    yield PaymentProgress(
        provider=PROVIDER,
        transaction_id=id_in(intent, "payment intent"),
        state=PaymentState.FAILED if failed else PaymentState.PENDING,
        amount=money_of(intent.get("amount"), intent.get("currency")),
        order_id=_order(intent),
        reason=text(error.get("decline_code")) or text(error.get("code")) or None,
        live=told.live,
    )


def _expired(told: Told) -> Iterator[Fact]:
    session = told.about
    yield LinkClosed(provider=PROVIDER, link_id=id_in(session, "session"), order_id=_order(session), live=told.live)


def _refunded(told: Told) -> Iterator[Fact]:
    """The sum, and in older API versions the refunds themselves."""
    charge = told.about
    total = money_of(charge.get("amount_refunded"), charge.get("currency"))
    transaction_id = id_of(charge.get("payment_intent")) or id_in(charge, "charge")
    yield RefundedSoFar(provider=PROVIDER, transaction_id=transaction_id, total=total, live=told.live)
    for refund in objects_in(mapping(charge.get("refunds")).get("data")):
        of_charge = {"payment_intent": charge.get("payment_intent"), "charge": charge.get("id")}
        yield refund_of({**of_charge, **refund}, live=told.live)


def _refund(told: Told) -> Iterator[Fact]:
    yield refund_of(told.about, live=told.live)


def _dispute(told: Told) -> Iterator[Fact]:
    yield dispute_of(told.about, live=told.live)


def _payout(told: Told) -> Iterator[Fact]:
    yield payout_of(told.about, live=told.live)


def _order(about: Mapping[str, Any]) -> str | None:
    return text(mapping(about.get("metadata")).get("order_id")) or text(about.get("client_reference_id")) or None


def _transaction(about: Mapping[str, Any], what: str) -> str:
    found = id_of(about.get("payment_intent")) or id_of(about.get("charge"))
    if not found:
        raise UnreadableEvent(f"a {what} of no payment")
    return found


EVENTS: Mapping[str, Callable[[Told], Iterator[Fact]]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.async_payment_failed": _session,
    "checkout.session.expired": _expired,
    "payment_intent.succeeded": _paid,
    "payment_intent.processing": _intent,
    "payment_intent.payment_failed": _intent,
    "charge.refunded": _refunded,
    **dict.fromkeys(("refund.created", "refund.updated", "refund.failed", "charge.refund.updated"), _refund),
    **dict.fromkeys(
        [f"charge.dispute.{what}" for what in ("created", "updated", "closed", "funds_withdrawn", "funds_reinstated")],
        _dispute,
    ),
    **dict.fromkeys([f"payout.{what}" for what in ("created", "updated", "paid", "failed", "canceled")], _payout),
}
