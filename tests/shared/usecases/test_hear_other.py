"""Every kind of message that is no order is answered, kept or handed over on purpose."""

from dataclasses import replace

import pytest

from shared.domain.case import CaseReason
from shared.domain.changes import KeepSaid, PutChat
from shared.domain.chat import said as kept_as
from shared.domain.inbound import (
    Contacts,
    Content,
    Edit,
    FormReply,
    IdentityChange,
    Location,
    Media,
    Other,
    Reaction,
    Revoke,
    Text,
)
from shared.usecases.hand_over import hand_over
from shared.usecases.hear_other import hear_other
from shared.usecases.turn import Heard, Turn
from tests.fakes.people import ANA, NOW, said
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import answers, not_read, turn, turn_of

STICKER = Media(type="sticker", id="s-1", mime_type="image/webp")


def hear(world: World, what: Content, number: int = 1) -> str:
    """Ana sends it as her n-th message."""
    return hear_other(turn(world, what, number=number), read=not_read).outcome


def ordered(world: World, number: int = 1) -> None:
    """Ana's n-th message made an order."""
    message = said(Text(body="2 taro"), message_id=f"wamid.{number}")
    kept = replace(kept_as(message, customer_id=ANA.id, text="2 taro"), order_id="ord_1")
    world.record.commits.commit([KeepSaid(said=kept)], token=f"order-{number}")


@pytest.mark.parametrize(
    "what",
    [
        Reaction(message_id="wamid.0", emoji="👍"),
        Reaction(message_id="wamid.0", emoji=""),
        IdentityChange(wa_id="16505555678"),
        Revoke(message_id="wamid.0"),
        Edit(message_id="wamid.0", body=""),
    ],
)
def test_what_is_said_beside_the_conversation_is_kept_and_not_answered(world: World, what: Content) -> None:
    """A thumb is neither a yes nor a question."""
    assert hear(world, what) == "noted"
    assert len(world.record.state.said) == 1
    assert (answers(world), world.record.state.cases) == ([], {})


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (Contacts(names=("Luis",), phones=("+1 650-555-9999",)), "Luis, +1 650-555-9999"),
        (FormReply(name="flow", fields=(("pickup", "18:30"), ("name", "Ana"))), "pickup: 18:30\nname: Ana"),
        (FormReply(name="flow", fields=()), "flow"),
        (Other(type="poll"), "[poll]"),
        (Other(type="hologram"), "[hologram]"),
    ],
)
def test_what_only_a_person_can_use_goes_to_one_with_all_that_was_in_it(
    world: World, what: Content, words: str
) -> None:
    """Also types that do not exist yet."""
    assert hear(world, what) == "case_opened"
    (kept,) = world.record.state.said.values()
    assert kept.text == words
    assert answers(world) == ["CaseOpened"]


@pytest.mark.parametrize("kind", ["text", "image", "location", "contacts", "interactive", "edit", "order"])
def test_what_came_without_its_content_is_asked_for_again(world: World, kind: str) -> None:
    """Something was lost on the way; a case would give a person nothing to look at."""
    assert hear(world, Other(type=kind)) == "send_again"
    assert answers(world) == ["send_again"]


@pytest.mark.parametrize("code", [131052, 131000])
def test_what_meta_could_not_hand_over_is_asked_for_again(world: World, code: int) -> None:
    """The file was too large, or something went wrong on their side."""
    message = replace(said(Other(type="document")), errors=(code,))
    assert hear_other(turn_of(world, message), read=not_read).outcome == "send_again"


def test_the_opened_chat_is_greeted(world: World) -> None:
    """request_welcome comes before the customer wrote anything."""
    assert hear(world, Other(type="request_welcome")) == "greeting"


def test_a_place_nobody_asked_for_is_noted(world: World) -> None:
    """With what a person needs to find it."""
    assert hear(world, Location(latitude=44.98, longitude=-93.27, name="Loring Park")) == "place_noted"
    (kept,) = world.record.state.said.values()
    assert kept.text == "Loring Park, 44.98, -93.27"


def test_a_sticker_is_answered_only_when_nothing_else_goes_on(world: World) -> None:
    """In the middle of something it is a smile."""
    assert hear(world, STICKER, 1) == "sticker"
    drafting = world.record.chats.read(ANA.id).drafting("ord_1", NOW)
    world.record.commits.commit([PutChat(chat=drafting.next())], token="draft")
    assert hear(world, STICKER, 2) == "noted"
    assert answers(world) == ["sticker"]


def test_an_edit_of_mere_talk_is_read_as_if_it_had_been_sent_like_that(world: World) -> None:
    """A typo mended before anybody acted on it."""
    talk = turn(world, Text(body="2 torro"), number=1)
    talk.close("asked", said=talk.said("2 torro"))
    read: list[str] = []

    def reading(turn: Turn, words: str) -> Heard:
        read.append(words)
        return Heard(outcome="read")

    edit = turn(world, Edit(message_id="wamid.1", body="2 taro"), number=2)
    assert hear_other(edit, read=reading).outcome == "read"
    assert read == ["2 taro"]


@pytest.mark.parametrize("what", [Edit(message_id="wamid.1", body="3 taro"), Edit(message_id="wamid.77", body="3")])
def test_an_edit_of_an_order_or_of_long_ago_changes_nothing_and_says_so(world: World, what: Edit) -> None:
    """What was noted stands; the change is asked for in words."""
    ordered(world)
    assert hear(world, what, 2) == "edited"
    assert answers(world) == ["edited"]


def test_an_edit_of_what_a_person_has_goes_to_that_person(world: World) -> None:
    """Without another word."""
    hand_over(turn(world, Text(body="it leeks"), number=1), reason=CaseReason.COMPLAINT, text="it leeks")
    assert hear(world, Edit(message_id="wamid.1", body="it leaks"), 2) == "case_joined"
    assert {one.text for one in world.record.state.said.values()} == {"it leeks", "it leaks"}
    assert answers(world) == ["CaseOpened"]


def test_taking_back_the_words_of_an_order_cancels_nothing_and_says_so(world: World) -> None:
    """The order stands as it was placed."""
    ordered(world)
    before = dict(world.record.state.orders)
    assert hear(world, Revoke(message_id="wamid.1"), 2) == "revoked"
    assert answers(world) == ["revoked"]
    assert world.record.state.orders == before


def test_while_a_person_talks_nothing_is_answered(world: World) -> None:
    """It is kept with the case instead."""
    talking = replace(world.record.chats.read(ANA.id), person_until=NOW.replace(hour=19))
    world.record.commits.commit([PutChat(chat=talking.next())], token="staff")
    spoken: tuple[Content, ...] = (STICKER, Other(type="text"), Location(latitude=1, longitude=2))
    for number, what in enumerate(spoken, start=1):
        hear(world, what, number)
    assert answers(world) == []
    assert len(world.record.state.said) == 3
