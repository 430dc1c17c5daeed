"""What is known of money only grows: the further state and the larger figure win, whoever is heard first."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.gateway_facts import (
    Dispute,
    DisputeState,
    Fact,
    MoneyKnown,
    PaymentProgress,
    PaymentState,
    Payout,
    PayoutState,
    Refund,
    RefundedSoFar,
    RefundState,
)
from shared.domain.money import CurrencyMismatch, Money
from shared.domain.payment import Payment

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
PAID = Payment(provider="stripe", transaction_id="pi_1", order_id="ord_1", amount=Money(1845, "USD"))


def refund(id_: str = "re_1", *, amount: int = 500, state: RefundState = RefundState.PENDING, **more: Any) -> Refund:
    """A refund of the payment."""
    return Refund(provider="stripe", id=id_, transaction_id="pi_1", amount=Money(amount, "USD"), state=state, **more)


def progress(state: PaymentState) -> PaymentProgress:
    """The payment, so far."""
    return PaymentProgress(provider="stripe", transaction_id="pi_1", state=state)


@pytest.mark.parametrize("later", [PaymentState.PENDING, PaymentState.FAILED, PaymentState.AUTHORIZED])
def test_never_back_from_paid(later: PaymentState) -> None:
    """Whatever is heard after it."""
    known = MoneyKnown().heard([PAID, progress(later)])
    assert known.paid("pi_1")
    assert known == MoneyKnown().heard([progress(later), PAID])


def test_a_failure_is_not_final() -> None:
    """A bank may authorise late, and the money come after that."""
    known = MoneyKnown().heard([progress(PaymentState.FAILED)])
    assert not known.paid("pi_1")
    known = known.heard([progress(PaymentState.AUTHORIZED), progress(PaymentState.FAILED)])
    assert known.payments["pi_1"].state is PaymentState.AUTHORIZED


def test_a_refund_that_failed_gave_nothing_back() -> None:
    """Not even when it had succeeded before."""
    known = MoneyKnown().heard(
        [
            refund("re_1", state=RefundState.SUCCEEDED),
            refund("re_2", amount=300),
            refund("re_3", amount=200, state=RefundState.SUCCEEDED),
            refund("re_3", amount=200, state=RefundState.FAILED),
        ]
    )
    assert known.given_back("pi_1") == 800
    assert known.given_back("pi_2") == 0


def test_what_was_refunded_elsewhere_shows_in_the_gateways_sum() -> None:
    """Refunds that failed were part of it once."""
    so_far = RefundedSoFar(provider="stripe", transaction_id="pi_1", total=Money(900, "USD"))
    smaller = replace(so_far, total=Money(100, "USD"))
    known = MoneyKnown().heard([so_far, smaller, refund("re_1", amount=500)])
    assert known.refunded_elsewhere("pi_1") == 400
    assert known.heard([refund("re_2", amount=400, state=RefundState.FAILED)]).refunded_elsewhere("pi_1") == 0
    assert known.refunded_elsewhere("pi_2") == 0


@pytest.mark.parametrize(
    ("state", "taken", "returned", "held"),
    [
        (DisputeState.OPEN, 0, 0, 0),
        (DisputeState.OPEN, 1845, 0, 1845),
        (DisputeState.LOST, 1845, 0, 1845),
        (DisputeState.LOST, 1845, 845, 1000),
        (DisputeState.WON, 1845, 1845, 0),
        (DisputeState.WON, 1845, 0, 0),
    ],
)
def test_a_dispute_holds_what_was_taken_and_not_returned(
    state: DisputeState, taken: int, returned: int, held: int
) -> None:
    """Nothing when it is won."""
    amount = Money(1845, "USD")
    found = Dispute(
        provider="stripe", id="du_1", transaction_id="pi_1", amount=amount, state=state, taken=taken, returned=returned
    )
    assert found.held == held


def test_a_payout_may_come_back() -> None:
    """Paid, then failed, in whatever order it is heard."""
    paid = Payout(provider="stripe", id="po_1", amount=Money(100, "USD"), state=PayoutState.PAID)
    failed = replace(paid, state=PayoutState.FAILED, reason="account_closed")
    for order in ([paid, failed], [failed, paid]):
        assert MoneyKnown().heard(order).payouts == {"po_1": failed}


def test_two_currencies_of_one_thing_are_an_error() -> None:
    """Neither is the larger."""
    euros = RefundedSoFar(provider="stripe", transaction_id="pi_1", total=Money(100, "EUR"))
    with pytest.raises(CurrencyMismatch):
        MoneyKnown().heard([euros, replace(euros, total=Money(90, "USD"))])


MAYBE = st.none() | st.sampled_from(["ord_1", "ord_2"])
AMOUNT = st.builds(Money, st.integers(0, 3), st.just("USD"))
IDS = st.sampled_from(["a", "b"])
FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.just(PAID),
    st.builds(
        PaymentProgress,
        provider=st.just("stripe"),
        transaction_id=IDS,
        state=st.sampled_from(PaymentState),
        amount=st.none() | AMOUNT,
        order_id=MAYBE,
        reason=MAYBE,
        live=st.none() | st.booleans(),
    ),
    st.builds(
        Refund,
        provider=st.just("stripe"),
        id=IDS,
        transaction_id=st.just("a"),
        amount=AMOUNT,
        state=st.sampled_from(RefundState),
        reason=MAYBE,
        at=st.none() | st.just(NOW),
    ),
    st.builds(RefundedSoFar, provider=st.just("stripe"), transaction_id=IDS, total=AMOUNT),
    st.builds(
        Dispute,
        provider=st.just("stripe"),
        id=IDS,
        transaction_id=st.just("a"),
        amount=AMOUNT,
        state=st.sampled_from(DisputeState),
        taken=st.integers(0, 3),
        returned=st.integers(0, 3),
    ),
)


@given(facts=st.lists(FACTS, max_size=8), data=st.data())
def test_the_order_of_hearing_leaves_no_trace(facts: list[Fact], data: st.DataObject) -> None:
    """Nor does hearing twice, or in several sittings."""
    shuffled = data.draw(st.permutations(facts + facts[:2]))
    cut = data.draw(st.integers(0, len(shuffled)))
    assert MoneyKnown().heard(facts) == MoneyKnown().heard(shuffled[:cut]).heard(shuffled[cut:])
