"""Whatever happens to money, in whatever order and however often it is told: the books balance and lose nothing.

500 lives of up to 50 steps through the use cases themselves, at the gateway, at the counter, at the door and in the
drawer. Webhooks come twice, turned around or never; the reconciler makes up for those.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from shared.domain.drawer import NotInDrawer
from shared.domain.gateway_books import ListedPayment
from shared.domain.gateway_facts import Dispute, Payout, Refund, RefundState
from shared.domain.ledger import Account, Ledger
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.domain.refund import RefundStep
from shared.usecases import run_drawer
from shared.usecases.close_day import close_day
from shared.usecases.give_back import Wish, give_back
from shared.usecases.request_refund import MoreThanLeft
from shared.usecases.run_drawer import Act
from shared.usecases.take_payment import Method, NotPayable, Taking, TooMuch, take_payment
from tests.fakes.people import MPLS
from tests.shared.usecases.money_life import Life
from tests.shared.usecases.orders_of_ana import tapped

A = Account
AT_THE_COUNTER = (Method.CASH, Method.CARD, Method.WALLET)
METHODS = ("card", "cash_on_delivery")
#: Two, no and three decimals.
STORES = [replace(MPLS, currency=currency, payment_methods=METHODS) for currency in ("USD", "JPY", "KWD")]
PRICES = st.integers(1, 3000).map(lambda tens: tens * 10)
RATES = st.sampled_from([0, 500, 903, 1800])
#: A refund in one of these has left.
GONE = (RefundStep.PENDING, RefundStep.SUCCEEDED)
#: An order that is paid for, whatever comes of it then.
SOLD = (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)


class AnyMoney(RuleBasedStateMachine):
    """Each rule is one thing that somebody does; what the gateway tells of it is delivered by rules of its own."""

    orders = Bundle("orders")
    payments = Bundle("payments")
    refunds = Bundle("refunds")
    ended = Bundle("ended")
    disputes = Bundle("disputes")
    payouts = Bundle("payouts")

    @initialize(store=st.sampled_from(STORES))
    def a_shop_opens(self, store: object) -> None:
        """With 200.00 in the drawer."""
        self.life = Life(store=store)  # type: ignore[arg-type]
        self.sold: set[str] = set()
        self.opens(20_000)

    def act(self) -> Act:
        """Mia does something new."""
        return Act(by="mia", request=self.life.new_id())

    def opens(self, amount: int) -> None:
        """A shift begins, its float out of the safe."""
        run_drawer.open_drawer(self.life.till, self.act(), opening=amount, now=self.life.now)
        self.life.moved(A.SAFE, -amount)
        self.life.moved(A.CASH_DRAWER, amount)

    # Customers, the gateway and banks.

    @rule(target=orders, prices=st.lists(st.tuples(PRICES, RATES), min_size=1, max_size=3), on_top=st.booleans())
    def places(self, prices: list[tuple[int, int]], on_top: bool) -> str:  # noqa: FBT001 (drawn by name)
        """An order waits for its money."""
        return self.life.places(prices, on_top=on_top)

    @rule(target=payments, order=orders, fee=st.integers(0, 90))
    def pays(self, order: str, fee: int) -> ListedPayment:
        """What the link asks for, perhaps a second time, perhaps too late."""
        return self.life.pays(order, self.life.order(order).to_pay, fee=fee)

    @rule(target=payments, order=orders, other=st.sampled_from([-1, 1, 500]), currency=st.sampled_from(["", "EUR"]))
    def pays_something_else(self, order: str, other: int, currency: str) -> ListedPayment:
        """A wrong amount, or a wrong currency too."""
        asked = self.life.order(order).to_pay
        return self.life.pays(order, Money(asked.amount + other, currency or asked.currency), fee=0)

    @rule(target=refunds, payment=payments, amount=st.integers(1, 2000))
    def refunds_at_the_gateway(self, payment: ListedPayment, amount: int) -> object:
        """Somebody does, without us."""
        return self.life.refunds_elsewhere(payment, amount) or multiple()

    @rule(target=ended, refund=consumes(refunds), good=st.booleans())
    def a_refund_ends(self, refund: Refund, good: bool) -> object:  # noqa: FBT001
        """Well, or with the money back at the gateway."""
        after = self.life.ends(refund, RefundState.SUCCEEDED if good else RefundState.FAILED)
        return after if good else multiple()

    @rule(refund=consumes(ended))
    def a_refund_comes_back(self, refund: Refund) -> None:
        """It had arrived, and the bank sent it back."""
        self.life.ends(refund, RefundState.FAILED)

    @rule(target=disputes, payment=payments, fee=st.sampled_from([0, 1500]))
    def disputes_it(self, payment: ListedPayment, fee: int) -> Dispute:
        """The gateway takes the money at once."""
        return self.life.disputes(payment, fee=fee)

    @rule(dispute=consumes(disputes), won=st.booleans())
    def decides(self, dispute: Dispute, won: bool) -> None:  # noqa: FBT001
        """For the store, or against it."""
        self.life.decides(dispute, won=won)

    @rule(target=payouts, amount=st.integers(1, 5000))
    def pays_out(self, amount: int) -> Payout:
        """To the bank."""
        return self.life.pays_out(amount)

    @rule(payout=consumes(payouts))
    def a_payout_comes_back(self, payout: Payout) -> None:
        """The account is closed."""
        self.life.payout_fails(payout)

    # News of it.

    @rule(data=st.data())
    def news_arrives(self, data: st.DataObject) -> None:
        """Whichever is first; what is about something unknown comes again later."""
        if self.life.post:
            fact = self.life.post.pop(data.draw(st.integers(0, len(self.life.post) - 1)))
            if not self.life.hears(fact):
                self.life.post.append(fact)

    @rule(data=st.data())
    def news_arrives_again(self, data: st.DataObject) -> None:
        """Of anything that was ever told, ten minutes later or at once."""
        if self.life.told:
            fact = self.life.told[data.draw(st.integers(0, len(self.life.told) - 1))]
            for _ in range(2):
                self.life.hears(fact)

    @rule(data=st.data())
    def news_is_lost(self, data: st.DataObject) -> None:
        """For good; only the gateway's lists still know."""
        if self.life.post:
            self.life.post.pop(data.draw(st.integers(0, len(self.life.post) - 1)))

    @rule()
    def the_reconciler_runs(self) -> None:
        """Over the last hours."""
        self.life.moves_on(timedelta(seconds=1))
        self.life.reconciles()

    # The store.

    @rule(order=orders)
    def the_customer_cancels(self, order: str) -> None:
        """Before or after paying; a stale tap changes nothing."""
        life = self.life
        tapped(life.world, life.order(order), "cancel_yes", number=int(life.new_id()) + 100)

    @rule(order=orders)
    def the_time_to_pay_is_over(self, order: str) -> None:
        """The timer goes off, for whatever the order is now."""
        if self.life.order(order).expires_at is not None:
            self.life.world.expire(self.life.order(order))

    @rule(target=refunds)
    def the_worker_refunds(self) -> object:
        """What rules and staff want back goes to the gateway."""
        self.life.follows_rules()
        return multiple(*self.life.asks_for_refunds())

    @rule(order=orders, amount=st.integers(1, 2000), way=st.sampled_from([None, "cash", "card", "transfer"]))
    def staff_give_back(self, order: str, amount: int, way: str | None) -> None:
        """A part, through the gateway or by hand; asked for twice, it is given once."""
        life = self.life
        wish = Wish(order_id=order, amount=amount, reason="cold", by="kim", request=life.new_id(), method=way)
        try:
            given = [give_back(life.till, wish, now=life.now) for _ in range(2)]
        except MoreThanLeft:
            return
        assert given[0] == given[1]
        places = {"cash": A.CASH_DRAWER, "card": A.COUNTER_CLEARING, "wallet": A.COUNTER_CLEARING, "transfer": A.BANK}
        if place := places.get(given[0].provider):
            life._came(given[0].amount.currency, place, -amount)

    @rule(
        order=orders,
        share=st.sampled_from([1, 2, 3]),
        method=st.sampled_from([Method.CASH, Method.CARD, Method.WALLET]),
    )
    def pays_at_the_counter(self, order: str, share: int, method: Method) -> None:
        """All of it or a part; the same request twice is one payment."""
        amount = max(self.life.order(order).to_pay.amount // share, 1)
        self._takes(order, method, amount, by=None)

    @rule(order=orders)
    def agrees_to_pay_at_the_door(self, order: str) -> None:
        """Confirmed, and not paid yet."""
        self._takes(order, Method.CASH_ON_DELIVERY, self.life.order(order).to_pay.amount, by=None)

    @rule(order=orders, rider=st.sampled_from(["ravi", "leo"]))
    def a_rider_collects(self, order: str, rider: str) -> None:
        """At the door."""
        self._takes(order, Method.CASH_ON_DELIVERY, self.life.order(order).to_pay.amount, by=rider)

    def _takes(self, order: str, method: Method, amount: int, *, by: str | None) -> None:
        life = self.life
        taking = Taking(order_id=order, method=method, amount=amount, request=life.new_id(), collected_by=by)
        try:
            for _ in range(2):
                take_payment(life.till, taking, now=life.now)
        except (NotPayable, TooMuch):
            return
        if not taking.promised:
            own = A.CASH_DRAWER if method is Method.CASH else A.COUNTER_CLEARING
            life.moved(A.RIDER_CASH if by else own, amount)

    @rule(rider=st.sampled_from(["ravi", "leo"]), missing=st.integers(-5, 5))
    def a_rider_hands_in(self, rider: str, missing: int) -> None:
        """More or less than was collected."""
        life = self.life
        collected = life.record.till.drawer().riders.get(rider, 0)
        if collected:
            counted = max(collected - missing, 0)
            run_drawer.hand_in(life.till, self.act(), rider=rider, counted=counted, now=life.now)
            life.moved(A.RIDER_CASH, -collected)
            life.moved(A.CASH_DRAWER, counted)

    @rule(amount=st.integers(1, 5000), to=st.sampled_from(["safe", "bank", "expenses"]))
    def cash_goes_out(self, amount: int, to: str) -> None:
        """Out of the drawer, if so much should be there; the same act twice is one."""
        life, act = self.life, self.act()
        there = life.lies[life.store.currency, A.CASH_DRAWER]
        try:
            for _ in range(2):
                run_drawer.pay_out(life.till, act, amount=amount, reason="-", to=to, now=life.now)
        except NotInDrawer:
            assert there < amount
            return
        assert there >= amount
        life.moved(A.CASH_DRAWER, -amount)
        life.moved(run_drawer.PLACES[to], amount)

    @rule(amount=st.integers(1, 5000))
    def cash_comes_in(self, amount: int) -> None:
        """Change from the safe."""
        run_drawer.pay_in(self.life.till, self.act(), amount=amount, reason="change", now=self.life.now)
        self.life.moved(A.SAFE, -amount)
        self.life.moved(A.CASH_DRAWER, amount)

    @rule(found=st.integers(-500, 500), day_ends=st.booleans(), opening=st.integers(1, 20_000))
    def a_shift_ends(self, found: int, day_ends: bool, opening: int) -> None:  # noqa: FBT001
        """Counted, more or less than expected; perhaps the day ends too, and the next shift begins."""
        life = self.life
        counted = max(life.record.till.drawer().open_shift.expected + found, 0)
        run_drawer.count_drawer(life.till, self.act(), counted=counted, now=life.now)
        run_drawer.close_drawer(life.till, self.act(), now=life.now)
        life.moved(A.CASH_DRAWER, -life.lies[life.store.currency, A.CASH_DRAWER])
        life.moved(A.SAFE, counted)
        if day_ends:
            report = close_day(life.till, life.record.books, day=None, by="mia", now=life.now)
            assert close_day(life.till, life.record.books, day=None, by="leo", now=life.now) == report
        self.opens(opening)

    @rule(hours=st.integers(1, 20))
    def time_passes(self, hours: int) -> None:
        """Perhaps into the next day."""
        self.life.moves_on(timedelta(hours=hours))

    # What holds after every step, and at the end.

    @invariant()
    def the_books_sum_to_zero(self) -> None:
        """In every currency, whatever has been heard so far."""
        ledger = self.life.ledger()
        for currency in ledger.currencies():
            assert sum(ledger.trial_balance(currency).values()) == 0

    @invariant()
    def cash_is_in_the_books_at_once(self) -> None:
        """What staff do needs no news: drawer, riders, terminal and safe agree at every moment."""
        ledger, currency = self.life.ledger(), self.life.store.currency
        for account in (A.CASH_DRAWER, A.RIDER_CASH, A.COUNTER_CLEARING, A.SAFE, A.EXPENSES):
            assert ledger.balance(account, currency) == self.life.lies[currency, account], account
        drawer = self.life.record.till.drawer()
        assert drawer.open_shift.expected == ledger.balance(A.CASH_DRAWER, currency)

    @invariant()
    def nothing_goes_back_from_paid(self) -> None:
        """An order that was sold is sold, or was given up; and none is sold without all of its money or a promise."""
        state = self.life.record.state
        for order in state.orders.values():
            if order.id in self.sold:
                assert order.status in SOLD
            elif order.status is OrderStatus.CONFIRMED:
                self.sold.add(order.id)
                came = [one for one in state.payments.of(order.id) if one.status is AttemptStatus.PAID]
                promised = any(one.provider == Method.CASH_ON_DELIVERY for one in state.payments.of(order.id))
                assert promised or sum(one.received.amount for one in came if one.received) >= order.to_pay.amount

    def customers_owe_what_they_owe(self, ledger: Ledger) -> None:
        """Order by order: the price of what was sold, less what came for it; money of nobody waits, what is left."""
        state, waiting = self.life.record.state, Counter[str]()
        for order in state.orders.values():
            owed = order.total.amount if order.status is OrderStatus.CONFIRMED else 0
            for attempt in state.payments.of(order.id):
                back = sum(
                    one.amount.amount
                    for one in state.refunds.values()
                    if one.transaction_id == attempt.transaction_id and not one.earned and one.state in GONE
                )
                came = attempt.received.amount if attempt.received else 0
                if attempt.received and attempt.status is AttemptStatus.QUARANTINED:
                    waiting[attempt.received.currency] += came - back
                else:
                    owed -= came - back
            assert ledger.owed(order.id, order.currency) == owed
        for currency in {"EUR", self.life.store.currency}:
            assert ledger.balance(A.SUSPENSE, currency) == -waiting[currency]

    def teardown(self) -> None:
        """When all that is still under way has arrived, and the reconciler was through: coin by coin."""
        if not hasattr(self, "life"):
            return
        life = self.life
        life.moves_on(timedelta(seconds=1))
        life.reconciles_every_day()
        while life.post:
            assert life.hears(life.post.pop())
        ledger = life.ledger()
        for currency in {life.store.currency, *ledger.currencies()}:
            balances = Counter(ledger.trial_balance(currency))
            assert sum(balances.values()) == 0
            for account in (A.GATEWAY_CLEARING, A.GATEWAY_FEES, A.DISPUTED, A.DISPUTES, A.BANK):
                assert balances[account] == life.lies[currency, account], (account, currency)
        self.customers_owe_what_they_owe(ledger)
        standing = [one for one in life.record.state.orders.values() if one.status is OrderStatus.CONFIRMED]
        earned = [one for one in life.own_refunds() if one.earned and one.state in GONE]
        assert {one.order_id for one in earned} <= {one.id for one in standing}
        assert ledger.balance(A.REFUNDS, life.store.currency) == sum(one.amount.amount - one.tax for one in earned)
        tax = sum(line.tax for order in standing for line in order.taxed_lines())
        assert ledger.balance(A.TAX, life.store.currency) == sum(one.tax for one in earned) - tax
        total = sum(order.total.amount for order in standing)
        assert ledger.balance(A.SALES, life.store.currency) == tax - total


TestAnyMoney = pytest.mark.timeout(900)(AnyMoney.TestCase)
TestAnyMoney.settings = settings(
    max_examples=500,
    stateful_step_count=50,
    deadline=None,
    # A life that fails is short enough to be read; making it shorter takes longer than the suite may.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
