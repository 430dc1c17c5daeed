"""A draft has one open question at a time, read off it alone, and each answer leads to the next."""

from dataclasses import replace

import pytest

from shared.domain.draft import (
    Asking,
    answered,
    asked_too,
    heard_too,
    question,
    short_titles,
    with_lines,
    with_quantity,
    without,
)
from shared.domain.order import Handover, Line, Order, OrderStatus, Problem, ProblemKind, Utterance
from shared.domain.store import Store
from tests.fakes.people import MPLS_PROFILE, NOW, order

STORE = Store.from_profile(
    MPLS_PROFILE | {"fulfilment": MPLS_PROFILE["fulfilment"] | {"kinds": ["pickup", "delivery"], "area": ["554"]}}
)
SAID = Utterance(message_id="wamid.1", at=NOW, text="2 taro and a waffle", kind="order", confidence=0.98)
WHICH = Problem(
    kind=ProblemKind.UNCLEAR, sku="", name="taro", wanted=2, found=0, candidates=("TARO-R", "TARO-L"), names=("R", "L")
)
MANY = Problem(kind=ProblemKind.UNUSUAL, sku="WAFFLE", name="Egg waffle", wanted=50, found=30)
GONE = Problem(kind=ProblemKind.NOT_SOLD, sku="", name="burger", wanted=1, found=0)
FAR = Handover(kind="delivery", address="1 A St 60601", postal_code="60601")


def draft(**changes: object) -> Order:
    """Ana's draft in words, to be picked up."""
    return order(**({"status": OrderStatus.DRAFT, "heard": (SAID,), "handover": Handover(kind="pickup")} | changes))


@pytest.mark.parametrize(
    ("changes", "asking", "at"),
    [
        ({}, Asking.CONFIRM, -1),
        ({"handover": None}, Asking.CONFIRM, -1),
        ({"problems": (GONE,)}, Asking.CONFIRM, -1),
        ({"problems": (MANY, WHICH)}, Asking.WHICH, 1),
        ({"problems": (MANY,), "handover": FAR}, Asking.REALLY, 0),
        ({"problems": (WHICH,), "lines": ()}, Asking.WHICH, 0),
        ({"problems": (GONE,), "lines": ()}, Asking.NOTHING_LEFT, -1),
        ({"handover": FAR}, Asking.OUT_OF_REACH, -1),
        ({"handover": Handover(kind="delivery")}, Asking.ADDRESS, -1),
        ({"handover": Handover(kind="delivery", address="12 Main St")}, Asking.CONFIRM, -1),
    ],
)
def test_one_thing_is_asked_at_a_time(changes: dict[str, object], asking: Asking, at: int) -> None:
    """What was unclear, what is unusual, where to, and only then whether it is right."""
    asked = question(draft(**changes), STORE)
    assert (asked.asking, asked.at) == (asking, at)


def test_a_cart_is_asked_nothing_but_whether_it_will_do() -> None:
    """No words were heard: what else is open is asked with the payment."""
    assert question(draft(heard=(), problems=(MANY,), handover=Handover(kind="delivery")), STORE).asking == "confirm"
    assert question(draft(heard=(), lines=(), problems=(MANY,)), STORE).asking == "nothing_left"


def test_a_line_grows_and_a_new_note_makes_a_new_line() -> None:
    """Two taro and one more are three; one without ice is another line."""
    taro = replace(order().lines[0], quantity=1)
    after = with_lines(draft(), [taro, replace(taro, note="no ice")])
    assert [(line.sku, line.quantity, line.note) for line in after.lines] == [
        ("TARO-R", 3, ""),
        ("WAFFLE", 1, ""),
        ("TARO-R", 1, "no ice"),
    ]


def test_a_line_ends_at_ninety_nine_and_says_so() -> None:
    """98 more than two."""
    after = with_lines(draft(), [replace(order().lines[0], quantity=98)])
    assert after.lines[0].quantity == 99
    assert [(one.kind, one.wanted, one.found) for one in after.problems] == [("quantity", 100, 99)]


def test_what_was_told_or_asked_is_not_said_again_but_what_is_unclear_stays() -> None:
    """The customer went on."""
    assert with_lines(draft(problems=(GONE, MANY, WHICH)), []).problems == (WHICH,)


def test_of_a_draft_that_nobody_saw_everything_is_still_to_be_said() -> None:
    """Version 0 is not written yet."""
    assert with_lines(draft(version=0, problems=(GONE, MANY)), []).problems == (GONE, MANY)


def test_what_is_taken_out_takes_its_questions_with_it() -> None:
    """Of a choice, only when all of it is gone."""
    after = without(draft(problems=(WHICH, MANY)), ["WAFFLE", "TARO-R"])
    assert ([line.sku for line in after.lines], after.problems) == ([], (WHICH,))
    assert without(draft(problems=(WHICH,)), ["TARO-R", "TARO-L"]).problems == ()


def test_a_number_is_set_once_for_a_product() -> None:
    """On its first line; what was asked about it is answered."""
    twice = with_lines(draft(problems=()), [replace(order().lines[1], note="crispy")])
    after = with_quantity(asked_too(twice, [MANY]), "WAFFLE", 120)
    assert [(line.sku, line.quantity) for line in after.lines] == [("TARO-R", 2), ("WAFFLE", 99)]
    assert after.problems == ()


def test_the_same_question_is_asked_once() -> None:
    """However often it is found."""
    assert asked_too(draft(problems=(MANY,)), [MANY, WHICH]).problems == (MANY, WHICH)
    assert answered(draft(problems=(MANY, WHICH)), 0).problems == (WHICH,)


def test_of_a_long_talk_the_first_words_and_the_last_are_kept() -> None:
    """Thirteen messages; the second gives way. Each no longer than a message may be."""
    talk = draft()
    for number in range(2, 14):
        talk = heard_too(talk, replace(SAID, message_id=f"wamid.{number}", text="x" * 9000))
    assert [one.message_id for one in talk.heard] == ["wamid.1", *(f"wamid.{number}" for number in range(3, 14))]
    assert len(talk.heard[-1].text) == 4096


def test_forty_lines_are_all_that_one_talk_makes() -> None:
    """The rest is a catalog."""
    lines = [Line(sku=f"S{number}", name="S", quantity=1, unit_price=100) for number in range(60)]
    assert len(with_lines(draft(lines=()), lines).lines) == 40


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        (["Egg waffle", "Mochi"], ("Egg waffle", "Mochi")),
        (["Taro milk tea, regular", "Taro milk tea, large"], ("Regular", "Large")),
        (["Brown sugar boba milk, large", "Mango green tea, large"], ("Brown sugar boba mi…", "Mango green tea, la…")),
        (["Incense sticks, very long", "Incense sticks, very long"], ("1 Incense sticks,…", "2 Incense sticks,…")),
        (["Extra tapioca pearls, double"], ("Extra tapioca pearl…",)),
    ],
)
def test_titles_are_short_and_still_told_apart(names: list[str], titles: tuple[str, ...]) -> None:
    """Meta: 20 characters, no two alike."""
    assert short_titles(names, 20) == titles
