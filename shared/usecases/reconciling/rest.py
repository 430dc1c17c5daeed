"""What is looked at once all payments are compared: fees, disputes, payouts, refunds that are long under way.

Each is gone through a stretch of time after the other, oldest first: a run that has no more time stops between two of
them, and the next one goes on there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.domain.gateway_books import MovementKind
from shared.domain.gateway_facts import Dispute
from shared.domain.reconciliation import DifferenceKind, Report, Scope, Step
from shared.usecases.reconciling.findings import Findings
from shared.usecases.reconciling.payments import Payments

#: At day close it is asked what became of those that began so long ago.
LOOK_BACK: Mapping[Step, timedelta] = {
    Step.FEES: timedelta(),
    Step.DISPUTES: timedelta(days=120),
    Step.PAYOUTS: timedelta(days=14),
    Step.REFUNDS: timedelta(days=14),
}
#: So much is gone through before progress is kept. Razorpay tells what it settled by whole days only.
STRETCH: Mapping[Step, timedelta] = {
    Step.FEES: timedelta(days=1),
    Step.DISPUTES: timedelta(days=30),
    Step.PAYOUTS: timedelta(days=14),
    Step.REFUNDS: timedelta(days=1),
}


def steps(scope: Scope, since: datetime) -> tuple[tuple[Step, datetime], ...]:
    """What a report has to do besides its payments, each from when on. Only at day close is it asked of older ones."""
    older = scope is Scope.DAY
    wanted = Step if older else (Step.FEES, Step.DISPUTES, Step.PAYOUTS)
    return tuple((step, since - LOOK_BACK[step] if older else since) for step in wanted)


def go_on(findings: Findings, payments: Payments) -> None:
    """Do the next stretch of the first step that is left. Raises Unavailable, Refused, Contended."""
    (step, at), *others = findings.report.left
    ends = _end(findings.report, step)
    until = min(at + STRETCH[step], ends)
    if at < until:
        _compare(findings, payments, step, since=at, until=until)
    findings.moved(left=(*([(step, until)] if until < ends else []), *others))


def _end(report: Report, step: Step) -> datetime:
    # Younger refunds are compared with the payments.
    return report.since if step is Step.REFUNDS else report.until


def _compare(findings: Findings, payments: Payments, step: Step, *, since: datetime, until: datetime) -> None:
    gateway = findings.room.gateway
    match step:
        case Step.FEES:
            for line in findings.read(gateway.movements(since=since, until=until)):
                if line.kind is MovementKind.PAYMENT:
                    payments.compare_fee(line)
        case Step.DISPUTES:
            for dispute in findings.read(gateway.disputes(since=since, until=until)):
                _hear(findings, dispute)
        case Step.PAYOUTS:
            for payout in findings.read(gateway.payouts(since=since, until=until)):
                findings.hear(payout)
        case Step.REFUNDS:
            for refund in findings.read(gateway.refunds(since=since, until=until)):
                findings.hear(refund)


def _hear(findings: Findings, dispute: Dispute) -> None:
    if not findings.hear(dispute):
        about = dispute.amount
        findings.differ(DifferenceKind.UNKNOWN_REFERENCE, dispute.id, found=about.amount, currency=about.currency)
