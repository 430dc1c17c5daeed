"""Faults: each one strikes as often as it was armed for, and does to the wire what its name says."""

import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import CUSTOMER, LocalWorld, local_world

HELLO: dict[str, Any] = {"type": "text", "text": {"body": "hola"}}
REPLY = {"messaging_product": "whatsapp", "to": "+" + CUSTOMER, "type": "text", "text": {"body": "hi"}}
LINK = {"amount": 82500, "reference_id": "order-1"}


def test_a_dropped_webhook_is_sent_again(world: LocalWorld) -> None:
    """The first attempt is lost on the way, the retry arrives; the next webhook is not touched."""
    world.arm("whatsapp", "drop")
    world.say(HELLO)
    assert world.attempts() == [(1, "lost"), (2, "200")]
    world.say(HELLO)
    assert world.attempts() == [(1, "lost"), (2, "200"), (1, "200")]
    assert len(world.shop.received) == 2


def test_a_duplicated_webhook_arrives_four_times_with_the_same_bytes(world: LocalWorld) -> None:
    """Three at the same time, one after them."""
    world.arm("whatsapp", "duplicate")
    world.say(HELLO)
    assert world.attempts() == [(1, "200")] * 4
    assert len(world.shop.received) == 4
    assert len({webhook.body for webhook in world.shop.received}) == 1


def test_a_held_back_webhook_arrives_after_the_next_one(world: LocalWorld) -> None:
    """`reorder` lets a later webhook of the same store pass."""
    world.arm("whatsapp", "reorder")
    first = world.say(HELLO)
    second = world.say(HELLO)
    bodies = [webhook.body.decode() for webhook in world.shop.wait_for(2)]
    assert second in bodies[0]
    assert first in bodies[1]


def test_a_held_back_webhook_is_not_held_for_ever(world: LocalWorld) -> None:
    """With nothing to pass it, it leaves after a while."""
    world.arm("whatsapp", "reorder")
    world.say(HELLO)
    assert len(world.shop.wait_for(1)) == 1


def test_a_delayed_webhook_arrives_later(world: LocalWorld) -> None:
    """It leaves after the seconds the tester asked for."""
    world.arm("whatsapp", "delay", seconds=1)
    started = time.monotonic()
    world.say(HELLO)
    assert time.monotonic() - started < 1
    world.shop.wait_for(1)
    assert time.monotonic() - started >= 1


def paid(world: LocalWorld) -> list[tuple[str, int]]:
    """Pay a link; the events that arrived, in order, with the amount they tell."""
    link = world.razorpay("/payment_links", LINK).json()["id"]
    world.post(f"/sim/payments/{link}/pay")
    world.attempts()
    return [(one.json["event"], one.json["payload"]["payment"]["entity"]["amount"]) for one in world.shop.received]


def test_a_webhook_that_is_never_delivered_stays_away(world: LocalWorld) -> None:
    """Exactly that one, without a retry; the others of the same payment arrive."""
    world.arm("razorpay", "never_deliver", what="order.paid")
    assert sorted(paid(world)) == [("payment.captured", 82500), ("payment_link.paid", 82500)]
    assert sorted(world.attempts()) == [(1, "200"), (1, "200"), (1, "never")]
    assert world.get("/sim/faults") == {"faults": {}}


def test_a_webhook_delivered_twice_at_once_comes_twice(world: LocalWorld) -> None:
    """Two attempts under way together, none after them."""
    world.arm("razorpay", "twice_at_once", what="payment.captured")
    assert [event for event, _ in paid(world)].count("payment.captured") == 2
    assert len(world.shop.received) == 4
    assert len({one.headers["x-razorpay-event-id"] for one in world.shop.received}) == 3


def test_an_old_webhook_arrives_after_a_newer_one_of_the_same_payment(world: LocalWorld) -> None:
    """Not after one of another payment."""
    world.arm("razorpay", "old_after_new", what="payment.failed")
    link = world.razorpay("/payment_links", LINK).json()["id"]
    other = world.razorpay("/payment_links", {**LINK, "reference_id": "order-2"}).json()["id"]
    world.post(f"/sim/payments/{link}/pay", json={"outcome": "failed"})
    world.post(f"/sim/payments/{other}/pay", json={"outcome": "failed"})
    world.shop.wait_for(1)
    assert world.get("/sim/deliveries")["under_way"] == 1
    world.post(f"/sim/payments/{link}/settle", json={"outcome": "pending"})
    events = [one.json["event"] for one in world.shop.wait_for(3)]
    assert events == ["payment.failed", "payment.authorized", "payment.failed"]


def test_a_share_of_webhooks_can_be_lost_in_the_same_way_again(world: LocalWorld) -> None:
    """The seed decides which; another seed, other ones."""

    def lost(seed: int) -> list[int]:
        world.post("/sim/reset")
        world.arm("razorpay", "never_deliver", times=100, what="payment.failed", share=0.3, seed=seed)
        link = world.razorpay("/payment_links", LINK).json()["id"]
        for _ in range(20):
            world.post(f"/sim/payments/{link}/pay", json={"outcome": "failed"})
            world.attempts()
        return [place for place, (_, outcome) in enumerate(world.attempts()) if outcome == "never"]

    first = lost(1)
    assert 1 <= len(first) <= 12
    assert lost(1) == first != lost(2)


@pytest.mark.parametrize(
    ("provider", "fault", "status"),
    [
        ("whatsapp", "429", 400),
        ("whatsapp", "5xx", 500),
        ("stripe", "429", 429),
        ("stripe", "5xx", 500),
        ("razorpay", "429", 429),
        ("razorpay", "5xx", 500),
    ],
)
def test_an_armed_api_fails_as_often_as_asked_and_does_nothing(
    world: LocalWorld, provider: str, fault: str, status: int
) -> None:
    """Twice in the provider's own shape, then it works."""
    world.say(HELLO)
    world.arm(provider, fault, times=2)

    def call() -> requests.Response:
        if provider == "whatsapp":
            return world.graph(REPLY)
        if provider == "razorpay":
            return world.razorpay("/payment_links", LINK)
        return world.stripe("/refunds")

    answers = [call() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert all("error" in answer.json() for answer in answers[:2])
    assert len(world.get("/sim/whatsapp/messages")["messages"]) == (1 if provider == "whatsapp" else 0)
    assert len(world.get("/sim/payments")["payments"]) == (1 if provider == "razorpay" else 0)


def test_the_throughput_error_has_metas_code(world: LocalWorld) -> None:
    """`429` at Meta is error 130429."""
    world.arm("whatsapp", "429")
    assert world.graph(REPLY).json()["error"]["code"] == 130429


def test_an_accepted_send_may_never_be_answered(world: LocalWorld) -> None:
    """The line is held, then cut without a byte; the message exists and its fate is told."""
    world.say(HELLO)
    world.arm("whatsapp", "timeout_after_accept")
    with pytest.raises(requests.ConnectionError):
        world.graph({**REPLY, "biz_opaque_callback_data": "intent-1"})
    assert len(world.get("/sim/whatsapp/messages")["messages"]) == 1
    world.shop.wait_for(1, where=lambda one: b'"intent-1"' in one.body)


def test_a_client_that_gives_up_first_sees_its_own_timeout(tmp_path: Path) -> None:
    """The simulator holds longer than a client waits."""
    with local_world(tmp_path, hold_seconds=20) as world:
        world.say(HELLO)
        world.arm("whatsapp", "timeout_after_accept")
        with pytest.raises(requests.Timeout):
            world.graph(REPLY, timeout=0.3)
        world.shop.wait_for_statuses(1)
        assert len(world.get("/sim/whatsapp/messages")["messages"]) == 1


def test_a_lost_answer_waits_for_something_worth_losing(world: LocalWorld) -> None:
    """Refusals, reads and read receipts are answered; the next link that comes to be is not."""
    world.arm("razorpay", "timeout_after_accept")
    assert world.razorpay("/payment_links?reference_id=order-1").status_code == 200
    assert world.razorpay("/payment_links", {"amount": 1}).status_code == 400
    with pytest.raises(requests.ConnectionError):
        world.razorpay("/payment_links", LINK)
    assert len(world.razorpay("/payment_links?reference_id=order-1").json()["payment_links"]) == 1


def test_none_clears_one_provider_only(world: LocalWorld) -> None:
    """Other providers' faults stay armed."""
    world.arm("stripe", "5xx", times=5)
    world.arm("razorpay", "drop", times=2)
    world.arm("stripe", "none")
    assert world.get("/sim/faults") == {"faults": {"razorpay": {"drop": 2}}}


@pytest.mark.parametrize(
    "asked",
    [
        {"provider": "paypal", "fault": "drop"},
        {"provider": "stripe", "fault": "explode"},
        {"provider": "stripe", "fault": "drop", "times": 0},
        {"provider": "stripe", "fault": "drop", "times": "3"},
        {"provider": "stripe", "fault": "drop", "share": "half"},
        {"provider": "stripe", "fault": "drop", "what": 7},
    ],
)
def test_an_unknown_fault_is_refused(world: LocalWorld, asked: dict[str, Any]) -> None:
    """HTTP 400 that names what there is."""
    answer = world.post("/sim/faults", json=asked)
    assert answer.status_code == 400
    assert answer.json()["error"]
