"""Whatever anybody sends, in any order: nothing breaks, and nothing is taken without the customer's own yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.domain.catalog import stock_needed
from shared.domain.inbound import ButtonTap, Location
from shared.domain.order import UNPAID, Order, OrderStatus
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=80)
#: Words of both shops' customers, and what phones and pranksters put between them.
NAMED = "2 10 99 500 a ek do dos एक ३ large grande bada taro mango waffle chai namak tea rice सोडा नमक no add"
TALKED = "yes ok cancel change menu stop hello instead of remove less more none deliver to 12 Main St 55401"
ODD = ("5pm", "\n", ",", ".", "?", "👍", "🧋", "\u200b", "\u202e", "\x00", "{store}", "%s", "*", "\ud800", "٣", "½")
PIECES = st.sampled_from([*NAMED.split(), *TALKED.split(), *ODD])
SAYINGS = st.lists(PIECES, max_size=12).map(" ".join)
SENTENCES = (
    "2 large taro and a waffle",
    "a mango",
    "33 waffles",
    "add a waffle",
    "no waffle",
    "make it 3",
    "deliver to 12 Main St 55401",
    "pickup",
    "deliver to 1 Far Rd 60601",
    "for 5pm",
    "how much is a waffle?",
    "where is my order",
    "yes",
    "no",
    "cancel",
    "menu",
    "hello",
    "glorp zib",
    "same as last time",
    "en español por favor",
)


def drained(world_orders: dict[str, Order]) -> dict[str, int]:
    """Units that the orders which count hold."""
    held: dict[str, int] = {}
    for order in world_orders.values():
        if order.status in UNPAID:
            for item, units in order.needs.items():
                held[item] = held.get(item, 0) + units
    return held


def all_is_well(chat: ChatOfAna, *, first: dict[str, int]) -> None:
    """Stock is conserved, what is held is held by orders, and prices are the catalog's."""
    state = chat.world.record.state
    held = drained(state.orders)
    for item, (available, reserved) in chat.world.record.levels().items():
        assert available + reserved == first[item]
        assert reserved == held.get(item, 0)
    for order in state.orders.values():
        assert order.total.amount == sum(line.quantity * state.products[line.sku].price for line in order.lines)
        assert all(1 <= line.quantity <= 99 for line in order.lines)
        if order.status in UNPAID:
            wanted = stock_needed((state.products[line.sku], line.quantity) for line in order.lines)
            assert dict(order.needs) == wanted
        numbers = [event.sequence for event in state.events if event.subject == f"ORDER#{order.id}"]
        assert numbers == list(range(1, order.version + 1))


@PATIENT
@given(text=st.one_of(st.text(max_size=300), SAYINGS), store=st.sampled_from(["mpls", "pune"]))
@example(text="\x00", store="mpls")
@example(text="\ud83d 2 taro \udc4d", store="mpls")
@example(text="\u202e2 large taro\u202c", store="mpls")
@example(text="2\u200b large\u200d taro", store="mpls")
@example(text="2 large taro " * 5000, store="mpls")
@example(text="ब" * 65536, store="pune")
@example(text="99999999999999999999 waffles", store="mpls")
@example(text="deliver to " * 6000, store="mpls")
@example(text="-2 waffles", store="mpls")
@example(text="0 waffles", store="mpls")
def test_any_text_is_answered_or_kept_and_takes_nothing(text: str, store: str) -> None:
    """To a stranger, and with an open draft: no crash, no order without a yes, the catalog's prices."""
    chat = ChatOfAna(store)
    first = {item: available for item, (available, _) in chat.world.record.levels().items()}
    heard = chat.send(text)
    assert heard.outcome not in ("received", "confirmed")
    assert chat.counts() == []
    all_is_well(chat, first=first)
    chat.send("a waffle and 2 large taro" if store == "mpls" else "2 kg basmati and 1 kg salt")
    chat.send(text)
    all_is_well(chat, first=first)
    assert len(chat.heard) >= 1


@PATIENT
@given(
    button=st.one_of(
        st.text(max_size=80), st.from_regex(r"(offer|order|again|menu|return):[a-z0-9_:.\-]{0,60}", fullmatch=True)
    )
)
def test_any_button_id_is_answered(button: str) -> None:
    """Ids come back from phones; nobody promises that they are ours."""
    chat = ChatOfAna("mpls")
    chat.send("a waffle")
    chat.send(ButtonTap(id=button, title="?"))
    assert (chat.counts(), chat.held) == ([], 0)


@pytest.mark.parametrize(
    "answer", ["pick.0.GONE", "pick.99.WAFFLE", "drop.7", "keep.0", "pickup", "delivery", "accept.1"]
)
def test_an_answer_about_nothing_shows_the_step_that_stands(answer: str) -> None:
    """The version is right, the rest is not."""
    chat = ChatOfAna("mpls")
    chat.send("a waffle")
    chat.send(ButtonTap(id=f"offer:{chat.order.id}:1:{answer}", title="?"))
    assert chat.order.status is OrderStatus.DRAFT
    assert chat.held == 0


class Talk(RuleBasedStateMachine):
    """A customer who writes, taps whatever was ever on the screen, sends carts, and repeats it all."""

    @initialize(store=st.sampled_from(["mpls"]))
    def begin(self, store: str) -> None:
        """A shelf that can run empty."""
        self.chat = ChatOfAna(store, waffle_mix_g=550, cup_large=8)
        self.first = {item: available for item, (available, _) in self.chat.world.record.levels().items()}
        self.buttons: list[ButtonTap] = []

    def _send(self, what: object, *, may_take: bool) -> None:
        before = self._placed()
        self.chat.send(what)  # type: ignore[arg-type]
        self.buttons += [ButtonTap(id=one.id, title=one.title) for one in self.chat.choices]
        assert may_take or self._placed() <= before

    def _placed(self) -> set[str]:
        return {one.id for one in self.chat.orders if one.status in UNPAID}

    @rule(text=st.sampled_from(SENTENCES))
    def speak(self, text: str) -> None:
        """Only a yes takes an order."""
        self._send(text, may_take=text == "yes")

    @rule(text=SAYINGS)
    def babble(self, text: str) -> None:
        """A yes may be among it, alone."""
        self._send(text, may_take=True)

    @rule(
        skus=st.lists(st.sampled_from([("WAFFLE", 695), ("TARO-L", 675)]), min_size=1, max_size=2, unique=True),
        n=st.integers(1, 4),
    )
    def shop(self, skus: list[tuple[str, int]], n: int) -> None:
        """A cart is its own yes."""
        self._send(cart(*[(sku, n, price) for sku, price in skus]), may_take=True)

    @precondition(lambda self: self.buttons)
    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        """A button of now or of long ago; only the ones that say yes take."""
        button = data.draw(st.sampled_from(self.buttons))
        self._send(button, may_take=button.id.endswith((":accept", "cancel_yes")))

    @rule()
    def pin(self) -> None:
        """Here I am."""
        self._send(Location(latitude=44.98, longitude=-93.27), may_take=False)

    @precondition(lambda self: self.chat.messages)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The same message once more changes nothing at all."""
        number = data.draw(st.integers(1, len(self.chat.messages)))
        record = self.chat.world.record
        before = (dict(record.state.orders), record.levels(), list(record.state.events), dict(record.state.chats))
        assert self.chat.again(number).outcome == "repeated"
        after = (dict(record.state.orders), record.levels(), list(record.state.events), dict(record.state.chats))
        assert after == before

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        """Drafts are left alone after twelve hours, windows close after a day."""
        self.chat.world.now += timedelta(hours=hours)

    @rule()
    def person_comes_and_goes(self) -> None:
        """Staff may claim and leave at any moment."""
        chats = self.chat.world.record.state.chats
        for key, chat in chats.items():
            until = None if chat.person_until else self.chat.world.now + timedelta(minutes=5)
            chats[key] = replace(chat, person_until=until, version=chat.version + 1)

    @invariant()
    def all_stays_well(self) -> None:
        """After every message."""
        if hasattr(self, "chat"):
            all_is_well(self.chat, first=self.first)

    @invariant()
    def one_draft_is_open_at_most(self) -> None:
        """The conversation's."""
        for chat in self.chat.world.record.state.chats.values() if hasattr(self, "chat") else ():
            standing = self.chat.world.record.state.orders.get(chat.draft_id or "")
            assert chat.draft_id is None or standing is not None


TestTalk = Talk.TestCase
TestTalk.settings = settings(PATIENT, max_examples=30, stateful_step_count=25)
