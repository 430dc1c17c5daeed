"""A case is taken, given back and closed by people, and the bot knows when to be silent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.case import Case, CaseReason, CaseStatus, IllegalCaseMove, case_id_for
from shared.domain.changes import PutChat
from shared.domain.inbound import Text
from shared.ports import Contended
from shared.usecases.hand_over import hand_over
from shared.usecases.move_case import move_case
from shared.usecases.parcel_room import ParcelRoom, show_to_staff
from shared.usecases.staff_desk import ClaimedByAnother, Desk, UnknownCase
from tests.fakes.people import ANA, NOW
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import turn

CASE = case_id_for("wamid.1")
CLAIMED, OPEN, CLOSED = CaseStatus.CLAIMED, CaseStatus.OPEN, CaseStatus.CLOSED


@pytest.fixture
def desk(world: World) -> Desk:
    """Ana complained."""
    hand_over(turn(world, Text(body="it leaks")), reason=CaseReason.COMPLAINT, text="it leaks")
    record = world.record
    return Desk(
        store=world.store, customers=record.customers, chats=record.chats, cases=record.cases, commits=record.commits
    )


def move(desk: Desk, to: CaseStatus, *, by: str = "sam") -> Case:
    """A person does it."""
    return move_case(desk, case_id=CASE, to=to, by=by, now=NOW)


def test_a_claimed_case_silences_the_bot_for_an_hour(desk: Desk) -> None:
    """The store's file says how long."""
    assert move(desk, CLAIMED).claimed_by == "sam"
    chat = desk.chats.read(ANA.id)
    assert chat.with_person(NOW + timedelta(minutes=59))
    assert not chat.with_person(NOW + timedelta(minutes=60))


def test_claiming_twice_is_claiming_once_and_nobody_takes_it_from_another(desk: Desk) -> None:
    """The second person is told who has it."""
    first = move(desk, CLAIMED)
    assert move(desk, CLAIMED) == first
    with pytest.raises(ClaimedByAnother, match="sam"):
        move(desk, CLAIMED, by="kim")


def test_a_case_given_back_is_open_and_the_bot_speaks(desk: Desk) -> None:
    """Anybody may take it then."""
    move(desk, CLAIMED)
    given = move(desk, OPEN)
    assert (given.status, given.claimed_by) == (OPEN, None)
    assert not desk.chats.read(ANA.id).with_person(NOW)
    assert move(desk, CLAIMED, by="kim").claimed_by == "kim"


def test_a_closed_case_is_out_of_the_chat_and_stays_closed(desk: Desk) -> None:
    """What the customer says next opens a new one."""
    move(desk, CLAIMED)
    closed = move(desk, CLOSED)
    assert (closed.status, closed.closed_at, closed.claimed_by) == (CLOSED, NOW, "sam")
    chat = desk.chats.read(ANA.id)
    assert (chat.case_id, chat.person_until, chat.told_at) == (None, None, None)
    assert move(desk, CLOSED) == closed
    with pytest.raises(IllegalCaseMove):
        move(desk, CLAIMED)


def test_closing_an_old_case_leaves_the_new_one_alone(desk: Desk) -> None:
    """The chat names the case that it belongs to."""
    other = replace(desk.chats.read(ANA.id), case_id="case_new", person_until=NOW + timedelta(hours=1))
    desk.commits.commit([PutChat(chat=other.next())], token="other")
    move(desk, CLOSED)
    chat = desk.chats.read(ANA.id)
    assert (chat.case_id, chat.with_person(NOW)) == ("case_new", True)


def test_a_message_at_this_very_moment_is_not_lost_with_the_case(world: World, desk: Desk) -> None:
    """Both write the chat, so one of the two looks again."""
    waiting = turn(world, Text(body="hello?"), number=2)
    move(desk, CLOSED)
    with pytest.raises(Contended):
        hand_over(waiting, reason=CaseReason.COMPLAINT, text="hello?")


def test_a_case_that_is_not_there_is_said_so(desk: Desk) -> None:
    """And nothing is written."""
    with pytest.raises(UnknownCase):
        move_case(desk, case_id="case_gone", to=CLAIMED, by="sam", now=NOW)


def test_a_case_about_nobodys_parcel_is_worked_off_without_a_chat(desk: Desk, world: World) -> None:
    """It has no customer: nothing is written for one."""
    room = ParcelRoom(store=world.store, orders=world.record.orders, commits=world.record.commits)
    show_to_staff(room, reason=CaseReason.UNKNOWN_PARCEL, about="easypost:9400", note="easypost:9400", now=NOW)
    case_id = case_id_for("unknown_parcel:easypost:9400")
    for to in (CLAIMED, CLOSED):
        assert move_case(desk, case_id=case_id, to=to, by="sam", now=NOW).status is to
    assert set(world.record.state.chats) == {ANA.id}
