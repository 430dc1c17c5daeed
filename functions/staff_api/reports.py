"""Reports for managers: what comparing with the gateway found."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from functions.staff_api.answers import Call
from functions.staff_api.contract import Query
from functions.staff_api.problems import NotFound
from shared.domain.reconciliation import DifferenceKind, Report, Scope


class ReportQuery(Query, frozen=True, kw_only=True):
    """Which business day; today's when none is named."""

    date: date | None = None


class GatewayDifferenceView(Struct, frozen=True, kw_only=True):
    """One thing to settle: what the record says (``expected``) and the gateway (``found``), and what to do."""

    kind: DifferenceKind
    gateway_id: str
    order_id: str | None
    expected: int | None
    found: int | None
    currency: str
    to_do: str


class HealedPaymentView(Struct, frozen=True, kw_only=True):
    """A payment whose webhook never came, and what became of it."""

    gateway_id: str
    order_id: str
    amount: int
    currency: str
    outcome: str


class ReconciliationView(Struct, frozen=True, kw_only=True):
    """The comparison of [since, until) with the gateway ``provider``; ``complete`` False: it is still going on.

    ``scope`` is ``day`` for a closed day and the one before, ``rolling`` for the last hours of a day that is not.
    ``left_out`` counts differences beyond those listed.
    """

    date: date
    scope: Scope
    provider: str
    since: datetime
    until: datetime
    ran_at: datetime
    complete: bool
    payments: int
    healed: list[HealedPaymentView]
    differences: list[GatewayDifferenceView]
    left_out: int


def read_reconciliation(call: Call) -> ReconciliationView:
    """The newer one of the whole day's report and that of its last hourly run. Raises NotFound."""
    day = call.query.date or call.shop.store.business_day(call.now)
    found = [one for scope in (Scope.DAY, Scope.ROLLING) if (one := call.shop.reconciliations.read(day, scope))]
    if not found:
        raise NotFound
    # Somebody may have asked for the day at noon: what the hours found since is not to be hidden by that.
    return _view(max(found, key=lambda one: one.ran_at))


def _view(report: Report) -> ReconciliationView:
    return ReconciliationView(
        date=report.day,
        scope=report.scope,
        provider=report.provider,
        since=report.since,
        until=report.until,
        ran_at=report.ran_at,
        complete=report.complete,
        payments=report.payments,
        healed=[
            HealedPaymentView(
                gateway_id=one.gateway_id,
                order_id=one.order_id,
                amount=one.amount,
                currency=one.currency,
                outcome=one.outcome,
            )
            for one in report.healed
        ],
        differences=[
            GatewayDifferenceView(
                kind=one.kind,
                gateway_id=one.gateway_id,
                order_id=one.order_id,
                expected=one.expected,
                found=one.found,
                currency=one.currency,
                to_do=one.advice,
            )
            for one in report.differences
        ],
        left_out=report.left_out,
    )
