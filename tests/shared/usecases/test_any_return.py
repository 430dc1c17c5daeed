"""However a return is told, in any order and ten times: one return at a time, and nothing comes back twice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.domain.case import CaseReason, CaseStatus
from shared.domain.events import CustomerSpoke
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.inbound import ButtonTap, Content, Media, Text
from shared.domain.refund import RefundStep
from shared.usecases.replace_goods import NotReplaceable
from shared.usecases.request_refund import MoreThanLeft
from shared.usecases.return_room import NotNow
from shared.usecases.take_turn import take_turn
from shared.usecases.turn import Turn
from tests.shared.usecases.talk_of_a_return import Talk

R = ReturnState
PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
BOUGHT = {"TARO-R": 2, "WAFFLE": 1}
SENTENCES = (
    "arrived broken",
    "the waffle is missing",
    "wrong item",
    "I don't want it anymore",
    "all of it",
    "2 taro",
    "1",
    "both",
    "it leaked all over",
    "no photo",
    "that's all",
    "yes",
    "no",
    "never mind",
    "2 waffles please",
    "where is my order",
    "menu",
    "thank you",
    "5",
    "glorp",
    "toota hua aaya",
)


def all_is_well(talk: Talk) -> None:
    """No unit is returned twice, no more is paid back than was paid, and whoever told something is with the staff."""
    file = talk.complaint.file
    taken: Counter[str] = Counter()
    for one in file.returns:
        assert all(units > 0 for units in one.items.values())
        if one.state not in (R.CANCELLED, R.REFUSED):
            taken.update(one.items)
    assert all(units <= BOUGHT[sku] for sku, units in taken.items())
    undecided = [one.id for one in file.returns if one.state in (R.OPENED, R.REQUESTED)]
    assert len(undecided) <= 1
    cases = [one for one in talk.state.cases.values() if one.reason is CaseReason.RETURN]
    assert len(cases) == len(file.returns)
    assert len([one for one in cases if one.status is not CaseStatus.CLOSED]) == len(undecided)
    back = sum(one.amount.amount for one in file.refunds if one.state is not RefundStep.FAILED)
    assert back <= 1845
    # The order begins in version 6; each event after it is one more.
    assert [event.sequence for event in file.events] == list(range(7, file.order.version + 1))


class Returns(RuleBasedStateMachine):
    """Ana writes, taps whatever was ever on the screen, sends photos, and repeats it all; staff decide in between."""

    @initialize(below=st.sampled_from([0, 700, 5000]), not_wanted=st.booleans())
    def begin(self, below: int, not_wanted: bool) -> None:  # noqa: FBT001 - drawn by name
        """At a store with some rule."""
        self.talk = Talk(refund_without_return_below=below, not_wanted=not_wanted)
        self.buttons = ["return:ord_1:5:start", "return:ord_1:6:start.missing", "score:ord_1:2", "order:ord_1:6:status"]
        self.turns: list[Turn] = []
        self.open_choices = ["return:ord_1:5:start"]
        self.photos = 0

    def _send(self, what: Content) -> str:
        turn = self.talk.shop.turn(what)
        before = {one.id: one.state for one in self.talk.complaint.file.returns}
        outcome = take_turn(turn).outcome
        self.turns.append(turn)
        if any(isinstance(event, CustomerSpoke) for event in self.talk.state.events):
            shown = self.talk.shown
            ids = [one.id for one in (*getattr(shown, "rows", ()), *getattr(shown, "buttons", ()))]
            self.buttons += ids
            self.open_choices = [one for one in ids if one.startswith("return:") and not one.endswith(":cancel")]
        for one in self.talk.complaint.file.returns:
            if one.state is not before.get(one.id, one.state):
                # Nothing is sent, and nothing called off, that she did not say.
                assert outcome in ("return_sent", "return_decided", "return_called_off")
        return outcome

    @rule(text=st.sampled_from(SENTENCES))
    def speak(self, text: str) -> None:
        """About the return, or about something else."""
        self._send(Text(body=text))

    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        """A button of now or of long ago; the newest is the likeliest."""
        button = data.draw(st.one_of(st.sampled_from(self.buttons[-6:]), st.sampled_from(self.buttons)))
        self._send(ButtonTap(id=button, title="?"))

    @precondition(lambda self: self.open_choices)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """She answers what was asked last."""
        self._send(ButtonTap(id=data.draw(st.sampled_from(self.open_choices)), title="?"))

    @rule(caption=st.sampled_from(["", "arrived broken", "look at this"]), kind=st.sampled_from(["image", "audio"]))
    def photo(self, caption: str, kind: str) -> None:
        """Or a voice note."""
        self.photos += 1
        media = Media(type=kind, id=f"m-{self.photos}", mime_type=f"{kind}/x", sha256="aGk=", caption=caption)
        self._send(media)

    @precondition(lambda self: self.turns)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The same message once more changes nothing at all."""
        turn = data.draw(st.sampled_from(self.turns))
        state = self.talk.state
        before = (dict(state.orders), dict(state.returns), list(state.events), dict(state.chats), dict(state.cases))
        self.talk.shop.record.forget_tokens()
        again = replace(turn, chat=turn.talk.chats.read(turn.customer.id), now=self.talk.shop.now)
        assert take_turn(again).outcome == "repeated"
        after = (dict(state.orders), dict(state.returns), list(state.events), dict(state.chats), dict(state.cases))
        assert after == before

    @precondition(lambda self: self.talk.complaint.file.returns)
    @rule(decision=st.sampled_from(Decision), data=st.data())
    def decide(self, decision: Decision, data: st.DataObject) -> None:
        """Staff need not wait for her to have finished."""
        one: GoodsReturn = data.draw(st.sampled_from(self.talk.complaint.file.returns))
        with suppress(NotNow, NotReplaceable, MoreThanLeft):
            self.talk.complaint.decides(decision, return_id=one.id)

    @rule(hours=st.sampled_from([1, 5, 80]))
    def wait(self, hours: int) -> None:
        """Buttons stay on the screen for weeks."""
        self.talk.shop.now += timedelta(hours=hours)
        self.talk.complaint.now = self.talk.shop.now

    @rule()
    def person_comes_and_goes(self) -> None:
        """Staff may claim and leave at any moment."""
        chats = self.talk.state.chats
        for key, chat in chats.items():
            until = None if chat.person_until else self.talk.shop.now + timedelta(minutes=5)
            chats[key] = replace(chat, person_until=until, version=chat.version + 1)

    @invariant()
    def all_stays_well(self) -> None:
        """After every message."""
        if hasattr(self, "talk"):
            all_is_well(self.talk)


TestReturns = Returns.TestCase
TestReturns.settings = settings(PATIENT, max_examples=60, stateful_step_count=30)


@pytest.mark.parametrize("seed", range(8))
def test_each_message_ten_times_in_any_order_leaves_one_return(seed: int) -> None:
    """Meta promises neither order nor once."""
    rehearsal = Talk()
    rehearsal.start()
    rehearsal.taps("1 × Egg waffle")
    rehearsal.taps("Damaged")
    rehearsal.shows()
    rehearsal.shows(later=timedelta(seconds=-58))
    rehearsal.taps("That's all")
    rehearsal.taps("Yes, send it")
    said = [turn_of(rehearsal, number) for number in range(1, 8)]
    talk, random = Talk(), Random(seed)
    post = [one for one in said for _ in range(10)]
    random.shuffle(post)
    for number, turn in enumerate(post):
        talk.shop.now += timedelta(seconds=1)
        now = talk.shop.now
        chat = talk.shop.talk.chats.read(turn.customer.id)
        outcome = take_turn(replace(turn, talk=talk.shop.talk, chat=chat, now=now)).outcome
        assert outcome != "repeated" or turn.message.id in {one.message.id for one in post[:number]}
        all_is_well(talk)
    assert len(talk.complaint.file.returns) == 1
    assert len(talk.state.said) == 7
    assert talk.moves in (["opened"], ["opened", "requested"])


def turn_of(talk: Talk, number: int) -> Turn:
    """The n-th message of a talk as it was, to be said once more."""
    return talk.said[number - 1]


def test_in_order_and_ten_times_each_the_return_is_complete() -> None:
    """Every repeat comes right after its first."""
    talk = Talk()
    for step in (
        talk.start,
        lambda: talk.taps("1 × Egg waffle"),
        lambda: talk.taps("Damaged"),
        talk.shows,
        lambda: talk.shows(later=timedelta(seconds=-58)),
        lambda: talk.taps("That's all"),
        lambda: talk.taps("Yes, send it"),
    ):
        step()
        turn = talk.said[-1]
        for _ in range(9):
            chat = turn.talk.chats.read(turn.customer.id)
            assert take_turn(replace(turn, chat=chat)).outcome == "repeated"
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 2, R.REQUESTED)
    assert talk.moves == ["opened", "requested"]


@PATIENT
@given(
    button=st.one_of(st.text(max_size=60), st.from_regex(r"(return|score|parcel):[a-z0-9_:.\-]{0,60}", fullmatch=True))
)
def test_any_button_id_is_answered(button: str) -> None:
    """Ids come back from phones; nobody promises that they are ours."""
    talk = Talk()
    talk.taps_id(button)
    assert talk.complaint.file.returns == ()
