"""Who speaks is known, by whatever name Meta gave; what is said finds its use case."""

from datetime import timedelta

import pytest

from shared.domain.customer import Identity
from shared.domain.inbound import Content, Edit, IdentityChange, Other, Reaction, Revoke, Text
from tests.fakes.people import ANA, NOW, cart, said
from tests.shared.usecases.conftest import World


def test_a_stranger_who_writes_is_greeted_once(world: World) -> None:
    """The same message five times is one greeting."""
    outcomes = []
    for _ in range(5):
        outcomes.append(world.hear_message(said(Text(body="hello"))).outcome)
        world.record.forget_tokens()
    assert outcomes == ["greeting"] + ["repeated"] * 4
    assert [event.name for event in world.record.state.events] == ["CustomerSpoke"]


def test_two_messages_within_one_second_are_two(world: World) -> None:
    """Meta's times are whole seconds."""
    world.hear_message(said(Text(body="hello"), message_id="wamid.1"))
    world.hear_message(said(Text(body="anybody?"), message_id="wamid.2"))
    assert len(world.record.state.events) == 2


def test_a_thumb_an_edit_or_a_new_number_gets_no_answer(world: World) -> None:
    """It is known who spoke, and that is all."""
    beside: tuple[Content, ...] = (
        Reaction(message_id="wamid.0", emoji="👍"),
        Edit(message_id="wamid.0", body=""),
        Revoke(message_id="wamid.0"),
        IdentityChange(wa_id="16505555678"),
    )
    for number, what in enumerate(beside):
        assert world.hear_message(said(what, message_id=f"wamid.{number}")).outcome == "noted"
    assert world.record.state.events == []
    assert world.customer().name == "Ana"


def test_what_we_cannot_read_is_still_answered(world: World) -> None:
    """A voice note that Meta lost, a poll."""
    assert world.hear_message(said(Other(type="audio"), message_id="wamid.1")).outcome == "send_again"
    assert world.hear_message(said(Other(type="poll"), message_id="wamid.2")).outcome == "case_opened"


def test_the_customers_language_is_the_one_they_write(world: World) -> None:
    """Spanish once shown stays, and a cart without words changes nothing."""
    world.hear_message(said(Text(body="hola, buenas tardes"), message_id="wamid.0"))
    assert world.customer().language == "es"
    world.hear(cart(("TARO-R", 1, 575)))
    assert world.customer().language == "es"
    world.hear_message(said(Text(body="hello, in english please"), message_id="wamid.3"))
    assert world.customer().language == "en"


def test_one_person_under_two_names_is_one_customer(world: World) -> None:
    """First only a phone number, then both, then only the scoped id."""
    phone, both, scoped = Identity(wa_id="16505551234"), ANA.identity, Identity(user_id=ANA.identity.user_id)
    for number, identity in enumerate((phone, both, scoped)):
        world.hear_message(said(Text(body="hi"), message_id=f"wamid.{number}", identity=identity))
    assert len(world.record.state.profiles) == 1
    assert world.customer().identity == both


def test_a_chat_costs_one_profile_write_an_hour(world: World) -> None:
    """Ten messages in ten minutes write the profile once."""
    for minute in range(10):
        message = said(Text(body="hi"), message_id=f"wamid.{minute}", at=NOW + timedelta(minutes=minute))
        world.hear_message(message)
    assert world.record.calls.count("customers.save") == 1


def test_a_customer_with_a_new_number_and_a_new_id_is_the_same_customer(world: World) -> None:
    """Under the old names and the new, whichever of them Meta uses."""
    world.hear(cart(("TARO-R", 1, 575)))
    before = world.customer()
    world.now += timedelta(hours=30)
    change = IdentityChange(wa_id="16505555678", user_id="US.99491208655302741000")
    world.hear_message(said(change, message_id="wamid.2", at=world.now))
    (customer,) = world.record.state.profiles.values()
    assert customer.identity == Identity(user_id="US.99491208655302741000", wa_id="16505555678")
    assert (customer.id, customer.name, customer.last_inbound_at) == (before.id, "Ana", NOW)
    for name in (ANA.identity, customer.identity, Identity(wa_id="16505555678"), Identity(wa_id=ANA.identity.wa_id)):
        found = world.record.customers.find(name)
        assert found is not None
        assert found.id == before.id


def test_a_new_security_code_changes_no_name(world: World) -> None:
    """Meta tells of it in the same kind of message."""
    world.hear(cart(("TARO-R", 1, 575)))
    world.hear_message(said(IdentityChange(), message_id="wamid.2"))
    assert world.customer().identity == ANA.identity


@pytest.mark.parametrize(("minutes", "looks"), [(1, 1), (60, 1), (71, 0), (10_000, 0)])
def test_only_who_may_have_ordered_a_moment_ago_is_looked_up(world: World, minutes: int, looks: int) -> None:
    """The profile's mark lags by an hour at most: beyond that and ten minutes, this cart is no second thumb."""
    world.hear(cart(("TARO-R", 1, 575)))
    assert world.record.calls.count("orders.recent") == 0
    world.now += timedelta(minutes=minutes)
    world.hear(cart(("TARO-R", 1, 575)), message_id="wamid.2")
    assert world.record.calls.count("orders.recent") == looks


def test_many_of_one_thing_are_always_looked_up(world: World) -> None:
    """Eleven: it may be far from what this customer takes."""
    world.hear(cart(("TARO-R", 11, 575)))
    assert world.record.calls.count("orders.recent") == 1


def test_a_cart_that_is_taken_writes_no_conversation(world: World) -> None:
    """It costs what it did; an offer becomes the draft that what is said next belongs to."""
    world.hear(cart(("TARO-R", 1, 575)))
    assert (world.record.state.chats, world.record.state.said) == ({}, {})
    heard = world.hear(cart(("TARO-R", 9, 575)), message_id="wamid.2")
    assert heard.outcome == "offered"
    (chat,) = world.record.state.chats.values()
    assert chat.draft_id == heard.order_id
