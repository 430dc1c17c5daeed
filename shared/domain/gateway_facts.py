"""What gateways say of money besides "it was paid", in our words; and what is known once several such facts were heard.

Facts come late, twice and in any order. ``MoneyKnown`` therefore only ever learns: of two things said about the same
payment, refund or dispute it keeps the further state and the larger figure, so that every order of the same facts ends
in the same knowledge. A ``Payment`` (``payment.py``) is the fact that money came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from shared.domain.frozen import dataclass
from shared.domain.money import Money
from shared.domain.payment import Payment


class PaymentState(StrEnum):
    """How far a payment came; a later one here replaces an earlier one. A failure is final at no gateway."""

    PENDING = "pending"
    FAILED = "failed"
    #: The bank holds the money for us; it is not ours before it is captured.
    AUTHORIZED = "authorized"
    PAID = "paid"


class RefundState(StrEnum):
    """How far a refund came. One that succeeded may still fail: the money is back with us then."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class DisputeState(StrEnum):
    """How a dispute stands. One that was withdrawn or closed without taking money is won."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class PayoutState(StrEnum):
    """How far money on its way from the gateway to the bank came; one that arrived may still be sent back."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class PaymentProgress:
    """A payment that is not (yet) money: ``reason`` is the gateway's code for a failure, and names no person."""

    provider: str
    transaction_id: str
    state: PaymentState
    amount: Money | None = None
    order_id: str | None = None
    link_id: str | None = None
    reason: str | None = None
    live: bool | None = None


@dataclass(frozen=True, kw_only=True)
class LinkClosed:
    """A link that can no longer be paid: it expired or was cancelled."""

    provider: str
    link_id: str
    order_id: str | None = None
    live: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Refund:
    """Money on its way back to the customer. ``reference`` is our own id for it, None when we did not ask for it."""

    provider: str
    id: str
    transaction_id: str
    amount: Money
    state: RefundState
    reference: str | None = None
    order_id: str | None = None
    reason: str | None = None
    at: datetime | None = None
    live: bool | None = None


@dataclass(frozen=True, kw_only=True)
class RefundedSoFar:
    """All that was ever refunded of a payment, as the gateway adds it up: it knows of refunds that we did not make."""

    provider: str
    transaction_id: str
    total: Money
    live: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A customer's bank wants money back. Figures are in minor units of ``amount``'s currency.

    ``taken`` is what the gateway withdrew for it so far, ``returned`` what it gave back, ``fee`` its charge;
    ``respond_by`` is when it is lost without an answer.
    """

    provider: str
    id: str
    transaction_id: str
    amount: Money
    state: DisputeState
    taken: int = 0
    returned: int = 0
    fee: int = 0
    reason: str | None = None
    respond_by: datetime | None = None
    at: datetime | None = None
    live: bool | None = None

    @property
    def held(self) -> int:
        """Minor units that are not ours now: nothing of a dispute that is won, whatever its figures still say."""
        return 0 if self.state is DisputeState.WON else self.taken - self.returned


@dataclass(frozen=True, kw_only=True)
class Payout:
    """Money sent to the store's bank. ``fees`` (tax included) and ``tax`` were kept back, where the gateway says so.

    ``bank_reference`` is what the bank statement shows; ``at`` is when the gateway sent it.
    """

    provider: str
    id: str
    amount: Money
    state: PayoutState
    fees: int | None = None
    tax: int | None = None
    bank_reference: str | None = None
    reason: str | None = None
    at: datetime | None = None
    live: bool | None = None


Fact: TypeAlias = Payment | PaymentProgress | LinkClosed | Refund | RefundedSoFar | Dispute | Payout


@dataclass(frozen=True, kw_only=True)
class MoneyKnown:
    """All that was heard, each by its gateway's id (``refunded`` by the payment's)."""

    payments: Mapping[str, PaymentProgress] = field(default_factory=dict)
    links_closed: Mapping[str, LinkClosed] = field(default_factory=dict)
    refunds: Mapping[str, Refund] = field(default_factory=dict)
    refunded: Mapping[str, RefundedSoFar] = field(default_factory=dict)
    disputes: Mapping[str, Dispute] = field(default_factory=dict)
    payouts: Mapping[str, Payout] = field(default_factory=dict)

    def heard(self, facts: Iterable[Fact]) -> MoneyKnown:
        """What is known after these facts too. Raises CurrencyMismatch for two currencies of one thing."""
        known = self
        for fact in facts:
            known = known._learned(_as_progress(fact) if isinstance(fact, Payment) else fact)
        return known

    def paid(self, transaction_id: str) -> bool:
        """Whether this payment is money."""
        heard = self.payments.get(transaction_id)
        return heard is not None and heard.state is PaymentState.PAID

    def given_back(self, transaction_id: str) -> int:
        """Minor units on their way back or back with the customer: the refunds that did not fail."""
        return sum(one.amount.amount for one in self._refunds_of(transaction_id) if one.state is not RefundState.FAILED)

    def refunded_elsewhere(self, transaction_id: str) -> int:
        """Minor units that the gateway counts as refunded and no refund heard of accounts for."""
        so_far = self.refunded.get(transaction_id)
        known = sum(one.amount.amount for one in self._refunds_of(transaction_id))
        return max((so_far.total.amount if so_far else 0) - known, 0)

    def _refunds_of(self, transaction_id: str) -> list[Refund]:
        return [one for one in self.refunds.values() if one.transaction_id == transaction_id]

    def _learned(self, fact: PaymentProgress | LinkClosed | Refund | RefundedSoFar | Dispute | Payout) -> MoneyKnown:
        match fact:
            case PaymentProgress():
                return replace(self, payments=_kept(self.payments, fact.transaction_id, fact))
            case LinkClosed():
                return replace(self, links_closed=_kept(self.links_closed, fact.link_id, fact))
            case Refund():
                return replace(self, refunds=_kept(self.refunds, fact.id, fact))
            case RefundedSoFar():
                return replace(self, refunded=_kept(self.refunded, fact.transaction_id, fact))
            case Dispute():
                return replace(self, disputes=_kept(self.disputes, fact.id, fact))
            case Payout():
                return replace(self, payouts=_kept(self.payouts, fact.id, fact))


_F = TypeVar("_F", PaymentProgress, LinkClosed, Refund, RefundedSoFar, Dispute, Payout)


def _as_progress(paid: Payment) -> PaymentProgress:
    return PaymentProgress(
        provider=paid.provider,
        transaction_id=paid.transaction_id,
        state=PaymentState.PAID,
        amount=paid.amount,
        order_id=paid.order_id,
        link_id=paid.link_id,
        live=paid.live,
    )


def _kept(known: Mapping[str, _F], key: str, fact: _F) -> Mapping[str, _F]:
    before = known.get(key)
    after = fact if before is None else _joined(before, fact)
    # By key, so that the order of hearing leaves no trace.
    return dict(sorted({**known, key: after}.items()))


def _joined(one: _F, other: _F) -> _F:
    """Field by field the further one: this, and not "the newer replaces the older", makes the order not matter."""
    values = {f.name: _further(getattr(one, f.name), getattr(other, f.name)) for f in fields(one)}
    return replace(one, **values)


def _further(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, StrEnum):
        states = list(type(one))
        return max(one, other, key=states.index)
    if isinstance(one, Money):
        _ = one + other  # raises CurrencyMismatch: neither of the two could be called larger
        return max(one, other, key=lambda money: money.amount)
    return max(one, other)
