"""Live money at a store that takes test money, or the other way round: whatever is said of it changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.process_inbox.handler import Settings, handler
from shared.domain.order import OrderStatus
from tests.fakes.people import order
from tests.fakes.record import FakeRecord
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import talk_of

ABOUT = {"currency": "usd", "metadata": {"order_id": "ord_1", "store": "mpls"}}
SESSION = {"id": "cs_1", "payment_status": "paid", "amount_total": 1845, "payment_intent": "pi_1", **ABOUT}
REFUND = {"id": "re_1", "payment_intent": "pi_1", "amount": 500, "status": "succeeded", "currency": "usd"}
DISPUTE = {
    "id": "dp_1",
    "payment_intent": "pi_1",
    "amount": 1845,
    "currency": "usd",
    "status": "needs_response",
    "balance_transactions": [{"amount": -1845, "currency": "usd", "fee": 1500, "net": -3345}],
}
PAYOUT = {"id": "po_1", "amount": 900, "currency": "usd", "status": "paid"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """An order of 18.45 waits for its money."""
    found = World(record=FakeRecord())
    found.record.state.orders["ord_1"] = order(status=OrderStatus.AWAITING_PAYMENT, version=2, needs={})
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "process_inbox")
    monkeypatch.setenv("STORE_ID", "mpls")
    return found


def deliver(world: World, monkeypatch: pytest.MonkeyPatch, *, live: bool, kind: str, about: dict[str, Any]) -> bool:
    """Whether the store, in test mode or ``live``, is done with a word about test money."""
    settings = Settings(
        talk=talk_of(world),
        provider="stripe",
        live=live,
        queue_url="https://sqs.example/Inbox.fifo",
        gateway_file=world.record.gateway_file,
    )
    monkeypatch.setattr(Settings, "from_env", classmethod(lambda _: settings))
    payload = {"id": f"evt_{kind}", "type": kind, "livemode": False, "data": {"object": {**about, "livemode": False}}}
    body = {"kind": "payment_event", "provider": "stripe", "event_id": payload["id"], "payload": payload}
    record = {
        "messageId": "m1",
        "body": json.dumps(body),
        "receiptHandle": "r",
        "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": "g"},
    }
    return handler({"Records": [record]}, None) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("kind", "about", "books"),
    [
        ("checkout.session.completed", SESSION, ["order_confirmed", "payment_captured"]),
        ("refund.created", REFUND, ["refund_made"]),
        ("charge.dispute.funds_withdrawn", DISPUTE, ["dispute_taken", "gateway_fee"]),
        ("payout.paid", PAYOUT, ["payout_made"]),
    ],
    ids=["payment", "refund", "dispute", "payout"],
)
def test_it_is_taken_in_and_nothing_comes_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, about: dict[str, Any], books: list[str]
) -> None:
    """The same word at a store of its own mode is booked."""
    state = world.record.state
    if kind != "checkout.session.completed":
        assert deliver(world, monkeypatch, live=False, kind="checkout.session.completed", about=SESSION)
    before = (dict(state.orders), dict(state.payments), dict(state.refunds), dict(state.heard), set(state.entries))
    assert deliver(world, monkeypatch, live=True, kind=kind, about=about)
    after = (dict(state.orders), dict(state.payments), dict(state.refunds), dict(state.heard), set(state.entries))
    assert after == before
    assert deliver(world, monkeypatch, live=False, kind=kind, about=about)
    posted = [entry.kind for key, entry in state.entries.items() if key not in before[-1]]
    assert sorted(posted) == books
