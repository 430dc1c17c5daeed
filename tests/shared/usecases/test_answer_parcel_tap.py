"""After a failed attempt: taps and words become one checked instruction, and what is wrong with one is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.delivery_terms import DeliveryTerms
from shared.domain.events import DeliveryInstructed
from shared.domain.inbound import ButtonTap, Text
from shared.domain.messages import ButtonsMessage, ListMessage, TextMessage
from shared.domain.order import OrderStatus, Ticket
from shared.domain.parcel import Address, Direction, Instruction, InstructionKind, Parcel, ParcelState, Scan
from shared.domain.store import Fulfilment
from shared.usecases.parcel_tap import ParcelTap
from shared.usecases.take_turn import take_turn
from tests.fakes.people import NOW, order
from tests.shared.usecases.demo import Demo, demo

K = InstructionKind
MINE = order(id="ord_mine", status=OrderStatus.DELIVERY_FAILED, version=6, ticket=Ticket(number=17, day=NOW.date()))
HOME = Address(
    name="Ana Ruiz", line1="1420 W Lake St", city="Minneapolis", state="MN", postal_code="55408", country="US"
)
FAILED = Parcel(
    id="pcl_1",
    order_id=MINE.id,
    number=1,
    courier="easypost",
    direction=Direction.OUTBOUND,
    to=HOME,
    lines={"taro-milk-tea": 1},
    at=NOW - timedelta(hours=5),
    state=ParcelState.FAILED_ATTEMPT,
    version=4,
    scans=(Scan(at=NOW - timedelta(hours=1), state=ParcelState.FAILED_ATTEMPT, code="failure"),),
    tracking_code="EZ1",
    deadline=NOW + timedelta(hours=20),
)


@pytest.fixture
def shop() -> Demo:
    """Nobody took Ana's parcel an hour ago."""
    made = demo("mpls")
    assert isinstance(made.store.fulfilment, Fulfilment)
    assert isinstance(made.store.delivery, DeliveryTerms)
    made.record.state.orders[MINE.id] = MINE
    made.record.state.parcels[(MINE.id, FAILED.id)] = FAILED
    return made


def parcel(shop: Demo) -> Parcel:
    """As it stands."""
    file = shop.record.orders.read(MINE.id)
    assert file is not None
    return file.parcels[0]


def said(shop: Demo) -> list[Instruction]:
    """What the courier is to be told."""
    return list(parcel(shop).instructions)


def taps(shop: Demo, verb: str, *, day: date | None = None, attempt: int = 1) -> str:
    """Ana taps a row or a button."""
    tap = ParcelTap(order_id=MINE.id, parcel_id=FAILED.id, attempt=attempt, verb=verb, day=day)
    return take_turn(shop.turn(ButtonTap(id=tap.id, title="Tap"))).outcome


def types(shop: Demo, words: str) -> str:
    """Ana types."""
    return take_turn(shop.turn(Text(body=words))).outcome


def test_again_is_one_tap(shop: Demo) -> None:
    """Recorded with the event that has the courier told, and a word to the customer."""
    assert taps(shop, K.AGAIN) == "instructed"
    (one,) = said(shop)
    assert (one.kind, one.attempt, one.by) == (K.AGAIN, 1, "customer")
    (event,) = [each for each in shop.record.state.events if isinstance(each, DeliveryInstructed)]
    assert (event.order_id, event.parcel_id, event.attempt) == (MINE.id, FAILED.id, 1)
    assert isinstance(shop.shown, TextMessage)
    assert shop.shown.body.startswith("Thank you! We're telling the courier")


def test_another_tap_afterwards_tells_how_it_stands(shop: Demo) -> None:
    """The first word counts; nothing is said twice to the courier."""
    taps(shop, K.AGAIN)
    assert taps(shop, K.AGAIN) == "status"
    assert taps(shop, K.OTHER_DAY, day=date(2026, 11, 24)) == "status"
    assert len(said(shop)) == 1


def test_another_day_is_chosen_from_those_that_there_are(shop: Demo) -> None:
    """A week from tomorrow, without the store's holiday on the 26th."""
    assert taps(shop, K.OTHER_DAY) == "which_day"
    shown = shop.shown
    assert isinstance(shown, ListMessage)
    titles = [row.title for row in shown.rows]
    assert (len(titles), titles[0]) == (6, "tomorrow")
    assert "Thursday, 11/26" not in titles
    assert take_turn(shop.turn(ButtonTap(id=shown.rows[1].id, title=titles[1]))).outcome == "instructed"
    (one,) = said(shop)
    assert (one.kind, one.day) == (K.OTHER_DAY, NOW.date() + timedelta(days=2))


@pytest.mark.parametrize(
    ("words", "ahead"), [("tomorrow", 1), ("next Friday please", None), ("the day after tomorrow", 2)]
)
def test_another_day_may_be_written(shop: Demo, words: str, ahead: int | None) -> None:
    """As it is said."""
    taps(shop, K.OTHER_DAY)
    assert types(shop, words) == "instructed"
    (one,) = said(shop)
    assert one.kind is K.OTHER_DAY
    assert one.day is not None
    assert one.day.weekday() == 4 if ahead is None else one.day == NOW.date() + timedelta(days=ahead)


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2027, 3, 1), date(2026, 1, 1)])
def test_a_day_that_cannot_be_is_asked_for_again(shop: Demo, day: date) -> None:
    """A holiday, too far ahead, past."""
    assert taps(shop, K.OTHER_DAY, day=day) == "which_day"
    assert isinstance(shop.shown, ListMessage)
    assert shop.shown.body == "That day isn't possible, sorry. These are:"
    assert said(shop) == []


def test_another_address_is_checked_before_it_is_taken(shop: Demo) -> None:
    """It needs its postal code, and to be where the store delivers."""
    assert taps(shop, K.OTHER_ADDRESS) == "which_address"
    assert types(shop, "80 S 8th St, Minneapolis") == "which_address"
    assert isinstance(shop.shown, TextMessage)
    assert "the postal code" in shop.shown.body
    assert types(shop, "1 Main St, Duluth 55802") == "which_address"
    assert isinstance(shop.shown, TextMessage)
    assert shop.shown.body.startswith("Sorry, we don't deliver there.")
    assert types(shop, "80 S 8th St, Minneapolis 55402") == "instructed"
    (one,) = said(shop)
    assert one.address == replace(HOME, line1="80 S 8th St, Minneapolis 55402", postal_code="55402")


def test_sending_it_back_is_asked_twice(shop: Demo) -> None:
    """A courier does not turn round again."""
    assert taps(shop, K.SEND_BACK) == "send_back_sure"
    assert isinstance(shop.shown, ButtonsMessage)
    assert [one.title for one in shop.shown.buttons] == ["Yes, send it back", "No, other choices"]
    assert said(shop) == []
    assert types(shop, "no") == "parcel_choices"
    assert isinstance(shop.shown, ListMessage)
    assert len(shop.shown.rows) == 4
    assert taps(shop, K.SEND_BACK) == "send_back_sure"
    assert types(shop, "yes") == "instructed"
    assert [one.kind for one in said(shop)] == [K.SEND_BACK]


@pytest.mark.parametrize(
    ("words", "outcome", "kind"),
    [
        ("please try again", "instructed", K.AGAIN),
        ("try again tomorrow", "instructed", K.OTHER_DAY),
        ("otra vez por favor", "instructed", K.AGAIN),
        ("दोबारा भेजिए", "instructed", K.AGAIN),
        ("can it go to another address?", "which_address", None),
        ("another day would be better", "which_day", None),
        ("just send it back", "send_back_sure", None),
        ("वापस भेज दें", "send_back_sure", None),
    ],
)
def test_without_a_question_words_about_the_parcel_are_understood(
    shop: Demo, words: str, outcome: str, kind: InstructionKind | None
) -> None:
    """The courier's news came hours ago; the customer writes when they read it."""
    assert types(shop, words) == outcome
    assert [one.kind for one in said(shop)] == ([kind] if kind else [])


@pytest.mark.parametrize("words", ["2 taro milk tea again", "where is my order", "menu", "I want to talk to a person"])
def test_words_about_something_else_are_that(shop: Demo, words: str) -> None:
    """Nothing is told to the courier that nobody said."""
    assert types(shop, words) not in ("instructed", "which_day", "which_address", "send_back_sure")
    assert said(shop) == []


def test_a_tap_on_an_older_attempt_tells_how_it_stands(shop: Demo) -> None:
    """The parcel has been out again since."""
    again = Scan(at=NOW - timedelta(minutes=30), state=ParcelState.OUT_FOR_DELIVERY, code="out_for_delivery")
    failed = Scan(at=NOW, state=ParcelState.FAILED_ATTEMPT, code="failure")
    shop.record.state.parcels[(MINE.id, FAILED.id)] = replace(FAILED, scans=(*FAILED.scans, again, failed))
    assert taps(shop, K.AGAIN) == "status"
    assert said(shop) == []


def test_after_the_deadline_a_person_arranges_it(shop: Demo) -> None:
    """The courier waits no longer."""
    shop.now = NOW + timedelta(hours=21)
    assert taps(shop, K.AGAIN) == "case_opened"
    assert said(shop) == []


@pytest.mark.parametrize(
    "button",
    [
        "parcel:ord_mine:pcl_1:1:explode",
        "parcel:ord_mine:pcl_1:1:day.2026-99-99",
        "parcel:ord_mine:pcl_1:x:again",
        "parcel:ord_mine:pcl_9:1:again",
        "parcel:ord_other:pcl_1:1:again",
        "parcel:",
    ],
)
def test_a_button_of_nothing_that_is_hers_changes_nothing(shop: Demo, button: str) -> None:
    """It is answered like any tap that nobody knows."""
    outcome = take_turn(shop.turn(ButtonTap(id=button, title="Tap"))).outcome
    assert outcome not in ("instructed", "status")
    assert said(shop) == []


def test_the_same_message_twice_is_one_instruction(shop: Demo) -> None:
    """Meta delivers for a week."""
    tap = ParcelTap(order_id=MINE.id, parcel_id=FAILED.id, attempt=1, verb=K.AGAIN)
    turn = shop.turn(ButtonTap(id=tap.id, title="Tap"))
    assert [take_turn(turn).outcome, take_turn(turn).outcome] == ["instructed", "repeated"]
    assert len(said(shop)) == 1
