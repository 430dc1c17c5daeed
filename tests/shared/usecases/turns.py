"""A turn of Ana's conversation, for the use cases that end one."""

from __future__ import annotations

from datetime import datetime

from shared.domain.inbound import Content, InboundMessage
from shared.usecases.turn import Heard, Talk, Turn
from tests.fakes.people import ANA, said
from tests.shared.usecases.conftest import World


def no_parser() -> None:
    """For what is settled without reading words."""
    raise AssertionError("no words were to be read")


def not_read(turn: Turn, words: str) -> Heard:
    """For what is settled without reading words."""
    raise AssertionError(words)


def talk_of(world: World) -> Talk:
    """The ports, with a parser that must not be asked."""
    record = world.record
    return Talk(
        shop=world.shop,
        customers=record.customers,
        chats=record.chats,
        cases=record.cases,
        parser=no_parser,  # type: ignore[arg-type]
    )


def turn_of(world: World, message: InboundMessage) -> Turn:
    """The turn of this message, over the conversation as it stands."""
    talk = talk_of(world)
    return Turn(talk=talk, message=message, customer=ANA, chat=talk.chats.read(ANA.id), now=world.now)


def turn(world: World, what: Content, *, number: int = 1, at: datetime | None = None) -> Turn:
    """The turn of Ana's n-th message."""
    return turn_of(world, said(what, message_id=f"wamid.{number}", at=at or world.now))


def answers(world: World) -> list[str]:
    """What Ana will be told: the topic or the name of every event that speaks to her, in order."""
    events = world.record.state.events
    return [getattr(event, "topic", event.name) for event in events if event.name != "MediaReceived"]
