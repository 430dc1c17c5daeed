"""The contract of MessageLog, Outbox and Customers."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.customer import Customer, Identity
from shared.domain.events import CustomerSpoke, StockLow
from shared.domain.messages import RANK, Intent, MessageState
from tests.fakes.people import ANA, NOW

SUBJECT = "CUSTOMER#cus_1"
INTENT = Intent(
    subject=SUBJECT, id="CustomerSpoke.17", customer_id="cus_1", state=MessageState.SENDING, attempted_at=NOW
)
SPOKE = CustomerSpoke(
    store="mpls",
    subject=SUBJECT,
    sequence=1_795_284_000_123_456,
    at=NOW,
    customer_id="cus_1",
    message_id="wamid.1",
    topic="greeting",
)
LOW = StockLow(store="mpls", subject="STOCK#milk", sequence=9, at=NOW, item="milk", available=3, reorder_point=5)


def test_an_intent_is_begun_once(record: Any) -> None:
    """Two runs, one message."""
    assert record.messages.begin(INTENT) is True
    assert record.messages.begin(INTENT) is False
    assert record.messages.read(SUBJECT, "CustomerSpoke.17") == INTENT
    assert record.messages.read(SUBJECT, "CustomerSpoke.18") is None


@pytest.mark.parametrize("state", [MessageState.SENDING, MessageState.WAITING])
def test_a_retry_belongs_to_whoever_saw_the_last_attempt(record: Any, state: MessageState) -> None:
    """Of two runs that saw attempt 1, one makes attempt 2."""
    record.messages.begin(INTENT)
    record.messages.advance(SUBJECT, INTENT.id, to=state)
    later = replace(INTENT, attempts=2, attempted_at=NOW + timedelta(seconds=50))
    assert record.messages.retry(later, seen_attempts=1) is True
    assert record.messages.retry(later, seen_attempts=1) is False
    assert record.messages.read(SUBJECT, INTENT.id) == later


@pytest.mark.parametrize("state", [one for one in MessageState if RANK[one] > RANK[MessageState.WAITING]])
def test_what_has_got_further_is_not_tried_again(record: Any, state: MessageState) -> None:
    """From AMBIGUOUS on, another try could be a second message."""
    record.messages.begin(INTENT)
    record.messages.advance(SUBJECT, INTENT.id, to=state)
    assert record.messages.retry(replace(INTENT, attempts=2), seen_attempts=1) is False
    assert record.messages.read(SUBJECT, INTENT.id).state is state


def test_a_message_that_was_never_begun_can_neither_be_tried_again_nor_advance(record: Any) -> None:
    """A status of somebody else's message leaves no trace."""
    assert record.messages.retry(INTENT, seen_attempts=1) is False
    assert record.messages.advance(SUBJECT, INTENT.id, to=MessageState.READ) is False
    assert record.messages.read(SUBJECT, INTENT.id) is None


def test_a_state_only_moves_forward(record: Any) -> None:
    """Every pair of states: the higher rank stays, whatever order they come in."""
    for now, then in itertools.product(MessageState, MessageState):
        intent = replace(INTENT, id=f"{now}.{then}", state=now)
        record.messages.begin(intent)
        forward = RANK[then] > RANK[now]
        assert record.messages.advance(SUBJECT, intent.id, to=then) is forward, intent.id
        assert record.messages.read(SUBJECT, intent.id).state is (then if forward else now), intent.id


def test_metas_id_and_error_stay_with_the_message(record: Any) -> None:
    """What one status told is not lost by the next that does not tell it."""
    record.messages.begin(INTENT)
    record.messages.advance(SUBJECT, INTENT.id, to=MessageState.SENT, meta_id="wamid.out1")
    record.messages.advance(SUBJECT, INTENT.id, to=MessageState.FAILED, error="131026")
    assert record.messages.read(SUBJECT, INTENT.id) == replace(
        INTENT, state=MessageState.FAILED, meta_id="wamid.out1", error="131026"
    )


@pytest.mark.parametrize("event", [SPOKE, LOW], ids=["of a customer", "of a shelf"])
def test_an_event_is_announced_once(record: Any, event: Any) -> None:
    """A repeat at the same place says so; the next place is free."""
    assert record.outbox.announce(event) is True
    assert record.outbox.announce(replace(event, at=NOW + timedelta(hours=1))) is False
    assert record.outbox.announce(replace(event, sequence=event.sequence + 1)) is True


def test_a_customer_is_found_by_either_name(record: Any) -> None:
    """Meta may leave out one of them."""
    record.customers.save(ANA)
    for identity in (ANA.identity, Identity(user_id=ANA.identity.user_id), Identity(wa_id=ANA.identity.wa_id)):
        assert record.customers.find(identity) == ANA
    assert record.customers.read(ANA.id) == ANA


def test_nobody_is_found_under_a_name_that_is_new(record: Any) -> None:
    """Neither by find nor by read."""
    record.customers.save(ANA)
    assert record.customers.find(Identity(wa_id="16505550000")) is None
    assert record.customers.read("cus_nobody") is None


def test_a_customer_who_was_known_by_number_is_the_same_when_an_id_comes(record: Any) -> None:
    """The profile keeps its id, and is found under the new name from then on."""
    number = Identity(wa_id="16505551234")
    known = Customer(id=number.customer_id(), identity=number, name="Ana", language="es")
    record.customers.save(known)
    both = Identity(user_id="US.1", wa_id="16505551234")
    assert record.customers.find(both) == known
    grown = replace(known, identity=both, last_inbound_at=NOW)
    record.customers.save(grown)
    assert record.customers.find(Identity(user_id="US.1")) == grown


def test_a_saved_profile_replaces_the_one_before(record: Any) -> None:
    """A name, a language, a window mark that moved."""
    record.customers.save(ANA)
    found = record.customers.find(ANA.identity)
    record.customers.save(replace(found, name="Ana María 🌸", language="es", last_inbound_at=None))
    assert record.customers.read(ANA.id) == replace(ANA, name="Ana María 🌸", language="es", last_inbound_at=None)


def test_what_a_customer_chose_is_kept_with_the_profile(record: Any) -> None:
    """The language in so many words, where the last delivery went, a no to marketing."""
    chosen = replace(ANA, language_chosen=True, address="12 Oak St, #4", postal_code="55401", marketing=False)
    record.customers.save(ANA)
    record.customers.save(chosen)
    assert record.customers.find(ANA.identity) == chosen


def test_a_name_that_changes_hands_leads_to_its_new_owner(record: Any) -> None:
    """A number given to somebody else: Meta says whose it is."""
    record.customers.save(ANA)
    ben = Customer(id="cus_ben", identity=Identity(user_id="US.2", wa_id=ANA.identity.wa_id), name="Ben", language="en")
    record.customers.save(ben)
    assert record.customers.find(Identity(wa_id=ANA.identity.wa_id)) == ben
    assert record.customers.find(Identity(user_id=ANA.identity.user_id)) == ANA
