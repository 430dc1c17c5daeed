"""The contract of Chats and Cases, and of the changes that write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.case import Case, CaseReason, CaseStatus
from shared.domain.changes import AppendEvent, Change, KeepSaid, PutCase, PutChat, PutOrder
from shared.domain.chat import Chat, Said, StoredMedia
from shared.domain.events import CustomerSpoke
from shared.domain.inbound import Media
from shared.domain.order import OrderStatus
from shared.ports import Conflict
from tests.fakes.people import ANA, NOW, order

FIRST_PLACE = 1_795_284_000_000_042
SAID = Said(customer_id=ANA.id, place=FIRST_PLACE, message_id="wamid.1", at=NOW, text="2 taro por favor 🧋")
CHAT = Chat(
    customer_id=ANA.id,
    version=1,
    draft_id="ord_1",
    draft_at=NOW,
    case_id="case_1",
    person_until=NOW + timedelta(minutes=60),
    told_at=NOW,
    misses=2,
    asked="order:ord_1:2:cancel_yes",
    asked_at=NOW,
)
CASE = Case(
    id="case_1",
    store="mpls",
    customer_id=ANA.id,
    reason=CaseReason.COMPLAINT,
    status=CaseStatus.OPEN,
    version=1,
    opened_at=NOW,
    first_place=FIRST_PLACE,
    order_id="ord_1",
)
PHOTO = Media(
    type="image", id="9914", mime_type="image/jpeg", sha256="c2hhMjU2", caption="broken seal", filename="a.jpg"
)
VOICE = Media(type="audio", id="9915", mime_type="audio/ogg; codecs=opus", voice=True)


def commit(record: Any, *changes: Change, token: str) -> None:
    """One transaction."""
    record.commits.commit(list(changes), token=token)


def failures(record: Any, *changes: Change, token: str) -> list[Change]:
    """The changes that a commit is refused for."""
    with pytest.raises(Conflict) as refusal:
        commit(record, *changes, token=token)
    return list(refusal.value.failed)


def keep(record: Any, *places: int, customer_id: str = ANA.id) -> None:
    """Messages at those places, with their place as text."""
    for place in places:
        one = Said(customer_id=customer_id, place=place, message_id=f"m{place}", at=NOW, text=str(place))
        commit(record, KeepSaid(said=one), token=f"{customer_id}:{place}")


# Turns


def test_a_turn_is_all_there_or_not_at_all(record: Any) -> None:
    """The message, the chat, the draft, the case and the answer: one transaction over two tables."""
    draft = order(status=OrderStatus.DRAFT, version=1)
    spoke = CustomerSpoke(
        store="mpls",
        subject=f"CUSTOMER#{ANA.id}",
        sequence=FIRST_PLACE,
        at=NOW,
        customer_id=ANA.id,
        message_id="wamid.1",
        topic="case_opened",
        order_id="ord_1",
        facts={"minutes": 5, "names": ["taro"]},
    )
    turn: list[Change] = [
        KeepSaid(said=SAID),
        PutOrder(order=draft, over=None),
        PutCase(case=CASE, over=None),
        AppendEvent(event=spoke),
        PutChat(chat=CHAT),
    ]
    late = PutChat(chat=replace(CHAT, version=2))
    assert failures(record, *turn[:-1], late, token="late") == [late]
    assert record.chats.said_at(ANA.id, FIRST_PLACE) is None
    assert record.orders.read("ord_1") is None
    assert record.cases.read("case_1") is None
    commit(record, *turn, token="turn")
    assert record.chats.said_at(ANA.id, FIRST_PLACE) == SAID
    assert record.chats.read(ANA.id) == CHAT
    assert record.orders.read("ord_1").order == draft
    assert record.cases.read("case_1") == CASE
    assert record.outbox.announce(spoke) is False


def test_a_message_that_comes_again_is_named_as_what_stood_in_the_way(record: Any) -> None:
    """With all that its turn would change, whatever else has moved since."""
    commit(record, KeepSaid(said=SAID), PutChat(chat=CHAT), token="a")
    again, chat, case = KeepSaid(said=SAID), PutChat(chat=CHAT), PutCase(case=CASE, over=None)
    assert failures(record, again, chat, case, token="b") == [again, chat]
    assert failures(record, case, PutChat(chat=CHAT.next()), again, token="c") == [again]
    assert record.cases.read("case_1") is None


# Chats


def test_a_conversation_begins_fresh(record: Any) -> None:
    """Nothing was ever written: version 0, nothing open."""
    assert record.chats.read(ANA.id) == Chat(customer_id=ANA.id)


def test_a_chat_is_written_over_the_version_before_only(record: Any) -> None:
    """Of two turns that read version 1, one writes version 2; version 1 is written once."""
    commit(record, PutChat(chat=CHAT), token="a")
    first_again = PutChat(chat=replace(CHAT, misses=0))
    assert failures(record, first_again, token="b") == [first_again]
    commit(record, PutChat(chat=CHAT.next()), token="c")
    late = PutChat(chat=replace(CHAT, version=2, misses=9))
    gap = PutChat(chat=replace(CHAT, version=4))
    assert failures(record, late, token="d") == [late]
    assert failures(record, gap, token="e") == [gap]
    assert record.chats.read(ANA.id) == replace(CHAT, version=2)


def test_a_chat_has_no_version_before_the_first(record: Any) -> None:
    """A use case that forgot to count is told so before anything is sent."""
    with pytest.raises(ValueError, match="version 1"):
        commit(record, PutChat(chat=replace(CHAT, version=0)), token="a")


def test_messages_are_read_newest_first_from_wherever_one_is(record: Any) -> None:
    """By place, however they came; another customer's are not among them, and neither is the chat itself."""
    keep(record, 9, 1_795_284_000_000_001, 10, 1_795_284_000_999_999)
    keep(record, 11, customer_id="cus_ben")
    commit(record, PutChat(chat=CHAT), token="chat")
    record.customers.save(ANA)

    def places(**asked: Any) -> list[int]:
        return [one.place for one in record.chats.said(ANA.id, **asked)]

    assert places(limit=9) == [1_795_284_000_999_999, 1_795_284_000_000_001, 10, 9]
    assert places(limit=1) == [1_795_284_000_999_999]
    assert places(limit=2, before=1_795_284_000_999_999) == [1_795_284_000_000_001, 10]
    assert places(limit=9, before=9) == []
    assert places(limit=9, before=10**20) == places(limit=9)
    assert record.chats.said("cus_nobody", limit=9) == []
    assert record.customers.read(ANA.id) == ANA


@pytest.mark.parametrize(
    "said",
    [
        replace(
            SAID,
            text="a person, please",
            understood="human",
            confidence=0.97,
            order_id="ord_1",
            case_id="case_1",
            reply_to="wamid.0",
        ),
        replace(SAID, type="image", text="broken seal", media=StoredMedia(media=PHOTO)),
        replace(SAID, type="audio", text="", media=StoredMedia(media=VOICE, state="stored", key="chats/a/1.ogg")),
        replace(SAID, direction="out", by="lena", text="On our way!", message_id="staff-1"),
        replace(SAID, understood="other", confidence=0.0),
    ],
    ids=["understood", "a photo", "a voice note", "from a person", "not understood at all"],
)
def test_a_message_is_kept_with_all_that_is_known_of_it(record: Any, said: Said) -> None:
    """Whatever it was."""
    commit(record, KeepSaid(said=said), token="a")
    assert record.chats.said_at(ANA.id, FIRST_PLACE) == said
    assert record.chats.said(ANA.id, limit=1) == [said]


def test_what_became_of_media_is_noted_once(record: Any) -> None:
    """Two workers fetched the same photo: one of them tells where it is, and the message stays as it was."""
    photo = replace(SAID, type="image", text="broken seal", media=StoredMedia(media=PHOTO))
    commit(record, KeepSaid(said=photo), token="a")
    stored = StoredMedia(media=PHOTO, state="stored", key=f"chats/{ANA.id}/{FIRST_PLACE}.jpg")
    refused = StoredMedia(media=PHOTO, state="refused", reason="too large")
    assert record.chats.mark_media(ANA.id, FIRST_PLACE, media=stored) is True
    assert record.chats.mark_media(ANA.id, FIRST_PLACE, media=refused) is False
    assert record.chats.said_at(ANA.id, FIRST_PLACE) == replace(photo, media=stored)


def test_media_of_no_message_is_not_noted(record: Any) -> None:
    """Neither of one that is not there, nor of one that had none: nothing is made of it."""
    stored = StoredMedia(media=PHOTO, state="stored", key="k")
    assert record.chats.mark_media(ANA.id, FIRST_PLACE, media=stored) is False
    assert record.chats.said_at(ANA.id, FIRST_PLACE) is None
    commit(record, KeepSaid(said=SAID), token="a")
    assert record.chats.mark_media(ANA.id, FIRST_PLACE, media=stored) is False
    assert record.chats.said_at(ANA.id, FIRST_PLACE) == SAID


# Cases


def test_a_case_moves_over_the_version_that_was_read(record: Any) -> None:
    """Two people claim it: one does."""
    commit(record, PutCase(case=CASE, over=None), token="a")
    again = PutCase(case=CASE, over=None)
    assert failures(record, again, token="b") == [again]
    lenas = CASE.become(CaseStatus.CLAIMED, claimed_by="lena", now=NOW)
    commit(record, PutCase(case=lenas, over=1), token="c")
    sams = PutCase(case=CASE.become(CaseStatus.CLAIMED, claimed_by="sam", now=NOW), over=1)
    assert failures(record, sams, token="d") == [sams]
    closed = lenas.become(CaseStatus.CLOSED, now=NOW + timedelta(minutes=9))
    commit(record, PutCase(case=closed, over=2), token="e")
    assert record.cases.read("case_1") == closed
    assert (closed.claimed_by, closed.closed_at) == ("lena", NOW + timedelta(minutes=9))
    assert record.cases.read("case_2") is None


def test_cases_are_listed_newest_first_page_by_page(record: Any) -> None:
    """Those of one status."""
    for number in (3, 1, 5, 2, 4):
        one = replace(CASE, id=f"c{number}", opened_at=NOW + timedelta(seconds=number))
        commit(record, PutCase(case=one, over=None), token=f"c{number}")
    closed = replace(CASE, id="c6", status=CaseStatus.CLOSED, closed_at=NOW)
    commit(record, PutCase(case=closed, over=None), token="c6")
    pages, cursor = [], None
    while True:
        page, cursor = record.cases.list_by_status("case_open", limit=2, cursor=cursor)
        pages.append([one.id for one in page])
        if cursor is None:
            break
    assert pages == [["c5", "c4"], ["c3", "c2"], ["c1"]]
    assert record.cases.list_by_status("case_closed", limit=2, cursor=None) == ([closed], None)


def test_a_case_is_never_listed_as_an_order_nor_an_order_as_a_case(record: Any) -> None:
    """They share an index: neither by a status of the other, nor among what a customer ordered."""
    received = order(status=OrderStatus.RECEIVED, version=1)
    commit(record, PutCase(case=CASE, over=None), PutOrder(order=received, over=None), token="a")
    assert record.orders.list_by_status("case_open", limit=9, cursor=None) == ([], None)
    assert record.cases.list_by_status("received", limit=9, cursor=None) == ([], None)
    assert record.orders.list_by_status("received", limit=9, cursor=None) == ([received], None)
    assert record.cases.list_by_status("case_open", limit=9, cursor=None) == ([CASE], None)
    assert record.orders.recent(ANA.id, limit=9) == [received]
    assert record.orders.read("case_1") is None
    assert record.cases.read("ord_1") is None


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WyJhIiwgImIiXQ"])
def test_a_cursor_of_cases_that_is_not_ours_is_refused(record: Any, cursor: str) -> None:
    """Tampered text never reaches the table."""
    with pytest.raises(ValueError, match=r"cursor|isoformat"):
        record.cases.list_by_status("case_open", limit=2, cursor=cursor)


# What customers may write


ODD = {
    "64 KB": "taro " * 13_000,
    "64 KB of four bytes each": "🧋" * 16_000,
    "NUL": "2 taro\x00\x00",
    "64 KB of NUL": "\x00" * 65_536,
    "right to left": "\u202e2 taro\u202c שלום",
    "zero width": "2\u200b ta\u200dro\ufeff",
    "half a character": "2 taro \ud83e",
    "quotes and controls": '"\\\x1b[31m\x7f\u2028',
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_whatever_a_customer_writes_is_kept_with_the_message(record: Any, text: str) -> None:
    """As it was, up to the 4,096 characters that WhatsApp lets one type; half a character as a question mark."""
    photo = StoredMedia(media=replace(PHOTO, caption=text, filename=text))
    commit(record, KeepSaid(said=replace(SAID, text=text, media=photo)), token="a")
    kept = record.chats.said_at(ANA.id, FIRST_PLACE)
    wanted = text[:4096].replace("\ud83e", "?")
    assert kept.text == wanted
    assert (kept.media.media.caption, kept.media.media.filename) == (wanted, wanted)
