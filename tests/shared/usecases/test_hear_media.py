"""Pictures, voice notes, documents: kept, fetched, seen by a person, and answered once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from shared.domain.case import CaseReason
from shared.domain.events import MediaReceived
from shared.domain.inbound import Media, Text
from shared.usecases.hand_over import hand_over
from shared.usecases.hear_media import hear_media
from shared.usecases.turn import Heard, Turn
from tests.fakes.people import ANA, NOW
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import answers, not_read, turn

VOICE_NOTE = Media(type="audio", id="m-9", mime_type="audio/ogg; codecs=opus", sha256="aGk=", voice=True)


def photo(number: int, caption: str = "") -> Media:
    """One of Ana's photos."""
    return Media(type="image", id=f"m-{number}", mime_type="image/jpeg", sha256="aGk=", caption=caption)


class Caption:
    """A parser that finds in every caption what a test says."""

    def __init__(self, kind: str, confidence: float, *lines: str) -> None:
        self.kind, self.confidence, self.lines = kind, confidence, lines

    def parse(self, text: str) -> Caption:
        """Whatever the words are."""
        return self


def with_caption(world: World, media: Media, parse: Caption) -> Turn:
    """The turn of a file whose caption means that."""
    made = turn(world, media, at=NOW)
    return replace(made, talk=replace(made.talk, parser=lambda: cast("Any", parse)))


def read_as_order(turn: Turn, words: str) -> Heard:
    """A reader that makes an order of the words."""
    return turn.close("offered", said=turn.said(words), order_id="ord_9")


def send(world: World, media: Media, number: int) -> str:
    """Ana sends it as her n-th message."""
    return hear_media(turn(world, media, number=number), media, read=not_read).outcome


def test_an_album_of_four_with_a_text_is_one_case_and_one_answer(world: World) -> None:
    """Five messages, five things kept, four fetched."""
    first = with_caption(world, photo(1, "what arrived"), Caption("other", 0.3))
    hear_media(first, photo(1, "what arrived"), read=not_read)
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


def test_a_caption_that_is_plainly_an_order_is_read_as_one(world: World) -> None:
    """The picture is kept and fetched all the same, and nobody has to look at it."""
    media = photo(1, "2 large taro please")
    for outcome in ("offered", "repeated"):
        moment = with_caption(world, media, Caption("order", 0.95, "TARO-L"))
        assert hear_media(moment, media, read=read_as_order).outcome == outcome
        world.now += timedelta(seconds=1)
    (kept,) = world.record.chats.said(ANA.id, limit=5)
    assert (kept.text, kept.order_id) == ("2 large taro please", "ord_9")
    assert kept.media is not None
    assert [event.name for event in world.record.state.events] == ["MediaReceived"]
    assert world.record.state.cases == {}


@pytest.mark.parametrize(
    "parse", [Caption("order", 0.84, "TARO-L"), Caption("order", 0.95), Caption("question", 0.99, "TARO-L")]
)
def test_a_caption_that_may_mean_something_else_is_for_a_person(world: World, parse: Caption) -> None:
    """The picture may say more than the words."""
    media = photo(1, "like this one")
    assert hear_media(with_caption(world, media, parse), media, read=not_read).outcome == "case_opened"
