"""Refunds in memory: one for each of our ids, of what is left of a payment, ended by the test."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from shared.domain.gateway_facts import Refund, RefundState
from shared.domain.money import Money
from shared.ports import PortError, Refused, Unavailable


@dataclass
class FakeRefundDesk:
    """``paid`` is what came by payment id; ``refunds`` by our refund id. ``ending`` is what becomes of new ones."""

    provider: str = "stripe"
    paid: dict[str, Money] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    ending: RefundState = RefundState.SUCCEEDED
    _troubles: deque[tuple[PortError, bool]] = field(default_factory=deque)

    def fail_next(self, error: PortError, *, times: int = 1) -> None:
        """The next calls raise this and change nothing."""
        self._troubles.extend([(error, False)] * times)

    def lose_next_answer(self, *, times: int = 1) -> None:
        """The next calls do what they were asked, but nobody hears of it."""
        self._troubles.extend([(Unavailable("no answer"), True)] * times)

    def refund(self, *, refund_id: str, transaction_id: str, amount: Money, order_id: str, store_id: str) -> Refund:
        """The port: our id finds the refund that an earlier call made."""
        lost = self._trouble()
        if refund_id not in self.refunds:
            if amount.amount > self._left(transaction_id):
                raise Refused("amount", "more than is left of the payment")
            self.refunds[refund_id] = Refund(
                provider=self.provider,
                id=f"re_{len(self.refunds) + 1}",
                transaction_id=transaction_id,
                amount=amount,
                state=self.ending,
                reference=refund_id,
                order_id=order_id,
            )
        if lost is not None:
            raise lost
        return self.refunds[refund_id]

    def follow(self, refund: Refund) -> Refund:
        """The port."""
        lost = self._trouble()
        if lost is not None:
            raise lost
        return next(one for one in self.refunds.values() if one.id == refund.id)

    def end(self, refund_id: str, state: RefundState) -> None:
        """The gateway decides."""
        self.refunds[refund_id] = replace(self.refunds[refund_id], state=state)

    def _left(self, transaction_id: str) -> int:
        gone = [one for one in self.refunds.values() if one.transaction_id == transaction_id]
        kept = sum(one.amount.amount for one in gone if one.state is not RefundState.FAILED)
        return self.paid[transaction_id].amount - kept

    def _trouble(self) -> PortError | None:
        """The error to raise after the deed; one without a deed is raised at once."""
        if not self._troubles:
            return None
        error, done = self._troubles.popleft()
        if not done:
            raise error
        return error
