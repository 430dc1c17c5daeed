"""Any words a customer may find: kept as they were, as far as there is room, and never a reason to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.dynamodb import chat_codec, codec, order_codec
from shared.domain.chat import Said, StoredMedia
from shared.domain.inbound import Media
from shared.domain.order import Handover, Line, Order, Problem, ProblemKind, Utterance
from tests.fakes.people import ANA, NOW, order

#: DynamoDB's limit for an item; the index of orders by status holds a whole copy of a head.
MOST_OF_AN_ITEM = 400 * 1024
PHOTO = Media(type="image", id="9914", mime_type="image/jpeg")
SAID = Said(customer_id=ANA.id, place=1_795_284_000_000_042, message_id="wamid.1", at=NOW)
LINE = Line(sku="TARO-R", name="Taro milk tea, regular", quantity=2, unit_price=575)
HEARD = Utterance(message_id="wamid.1", at=NOW, text="", kind="order", confidence=0.62)
WORDED = order(
    lines=(LINE,),
    heard=(HEARD,),
    handover=Handover(kind="delivery"),
    problems=(Problem(kind=ProblemKind.NOT_SOLD, sku="", name="", wanted=1, found=0),),
)
#: Half characters, NUL, marks that turn the writing round, and long ones.
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from('\x00\ud83e\u202e\u200b\u200d\ufeff"\\\n🧋ש'), max_size=60),
    st.builds(lambda unit, times: unit * times, st.text(min_size=1, max_size=4), st.integers(1000, 66_000)),
)


def kept(text: str) -> str:
    """What a table gives back of a customer's words."""
    return text[:4096].encode("utf-8", "replace").decode()


@given(ANY_TEXT, ANY_TEXT)
def test_any_words_survive_in_the_chat(text: str, caption: str) -> None:
    """Cut to 4,096 characters, half characters as question marks, otherwise as they were."""
    media = StoredMedia(media=replace(PHOTO, caption=caption))
    item = chat_codec.said_item(replace(SAID, text=text, media=media))
    found = chat_codec.said_in(item)
    assert found == replace(SAID, text=kept(text), media=StoredMedia(media=replace(PHOTO, caption=kept(caption))))
    assert item_bytes(item) < MOST_OF_AN_ITEM


@given(note=ANY_TEXT, line=ANY_TEXT, heard=ANY_TEXT, address=ANY_TEXT, name=ANY_TEXT)
def test_any_words_survive_with_the_order(note: str, line: str, heard: str, address: str, name: str) -> None:
    """Notes, addresses, what was heard and what could not be understood."""
    wild = worded(WORDED, note=note, line=line, heard=heard, address=address, name=name)
    item = order_codec.order_item(wild)
    assert order_codec.order_in(item) == worded(
        WORDED, note=kept(note), line=kept(line), heard=kept(heard), address=kept(address), name=kept(name)
    )
    assert item_bytes(item) < MOST_OF_AN_ITEM


def worded(one: Order, *, note: str, line: str, heard: str, address: str, name: str) -> Order:
    """The order in a customer's own words."""
    assert one.handover is not None
    return replace(
        one,
        note=note,
        lines=(replace(one.lines[0], note=line),),
        heard=(replace(one.heard[0], text=heard),),
        handover=replace(one.handover, address=address),
        problems=(replace(one.problems[0], name=name),),
    )


@pytest.mark.parametrize(
    ("text", "longest"),
    [("taro ", 4096), ("🧋", 256), ("\x00", 256)],
    ids=["plain", "four bytes each", "six bytes each"],
)
def test_a_draft_that_is_talked_about_for_ever_still_fits(text: str, longest: int) -> None:
    """500 messages of 64 KB: the newest 50 are kept with the order, each shorter if all would be too large."""
    heard = tuple(replace(HEARD, message_id=f"m{number}", text=text * (65_536 // len(text))) for number in range(500))
    item = order_codec.order_item(replace(WORDED, heard=heard))
    assert item_bytes(item) < MOST_OF_AN_ITEM
    found = order_codec.order_in(item).heard
    assert [one.message_id for one in found] == [f"m{number}" for number in range(450, 500)]
    assert {len(one.text) for one in found} == {longest}


def test_an_order_of_a_hundred_noted_lines_still_fits() -> None:
    """Each with 64 KB of what takes most room."""
    lines = tuple(replace(LINE, sku=f"S{number}", note="\x00" * 65_536) for number in range(100))
    item = order_codec.order_item(replace(WORDED, lines=lines))
    assert item_bytes(item) < MOST_OF_AN_ITEM
    assert len(order_codec.order_in(item).lines) == 100


def item_bytes(item: codec.Item) -> int:
    """At least what DynamoDB counts."""
    return sum(len(name) + len(str(value).encode()) for name, value in item.items())
