"""What gateways say of money, in whatever order and however often: one end, one set of books."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from math import factorial

import pytest

from shared.domain.case import CaseReason
from shared.domain.events import PaymentDisputed
from shared.domain.gateway_facts import Dispute, DisputeState, Fact, Payout, PayoutState, Refund, RefundState
from shared.domain.ledger import Account, Ledger
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.payment import Payment
from shared.usecases.move_refund import RefundRoom
from shared.usecases.record_money import record_money
from shared.usecases.record_payment import NotOurOrderYet
from tests.fakes.people import MPLS, NOW, order
from tests.fakes.record import FakeRecord
from tests.shared.usecases.conftest import World

A = Account
TODAY = date(2026, 11, 21)
WHOLE = Money(1845, "USD")


def paid(provider: str) -> Payment:
    """The money of order 1."""
    return Payment(provider=provider, transaction_id="pay_1", order_id="ord_1", amount=WHOLE)


def refund(provider: str, state: RefundState) -> Refund:
    """5.00 that somebody gave back at the gateway itself."""
    return Refund(provider=provider, id="re_1", transaction_id="pay_1", amount=Money(500, "USD"), state=state)


def dispute(provider: str, state: DisputeState, *, taken: int = 0, fee: int = 0) -> Dispute:
    """The bank wants the rest."""
    return Dispute(
        provider=provider,
        id="dp_1",
        transaction_id="pay_1",
        amount=Money(1345, "USD"),
        state=state,
        taken=taken,
        fee=fee,
    )


#: Six things that happen to one payment, as each gateway tells of them.
LIVES: dict[str, tuple[Fact, ...]] = {
    "stripe": (
        paid("stripe"),
        refund("stripe", RefundState.PENDING),
        refund("stripe", RefundState.SUCCEEDED),
        dispute("stripe", DisputeState.OPEN),
        dispute("stripe", DisputeState.OPEN, taken=1345, fee=1500),
        dispute("stripe", DisputeState.WON),
    ),
    "razorpay": (
        paid("razorpay"),
        refund("razorpay", RefundState.SUCCEEDED),
        dispute("razorpay", DisputeState.OPEN, taken=1345),
        dispute("razorpay", DisputeState.OPEN),
        dispute("razorpay", DisputeState.LOST, taken=1345),
        Payout(provider="razorpay", id="setl_1", amount=Money(400, "USD"), state=PayoutState.PAID),
    ),
}
LEFT: dict[str, dict[Account, int]] = {
    "stripe": {A.GATEWAY_CLEARING: -155, A.GATEWAY_FEES: 1500, A.REFUNDS: 500, A.SALES: -1845},
    "razorpay": {A.GATEWAY_CLEARING: -400, A.BANK: 400, A.REFUNDS: 500, A.DISPUTES: 1345, A.SALES: -1845},
}


def a_world() -> World:
    """Order 1 waits for its 18.45."""
    record = FakeRecord()
    one = order(status=OrderStatus.AWAITING_PAYMENT, version=2, needs={})
    record.state.orders[one.id] = one
    return World(record=record)


def tell(world: World, fact: Fact) -> str:
    """One webhook's fact is handled."""
    if isinstance(fact, Payment):
        return world.paid(fact).outcome
    room = RefundRoom(store=MPLS, orders=world.record.orders, commits=world.record.commits)
    return record_money(room, world.record.gateway_file, fact=fact, now=NOW).outcome


def live(facts: Sequence[Fact]) -> World:
    """The facts as the queue brings them: what names a payment that is not there yet comes again later."""
    world = a_world()
    waiting = deque(facts)
    for _ in range(100):
        if not waiting:
            return world
        fact = waiting.popleft()
        try:
            tell(world, fact)
        except NotOurOrderYet:
            waiting.append(fact)
    raise AssertionError("never done")


def end_of(world: World) -> str:
    """All that is left, without the times and the numbers of who came first."""
    state = world.record.state
    books = Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).trial_balance("USD")
    known = sorted(repr(heard) for heard, _ in state.heard.values())
    refunds = sorted(f"{one.gateway_id} {one.state} {one.amount}" for one in state.refunds.values())
    attempts = sorted(f"{one.transaction_id} {one.status}" for one in state.payments.values())
    cases = sorted(one.reason for one in state.cases.values())
    names = sorted(one.name for one in state.events)
    ids = sorted(one.id for one in world.record.books.entries(TODAY))
    return json.dumps([books, known, refunds, attempts, cases, names, ids, state.orders["ord_1"].status])


@pytest.mark.parametrize("provider", LIVES)
def test_six_facts_in_all_720_orders_end_in_one_state(provider: str) -> None:
    """Each told twice in its place: paid is never undone, and the books are the same to the entry."""
    ends = {end_of(live([*facts, *facts])) for facts in permutations(LIVES[provider])}
    assert len(list(permutations(LIVES[provider]))) == factorial(6) == 720
    assert len(ends) == 1
    world = live(LIVES[provider])
    balance = Ledger(store="mpls").posted(*world.record.books.entries(TODAY)).trial_balance("USD")
    assert balance == {account: LEFT[provider][account] for account in Account if account in LEFT[provider]}
    assert world.record.state.orders["ord_1"].status is OrderStatus.CONFIRMED
    assert [one.reason for one in world.record.state.cases.values()] == [CaseReason.DISPUTE]


def disputes_told(world: World) -> list[PaymentDisputed]:
    """What the order's timeline says of disputes."""
    return [one for one in world.record.state.events if isinstance(one, PaymentDisputed)]


def test_a_disputes_case_says_how_much_why_and_until_when() -> None:
    """Whoever opens it need not go to the gateway to learn what it is about; the day is the store's own."""
    opened = dispute("stripe", DisputeState.OPEN, taken=1345)
    opened = replace(opened, reason="fraudulent", respond_by=datetime(2026, 12, 6, 5, 59, 59, tzinfo=UTC))
    (case,) = live([paid("stripe"), opened]).record.state.cases.values()
    assert case.note == "stripe dp_1: $13.45 (USD), reason fraudulent, answer by 2026-12-05 23:59 (America/Chicago)"


def test_a_disputes_case_says_what_the_gateway_left_out() -> None:
    """Silence would look as if there were time without end."""
    (case,) = live([paid("razorpay"), dispute("razorpay", DisputeState.OPEN)]).record.state.cases.values()
    assert case.note == "razorpay dp_1: $13.45 (USD), no reason given, no day to answer by given"


@pytest.mark.parametrize("end", [DisputeState.WON, DisputeState.LOST])
def test_the_orders_timeline_shows_a_dispute_begin_and_end(end: DisputeState) -> None:
    """Both once, also when its end is heard of first or all is told twice."""
    opened, ended = dispute("stripe", DisputeState.OPEN, taken=1345), dispute("stripe", end, taken=1345)
    for facts in ([opened, ended], [opened, opened, ended, ended], [ended, opened], [ended]):
        world = live([paid("stripe"), *facts])
        told = disputes_told(world)
        assert [(one.state, one.amount, one.currency) for one in told] == [("open", 1345, "USD"), (end, 1345, "USD")]
        assert [one.sequence for one in told] == [4, 5]
        assert world.record.state.orders["ord_1"].version == 5


def test_the_timeline_shows_a_disputes_reason_and_the_day_to_answer_by() -> None:
    """As the gateway says it; money that moves for it later is the books' and adds no line."""
    opened = dispute("stripe", DisputeState.OPEN)
    opened = replace(opened, reason="fraudulent", respond_by=datetime(2026, 12, 5, 23, 59, 59, tzinfo=UTC))
    world = live([paid("stripe"), opened, dispute("stripe", DisputeState.OPEN, taken=1345, fee=1500)])
    (told,) = disputes_told(world)
    assert (told.subject, told.dispute_id, told.transaction_id) == ("ORDER#ord_1", "dp_1", "pay_1")
    assert (told.reason, told.respond_by, told.method) == ("fraudulent", "2026-12-05T23:59:59Z", "stripe")


def test_a_payout_that_was_sent_back_leaves_the_money_at_the_gateway() -> None:
    """Whether its failure is heard first or last."""
    sent = Payout(provider="stripe", id="po_1", amount=Money(900, "USD"), state=PayoutState.PAID)
    failed = replace(sent, state=PayoutState.FAILED)
    for facts in ((sent, failed), (failed, sent), (failed,)):
        world = live(facts)
        entries = world.record.books.entries(TODAY)
        assert [one.kind for one in entries] == ["payout_made", "payout_failed"]
        assert Ledger(store="mpls").posted(*entries).trial_balance("USD") == {}


def test_a_refund_of_a_payment_that_was_never_heard_of_waits() -> None:
    """It may be a moment early; if it stays so, a person sees it in the dead-letter queue."""
    with pytest.raises(NotOurOrderYet):
        tell(a_world(), refund("stripe", RefundState.SUCCEEDED))


def test_the_facts_that_move_no_money_change_nothing() -> None:
    """A link that closed is the timer's, the sum of refunds the reconciler's."""
    from shared.domain.gateway_facts import LinkClosed, RefundedSoFar

    world = a_world()
    before = end_of(world)
    for fact in (
        LinkClosed(provider="stripe", link_id="cs_1", order_id="ord_1"),
        RefundedSoFar(provider="stripe", transaction_id="pay_1", total=WHOLE),
    ):
        assert tell(world, fact) == "noted"
    assert end_of(world) == before
