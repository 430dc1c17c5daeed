"""A crash before or after any call while money goes back: the gateway sees one refund, the books one entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import boto3
import pytest

from functions.refund_payment import handler as refund_payment
from shared.adapters.payments.money_gateways import refund_desk_for
from shared.domain.changes import PutOrder, PutPayment
from shared.domain.events import RefundDue, order_event
from shared.domain.gateway_facts import RefundState
from shared.domain.ledger import Account, Ledger
from shared.domain.money import Money
from shared.domain.order import OrderStatus, Ticket
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.ports import RefundDesk, Unavailable
from shared.usecases.move_refund import RefundRoom
from shared.usecases.request_refund import request_refund
from tests.fakes.gateway_account import Account as GatewayAccount
from tests.fakes.gateway_account import account_at
from tests.fakes.people import MPLS, NOW, order
from tests.fakes.refund_desk import FakeRefundDesk
from tests.fakes.simulated_world import RAZORPAY_PAIR, STRIPE_KEY, LocalWorld, a_shop, local_world
from tests.storms.stage import REGION, Faults, Stage, stage

TODAY = date(2026, 11, 21)
PAID = {"stripe": Money(1845, "USD"), "razorpay": Money(45000, "INR")}
WAYS = ("before", "after", "lost")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated gateways."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


def desk_at(provider: str, world: LocalWorld) -> RefundDesk:
    """The real adapter on the simulated gateway."""
    key = STRIPE_KEY if provider == "stripe" else ":".join(RAZORPAY_PAIR)
    return refund_desk_for(provider, api_url=f"{world.url}/sim/{provider}/v1", api_key=key)


def sold(s: Stage, provider: str, transaction_id: str) -> None:
    """Ana's order is paid for and confirmed."""
    confirmed = order(
        status=OrderStatus.CONFIRMED, version=1, needs={}, currency=PAID[provider].currency, ticket=TICKET
    )
    attempt = PaymentAttempt(
        id="ord_1-1",
        order_id="ord_1",
        provider=provider,
        amount=PAID[provider],
        status=AttemptStatus.PAID,
        created_at=NOW,
        transaction_id=transaction_id,
        received=PAID[provider],
    )
    s.record.commits.commit([PutOrder(order=confirmed, over=None), PutPayment(attempt=attempt, new=True)], token="sold")


TICKET = Ticket(number=1, day=TODAY)


def by_staff(s: Stage) -> Mapping[str, Any]:
    """Kim gives 5.00 back; the event of it."""
    room = RefundRoom(store=MPLS, orders=s.record.orders, commits=s.record.commits)
    request_refund(room, order_id="ord_1", amount=500, reason="cold", by="kim", request="k1", now=NOW)
    return {"detail": s.order("ord_1").events[-1].detail()}


def by_rule(s: Stage) -> Mapping[str, Any]:
    """5.00 is due back."""
    file = s.order("ord_1")
    transaction_id = file.payments[0].transaction_id
    event = order_event(
        RefundDue,
        file.order,
        now=NOW,
        transaction_id=transaction_id,
        amount=500,
        currency=file.order.currency,
        reason="changed",
    )
    return {"detail": event.detail()}


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
@pytest.mark.parametrize("cause", [by_staff, by_rule])
def test_a_refund_survives_a_crash_at_every_call(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, provider: str, cause: Any
) -> None:
    """Killed before each call, killed after it, its answer lost: the customer gets the money once."""
    monkeypatch.setattr(refund_payment, "refund_desk", lambda **_: desk_at(provider, served))
    calls = played(monkeypatch, served, provider, cause, at=None, how="before")
    assert len(calls) >= 3
    for at, name in enumerate(calls):
        for how in WAYS:
            reached = played(monkeypatch, served, provider, cause, at=at, how=how)
            assert len(reached) > at, f"{how} {name} was never reached"


def played(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, provider: str, cause: Any, *, at: int | None, how: str
) -> list[str]:
    """One life of the refund, with a fault at one call; the calls that were made."""
    faults = Faults(how=how)
    with a_shop() as shop, stage(monkeypatch, faults) as s:
        served.begin_anew(shop)
        account = account_at(provider, served)
        sold(s, provider, account.transaction(account.sold()))
        body = cause(s)
        s.forget()
        faults.calls.clear()
        faults.at = at
        s.deliver_until_done(refund_payment, body)
        calls, faults.at = list(faults.calls), None
        s.deliver_until_done(refund_payment, body)
        one_refund(s, account, where=f"{how} {at}")
    return calls


def one_refund(s: Stage, account: GatewayAccount, *, where: str) -> None:
    """At the gateway, in the record, in the books and on the timeline."""
    listed = account.world.get("/sim/payments")["payments"]
    assert [one["amount"] for one in listed if one["kind"] == "refund"] == [500], where
    (refund,) = s.order("ord_1").refunds
    settled = "succeeded" if refund.state == "succeeded" else "pending"
    assert refund.state == settled, where
    entries = s.record.books.entries(TODAY)
    assert [one.kind for one in entries] == ["refund_made"], where
    balance = Ledger(store="mpls").posted(*entries).trial_balance(refund.amount.currency)
    assert (balance[Account.GATEWAY_CLEARING], sum(balance.values())) == (-500, 0), where
    told = [one.name for one in s.order("ord_1").events].count("RefundSucceeded")
    assert told == (1 if settled == "succeeded" else 0), where


def test_a_gateway_that_thinks_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The event goes back with a delay until the refund has ended, and a repeat of an ended one asks nobody."""
    desk = FakeRefundDesk(paid={"pi_1": PAID["stripe"]}, ending=RefundState.PENDING)
    monkeypatch.setattr(refund_payment, "refund_desk", lambda **_: desk)
    with stage(monkeypatch) as s:
        sold(s, "stripe", "pi_1")
        body = by_staff(s)
        assert s.deliver(refund_payment, body) == []
        assert put_back() == 1
        (refund,) = s.order("ord_1").refunds
        desk.end(refund.id, RefundState.SUCCEEDED)
        assert s.deliver(refund_payment, {**body, "tries": 1}) == []
        assert put_back() == 1
        assert s.order("ord_1").refunds[0].state == "succeeded"


def test_a_gateway_that_is_down_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The event waits with a delay instead of being done, and the refund is made once the gateway is back."""
    desk = FakeRefundDesk(paid={"pi_1": PAID["stripe"]})
    monkeypatch.setattr(refund_payment, "refund_desk", lambda **_: desk)
    with stage(monkeypatch) as s:
        sold(s, "stripe", "pi_1")
        body = by_staff(s)
        desk.fail_next(Unavailable("503"))
        assert s.deliver(refund_payment, body) == []
        assert (put_back(), s.order("ord_1").refunds[0].state) == (1, "requested")
        assert s.deliver(refund_payment, {**body, "tries": 1}) == []
        assert (put_back(), s.order("ord_1").refunds[0].state) == (1, "succeeded")


def put_back() -> int:
    """How many messages wait, with a delay, to be tried again."""
    queue = boto3.client("sqs", region_name=REGION)
    url = queue.get_queue_url(QueueName="refunds")["QueueUrl"]
    waiting = "ApproximateNumberOfMessagesDelayed"
    return int(queue.get_queue_attributes(QueueUrl=url, AttributeNames=[waiting])["Attributes"][waiting])
