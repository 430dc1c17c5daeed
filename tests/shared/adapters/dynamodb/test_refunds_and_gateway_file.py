"""The contract of PutRefund, PutHeard and GatewayFile: steps only over the step that was read, facts by version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.changes import PutHeard, PutOrder, PutRefund, SeeTransaction
from shared.domain.gateway_facts import Dispute, DisputeState, Payout, PayoutState
from shared.domain.money import Money
from shared.domain.refund import OrderRefund, RefundStep
from shared.ports import Conflict
from tests.fakes.people import NOW, order

REFUND = OrderRefund(
    id="rf_1",
    order_id="ord_1",
    provider="stripe",
    transaction_id="pi_1",
    amount=Money(500, "USD"),
    reason="the waffle was cold",
    state=RefundStep.REQUESTED,
    requested_by="kim",
    at=NOW,
    earned=True,
    tax=41,
)
DISPUTE = Dispute(
    provider="stripe",
    id="dp_1",
    transaction_id="pi_1",
    amount=Money(1845, "USD"),
    state=DisputeState.OPEN,
    taken=1845,
    fee=1500,
    reason="fraudulent",
    respond_by=NOW + timedelta(days=7),
    at=NOW,
    live=False,
)
PAYOUT = Payout(
    provider="razorpay", id="setl_1", amount=Money(87376, "INR"), state=PayoutState.PAID, fees=2124, tax=324, at=NOW
)


def test_a_refund_is_read_back_with_its_order_and_moves_only_from_where_it_was_read(record: Any) -> None:
    """Two workers who both read that it was asked for: one of them moves it."""
    record.commits.commit([PutOrder(order=order(version=1), over=None)], token="o")
    record.commits.commit([PutRefund(refund=REFUND, over=None)], token="a")
    assert record.orders.read("ord_1").refunds == (REFUND,)
    done = replace(REFUND, state=RefundStep.SUCCEEDED, gateway_id="re_1")
    record.commits.commit([PutRefund(refund=done, over=RefundStep.REQUESTED)], token="b")
    for late in (PutRefund(refund=REFUND, over=None), PutRefund(refund=REFUND, over=RefundStep.REQUESTED)):
        with pytest.raises(Conflict):
            record.commits.commit([late], token=f"late{late.over}")
    assert record.orders.read_all("ord_1").refunds == (done,)


@pytest.mark.parametrize("heard", [DISPUTE, PAYOUT], ids=["a dispute", "a payout"])
def test_what_was_heard_is_read_back_whole_and_replaced_over_its_version(record: Any, heard: Any) -> None:
    """Whoever read version 1 may write version 2, once."""
    assert record.gateway_file.heard(heard.provider, heard.id) is None
    record.commits.commit([PutHeard(heard=heard, over=None)], token="a")
    assert record.gateway_file.heard(heard.provider, heard.id) == (heard, 1)
    more = replace(heard, reason="more")
    record.commits.commit([PutHeard(heard=more, over=1)], token="b")
    assert record.gateway_file.heard(heard.provider, heard.id) == (more, 2)
    with pytest.raises(Conflict):
        record.commits.commit([PutHeard(heard=heard, over=1)], token="c")


def test_the_order_of_a_payment_is_found_by_the_gateways_id(record: Any) -> None:
    """Once it was seen."""
    assert record.gateway_file.order_of("stripe", "pi_1") is None
    seen = SeeTransaction(provider="stripe", transaction_id="pi_1", order_id="ord_1")
    record.commits.commit([seen], token="a")
    assert record.gateway_file.order_of("stripe", "pi_1") == "ord_1"
