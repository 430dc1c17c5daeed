"""The gateway's refunds against ours: lost news of our own is heard, one that we did not ask for is named."""

from __future__ import annotations

from shared.domain.gateway_facts import Refund, RefundState
from shared.domain.payment import AttemptStatus
from shared.domain.reconciliation import DifferenceKind
from shared.usecases.reconciling.findings import Findings, attempt_of

#: Money that we know to be due back, or looked at: that somebody gave it back is what was to happen.
TO_GIVE_BACK = frozenset({AttemptStatus.QUARANTINED, AttemptStatus.REFUND_DUE})


def compare_refund(findings: Findings, refund: Refund) -> None:
    """Hear it as its webhook would have told it, or name it. Raises Contended."""
    ours = findings.hear(refund)
    if refund.state is RefundState.FAILED:
        return
    file = findings.file_of(refund.provider, refund.transaction_id) if ours else None
    attempt = attempt_of(file, refund.transaction_id) if file else None
    if attempt is not None and attempt.status in TO_GIVE_BACK:
        return
    if file is not None and any(one.id == refund.reference for one in file.refunds):
        return
    findings.differ(
        DifferenceKind.REFUNDED_ELSEWHERE,
        refund.id,
        order_id=file.order.id if file else refund.order_id,
        expected=0,
        found=refund.amount.amount,
        currency=refund.amount.currency,
    )
