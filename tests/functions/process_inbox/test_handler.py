"""A message that cannot be handled is tried again in seconds, and in the end a person's: never silence."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from functions.process_inbox import handler as module
from functions.process_inbox.handler import Settings, handler
from shared.domain.case import CaseReason
from shared.domain.inbound import Media
from shared.ports import Contended
from shared.runtime.queue import Delivery
from shared.usecases.turn import Heard
from tests.fakes.people import ANA
from tests.shared.usecases.conftest import World, world
from tests.shared.usecases.turns import answers, talk_of

__all__ = ["world"]

TEXT = {"id": "wamid.1", "from": "16505551234", "timestamp": "1795284000", "type": "text", "text": {"body": "hm"}}
PHOTO = {**TEXT, "type": "image", "image": {"id": "m-1", "mime_type": "image/jpeg", "sha256": "aGk="}}
CART = {
    **TEXT,
    "type": "order",
    "order": {
        "text": "no ice",
        "product_items": [
            {"product_retailer_id": "TARO-R", "quantity": 2, "item_price": 5.75, "currency": "USD"},
        ],
    },
}


class Bug(Exception):
    """Something nobody thought of."""


@pytest.fixture
def waits(world: World, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Seconds after which messages come again; whatever a customer says meets the same bug."""
    found: list[int] = []
    settings = Settings(
        talk=talk_of(world),
        provider="stripe",
        live=False,
        queue_url="https://sqs.example/Inbox.fifo",
        gateway_file=world.record.gateway_file,
    )
    monkeypatch.setattr(Settings, "from_env", classmethod(lambda _: settings))

    def postpone(delivery: Delivery, seconds: int) -> None:
        del delivery
        found.append(seconds)

    monkeypatch.setattr(module, "postponing", lambda _: postpone)
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "process_inbox")
    monkeypatch.setenv("STORE_ID", "mpls")
    failing(monkeypatch, Bug("with 4111 in it"))
    return found


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make the use case fail like this."""

    def fail(*_: object, **__: object) -> Heard:
        raise error

    monkeypatch.setattr(module, "hear_customer", fail)


def deliver(message: dict[str, Any], *, receives: int) -> bool:
    """Whether the message, delivered for the n-th time, has to come again."""
    body = {"kind": "whatsapp_message", "message": message, "contact": {"user_id": ANA.identity.user_id}}
    record = {
        "messageId": "m1",
        "body": json.dumps(body),
        "receiptHandle": "r",
        "attributes": {"ApproximateReceiveCount": str(receives), "MessageGroupId": "g"},
    }
    return bool(handler({"Records": [record]}, None)["batchItemFailures"])


def test_it_is_tried_again_within_a_minute_and_then_a_person_has_it(world: World, waits: list[int]) -> None:
    """The fifth time it is given over, said so, and moved to the dead-letter queue at once."""
    assert [deliver(TEXT, receives=number) for number in (1, 2, 3, 4)] == [True] * 4
    assert (waits, world.record.state.cases) == ([2, 5, 15, 30], {})
    assert deliver(TEXT, receives=5) is True
    assert waits[-1] == 1
    (case,) = world.record.state.cases.values()
    assert (case.reason, case.customer_id) == (CaseReason.FAILURE, world.customer().id)
    (kept,) = world.record.state.said.values()
    assert (kept.text, kept.case_id) == ("hm", case.id)
    assert answers(world) == ["CaseOpened"]


def test_a_message_that_always_meets_others_ends_with_a_person_too(
    world: World, waits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contention is no reason for silence."""
    failing(monkeypatch, Contended())
    assert deliver(TEXT, receives=4) is True
    assert world.record.state.cases == {}
    assert deliver(TEXT, receives=5) is True
    assert answers(world) == ["CaseOpened"]


def test_what_was_in_a_cart_stands_in_the_case(world: World, waits: list[int]) -> None:
    """A person can take the order from it."""
    deliver(CART, receives=5)
    (kept,) = world.record.state.said.values()
    assert kept.text == "2 × TARO-R\nno ice"


def test_a_photo_that_could_not_be_handled_is_fetched_all_the_same(world: World, waits: list[int]) -> None:
    """Meta keeps it for seven days only."""
    deliver(PHOTO, receives=5)
    (kept,) = world.record.state.said.values()
    assert cast("Any", kept.media).media == Media(type="image", id="m-1", mime_type="image/jpeg", sha256="aGk=")
    assert sorted(event.name for event in world.record.state.events) == ["CaseOpened", "MediaReceived"]


def test_a_record_that_is_away_leaves_the_message_for_us(
    world: World, waits: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Then there is nothing to write a case into, and the log says so without a word of the customer's."""
    world.record.strike(1, ConnectionError("gone"), after=False)
    assert deliver(TEXT, receives=5) is True
    assert world.record.state.cases == {}
    logged = capsys.readouterr().out
    assert "not_given_to_a_person" in logged
    assert "4111" not in logged


def test_what_names_no_sender_goes_the_queues_own_way(world: World, waits: list[int]) -> None:
    """Nobody could be answered."""
    assert deliver({"type": "order", "order": [[1]]}, receives=5) is True
    assert (waits, world.record.state.cases) == ([], {})
