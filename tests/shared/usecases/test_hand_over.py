"""What only a person can settle becomes a case, once, and the customer is told, now and then."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.case import BESIDE_THE_CHAT, Case, CaseReason, CaseStatus, case_id_for
from shared.domain.changes import PutChat
from shared.domain.events import CaseOpened
from shared.domain.inbound import Text
from shared.domain.messages import TextMessage
from shared.ports import Contended
from shared.usecases.hand_over import hand_over
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Telling
from tests.fakes.people import ANA, MPLS, NOW
from tests.shared.usecases.conftest import World
from tests.shared.usecases.turns import answers, turn

QUESTION = CaseReason.QUESTION


def ask(world: World, number: int = 1, words: str = "are the pearls vegan?") -> str:
    """Ana asks what nobody but a person can answer."""
    return hand_over(turn(world, Text(body=words), number=number), reason=QUESTION, text=words).outcome


def only_case(world: World) -> Case:
    """The one case there is."""
    (case,) = world.record.state.cases.values()
    return case


def test_the_first_message_opens_a_case_and_says_so(world: World) -> None:
    """The case, the words, the chat and the answer are one transaction."""
    assert ask(world) == "case_opened"
    case = only_case(world)
    assert (case.id, case.reason, case.status, case.customer_id) == (
        case_id_for("wamid.1"),
        QUESTION,
        CaseStatus.OPEN,
        ANA.id,
    )
    (kept,) = world.record.state.said.values()
    assert (kept.text, kept.case_id, kept.place) == ("are the pearls vegan?", case.id, case.first_place)
    assert world.record.chats.read(ANA.id).case_id == case.id
    assert answers(world) == ["CaseOpened"]
    assert world.record.calls.count("commits.commit") == 1


def test_what_is_said_meanwhile_joins_the_case_without_another_word(world: World) -> None:
    """Three messages, one case, one answer."""
    assert [ask(world, number) for number in (1, 2, 3)] == ["case_opened", "case_joined", "case_joined"]
    assert {one.case_id for one in world.record.state.said.values()} == {only_case(world).id}
    assert answers(world) == ["CaseOpened"]


def test_half_an_hour_later_the_customer_is_told_once_more(world: World) -> None:
    """Silence for long would be rude, an answer to each message a nuisance."""
    ask(world, 1)
    world.now += timedelta(minutes=29, seconds=59)
    assert ask(world, 2) == "case_joined"
    world.now += timedelta(seconds=1)
    assert ask(world, 3) == "case_joined_and_told"
    assert ask(world, 4) == "case_joined"
    assert answers(world) == ["CaseOpened", "case_noted"]


def test_a_repeated_message_changes_nothing(world: World) -> None:
    """The queue delivers twice."""
    ask(world)
    before = len(world.record.state.events), world.record.chats.read(ANA.id)
    assert ask(world) == "repeated"
    assert (len(world.record.state.events), world.record.chats.read(ANA.id)) == before


def test_while_a_person_talks_the_bot_says_nothing_and_loses_nothing(world: World) -> None:
    """Also when that person opened no case: then one is opened, so that somebody sees the reply."""
    talking = replace(world.record.chats.read(ANA.id), person_until=NOW + timedelta(minutes=60))
    world.record.commits.commit([PutChat(chat=talking.next())], token="staff")
    assert ask(world) == "case_opened"
    assert only_case(world).status is CaseStatus.OPEN
    assert answers(world) == []


def test_after_a_case_was_closed_the_next_is_a_new_one(world: World) -> None:
    """And its customer is told again."""
    ask(world, 1)
    closed = only_case(world).become(CaseStatus.CLOSED, now=NOW)
    world.record.state.cases[closed.id] = closed
    assert ask(world, 2) == "case_opened"
    assert len(world.record.state.cases) == 2
    assert answers(world) == ["CaseOpened", "CaseOpened"]


def test_joining_a_case_that_is_closed_at_this_moment_is_tried_again(world: World) -> None:
    """A message must not end up with a case that nobody opens any more."""
    ask(world, 1)
    waiting = turn(world, Text(body="hello?"), number=2)
    closing = replace(world.record.chats.read(ANA.id), case_id=None).next()
    world.record.commits.commit([PutChat(chat=closing)], token="close")
    with pytest.raises(Contended):
        hand_over(waiting, reason=QUESTION, text="hello?")
    assert len(world.record.state.said) == 1


@pytest.mark.parametrize("reason", sorted(set(CaseReason) - BESIDE_THE_CHAT))
@pytest.mark.parametrize("language", ["en", "es", "hi"])
def test_every_reason_has_its_words(reason: CaseReason, language: str) -> None:
    """A reason without words would leave the customer in silence."""
    event = CaseOpened(
        store="mpls",
        subject=f"CUSTOMER#{ANA.id}",
        sequence=1,
        at=NOW,
        customer_id=ANA.id,
        case_id="case_1",
        reason=reason,
    )
    store = replace(MPLS, languages=("en", "es", "hi"))
    customer = replace(ANA, language=language)
    moment = Telling(event=event, order=None, customer=customer, store=store, wording=all_texts(), now=NOW)
    message = MILESTONES[CaseOpened].free_form(moment)
    assert isinstance(message, TextMessage)
    assert len(message.body) > 20


def test_no_conversation_is_handed_over_for_what_has_no_words() -> None:
    """Whoever hands over, or announces a case, names none of the reasons that only staff read."""
    told = {
        path.name: {reason for reason in BESIDE_THE_CHAT if f"CaseReason.{reason.name}" in code}
        for path in Path(hand_over.__code__.co_filename).parent.rglob("*.py")
        if "hand_over" in (code := path.read_text()) or "CaseOpened(" in code
    }
    assert {"hand_over.py", "hear_text.py", "answer_parcel_tap.py"} <= told.keys()
    assert {name for name, reasons in told.items() if reasons} == set()
    texts = all_texts().languages.values()
    assert not [reason for reason in BESIDE_THE_CHAT for lines in texts if f"case_{reason}" in lines]
