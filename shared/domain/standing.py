"""What is still to be paid for an order: derived from its attempts, each of which is kept for ever."""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.frozen import dataclass
from shared.domain.order import Order
from shared.domain.payment import AttemptStatus, PaymentAttempt


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What came for an order against what it costs, in minor units. ``due`` below zero: too much was paid."""

    asked: int
    paid: int

    @property
    def due(self) -> int:
        """What is still to be paid."""
        return self.asked - self.paid


def standing(order: Order, attempts: Iterable[PaymentAttempt]) -> Standing:
    """How far the order is paid by its own attempts; what counts from an order before it is no longer asked for."""
    taken = (one.received or one.amount for one in attempts if one.status is AttemptStatus.PAID)
    return Standing(asked=order.to_pay.amount, paid=sum(one.amount for one in taken if one.currency == order.currency))
