"""What came of comparing a gateway's own lists with our record: what was healed, and what only a person can settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from shared.domain.frozen import dataclass


class DifferenceKind(StrEnum):
    """What is wrong with a payment, a refund or a fee."""

    #: We count it as paid; the gateway lists no such payment.
    MISSING = "missing"
    #: A second payment of an order that is paid.
    DOUBLED = "doubled"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    #: Money of no order of this store.
    UNKNOWN_REFERENCE = "unknown_reference"
    #: Money went back that we did not ask to go back.
    REFUNDED_ELSEWHERE = "refunded_elsewhere"
    #: The gateway kept another fee than the one in the books.
    FEE = "fee"
    #: Test money in a live store, or live money in a test store.
    OTHER_MODE = "other_mode"
    #: The gateway lists something that we cannot read.
    UNREAD = "unread"


#: What whoever reads the report is to do, in one sentence.
ADVICE: Mapping[DifferenceKind, str] = {
    DifferenceKind.MISSING: "Look it up at the gateway: it may be in another account; refund nothing before.",
    DifferenceKind.DOUBLED: "Refund this payment: the order is paid by another one.",
    DifferenceKind.WRONG_AMOUNT: "Refund this payment, or settle the rest with the customer and note it on the order.",
    DifferenceKind.WRONG_CURRENCY: "Refund this payment and ask the customer to pay in the store's currency.",
    DifferenceKind.UNKNOWN_REFERENCE: "Find out at the gateway who paid; refund it, or note which order it was for.",
    DifferenceKind.REFUNDED_ELSEWHERE: "Ask who refunded it at the gateway, and tell the customer if nobody did.",
    DifferenceKind.FEE: "Compare with the gateway's invoice, and give both figures to whoever does the accounts.",
    DifferenceKind.OTHER_MODE: "Check which API key the store was given: test and live money are mixed up.",
    DifferenceKind.UNREAD: "Look it up at the gateway by its id, and add it to the recorded events.",
}


class Scope(StrEnum):
    """Which time a report is about: the last hours, as of its last run, or a whole business day and the one before."""

    ROLLING = "rolling"
    DAY = "day"


class Step(StrEnum):
    """What a report has to do once its payments are compared, in this order."""

    FEES = "fees"
    DISPUTES = "disputes"
    PAYOUTS = "payouts"
    #: Those that are under way for longer than the report's time.
    REFUNDS = "refunds"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing a person must settle. ``expected`` is what our record says, ``found`` what the gateway says.

    Both in minor units of ``currency``, the gateway's where the two differ; None: there is no such figure.
    """

    kind: DifferenceKind
    gateway_id: str
    order_id: str | None = None
    expected: int | None = None
    found: int | None = None
    currency: str = ""

    @property
    def advice(self) -> str:
        """What to do."""
        return ADVICE[self.kind]


@dataclass(frozen=True, kw_only=True)
class Healed:
    """A payment that we heard of only now; ``outcome`` is what recording it came to (``confirmed`` ...)."""

    gateway_id: str
    order_id: str
    amount: int
    currency: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """The comparison of [since, until), of which everything before ``reached`` is done. ``payments`` were compared.

    ``left`` are the steps that follow, each with the time from which on it is still to be done. ``left_out`` counts
    what was found beyond the ``MOST`` entries that a report holds.
    """

    store: str
    provider: str
    day: date
    scope: Scope
    since: datetime
    until: datetime
    reached: datetime
    ran_at: datetime
    payments: int = 0
    healed: tuple[Healed, ...] = ()
    differences: tuple[Difference, ...] = ()
    left_out: int = 0
    left: tuple[tuple[Step, datetime], ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the whole time was compared, in all its steps."""
        return self.reached >= self.until and not self.left

    @property
    def unexplained(self) -> int:
        """How many differences wait for a person."""
        return len(self.differences) + self.left_out

    def with_healed(self, found: Healed) -> Report:
        """The report with one more payment made up for, once each."""
        if any(one.gateway_id == found.gateway_id for one in self.healed):
            return self
        if len(self.healed) >= MOST:
            return self
        return replace(self, healed=(*self.healed, found))

    def with_differences(self, found: Iterable[Difference]) -> Report:
        """The report with these too; what is said again about the same thing replaces what was said."""
        known = {(one.kind, one.gateway_id): one for one in self.differences}
        beyond = 0
        for one in found:
            if (one.kind, one.gateway_id) in known or len(known) < MOST:
                known[one.kind, one.gateway_id] = one
            else:
                beyond += 1
        return replace(self, differences=tuple(known.values()), left_out=self.left_out + beyond)


#: Entries of one kind in a report: as many as fit into one item of the record.
MOST = 1000
