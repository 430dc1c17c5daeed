"""Comparing with the gateway: what lost webhooks left behind is healed once, and everything else is named."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.changes import PutRefund
from shared.domain.gateway_books import ListedLink, Unread
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
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.domain.reconciliation import DifferenceKind
from shared.domain.refund import OrderRefund, RefundStep
from tests.fakes.people import ANA, NOW
from tests.shared.usecases.conftest import World
from tests.shared.usecases.night import Night, kinds, refund

K = DifferenceKind


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


@pytest.mark.parametrize(
    "listed",
    [
        refund(live=True),
        Dispute(
            provider="stripe",
            id="dp_1",
            transaction_id="pi_1",
            amount=Money(1845, "USD"),
            state=DisputeState.OPEN,
            taken=1845,
            at=NOW - timedelta(hours=1),
            live=True,
        ),
        Payout(
            provider="stripe",
            id="po_1",
            amount=Money(900, "USD"),
            state=PayoutState.PAID,
            at=NOW - timedelta(hours=1),
            live=True,
        ),
    ],
    ids=["refund", "dispute", "payout"],
)
def test_what_is_listed_of_another_mode_moves_no_money(listed: Refund | Dispute | Payout) -> None:
    """A live key in a test store: its refunds, disputes and payouts are not of our payments, whatever they name."""
    night = Night()
    night.order()
    night.hear(night.listed())
    night.run()
    books = dict(night.record.state.entries)
    if isinstance(listed, Refund):
        night.lists.all_refunds.append(listed)
    elif isinstance(listed, Dispute):
        night.lists.all_disputes.append(listed)
    else:
        night.lists.all_payouts.append(listed)
    night.now += timedelta(minutes=1)
    night.run()
    assert (night.record.state.entries, night.record.state.heard, night.record.state.refunds) == (books, {}, {})
    assert night.names() == ["OrderConfirmed"]
