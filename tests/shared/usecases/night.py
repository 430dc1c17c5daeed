"""A store in memory, its gateway's lists, and the reconciler between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from shared.domain.gateway_books import ListedPayment
from shared.domain.gateway_facts import (
    PaymentState,
    Refund,
    RefundState,
)
from shared.domain.money import Money
from shared.domain.order import Line, Order, OrderStatus, Source
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.reconciliation import DifferenceKind, Report, Scope
from shared.usecases.reconcile import Counting, reconcile
from shared.usecases.record_payment import record_payment
from tests.fakes.gateway_books import FakeBooks
from tests.fakes.people import ANA, MPLS, NOW
from tests.fakes.record import FakeRecord

TODAY = date(2026, 11, 21)


@dataclass
class Shelf:
    """Report files in memory."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, key: str, content: bytes) -> None:
        """The port."""
        self.files[key] = content


@dataclass
class Night:
    """A store in memory, its gateway's lists, and the reconciler between them."""

    record: FakeRecord = field(default_factory=FakeRecord)
    lists: FakeBooks = field(default_factory=FakeBooks)
    shelf: Shelf = field(default_factory=Shelf)
    now: datetime = NOW

    def order(self, number: int = 1, *, hours_ago: float = 5, status: OrderStatus | None = None) -> Order:
        """An order of 18.45 with an open link."""
        at = self.now - timedelta(hours=hours_ago)
        order = Order(
            id=f"ord_{number}",
            store="mpls",
            customer_id=ANA.id,
            status=status or OrderStatus.AWAITING_PAYMENT,
            version=2,
            lines=(Line(sku="TARO-R", name="Taro", quantity=1, unit_price=1845),),
            currency="USD",
            placed_at=at,
            source=Source(channel="whatsapp", message_id=f"wamid.{number}"),
            expires_at=at + timedelta(minutes=30),
        )
        attempt = PaymentAttempt(
            id=f"ord_{number}-1",
            order_id=order.id,
            provider="stripe",
            amount=order.to_pay,
            status=AttemptStatus.OPEN,
            created_at=at,
            link_id=f"cs_{number}",
        )
        self.record.state.orders[order.id] = order
        self.record.state.payments[order.id, attempt.id] = attempt
        return order

    def listed(
        self, number: int = 1, *, id_: str = "", amount: int = 1845, currency: str = "USD", **more: object
    ) -> ListedPayment:
        """The gateway lists a payment of an order, five minutes after the order was placed."""
        order = self.record.state.orders.get(f"ord_{number}")
        one = ListedPayment(
            provider="stripe",
            transaction_id=id_ or f"pi_{number}",
            amount=Money(amount, currency),
            state=PaymentState.PAID,
            at=(order.placed_at if order else self.now - timedelta(hours=5)) + timedelta(minutes=5),
            fee=84,
            order_id=f"ord_{number}",
            attempt_id=f"ord_{number}-1",
            live=False,
        )
        one = replace(one, **more)  # type: ignore[arg-type]
        self.lists.all_payments.append(one)
        return one

    def hear(self, listed: ListedPayment) -> None:
        """Its webhook arrives."""
        assert listed.order_id
        payment = Payment(
            provider="stripe",
            transaction_id=listed.transaction_id,
            order_id=listed.order_id,
            amount=listed.amount,
            link_id=f"cs_{listed.order_id.removeprefix('ord_')}",
        )
        own = self.record
        record_payment(payment=payment, store=MPLS, orders=own.orders, commits=own.commits, now=self.now)

    def run(
        self, *, in_time: Callable[[], bool] = lambda: True, scope: Scope = Scope.ROLLING, day: date = TODAY
    ) -> Report:
        """The reconciler runs."""
        own = self.record
        room = Counting(
            store=MPLS,
            live=False,
            gateway=self.lists,
            orders=own.orders,
            commits=own.commits,
            books=own.books,
            gateway_file=own.gateway_file,
            reports=own.reconciliations,
            files=self.shelf,
        )
        return reconcile(room, day=day, scope=scope, now=self.now, in_time=in_time)

    def names(self) -> list[str]:
        """Every event so far, in order."""
        return [one.name for one in self.record.state.events]

    def status(self, number: int = 1) -> OrderStatus:
        """Where an order stands."""
        return self.record.state.orders[f"ord_{number}"].status


def kinds(report: Report) -> list[tuple[DifferenceKind, str]]:
    """What was found, and where."""
    return [(one.kind, one.gateway_id) for one in report.differences]


def refund(**more: object) -> Refund:
    """5.00 of the payment."""
    one = Refund(
        provider="stripe",
        id="re_1",
        transaction_id="pi_1",
        amount=Money(500, "USD"),
        state=RefundState.SUCCEEDED,
        at=NOW - timedelta(hours=1),
    )
    return replace(one, **more)  # type: ignore[arg-type]
