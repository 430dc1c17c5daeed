"""A shop whose money lives: a gateway, banks, riders and staff do as they like, and coins are counted besides.

The count is plain addition, made where something happens and without any entry, so that the books have something to
agree with.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from shared.domain.events import RefundDue
from shared.domain.gateway_books import ListedPayment
from shared.domain.gateway_facts import (
    Dispute,
    DisputeState,
    Fact,
    PaymentState,
    Payout,
    PayoutState,
    Refund,
    RefundState,
)
from shared.domain.ledger import Account, Ledger
from shared.domain.money import Money
from shared.domain.order import Line, Order, OrderStatus, Source
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.reconciliation import Report, Scope
from shared.domain.refund import ELSEWHERE, OrderRefund
from shared.domain.store import Store
from shared.usecases.move_refund import RefundRoom
from shared.usecases.reconcile import Counting, reconcile
from shared.usecases.record_money import record_money
from shared.usecases.record_payment import NotOurOrderYet
from shared.usecases.refund_payment import record_due, refund_payment
from shared.usecases.take_payment import Counter as Till
from tests.fakes.gateway_books import FakeBooks
from tests.fakes.people import ANA, NOW
from tests.fakes.record import FakeRecord
from tests.fakes.refund_desk import FakeRefundDesk
from tests.shared.usecases.conftest import World

A = Account
PROVIDER = "stripe"


class _NoFiles:
    """Nobody reads the tables of a test."""

    def put(self, key: str, content: bytes) -> None:
        """The port."""


@dataclass
class Life:
    """``post`` is news under way, ``told`` all that was ever sent; ``lies`` what lies where, by currency."""

    store: Store
    record: FakeRecord = field(default_factory=FakeRecord)
    lists: FakeBooks = field(default_factory=FakeBooks)
    desk: FakeRefundDesk = field(default_factory=lambda: FakeRefundDesk(ending=RefundState.PENDING))
    post: list[Fact] = field(default_factory=list)
    told: list[Fact] = field(default_factory=list)
    lies: Counter[tuple[str, Account]] = field(default_factory=Counter)
    now: datetime = NOW
    first: datetime = NOW
    number: int = 0

    def __post_init__(self) -> None:
        """Ana is known."""
        self.record.customers.save(ANA)
        self.world = World(record=self.record, store=self.store, now=self.now)

    @property
    def till(self) -> Till:
        """What the counter needs."""
        own = self.record
        return Till(store=self.store, orders=own.orders, till=own.till, commits=own.commits)

    @property
    def room(self) -> RefundRoom:
        """What refunds need."""
        return RefundRoom(store=self.store, orders=self.record.orders, commits=self.record.commits)

    def new_id(self) -> str:
        """A name nobody has; time goes on a little."""
        self.number += 1
        self.moves_on(timedelta(seconds=1))
        return f"{self.number}"

    def moves_on(self, time: timedelta) -> None:
        """Time goes on, and what DynamoDB remembers of transactions is forgotten."""
        self.now += time
        self.world.now = self.now
        self.record.forget_tokens()

    # What happens outside.

    def places(self, prices: list[tuple[int, int]], *, on_top: bool) -> str:
        """An order that waits for its money, with a link."""
        order_id = f"ord_{self.new_id()}"
        lines = tuple(
            Line(sku=f"S{place}", name="Tea", quantity=1, unit_price=price, tax_bp=rate, tax_on_top=on_top)
            for place, (price, rate) in enumerate(prices)
        )
        order = Order(
            id=order_id,
            store=self.store.id,
            customer_id=ANA.id,
            status=OrderStatus.AWAITING_PAYMENT,
            version=2,
            lines=lines,
            currency=self.store.currency,
            placed_at=self.now,
            source=Source(channel="whatsapp", message_id=f"wamid.{order_id}"),
            expires_at=self.now + timedelta(minutes=30),
        )
        attempt = PaymentAttempt(
            id=f"{order_id}-1",
            order_id=order_id,
            provider=PROVIDER,
            amount=order.to_pay,
            status=AttemptStatus.OPEN,
            created_at=self.now,
            link_id=f"cs_{order_id}",
        )
        self.record.state.orders[order_id] = order
        self.record.state.payments[order_id, attempt.id] = attempt
        return order_id

    def order(self, order_id: str) -> Order:
        """An order as it stands."""
        return self.record.state.orders[order_id]

    def pays(self, order_id: str, amount: Money, *, fee: int) -> ListedPayment:
        """Ana's money is at the gateway."""
        id_ = f"pi_{self.new_id()}"
        fee = min(fee, amount.amount)
        listed = ListedPayment(
            provider=PROVIDER,
            transaction_id=id_,
            amount=amount,
            state=PaymentState.PAID,
            at=self.now,
            fee=fee,
            order_id=order_id,
            attempt_id=f"{order_id}-1",
            live=False,
        )
        self.lists.all_payments.append(listed)
        self.desk.paid[id_] = amount
        self._came(amount.currency, A.GATEWAY_CLEARING, amount.amount - fee)
        self._came(amount.currency, A.GATEWAY_FEES, fee)
        self.tells(
            Payment(
                provider=PROVIDER,
                transaction_id=id_,
                order_id=order_id,
                amount=amount,
                link_id=f"cs_{order_id}",
                live=False,
            )
        )
        return listed

    def refunds_elsewhere(self, listed: ListedPayment, amount: int) -> Refund | None:
        """Somebody gives money back at the gateway itself, as much as is there."""
        left = self.desk._left(listed.transaction_id)
        part = min(left, amount)
        if part <= 0:
            return None
        whole = self.desk.paid[listed.transaction_id]
        self.desk.paid[listed.transaction_id] = replace(whole, amount=whole.amount - part)
        refund = Refund(
            provider=PROVIDER,
            id=f"re_elsewhere_{self.new_id()}",
            transaction_id=listed.transaction_id,
            amount=replace(whole, amount=part),
            state=RefundState.PENDING,
            at=self.now,
            live=False,
        )
        self._lists_refund(refund)
        return refund

    def ends(self, refund: Refund, state: RefundState) -> Refund:
        """A refund ends, also one that had ended well."""
        ended = replace(refund, state=state, at=refund.at or self.now, live=False)
        if refund.reference and refund.reference in self.desk.refunds:
            self.desk.end(refund.reference, state)
        elif state is RefundState.FAILED:
            whole = self.desk.paid[refund.transaction_id]
            self.desk.paid[refund.transaction_id] = replace(whole, amount=whole.amount + refund.amount.amount)
        if state is RefundState.FAILED:
            self._came(refund.amount.currency, A.GATEWAY_CLEARING, refund.amount.amount)
        self._lists_refund(ended, counted=True)
        return ended

    def _lists_refund(self, refund: Refund, *, counted: bool = False) -> None:
        if not counted:
            self._came(refund.amount.currency, A.GATEWAY_CLEARING, -refund.amount.amount)
        self.lists.all_refunds = [one for one in self.lists.all_refunds if one.id != refund.id] + [refund]
        self.tells(refund)

    def disputes(self, listed: ListedPayment, *, fee: int) -> Dispute:
        """A bank wants a payment back; the gateway takes it at once, with a fee, and says the two by and by."""
        amount = listed.amount
        opened = Dispute(
            provider=PROVIDER,
            id=f"dp_{self.new_id()}",
            transaction_id=listed.transaction_id,
            amount=amount,
            state=DisputeState.OPEN,
            at=self.now,
            live=False,
        )
        self.tells(opened)
        taken = replace(opened, taken=amount.amount, fee=fee)
        self._came(amount.currency, A.GATEWAY_CLEARING, -amount.amount - fee)
        self._came(amount.currency, A.GATEWAY_FEES, fee)
        self._came(amount.currency, A.DISPUTED, amount.amount)
        self._lists_dispute(taken)
        return taken

    def decides(self, dispute: Dispute, *, won: bool) -> None:
        """The bank's word."""
        self._came(dispute.amount.currency, A.DISPUTED, -dispute.taken)
        self._came(dispute.amount.currency, A.GATEWAY_CLEARING if won else A.DISPUTES, dispute.taken)
        returned = dispute.taken if won else 0
        self._lists_dispute(replace(dispute, state=DisputeState.WON if won else DisputeState.LOST, returned=returned))

    def _lists_dispute(self, dispute: Dispute) -> None:
        self.lists.all_disputes = [one for one in self.lists.all_disputes if one.id != dispute.id] + [dispute]
        self.tells(dispute)

    def pays_out(self, amount: int) -> Payout:
        """The gateway sends money to the bank."""
        payout = Payout(
            provider=PROVIDER,
            id=f"po_{self.new_id()}",
            amount=Money(amount, self.store.currency),
            state=PayoutState.PAID,
            at=self.now,
            live=False,
        )
        self._came(self.store.currency, A.GATEWAY_CLEARING, -amount)
        self._came(self.store.currency, A.BANK, amount)
        self._lists_payout(payout)
        return payout

    def payout_fails(self, payout: Payout) -> None:
        """The bank does not want it."""
        self._came(payout.amount.currency, A.GATEWAY_CLEARING, payout.amount.amount)
        self._came(payout.amount.currency, A.BANK, -payout.amount.amount)
        self._lists_payout(replace(payout, state=PayoutState.FAILED))

    def _lists_payout(self, payout: Payout) -> None:
        self.lists.all_payouts = [one for one in self.lists.all_payouts if one.id != payout.id] + [payout]
        self.tells(payout)

    def _came(self, currency: str, account: Account, amount: int) -> None:
        self.lies[currency, account] += amount

    def moved(self, account: Account, amount: int) -> None:
        """Money of the store's currency came to a place, or went (below zero)."""
        self._came(self.store.currency, account, amount)

    # What is heard of it.

    def tells(self, fact: Fact) -> None:
        """The gateway sends a webhook."""
        self.post.append(fact)
        self.told.append(fact)

    def hears(self, fact: Fact) -> bool:
        """A webhook is handled; False when it has to come again, as it is about what was not heard of."""
        try:
            if isinstance(fact, Payment):
                self.world.paid(fact)
            else:
                record_money(self.room, self.record.gateway_file, fact=fact, now=self.now)
        except NotOurOrderYet:
            return False
        return True

    def follows_rules(self) -> None:
        """The worker records what rules want back."""
        for due in [one for one in self.record.state.events if isinstance(one, RefundDue)]:
            record_due(self.room, due, provider=PROVIDER)

    def asks_for_refunds(self) -> list[Refund]:
        """The worker asks the gateway for every refund that it should make; those that it began just now."""
        before = set(self.desk.refunds)
        for refund in self.own_refunds():
            if refund.requested_by != ELSEWHERE and not refund.waits_for_a_hand:
                refund_payment(self.room, order_id=refund.order_id, refund_id=refund.id, desk=self.desk, now=self.now)
        begun = [replace(one, at=self.now, live=False) for id_, one in self.desk.refunds.items() if id_ not in before]
        for one in begun:
            self._lists_refund(one)
        return begun

    def own_refunds(self) -> list[OrderRefund]:
        """Every refund on record."""
        return list(self.record.state.refunds.values())

    def reconciles(self, *, scope: Scope = Scope.ROLLING, day: date | None = None) -> Report:
        """The reconciler runs, for a day or the last hours."""
        own = self.record
        room = Counting(
            store=self.store,
            live=False,
            gateway=self.lists,
            orders=own.orders,
            commits=own.commits,
            books=own.books,
            gateway_file=own.gateway_file,
            reports=own.reconciliations,
            files=_NoFiles(),
        )
        today = self.store.business_day(self.now)
        return reconcile(room, day=day or today, scope=scope, now=self.now, in_time=lambda: True)

    def reconciles_every_day(self) -> None:
        """What the hours and day closes of this life would have compared."""
        day, last = self.store.business_day(self.first), self.store.business_day(self.now)
        self.moves_on(timedelta(seconds=1))
        while day <= last:
            self.reconciles(scope=Scope.DAY, day=day)
            day += timedelta(days=1)

    # What the books say.

    def ledger(self) -> Ledger:
        """All that was posted, on whatever day."""
        return Ledger(store=self.store.id).posted(*self.record.state.entries.values())
