"""Pictures, voice notes, documents: kept, fetched, seen by a person, and answered once."""

from shared.domain.case import CaseReason
from shared.domain.events import MediaReceived
from shared.domain.inbound import Media, Text
from shared.usecases.hand_over import hand_over
from shared.usecases.hear_media import hear_media
from tests.fakes.people import ANA
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import answers, turn

VOICE_NOTE = Media(type="audio", id="m-9", mime_type="audio/ogg; codecs=opus", sha256="aGk=", voice=True)


def photo(number: int, caption: str = "") -> Media:
    """One of Ana's photos."""
    return Media(type="image", id=f"m-{number}", mime_type="image/jpeg", sha256="aGk=", caption=caption)


def send(world: World, media: Media, number: int) -> str:
    """Ana sends it as her n-th message."""
    return hear_media(turn(world, media, number=number), media).outcome


def test_an_album_of_four_with_a_text_is_one_case_and_one_answer(world: World) -> None:
    """Five messages, five things kept, four fetched."""
    send(world, photo(1, "what arrived"), 1)
    for number in (2, 3, 4):
        assert send(world, photo(number), number) == "case_joined"
    hand_over(turn(world, Text(body="look at this"), number=5), reason=CaseReason.COMPLAINT, text="look at this")
    (case,) = world.record.state.cases.values()
    kept = world.record.chats.said(ANA.id, limit=10)
    assert {one.case_id for one in kept} == {case.id}
    assert sorted(one.text for one in kept) == ["", "", "", "look at this", "what arrived"]
    assert answers(world) == ["CaseOpened"]


def test_media_is_kept_as_due_and_announced_to_be_fetched(world: World) -> None:
    """The event says where the message lies and what Meta calls the file."""
    send(world, photo(1), 1)
    (kept,) = world.record.state.said.values()
    assert kept.media is not None
    assert (kept.media.state, kept.media.media.id) == ("due", "m-1")
    (event,) = (one for one in world.record.state.events if isinstance(one, MediaReceived))
    assert (event.subject, event.place, event.media_id) == (f"MEDIA#{ANA.id}", kept.place, "m-1")


def test_a_voice_note_is_for_somebody_to_listen_to(world: World) -> None:
    """The reason says so, to staff and in the customer's answer."""
    send(world, VOICE_NOTE, 1)
    (case,) = world.record.state.cases.values()
    assert case.reason is CaseReason.VOICE


def test_the_same_photo_delivered_twice_is_one(world: World) -> None:
    """Nothing is fetched twice either."""
    assert [send(world, photo(1), 1), send(world, photo(1), 1)] == ["case_opened", "repeated"]
    assert len(world.record.state.events) == 2
