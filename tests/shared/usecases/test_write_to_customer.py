"""What a person writes is kept, sent once, and keeps the bot silent; where it cannot be sent they are told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.chat import Said
from shared.domain.events import StaffSpoke
from shared.usecases.staff_desk import Desk, RequestReused, WindowClosed
from shared.usecases.write_to_customer import write_to_customer
from tests.fakes.people import ANA, NOW
from tests.shared.usecases.conftest import World


@pytest.fixture
def desk(world: World) -> Desk:
    """Ana wrote a moment ago."""
    record = world.record
    record.customers.save(ANA)
    return Desk(
        store=world.store, customers=record.customers, chats=record.chats, cases=record.cases, commits=record.commits
    )


def write(desk: Desk, text: str = "It is on its way", *, request: str = "k-1", minute: int = 0) -> Said:
    """Sam writes to Ana."""
    now = NOW + timedelta(minutes=minute)
    return write_to_customer(desk, customer=ANA, text=text, by="sam", request=request, now=now)


def test_the_words_are_kept_and_announced_without_travelling(world: World, desk: Desk) -> None:
    """The event says where they lie."""
    said = write(desk)
    assert (said.direction, said.text, said.by) == ("out", "It is on its way", "sam")
    (event,) = world.record.state.events
    assert isinstance(event, StaffSpoke)
    assert (event.place, event.sequence, event.customer_id) == (said.place, said.place, ANA.id)
    assert desk.chats.said_at(ANA.id, said.place) == said
    assert desk.chats.read(ANA.id).with_person(NOW + timedelta(minutes=59))


def test_the_same_request_is_one_message_however_late_it_is_repeated(world: World, desk: Desk) -> None:
    """A tablet on a bad line tries for minutes."""
    first = write(desk)
    assert write(desk, minute=7) == first
    assert len(world.record.state.events) == 1


def test_a_key_is_not_used_for_other_words(desk: Desk) -> None:
    """The second message would be lost in silence."""
    write(desk)
    with pytest.raises(RequestReused):
        write(desk, "Something else")


def test_two_messages_are_two(world: World, desk: Desk) -> None:
    """Also within one second."""
    write(desk, request="k-1")
    write(desk, request="k-2")
    assert len(world.record.state.events) == 2


def test_outside_the_window_nothing_is_kept_and_the_reason_is_told(world: World, desk: Desk) -> None:
    """Nor in its last minutes, which the message might spend in a queue."""
    for ago in (timedelta(hours=24), timedelta(hours=23, minutes=56)):
        customer = replace(ANA, last_inbound_at=NOW - ago)
        with pytest.raises(WindowClosed):
            write_to_customer(desk, customer=customer, text="Hi", by="sam", request="k", now=NOW)
    assert (world.record.state.events, world.record.state.said) == ([], {})


def test_a_card_number_is_taken_out_of_what_staff_write_too(desk: Desk) -> None:
    """People read numbers back to customers."""
    assert write(desk, "Is it 4111 1111 1111 1111?").text == "Is it ••••?"
