"""Every way in which the gateway's lists and the record can differ, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.gateway_books import BalanceMovement, MovementKind
from shared.domain.reconciliation import Difference, DifferenceKind
from tests.fakes.people import NOW
from tests.shared.usecases.night import Night, kinds, refund

K = DifferenceKind


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


def settled_fee(night: Night) -> None:
    """The same of a settlement that does not name the order."""
    fee(night)
    night.lists.all_movements[0] = replace(night.lists.all_movements[0], order_id=None)


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
        (settled_fee, Difference(kind=K.FEE, gateway_id="pi_1", order_id="ord_1", expected=84, found=90)),
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


def test_nobody_is_told_to_do_what_no_route_does() -> None:
    """No person can reverse an entry: of a fee, its two figures go to whoever does the accounts."""
    told = {kind: Difference(kind=kind, gateway_id="pi_1").advice for kind in K}
    assert "whoever does the accounts" in told[K.FEE]
    assert [kind for kind, advice in told.items() if "revers" in advice] == []
