"""A dispute where staff see it: a case with what to know of it, and its beginning and end on the order's timeline."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, Change, PutOrder
from shared.domain.events import PaymentDisputed, order_event
from shared.domain.gateway_facts import Dispute, DisputeState
from shared.domain.order import Order
from shared.domain.store import Store
from shared.usecases.move_refund import money_case


def dispute_shown(order: Order, before: Dispute | None, after: Dispute, *, store: Store, now: datetime) -> list[Change]:
    """What staff see that they did not see ``before``: one case, and each state once, whichever was heard of first."""
    states = [DisputeState.OPEN] if before is None else []
    if after.state is not DisputeState.OPEN and (before is None or before.state is not after.state):
        states.append(after.state)
    if not states:
        return []
    noted = order
    changes: list[Change] = []
    for state in states:
        noted = noted.noted()
        changes.append(AppendEvent(event=_told(noted, after, state, now=now)))
    changes.append(PutOrder(order=noted, over=order.version))
    if before is None:
        about, note = f"{after.provider}:{after.id}", _note(after, store)
        changes.append(money_case(order, reason=CaseReason.DISPUTE, about=about, note=note, now=now))
    return changes


def _told(noted: Order, dispute: Dispute, state: DisputeState, *, now: datetime) -> PaymentDisputed:
    until = dispute.respond_by
    return order_event(
        PaymentDisputed,
        noted,
        now=now,
        dispute_id=dispute.id,
        transaction_id=dispute.transaction_id,
        amount=dispute.amount.amount,
        currency=dispute.amount.currency,
        reason=dispute.reason or "",
        state=state.value,
        respond_by=until.astimezone(UTC).isoformat().replace("+00:00", "Z") if until else "",
        method=dispute.provider,
    )


def _note(dispute: Dispute, store: Store) -> str:
    reason = f"reason {dispute.reason}" if dispute.reason else "no reason given"
    until = "no day to answer by given"
    if dispute.respond_by:
        # Staff read the clock on their wall.
        local = dispute.respond_by.astimezone(store.zone)
        until = f"answer by {local:%Y-%m-%d %H:%M} ({store.time_zone})"
    return f"{dispute.provider} {dispute.id}: {dispute.amount} ({dispute.amount.currency}), {reason}, {until}"
