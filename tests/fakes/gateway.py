"""A payment gateway in memory: one link for each attempt, paid by the test, closed once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.payment import Payment, PaymentAttempt
from shared.domain.store import Store
from shared.ports import PaymentLink, PortError, Unavailable


@dataclass
class FakeLink:
    """What the gateway knows of a link. ``status`` is open, paid or closed."""

    link: PaymentLink
    order_id: str
    amount: Money
    expires_at: datetime
    status: str = "open"
    payment: Payment | None = None


@dataclass
class FakeGateway:
    """``links`` by attempt id. ``live`` marks its money as real."""

    provider: str = "stripe"
    live: bool = False
    links: dict[str, FakeLink] = field(default_factory=dict)
    _troubles: deque[tuple[PortError, bool]] = field(default_factory=deque)

    def fail_next(self, error: PortError, *, times: int = 1) -> None:
        """The next calls raise this and change nothing."""
        self._troubles.extend([(error, False)] * times)

    def lose_next_answer(self, *, times: int = 1) -> None:
        """The next calls do what they were asked, but nobody hears of it: for a repeatable call that is Unavailable."""
        self._troubles.extend([(Unavailable("no answer"), True)] * times)

    def open_link(
        self, *, attempt: PaymentAttempt, order: Order, store: Store, expires_at: datetime, now: datetime
    ) -> PaymentLink:
        """The port: the attempt's id finds the link that an earlier call made."""
        lost = self._trouble()
        if attempt.id not in self.links:
            number = len(self.links) + 1
            link = PaymentLink(id=f"link_{number}", url=f"https://pay.example.com/link_{number}")
            self.links[attempt.id] = FakeLink(
                link=link, order_id=order.id, amount=attempt.amount, expires_at=max(expires_at, now)
            )
        if lost is not None:
            raise lost
        return self.links[attempt.id].link

    def close_link(self, attempt: PaymentAttempt) -> Payment | None:
        """The port."""
        lost = self._trouble()
        known = self.links.get(attempt.id)
        payment = known.payment if known else None
        if known is not None and known.status == "open":
            known.status = "closed"
        if lost is not None:
            raise lost
        return payment

    def pay(self, attempt_id: str, *, amount: Money | None = None, late: bool = False) -> Payment:
        """The customer pays an open link; ``late``: money that was under way when the link closed."""
        link = self.links[attempt_id]
        assert link.status == "open" or (late and link.status == "closed"), f"the link is {link.status}"
        link.status = "paid"
        link.payment = Payment(
            provider=self.provider,
            transaction_id=f"pi_{attempt_id}",
            order_id=link.order_id,
            amount=amount or link.amount,
            link_id=link.link.id,
            live=self.live,
        )
        return link.payment

    def _trouble(self) -> PortError | None:
        """The error to raise after the deed; one without a deed is raised at once."""
        if not self._troubles:
            return None
        error, done = self._troubles.popleft()
        if not done:
            raise error
        return error
