"""Anything may happen to money, twice and in any order: the books balance after every step, and agree with the till.

600 lives of up to 50 steps, 25,000 steps in all, in about ten seconds. The other side of every check is a plain count
of coins, kept here without any entry.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from shared.domain import bookings as b
from shared.domain.ledger import Account, Entry, Ledger, reversal
from shared.domain.tax import Taxed, tax_share, taxed

A = Account
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
CURRENCIES = st.sampled_from(["USD", "INR", "JPY", "KWD"])
AMOUNTS = st.integers(1, 100_000)
RATES = st.sampled_from([0, 500, 803, 1200, 1800])
HANDS = [A.CASH_DRAWER, A.COUNTER_CLEARING, A.BANK]
COUNTED = (
    A.GATEWAY_CLEARING,
    A.COUNTER_CLEARING,
    A.CASH_DRAWER,
    A.RIDER_CASH,
    A.BANK,
    A.DISPUTED,
    A.DISPUTES,
    A.SUSPENSE,
)
Sale = tuple[str, str, int, int]


class Books(RuleBasedStateMachine):
    """Facts happen; news of them waits in ``post`` and arrives when it likes, if need be twice."""

    sales = Bundle("sales")
    payments = Bundle("payments")
    strays = Bundle("strays")
    refunds = Bundle("refunds")
    disputes = Bundle("disputes")
    payouts = Bundle("payouts")
    collected = Bundle("collected")

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(store="mpls")
        self.happened: list[Entry] = []
        self.post: list[Entry] = []
        self.held: Counter[tuple[str, Account]] = Counter()
        self.owed: Counter[str] = Counter()
        self.rounded: set[str] = set()
        self.number = 0

    def new_id(self) -> str:
        """A name nobody has."""
        self.number += 1
        return f"{self.number}"

    def book(self, currency: str) -> b.Book:
        """The books as of now."""
        return b.Book(store="mpls", currency=currency, at=NOW + timedelta(seconds=self.number))

    def happens(self, entry: Entry | None) -> None:
        """A fact is out in the world."""
        if entry is not None:
            self.happened.append(entry)
            self.post.append(entry)

    @initialize(currency=CURRENCIES)
    def opening_float(self, currency: str) -> None:
        """The day begins with change in the drawer."""
        self.happens(b.cash_paid_in(self.book(currency), move_id=self.new_id(), amount=20_000))
        self.held[currency, A.CASH_DRAWER] += 20_000

    @rule(
        target=sales,
        currency=CURRENCIES,
        prices=st.lists(st.tuples(AMOUNTS, RATES), min_size=1, max_size=3),
        inclusive=st.booleans(),
        delivery=st.integers(0, 500),
        tip=st.integers(0, 500),
        rounding=st.integers(-4, 4),
    )
    def sold(
        self,
        currency: str,
        prices: list[tuple[int, int]],
        inclusive: bool,  # noqa: FBT001 (drawn by name)
        delivery: int,
        tip: int,
        rounding: int,
    ) -> Sale:
        """An order is confirmed; its customer owes what the lines say."""
        order_id = f"ord_{self.new_id()}"
        lines = [taxed(price, tax_bp=rate, inclusive=inclusive) for price, rate in prices]
        fee = Taxed(net=delivery, tax=0)
        book = self.book(currency)
        self.happens(b.order_confirmed(book, order_id=order_id, lines=lines, delivery=fee, tip=tip, rounding=rounding))
        total = sum(line.gross for line in lines) + delivery + tip + rounding
        self.owed[order_id] += total
        return order_id, currency, total, sum(line.tax for line in lines)

    @rule(target=payments, sale=sales, share=st.sampled_from([1, 2, 3]), fee=st.integers(0, 300))
    def paid_by_link(self, sale: Sale, share: int, fee: int) -> tuple[Sale, int]:
        """In full, in part, or a second time."""
        order_id, currency, total, _ = sale
        amount = max(total // share, 1)
        id_ = self.new_id()
        book = self.book(currency)
        self.happens(b.payment_captured(book, provider="stripe", transaction_id=id_, order_id=order_id, amount=amount))
        if fee:
            self.happens(b.gateway_fee(book, provider="stripe", source_id=id_, amount=fee, order_id=order_id))
        self.held[currency, A.GATEWAY_CLEARING] += amount - fee
        self.owed[order_id] -= amount
        return sale, amount

    @rule(target=strays, currency=CURRENCIES, amount=AMOUNTS)
    def paid_for_nobody_knows_what(self, currency: str, amount: int) -> tuple[str, str, int]:
        """Money without a reference."""
        id_ = self.new_id()
        self.happens(
            b.payment_captured(self.book(currency), provider="stripe", transaction_id=id_, order_id=None, amount=amount)
        )
        self.held[currency, A.GATEWAY_CLEARING] += amount
        self.held[currency, A.SUSPENSE] -= amount
        return id_, currency, amount

    @rule(stray=consumes(strays), sale=sales)
    def found_out(self, stray: tuple[str, str, int], sale: Sale) -> None:
        """It was for that order, if it is of its currency."""
        id_, currency, amount = stray
        if currency == sale[1]:
            self.happens(
                b.payment_assigned(
                    self.book(currency), provider="stripe", transaction_id=id_, order_id=sale[0], amount=amount
                )
            )
            self.held[currency, A.SUSPENSE] += amount
            self.owed[sale[0]] -= amount

    @rule(target=refunds, payment=payments, share=st.sampled_from([1, 2, 5]), earned=st.booleans())
    def refunded(
        self,
        payment: tuple[Sale, int],
        share: int,
        earned: bool,  # noqa: FBT001 (drawn by name)
    ) -> tuple[str, Sale, int, int, bool]:
        """Of a sale with its share of the tax, or of what was never earned; more than was paid, at times."""
        sale, paid = payment
        order_id, currency, total, whole_tax = sale
        amount = max(paid // share, 1)
        part = min(amount, max(total, 0))
        tax = min(tax_share(whole_tax, part=part, whole=total), amount) if earned and total > 0 else 0
        id_ = self.new_id()
        book = self.book(currency)
        self.happens(
            b.refund_made(
                book, provider="stripe", refund_id=id_, order_id=order_id, amount=amount, tax=tax, earned=earned
            )
        )
        self.held[currency, A.GATEWAY_CLEARING] -= amount
        self.owed[order_id] += 0 if earned else amount
        return id_, sale, amount, tax, earned

    @rule(refund=consumes(refunds))
    def refund_failed(self, refund: tuple[str, Sale, int, int, bool]) -> None:
        """Its money is with the gateway again."""
        id_, (order_id, currency, _, _), amount, tax, earned = refund
        book = self.book(currency)
        self.happens(
            b.refund_failed(
                book, provider="stripe", refund_id=id_, order_id=order_id, amount=amount, tax=tax, earned=earned
            )
        )
        self.held[currency, A.GATEWAY_CLEARING] += amount
        self.owed[order_id] -= 0 if earned else amount

    @rule(target=disputes, payment=payments, fee=st.sampled_from([0, 1500]))
    def disputed(self, payment: tuple[Sale, int], fee: int) -> tuple[str, str, int]:
        """The gateway takes it, and a fee."""
        (order_id, currency, _, _), amount = payment
        id_ = self.new_id()
        book = self.book(currency)
        self.happens(
            b.dispute_taken(book, provider="stripe", dispute_id=id_, amount=amount, fee=fee, order_id=order_id)
        )
        self.held[currency, A.GATEWAY_CLEARING] -= amount + fee
        self.held[currency, A.DISPUTED] += amount
        return id_, currency, amount

    @rule(dispute=consumes(disputes), won=st.booleans())
    def decided(self, dispute: tuple[str, str, int], won: bool) -> None:  # noqa: FBT001 (drawn by name)
        """Won or lost."""
        id_, currency, amount = dispute
        decide = b.dispute_won if won else b.dispute_lost
        self.happens(decide(self.book(currency), provider="stripe", dispute_id=id_, amount=amount))
        self.held[currency, A.DISPUTED] -= amount
        self.held[currency, A.GATEWAY_CLEARING if won else A.DISPUTES] += amount

    @rule(target=payouts, currency=CURRENCIES)
    def paid_out(self, currency: str) -> object:
        """All that the gateway holds, if it is anything."""
        amount = self.held[currency, A.GATEWAY_CLEARING]
        if amount <= 0:
            return multiple()
        id_ = self.new_id()
        self.happens(b.payout_made(self.book(currency), provider="stripe", payout_id=id_, amount=amount))
        self.held[currency, A.GATEWAY_CLEARING] -= amount
        self.held[currency, A.BANK] += amount
        return id_, currency, amount

    @rule(payout=consumes(payouts))
    def payout_failed(self, payout: tuple[str, str, int]) -> None:
        """The bank does not want it."""
        id_, currency, amount = payout
        self.happens(b.payout_failed(self.book(currency), provider="stripe", payout_id=id_, amount=amount))
        self.held[currency, A.GATEWAY_CLEARING] += amount
        self.held[currency, A.BANK] -= amount

    @rule(sale=sales, rounding=st.integers(-2, 2), how=st.sampled_from(["cash", "card"]), amount=AMOUNTS)
    def paid_at_the_counter(self, sale: Sale, rounding: int, how: str, amount: int) -> None:
        """In coins there are, or at the terminal."""
        order_id, currency, _, _ = sale
        id_, book = self.new_id(), self.book(currency)
        if how == "cash":
            self.happens(b.cash_taken(book, payment_id=id_, order_id=order_id, amount=amount, rounding=rounding))
            self.held[currency, A.CASH_DRAWER] += amount + rounding
        else:
            self.happens(b.card_taken(book, payment_id=id_, order_id=order_id, amount=amount))
            self.held[currency, A.COUNTER_CLEARING] += amount
        self.owed[order_id] -= amount

    @rule(target=collected, sale=sales, amount=AMOUNTS)
    def rider_collects(self, sale: Sale, amount: int) -> tuple[str, int]:
        """Cash on delivery."""
        order_id, currency, _, _ = sale
        self.happens(b.rider_collected(self.book(currency), payment_id=self.new_id(), order_id=order_id, amount=amount))
        self.held[currency, A.RIDER_CASH] += amount
        self.owed[order_id] -= amount
        return currency, amount

    @rule(purse=consumes(collected), missing=st.integers(-5, 5))
    def rider_hands_in(self, purse: tuple[str, int], missing: int) -> None:
        """More or less than was collected."""
        currency, amount = purse
        counted = max(amount - missing, 0)
        entry = b.rider_handed_in(self.book(currency), handover_id=self.new_id(), collected=amount, counted=counted)
        self.happens(entry)
        self.held[currency, A.RIDER_CASH] -= amount
        self.held[currency, A.CASH_DRAWER] += counted

    @rule(currency=CURRENCIES, found=st.integers(-500, 500))
    def drawer_counted(self, currency: str, found: int) -> None:
        """What is there is there."""
        expected = self.held[currency, A.CASH_DRAWER]
        counted = max(expected + found, 0)
        self.happens(b.drawer_counted(self.book(currency), count_id=self.new_id(), expected=expected, counted=counted))
        self.held[currency, A.CASH_DRAWER] = counted

    @rule(currency=CURRENCIES, to=st.sampled_from([A.SAFE, A.BANK, A.EXPENSES]), amount=AMOUNTS)
    def paid_out_of_the_drawer(self, currency: str, to: Account, amount: int) -> None:
        """As much as is in it, at most."""
        amount = min(amount, self.held[currency, A.CASH_DRAWER])
        if amount > 0:
            self.happens(b.cash_paid_out(self.book(currency), move_id=self.new_id(), amount=amount, to=to))
            self.held[currency, A.CASH_DRAWER] -= amount
            self.held[currency, to] += amount

    @rule(sale=sales, amount=AMOUNTS, place=st.sampled_from(HANDS), earned=st.booleans())
    def given_back_by_hand(
        self,
        sale: Sale,
        amount: int,
        place: Account,
        earned: bool,  # noqa: FBT001 (drawn by name)
    ) -> None:
        """Over the counter, at the terminal or by bank transfer."""
        order_id, currency, _, _ = sale
        book, id_ = self.book(currency), self.new_id()
        if place is A.CASH_DRAWER:
            entry = b.cash_refunded(book, refund_id=id_, order_id=order_id, amount=amount, earned=earned)
        else:
            entry = b.refunded_by_hand(
                book, refund_id=id_, order_id=order_id, amount=amount, out_of=place, earned=earned
            )
        self.happens(entry)
        self.held[currency, place] -= amount
        self.owed[order_id] += 0 if earned else amount

    @rule(refund=consumes(refunds))
    def sale_of_a_refund_is_undone(self, refund: tuple[str, Sale, int, int, bool]) -> None:
        """What was given back of its price was the customer's all along."""
        id_, (order_id, currency, _, _), amount, tax, earned = refund
        if earned:
            book = self.book(currency)
            self.happens(b.refund_unearned(book, refund_id=id_, order_id=order_id, amount=amount, tax=tax))
            self.owed[order_id] += amount

    @rule(stray=consumes(strays))
    def given_back_to_nobody(self, stray: tuple[str, str, int]) -> None:
        """Money without a reference goes where it came from."""
        _, currency, amount = stray
        entry = b.refund_made(
            self.book(currency),
            provider="stripe",
            refund_id=self.new_id(),
            order_id=None,
            amount=amount,
            earned=False,
            unassigned=True,
        )
        self.happens(entry)
        self.held[currency, A.GATEWAY_CLEARING] -= amount
        self.held[currency, A.SUSPENSE] += amount

    @rule(sale=sales, amount=st.sampled_from([-4, -1, 1, 4]))
    def rounded_off(self, sale: Sale, amount: int) -> None:
        """Too little to be asked for, or to be given back; once for an order."""
        order_id, currency, _, _ = sale
        if order_id not in self.rounded:
            self.rounded.add(order_id)
            self.happens(b.rounded_off(self.book(currency), order_id=order_id, amount=amount))
            self.owed[order_id] -= amount

    @rule(sale=sales, amount=st.integers(1, 300))
    def tipped(self, sale: Sale, amount: int) -> None:
        """Too much was paid on purpose."""
        order_id, currency, _, _ = sale
        book = self.book(currency)
        self.happens(b.tip_given(book, tip_id=self.new_id(), order_id=order_id, amount=amount))
        self.owed[order_id] += amount

    @rule(sale=consumes(sales))
    def cancelled(self, sale: Sale) -> None:
        """The sale is taken back; whatever was paid for it is not."""
        sold = next(one for one in self.happened if one.id == f"order/{sale[0]}")
        self.happens(reversal(sold, at=NOW, note="cancelled"))
        self.owed[sale[0]] -= sale[2]

    @rule(data=st.data())
    def news_arrives(self, data: st.DataObject) -> None:
        """One piece of it, whichever."""
        if self.post:
            place = data.draw(st.integers(0, len(self.post) - 1))
            self.ledger = self.ledger.posted(self.post.pop(place))

    @rule(data=st.data())
    def news_arrives_again(self, data: st.DataObject) -> None:
        """Of anything that ever happened, some of it never heard before."""
        if self.happened:
            again = data.draw(st.integers(0, len(self.happened) - 1))
            self.ledger = self.ledger.posted(self.happened[again], self.happened[again])

    @invariant()
    def the_books_balance(self) -> None:
        """Whatever has arrived so far."""
        for currency in self.ledger.currencies():
            assert sum(self.ledger.trial_balance(currency).values()) == 0

    def teardown(self) -> None:
        """When all news is in, the books say what is there, whatever order it came in."""
        ledger = self.ledger.posted(*self.post)
        assert ledger == Ledger(store="mpls").posted(*self.happened, *self.happened[::-1])
        assert len(ledger.entries) == len(self.happened)
        for currency in ledger.currencies():
            balances = ledger.trial_balance(currency)
            assert sum(balances.values()) == 0
            for account in COUNTED:
                assert balances.get(account, 0) == self.held[currency, account], account
        for order_id, owed in self.owed.items():
            [currency] = {one.currency for one in self.happened if one.order_id == order_id}
            assert ledger.owed(order_id, currency) == owed


TestBooks = Books.TestCase
TestBooks.settings = settings(
    max_examples=600,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
