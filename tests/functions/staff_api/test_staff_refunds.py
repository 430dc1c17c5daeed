"""Managers give money back; nobody gives back more than came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from functions.staff_api.contract import OrderDetail
from shared.domain.gateway_facts import Dispute, DisputeState
from shared.domain.money import Money
from shared.usecases.move_refund import RefundRoom
from shared.usecases.record_money import record_money
from tests.fakes.people import MPLS, NOW
from tests.functions.staff_api.conftest import StaffApi
from tests.functions.staff_api.test_staff_orders import paid_order

MANAGER = "[mpls-manager]"
PATH = "/orders/ord_1/refunds"


def test_a_manager_gives_a_part_back_and_sees_it_with_the_order(api: StaffApi) -> None:
    """Once, however often the tablet repeats it."""
    paid_order(api)
    for _ in range(3):
        answer = api.ask("POST", PATH, groups=MANAGER, key="k1", body={"amount": 500, "reason": "the tea was cold"})
        assert answer.status == 200
    (refund,) = answer.body["refunds"]
    assert (refund["amount"], refund["reason"], refund["state"]) == (500, "the tea was cold", "requested")
    assert answer.body["payment_status"] == "paid"
    names = [one["name"] for one in answer.body["timeline"] if one["kind"] == "event"]
    assert names.count("RefundRequested") == 1
    assert "cold" not in str([one.detail() for one in api.record.state.events])


def test_more_than_is_left_is_refused_with_what_is_left(api: StaffApi) -> None:
    """18.45 came, 5.00 is on its way back: 13.46 is a cent too much."""
    paid_order(api)
    api.ask("POST", PATH, groups=MANAGER, key="k1", body={"amount": 500, "reason": "cold"})
    answer = api.ask("POST", PATH, groups=MANAGER, key="k2", body={"amount": 1346, "reason": "cold"})
    assert (answer.status, answer.body["type"].rpartition(":")[2]) == (409, "more-than-left")
    assert "1345" in answer.body["detail"]
    assert len(api.record.state.refunds) == 1


def test_staff_who_are_no_managers_give_nothing_back(api: StaffApi) -> None:
    """Nor does a key that belongs to another request."""
    paid_order(api)
    body = {"amount": 500, "reason": "cold"}
    assert api.ask("POST", PATH, key="k1", body=body).status == 403
    assert api.ask("POST", PATH, groups=MANAGER, key="k1", body=body).status == 200
    assert api.ask("POST", PATH, groups=MANAGER, key="k1", body={**body, "amount": 400}).status == 422
    assert api.ask("POST", "/orders/ord_none/refunds", groups=MANAGER, key="k2", body=body).status == 404


def test_counter_money_goes_back_by_hand_and_is_seen_with_the_order(api: StaffApi) -> None:
    """In cash out of an open drawer, or at the terminal with the number of its receipt."""
    paid_order(api)
    file = api.record.state.payments["ord_1", "ord_1-1"]
    api.record.state.payments["ord_1", "ord_1-1"] = replace(file, provider="cash", transaction_id="ctr_1")
    body = {"amount": 500, "reason": "the tea was cold"}
    closed = api.ask("POST", PATH, groups=MANAGER, key="k1", body=body)
    assert (closed.status, closed.body["type"].rpartition(":")[2]) == (409, "drawer-closed")
    api.ask("POST", "/drawer/open", key="k2", body={"opening": 5_000})
    answer = api.ask("POST", PATH, groups=MANAGER, key="k1", body=body)
    at_the_terminal = {**body, "amount": 300, "method": "card", "slip": "T-42"}
    answer = api.ask("POST", PATH, groups=MANAGER, key="k3", body=at_the_terminal)
    refunds = sorted(answer.body["refunds"], key=lambda one: -one["amount"])
    assert [(one["method"], one["state"], one["amount"], one["slip"], one["given_by"]) for one in refunds] == [
        ("cash", "succeeded", 500, None, "3c1f"),
        ("card", "succeeded", 300, "T-42", "3c1f"),
    ]
    assert api.ask("GET", "/drawer").body["shift"]["refunds"] == 500
    msgspec.convert(answer.body, OrderDetail, strict=False)


def test_a_dispute_is_read_with_its_order_and_in_the_queue(api: StaffApi) -> None:
    """How much, why, until when: what a person needs before they go to the gateway."""
    paid_order(api)
    seen = api.record.state.payments["ord_1", "ord_1-1"]
    api.record.state.seen[seen.provider, str(seen.transaction_id)] = "ord_1"
    opened = Dispute(
        provider=seen.provider,
        id="dp_1",
        transaction_id=str(seen.transaction_id),
        amount=Money(1845, "USD"),
        state=DisputeState.OPEN,
        reason="fraudulent",
        respond_by=datetime(2026, 12, 6, 5, 59, 59, tzinfo=UTC),
    )
    room = RefundRoom(store=MPLS, orders=api.record.orders, commits=api.record.commits)
    record_money(room, api.record.gateway_file, fact=opened, now=NOW)
    (told,) = [one for one in api.ask("GET", "/orders/ord_1").body["timeline"] if one["name"] == "PaymentDisputed"]
    assert told["data"]["respond_by"] == "2026-12-06T05:59:59Z"
    assert (told["data"]["amount"], told["data"]["state"], told["data"]["reason"]) == (1845, "open", "fraudulent")
    (case,) = api.ask("GET", "/queue").body["items"]
    assert (case["reason"], case["order_id"]) == ("dispute", "ord_1")
    assert "$18.45 (USD), reason fraudulent, answer by 2026-12-05 23:59" in case["note"]
