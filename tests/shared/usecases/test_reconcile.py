"""Comparing with the gateway: what lost webhooks left behind is healed once, and everything else is named."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from shared.domain.changes import PutRefund
from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment, MovementKind, Unread
from shared.domain.gateway_facts import (
    Dispute,
    DisputeState,
    PaymentState,
    Payout,
    PayoutState,
    Refund,
    RefundState,
)
from shared.domain.money import Money
from shared.domain.order import Line, Order, OrderStatus, Source
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.reconciliation import Difference, DifferenceKind, Report, Scope
from shared.domain.refund import OrderRefund, RefundStep
from shared.ports import Unavailable
from shared.usecases.reconcile import Counting, reconcile
from shared.usecases.record_payment import record_payment
from tests.fakes.gateway_books import FakeBooks
from tests.fakes.people import ANA, MPLS, NOW
from tests.fakes.record import FakeRecord
from tests.shared.usecases.conftest import World

K = DifferenceKind
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


def test_a_payment_whose_webhook_was_lost_is_made_up_for_once() -> None:
    """The order turns paid on its own link, with one confirmation, however often the reconciler runs."""
    night = Night()
    night.order()
    night.listed()
    first = night.run()
    assert (first.complete, first.differences, first.payments) == (True, (), 1)
    assert [(one.gateway_id, one.order_id, one.outcome) for one in first.healed] == [("pi_1", "ord_1", "confirmed")]
    assert night.status() is OrderStatus.CONFIRMED
    assert night.record.state.payments["ord_1", "ord_1-1"].status is AttemptStatus.PAID
    night.record.forget_tokens()
    night.now += timedelta(hours=1)
    assert night.run().healed == first.healed
    assert night.names() == ["OrderConfirmed"]


def test_a_webhook_that_comes_after_all_finds_its_work_done() -> None:
    """Late is not lost."""
    night = Night()
    night.order()
    listed = night.listed()
    night.run()
    night.hear(listed)
    assert night.names() == ["OrderConfirmed"]


def test_one_in_a_hundred_webhooks_lost_leaves_no_difference_after_one_run(world: World) -> None:
    """5,000 payments, dropped at random: every order is confirmed once, and each healed customer is told once."""
    night = Night(record=world.record)
    world.record.customers.save(ANA)
    draw = random.Random(20261121)
    payments = []
    for number in range(5000):
        night.order(number, hours_ago=1 + 20 * draw.random())
        payments.append(night.listed(number))
    lost = {str(one.order_id) for one in payments if draw.random() < 0.01}
    arriving = [one for one in payments if one.order_id not in lost]
    draw.shuffle(arriving)
    for one in arriving:
        night.hear(one)
    before = len(world.record.state.events)
    assert before == 5000 - len(lost)
    report = night.run()
    assert (report.complete, report.payments, report.differences, report.left_out) == (True, 5000, (), 0)
    assert {one.order_id for one in report.healed} == lost
    healed = world.record.state.events[before:]
    assert sorted(getattr(one, "order_id", "") for one in healed) == sorted(lost)
    assert {one.name for one in healed} == {"OrderConfirmed"}
    for event in [*healed, *healed]:
        world.tell(event)
    assert len(world.messenger.sent) == len(lost) > 20
    night.now += timedelta(hours=1)
    assert night.run().differences == ()
    assert len(world.record.state.events) == 5000


def wrong_amount(night: Night) -> None:
    """One cent too little."""
    night.order()
    night.listed(amount=1844)


def wrong_currency(night: Night) -> None:
    """Rupees for dollars."""
    night.order()
    night.listed(currency="INR")


def doubled(night: Night) -> None:
    """Two cards, one order."""
    night.order()
    night.listed()
    night.listed(id_="pi_second")


def of_nobody(night: Night) -> None:
    """Money without a word what for."""
    night.listed(id_="pi_x", order_id=None, attempt_id=None)


def of_another_store(night: Night) -> None:
    """Our orders do not have that number."""
    night.listed(9, id_="pi_9")


def other_mode(night: Night) -> None:
    """Live money in a test store."""
    night.order()
    night.listed(live=True)


def missing(night: Night) -> None:
    """We heard of it, and the gateway does not list it."""
    night.order()
    night.hear(night.listed())
    night.lists.all_payments.clear()


def refunded_elsewhere(night: Night) -> None:
    """Somebody gave 5.00 back at the gateway."""
    night.order()
    night.listed(refunded=500)
    night.lists.all_refunds.append(refund())


def fee(night: Night) -> None:
    """They said 0.84 when it was paid, and kept 0.90."""
    night.order()
    night.listed()
    night.lists.all_movements.append(
        BalanceMovement(
            provider="stripe",
            id="txn_1",
            kind=MovementKind.PAYMENT,
            currency="USD",
            gross=1845,
            fee=90,
            tax=0,
            at=NOW - timedelta(hours=4),
            source_id="ch_1",
            transaction_id="pi_1",
            order_id="ord_1",
        )
    )


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


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (wrong_amount, Difference(kind=K.WRONG_AMOUNT, gateway_id="pi_1", order_id="ord_1", expected=1845, found=1844)),
        (
            wrong_currency,
            Difference(kind=K.WRONG_CURRENCY, gateway_id="pi_1", order_id="ord_1", expected=1845, found=1845),
        ),
        (doubled, Difference(kind=K.DOUBLED, gateway_id="pi_second", order_id="ord_1", expected=0, found=1845)),
        (of_nobody, Difference(kind=K.UNKNOWN_REFERENCE, gateway_id="pi_x", found=1845)),
        (of_another_store, Difference(kind=K.UNKNOWN_REFERENCE, gateway_id="pi_9", order_id="ord_9", found=1845)),
        (other_mode, Difference(kind=K.OTHER_MODE, gateway_id="pi_1", order_id="ord_1", found=1845)),
        (missing, Difference(kind=K.MISSING, gateway_id="pi_1", order_id="ord_1", expected=1845, found=0)),
        (
            refunded_elsewhere,
            Difference(kind=K.REFUNDED_ELSEWHERE, gateway_id="re_1", order_id="ord_1", expected=0, found=500),
        ),
        (fee, Difference(kind=K.FEE, gateway_id="pi_1", order_id="ord_1", expected=84, found=90)),
    ],
)
def test_every_kind_of_difference_is_named_again_and_again(
    happens: Callable[[Night], None], expected: Difference
) -> None:
    """With the gateway's id, the order's, both figures and what to do; the same in the next hour."""
    night = Night()
    happens(night)
    for _ in range(2):
        (found,) = night.run().differences
        assert found == replace(expected, currency="INR" if expected.kind is K.WRONG_CURRENCY else "USD")
        assert found.advice.endswith(".")
        night.record.forget_tokens()
        night.now += timedelta(hours=1)


@pytest.mark.parametrize("happens", [of_nobody, of_another_store, other_mode])
def test_what_is_not_ours_changes_nothing(happens: Callable[[Night], None]) -> None:
    """No order moves, nothing is booked, nobody is told."""
    night = Night()
    happens(night)
    night.order(2)
    before = (dict(night.record.state.orders), dict(night.record.state.payments))
    night.run()
    assert (night.record.state.orders, night.record.state.payments) == before
    assert (night.names(), night.record.state.entries) == ([], {})


@pytest.mark.parametrize(
    "happens",
    [wrong_amount, doubled],
)
def test_what_was_given_back_is_settled(happens: Callable[[Night], None]) -> None:
    """Quarantined and doubled money that went back to the customer is no difference any more, and no strange refund."""
    night = Night()
    happens(night)
    ((_, wrong),) = kinds(night.run())
    found = next(one for one in night.lists.all_payments if one.transaction_id == wrong)
    night.lists.all_payments.remove(found)
    night.lists.all_payments.append(replace(found, refunded=found.amount.amount))
    night.lists.all_refunds.append(refund(transaction_id=wrong, amount=found.amount))
    assert night.run().differences == ()


def test_a_refund_that_we_asked_for_is_followed_to_its_end_and_no_difference() -> None:
    """Its webhook was lost: the list moves it, and the customer is told."""
    night = Night()
    night.order()
    night.hear(night.listed())
    asked = OrderRefund(
        id="rf_1",
        order_id="ord_1",
        provider="stripe",
        transaction_id="pi_1",
        amount=Money(500, "USD"),
        reason="cancelled",
        state=RefundStep.PENDING,
        requested_by="rule",
        at=NOW,
    )
    night.record.commits.commit([PutRefund(refund=asked, over=None)], token="asked")
    night.lists.all_refunds.append(refund(reference="rf_1"))
    assert night.run().differences == ()
    file = night.record.orders.read("ord_1")
    assert file is not None
    assert [one.state for one in file.refunds] == [RefundStep.SUCCEEDED]
    assert night.names()[-1] == "RefundSucceeded"


def test_a_refund_with_a_reference_that_we_never_gave_is_one_from_elsewhere() -> None:
    """Words in a gateway's form are anybody's."""
    night = Night()
    night.order()
    night.listed()
    night.lists.all_refunds.append(refund(reference="rf_not_ours"))
    assert kinds(night.run()) == [(K.REFUNDED_ELSEWHERE, "re_1")]


def test_a_refund_that_failed_is_no_difference() -> None:
    """The money is with us."""
    night = Night()
    night.order()
    night.listed()
    night.lists.all_refunds.append(refund(state=RefundState.FAILED))
    assert night.run().differences == ()


def test_disputes_and_payouts_that_nobody_told_us_of_are_booked_once() -> None:
    """A case for a person, and the books; a dispute of a payment that is not ours is named."""
    night = Night()
    night.order()
    night.listed()
    lost = Dispute(
        provider="stripe",
        id="dp_1",
        transaction_id="pi_1",
        amount=Money(1845, "USD"),
        state=DisputeState.OPEN,
        taken=1845,
        fee=1500,
        at=NOW - timedelta(hours=1),
    )
    night.lists.all_disputes += [lost, replace(lost, id="dp_2", transaction_id="pi_strange")]
    night.lists.all_payouts.append(
        Payout(provider="stripe", id="po_1", amount=Money(900, "USD"), state=PayoutState.PAID, at=lost.at)
    )
    for _ in range(2):
        assert kinds(night.run()) == [(K.UNKNOWN_REFERENCE, "dp_2")]
        night.record.forget_tokens()
    booked = sorted(one.kind for one in night.record.state.entries.values())
    assert [one for one in booked if one.startswith(("dispute", "payout"))] == [
        "dispute_taken",
        "payout_made",
    ]
    assert [one.reason for one in night.record.state.cases.values()] == ["dispute"]


def test_a_payment_that_does_not_name_its_order_is_found_by_its_link() -> None:
    """The link names both."""
    night = Night()
    order = night.order()
    night.listed(order_id=None, attempt_id=None)
    night.lists.all_links.append(
        ListedLink(
            provider="stripe",
            id="cs_1",
            amount=order.to_pay,
            open=False,
            paid=1845,
            at=order.placed_at,
            order_id="ord_1",
            transaction_id="pi_1",
        )
    )
    assert night.run().differences == ()
    assert night.status() is OrderStatus.CONFIRMED


def test_money_that_is_not_there_yet_is_left_alone() -> None:
    """Pending, authorised, failed."""
    night = Night()
    night.order()
    for number, state in enumerate(one for one in PaymentState if one is not PaymentState.PAID):
        night.listed(id_=f"pi_{number}", state=state)
    assert night.run().differences == ()
    assert night.status() is OrderStatus.AWAITING_PAYMENT


def test_what_cannot_be_read_is_named_and_hides_nothing() -> None:
    """The list goes on behind it."""
    night = Night()
    night.order()
    night.listed()
    real = night.lists.payments

    def odd(*, since: datetime, until: datetime) -> object:
        yield Unread(provider="stripe", id="ch_odd", what="a charge without a status")
        yield from real(since=since, until=until)

    night.lists.payments = odd  # type: ignore[assignment, method-assign]
    assert kinds(night.run()) == [(K.UNREAD, "ch_odd")]
    assert night.status() is OrderStatus.CONFIRMED


def test_an_order_paid_a_moment_ago_is_not_called_missing() -> None:
    """The gateway's list may lag; its turn comes with a later run."""
    night = Night()
    night.order(hours_ago=0.5)
    night.hear(night.listed())
    night.lists.all_payments.clear()
    assert night.run().differences == ()
    night.now += timedelta(hours=3)
    assert kinds(night.run()) == [(K.MISSING, "pi_1")]


def test_fees_that_only_the_lists_tell_are_booked_once() -> None:
    """0.84 of the payment, on the day they are heard of; not again by the next run."""
    night = Night()
    night.order()
    night.listed()
    for _ in range(3):
        night.run()
        night.record.forget_tokens()
        night.now += timedelta(hours=1)
    fees = [one for one in night.record.state.entries.values() if one.kind == "gateway_fee"]
    assert [(one.id, one.postings["gateway_fees"], one.order_id) for one in fees] == [  # type: ignore[index]
        ("fee/stripe/pi_1", 84, "ord_1")
    ]


def test_a_large_window_is_gone_on_with_where_it_was_left() -> None:
    """Three slices at a time, five runs: all healed, nothing called missing, the report complete at last."""
    night = Night()
    for number in range(24):
        night.order(number, hours_ago=number + 1)
        night.listed(number)
    runs = []
    for _ in range(8):
        left = iter([True] * 4)
        runs.append(night.run(in_time=lambda left=left: next(left, False)))  # type: ignore[misc]
        if runs[-1].complete:
            break
    assert [one.complete for one in runs] == [False] * (len(runs) - 1) + [True]
    assert len(runs) > 3
    assert (runs[-1].since, runs[-1].until) == (runs[0].since, runs[0].until)
    assert (runs[-1].payments, len(runs[-1].healed), runs[-1].differences) == (24, 24, ())
    assert night.names() == ["OrderConfirmed"] * 24


def test_an_order_at_the_seam_of_two_runs_is_looked_for() -> None:
    """Placed just before the place where the first run stopped: the second steps back."""
    night = Night()
    night.order(hours_ago=18.5)
    night.hear(night.listed())
    night.lists.all_payments.clear()
    left = iter([True] * 4)
    first = night.run(in_time=lambda: next(left, False))
    assert (first.reached, first.differences) == (NOW - timedelta(hours=18), ())
    assert kinds(night.run()) == [(K.MISSING, "pi_1")]


def test_a_closed_day_is_compared_with_the_day_before() -> None:
    """In Minneapolis a business day begins at 04:00, which is 10:00 UTC in November."""
    night = Night(now=datetime(2026, 11, 22, 10, 30, tzinfo=NOW.tzinfo))
    report = night.run(scope=Scope.DAY, day=TODAY)
    assert (report.since.isoformat(), report.until.isoformat()) == (
        "2026-11-20T10:00:00+00:00",
        "2026-11-22T10:00:00+00:00",
    )
    assert list(night.shelf.files) == ["reconciliation/2026-11-21-day.csv"]


def crowd(night: Night) -> None:
    """A bit of everything."""
    night.order(1)
    night.order(2)
    night.listed(1)
    night.listed(1, id_="pi_second")
    night.listed(2, amount=1)
    night.listed(9, id_="pi_9")


def test_a_crash_at_any_step_leaves_one_effect() -> None:
    """Killed before and after every call on the record; the next run ends where a run without a crash ends."""
    steps = 0
    for after in (False, True):
        for nth in range(1, 200):
            night = Night()
            crowd(night)
            night.record.strike(nth, RuntimeError("killed"), after=after)
            try:
                night.run()
            except RuntimeError:
                steps += 1
            else:
                break
            night.record.state.faults.clear()
            night.record.forget_tokens()
            report = night.run()
            assert sorted(kinds(report)) == [
                (K.DOUBLED, "pi_second"),
                (K.UNKNOWN_REFERENCE, "pi_9"),
                (K.WRONG_AMOUNT, "pi_2"),
            ], (nth, after)
            assert sorted(night.names()) == ["OrderConfirmed", "PaymentQuarantined", "RefundDue"], (nth, after)
    assert steps > 40


def test_a_gateway_that_is_down_is_asked_again_by_the_next_run() -> None:
    """Nothing is reported of what was not seen."""
    night = Night()
    night.order()
    night.listed()
    night.lists.troubles.append(Unavailable("down"))
    with pytest.raises(Unavailable):
        night.run()
    assert night.run().complete
    assert night.status() is OrderStatus.CONFIRMED


@pytest.mark.parametrize("id_", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1"])
def test_no_cell_of_the_file_is_a_formula(id_: str) -> None:
    """Whatever a gateway passes on; figures stay figures."""
    night = Night()
    night.listed(9, id_=id_, order_id=None)
    night.run()
    text = night.shelf.files["reconciliation/2026-11-21-rolling.csv"].decode("utf-8-sig")
    assert text.splitlines()[0] == "what,gateway_id,order_id,expected,found,currency,to_do"
    row = text.split("\r\n")[1]
    assert row.startswith(f"unknown_reference,'{id_},,,1845,USD,")


def test_a_report_holds_no_more_than_fits_and_says_so() -> None:
    """1,000 differences by name; how many more there are, as a number."""
    night = Night()
    for number in range(1003):
        night.listed(9, id_=f"pi_{number}")
    report = night.run()
    assert (len(report.differences), report.left_out, report.unexplained) == (1000, 3, 1003)
