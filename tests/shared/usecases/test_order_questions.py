"""The questions of a draft and of a payment, as Meta takes them: short enough, told apart, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.events import Event, OrderConfirmed, OrderOffered, PaymentRequested, order_event
from shared.domain.messages import (
    ButtonsMessage,
    LinkMessage,
    ListMessage,
    OutboundMessage,
    TextMessage,
)
from shared.domain.order import Handover, Line, Order, OrderStatus, Problem, ProblemKind, Utterance
from shared.domain.store import Store
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Telling
from shared.usecases.offer_tap import OfferTap
from tests.fakes.demo_stores import STORES
from tests.fakes.people import ANA, NOW, order

SAID = Utterance(message_id="wamid.1", at=NOW, text="2 taro", kind="order", confidence=0.98)
WORDS = st.text(min_size=1, max_size=120)
SKUS = st.lists(st.text(alphabet="ABC-19", min_size=1, max_size=40), min_size=1, max_size=9, unique=True)
LINES = st.builds(
    Line,
    sku=st.just("A"),
    name=WORDS,
    quantity=st.integers(1, 99),
    unit_price=st.integers(0, 10**9),
    note=st.text(max_size=500),
)
PLAIN = st.builds(
    Problem,
    kind=st.sampled_from([one for one in ProblemKind if one is not ProblemKind.UNCLEAR]),
    sku=st.just("A"),
    name=WORDS,
    wanted=st.integers(0, 10**6),
    found=st.integers(0, 10**6),
)
HANDOVERS = st.one_of(
    st.none(),
    st.builds(
        Handover,
        kind=st.sampled_from(["pickup", "delivery"]),
        address=st.text(max_size=300),
        postal_code=st.sampled_from(["", "55401", "60601"]),
        at=st.sampled_from([None, NOW]),
    ),
)


@st.composite
def drafts(draw: st.DrawFn) -> Order:
    """Any draft that any talk can make, and many that none can."""
    problems = draw(st.lists(PLAIN, max_size=12))
    if draw(st.booleans()):
        skus = draw(SKUS)
        names = draw(st.lists(WORDS, min_size=len(skus), max_size=len(skus)))
        unclear = Problem(
            kind=draw(st.sampled_from([ProblemKind.UNCLEAR, ProblemKind.SHORT])),
            sku="A",
            name=draw(WORDS),
            wanted=draw(st.integers(0, 500)),
            found=0,
            candidates=tuple(skus),
            names=tuple(names),
        )
        problems.insert(draw(st.integers(0, len(problems))), unclear)
    return order(
        status=OrderStatus.DRAFT,
        heard=(SAID,) if draw(st.booleans()) else (),
        lines=tuple(draw(st.one_of(st.just([]), st.lists(LINES, max_size=40)))),
        problems=tuple(problems),
        handover=draw(HANDOVERS),
        note=draw(st.text(max_size=500)),
    )


def told(
    about: Order, kind: type[Event] = OrderOffered, *, store: Store, language: str, **more: object
) -> OutboundMessage:
    """What stands on Ana's phone."""
    event = order_event(kind, about, now=NOW, **more)
    customer = replace(ANA, language=language)
    moment = Telling(event=event, order=about, customer=customer, store=store, wording=all_texts(), now=NOW)
    return MILESTONES[kind].free_form(moment)


def misfits(message: OutboundMessage) -> list[str]:
    """Which of Meta's limits for what is sent with a question are broken."""
    most = 4096 if isinstance(message, ListMessage | TextMessage) else 1024
    kept = {"body": 1 <= len(message.body) <= most}  # type: ignore[union-attr]
    if isinstance(message, ButtonsMessage):
        ids = [one.id for one in message.buttons]
        kept |= {
            "number of buttons": 1 <= len(ids) <= 3,
            "titles": all(1 <= len(one.title) <= 20 for one in message.buttons),
            "titles told apart": len({one.title for one in message.buttons}) == len(ids),
            "ids": all(len(one) <= 256 and OfferTap.parse(one) is not None for one in ids),
            "ids told apart": len(set(ids)) == len(ids),
        }
    if isinstance(message, ListMessage):
        ids = [one.id for one in message.rows]
        kept |= {
            "button": len(message.button) <= 20,
            "number of rows": 1 <= len(ids) <= 10,
            "titles": all(1 <= len(one.title) <= 24 and len(one.description) <= 72 for one in message.rows),
            "ids": all(len(one) <= 200 and OfferTap.parse(one) is not None for one in ids),
            "ids told apart": len(set(ids)) == len(ids),
        }
    return [limit for limit, held in kept.items() if not held]


@settings(deadline=None, max_examples=300)
@given(draft=drafts(), language=st.sampled_from(["en", "es", "hi"]), paused=st.booleans())
def test_every_question_fits_what_meta_takes(draft: Order, language: str, *, paused: bool) -> None:
    """Whatever the names, the notes and the addresses."""
    store = STORES["pune" if language == "hi" else "mpls"]
    store = replace(store, hours=replace(store.hours, paused=paused))
    assert misfits(told(draft, store=store, language=language)) == []


def test_a_sold_out_wish_with_long_names_fits_too() -> None:
    """Twelve of them, each with three things to take instead."""
    names = tuple(f"{letter * 110} {number}" for letter in "xyz" for number in range(3))
    gone = Problem(
        kind=ProblemKind.SHORT, sku="A", name="n" * 120, wanted=1, found=0, candidates=tuple("abcdefghi"), names=names
    )
    draft = order(status=OrderStatus.DRAFT, heard=(SAID,), lines=(), problems=(gone,) * 12)
    assert misfits(told(draft, store=STORES["mpls"], language="en")) == []
    assert misfits(told(replace(draft, heard=()), store=STORES["mpls"], language="en")) == []
    assert misfits(told(replace(draft, lines=order().lines), store=STORES["mpls"], language="en")) == []


@settings(deadline=None, max_examples=100)
@given(draft=drafts(), language=st.sampled_from(["en", "es", "hi"]))
def test_every_request_to_pay_and_every_confirmation_fits(draft: Order, language: str) -> None:
    """With whatever question stands in it."""
    store = STORES["pune" if language == "hi" else "mpls"]
    placed = replace(draft, status=OrderStatus.AWAITING_PAYMENT)
    link = told(placed, PaymentRequested, store=store, language=language, attempt_id="a", url="https://pay.example/1")
    assert isinstance(link, LinkMessage)
    assert misfits(link) == []
    paid = {"ticket": 1, "transaction_id": "pi", "amount": 1, "currency": "USD"}
    confirmed = replace(draft, status=OrderStatus.CONFIRMED)
    assert misfits(told(confirmed, OrderConfirmed, store=store, language=language, **paid)) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_payment_of_a_cart_asks_what_is_open(language: str) -> None:
    """The same cart again, too many of one thing, and nowhere to bring it: one message."""
    about = order(
        problems=(
            Problem(kind=ProblemKind.REPEATED, sku="ord_0", name="", wanted=0, found=3),
            Problem(kind=ProblemKind.UNUSUAL, sku="WAFFLE", name="Egg waffle", wanted=40, found=30),
        ),
        handover=Handover(kind="delivery"),
    )
    asked = {"attempt_id": "a", "url": "https://pay.example/1"}
    message = told(about, PaymentRequested, store=STORES["mpls"], language=language, **asked)
    facts = {
        "en": (
            "exactly this 3 min ago",
            "40 × Egg waffle is more than usual",
            'write "cancel"',
            "Where shall we deliver",
        ),
        "es": ("exactamente esto hace 3 min", "40 × Egg waffle es más", 'escribe "cancelar"', "Dónde lo entregamos"),
    }[language]
    assert isinstance(message, LinkMessage)
    assert all(fact in message.body for fact in facts)


def test_a_confirmed_delivery_without_an_address_asks_for_it() -> None:
    """With the ticket and the total."""
    about = order(status=OrderStatus.CONFIRMED, handover=Handover(kind="delivery"))
    paid = {"ticket": 17, "transaction_id": "pi", "amount": 1845, "currency": "USD"}
    message = told(about, OrderConfirmed, store=STORES["mpls"], language="en", **paid)
    assert isinstance(message, TextMessage)
    for fact in ("*17*", "$18.45", "where shall we deliver it?"):
        assert fact in message.body


def test_the_confirmation_shows_the_place_and_the_time_that_were_agreed() -> None:
    """Four in the afternoon in Minneapolis; the note of the line is for the kitchen, and shown."""
    five = NOW.replace(hour=22)
    about = order(
        status=OrderStatus.CONFIRMED,
        handover=Handover(kind="delivery", address="12 Main St 55401", postal_code="55401", at=five),
        lines=(replace(order().lines[0], note="no ice"),),
    )
    paid = {"ticket": 17, "transaction_id": "pi", "amount": 1150, "currency": "USD"}
    message = told(about, OrderConfirmed, store=STORES["mpls"], language="en", **paid)
    assert isinstance(message, TextMessage)
    for fact in ("We deliver to: 12 Main St 55401", "16:00", "(no ice)"):
        assert fact in message.body


@pytest.mark.parametrize(
    "button",
    [
        "",
        "offer",
        "offer:ord_1:1",
        "offer:ord_1:x:accept",
        "offer:ord_1:1:accept.0",
        "offer:ord_1:1:pick.0",
        "offer:ord_1:1:keep.0.TARO",
        "offer:ord_1:1:drop.x",
        "offer:ord_1:٣:accept",
        "offer:ord_1:1:sell",
        "order:ord_1:1:cancel",
    ],
)
def test_what_is_no_answer_of_ours_is_none(button: str) -> None:
    """Ids come back from phones."""
    assert OfferTap.parse(button) is None


@pytest.mark.parametrize(
    "tap",
    [
        OfferTap(order_id="ord_1", version=3, answer=OfferTap.ACCEPT),
        OfferTap(order_id="ord_1", version=3, answer=OfferTap.PICK, at=2, sku="RICE.BAS:5-1"),
        OfferTap(order_id="ord_1", version=3, answer=OfferTap.KEEP, at=0),
        OfferTap(order_id="ord_1", version=3, answer=OfferTap.PICKUP),
    ],
)
def test_an_answer_comes_back_as_it_was_sent(tap: OfferTap) -> None:
    """Also with a sku that has our own signs in it."""
    assert OfferTap.parse(tap.button_id) == tap
