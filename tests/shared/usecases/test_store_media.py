"""A customer's file is fetched once and kept once; one that cannot be kept is said so, and asked for again."""

import pytest

from shared.domain.chat import StoredMedia
from shared.domain.events import MediaReceived
from shared.domain.inbound import Media
from shared.ports import MediaRefused, Unavailable
from shared.usecases.hear_media import hear_media
from shared.usecases.store_media import Darkroom, store_media
from tests.fakes.darkroom import FakeMediaShelf, FakeMediaSource
from tests.fakes.people import ANA, NOW
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import answers, not_read, turn

PHOTO = Media(type="image", id="m-1", mime_type="image/jpeg", sha256="aGk=")
TEA = b"\xff\xd8\xff tea"


@pytest.fixture
def room(world: World) -> Darkroom:
    """Ana's photo waits at Meta."""
    hear_media(turn(world, PHOTO), PHOTO, read=not_read)
    return Darkroom(
        store="mpls",
        chats=world.record.chats,
        source=FakeMediaSource(files={"m-1": TEA}),
        shelf=FakeMediaShelf(),
        outbox=world.record.outbox,
    )


def received(world: World) -> MediaReceived:
    """The event that says so."""
    (event,) = (one for one in world.record.state.events if isinstance(one, MediaReceived))
    return event


def kept(world: World) -> StoredMedia:
    """What the chat knows of the file."""
    (said,) = world.record.chats.said(ANA.id, limit=5)
    assert said.media is not None
    return said.media


def test_a_file_is_kept_once_under_the_customers_own_key(world: World, room: Darkroom) -> None:
    """However often the event comes."""
    event = received(world)
    assert [store_media(room, event, now=NOW) for _ in range(3)] == ["stored", "repeated", "repeated"]
    assert isinstance(room.shelf, FakeMediaShelf)
    assert room.shelf.kept == {f"chats/{ANA.id}/{event.place}.jpg": TEA}
    assert (kept(world).state, kept(world).key) == ("stored", f"chats/{ANA.id}/{event.place}.jpg")
    assert isinstance(room.source, FakeMediaSource)
    assert room.source.fetched == ["m-1"]


def test_after_a_crash_between_keeping_and_noting_the_same_key_is_written_again(world: World, room: Darkroom) -> None:
    """Nothing is kept twice."""
    world.record.strike(2, ConnectionError(), after=False)
    with pytest.raises(ConnectionError):
        store_media(room, received(world), now=NOW)
    assert store_media(room, received(world), now=NOW) == "stored"
    assert isinstance(room.shelf, FakeMediaShelf)
    assert len(room.shelf.kept) == 1


@pytest.mark.parametrize("why", ["gone", "size", "digest", "empty", "type"])
def test_a_file_that_cannot_be_kept_is_asked_for_again_once(world: World, room: Darkroom, why: str) -> None:
    """The reason stands with the message."""
    assert isinstance(room.source, FakeMediaSource)
    room.source.trouble = [MediaRefused(why)]
    assert [store_media(room, received(world), now=NOW) for _ in range(2)] == ["refused", "repeated"]
    assert (kept(world).state, kept(world).reason) == ("refused", why)
    assert answers(world) == ["CaseOpened", "send_again"]


def test_a_link_that_leads_elsewhere_is_refused_without_a_word(world: World, room: Darkroom) -> None:
    """The customer could do nothing about it."""
    assert isinstance(room.source, FakeMediaSource)
    room.source.trouble = [MediaRefused("host_inside")]
    assert store_media(room, received(world), now=NOW) == "refused"
    assert answers(world) == ["CaseOpened"]


def test_trouble_on_the_way_leaves_the_file_due(world: World, room: Darkroom) -> None:
    """It is fetched when the event comes again."""
    assert isinstance(room.shelf, FakeMediaShelf)
    room.shelf.trouble = [Unavailable("the bucket is away")]
    with pytest.raises(Unavailable):
        store_media(room, received(world), now=NOW)
    assert kept(world).state == "due"
    assert store_media(room, received(world), now=NOW) == "stored"


def test_an_erased_customers_file_is_not_fetched(world: World, room: Darkroom) -> None:
    """Their messages are gone, and so is the reason."""
    event = received(world)
    world.record.state.said.clear()
    assert store_media(room, event, now=NOW) == "forgotten"
    assert isinstance(room.source, FakeMediaSource)
    assert room.source.fetched == []
