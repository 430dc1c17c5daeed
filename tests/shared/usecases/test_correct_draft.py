"""A person reads an order again; the customer is asked to confirm what they read."""

import pytest

from shared.domain.changes import PutOrder
from shared.domain.order import Order, OrderStatus, Problem, ProblemKind, Utterance
from shared.usecases.correct_draft import Corrected, NotADraft, UnknownOrder, UnknownProducts, correct_draft
from tests.fakes.people import ANA, NOW, order
from tests.shared.usecases.conftest import World

HEARD = Utterance(message_id="wamid.1", at=NOW, text="2 of the purple", kind="order", confidence=0.4)
UNCLEAR = Problem(kind=ProblemKind.UNCLEAR, sku="", name="the purple", wanted=2, found=0, candidates=("TARO-R",))


@pytest.fixture
def drafted(world: World) -> World:
    """Ana's words were hard to read."""
    draft = order(
        status=OrderStatus.DRAFT, version=1, lines=(), needs={}, problems=(UNCLEAR,), heard=(HEARD,), expires_at=None
    )
    world.record.commits.commit([PutOrder(order=draft, over=None)], token="draft")
    return world


def correct(world: World, *lines: Corrected, request: str = "k-1") -> Order:
    """Sam says what they mean."""
    return correct_draft(
        world.shop,
        world.record.chats,
        order_id="ord_1",
        lines=lines or (Corrected(sku="TARO-R", quantity=2, note="less ice"),),
        customer=ANA,
        by="sam",
        request=request,
        now=NOW,
    )


def test_the_draft_has_the_lines_at_our_prices_and_is_read_back(drafted: World) -> None:
    """What was unclear is settled, what was said stays with who read it again."""
    corrected = correct(drafted)
    (line,) = corrected.lines
    assert (line.sku, line.quantity, line.unit_price, line.note) == ("TARO-R", 2, 575, "less ice")
    assert (corrected.status, corrected.version, corrected.problems) == (OrderStatus.DRAFT, 2, ())
    said, correction = corrected.heard
    assert (said.text, said.corrected_by) == ("2 of the purple", "sam")
    assert (correction.kind, correction.corrected_by) == ("correction", "sam")
    assert [event.name for event in drafted.record.state.events] == ["OrderOffered"]
    assert drafted.record.chats.read(ANA.id).open_draft(NOW) == "ord_1"


def test_the_same_request_is_one_correction(drafted: World) -> None:
    """The customer is asked once."""
    assert correct(drafted) == correct(drafted)
    assert len(drafted.record.state.events) == 1


def test_nothing_is_taken_from_the_shelf_before_the_customers_yes(drafted: World) -> None:
    """And what the shelf cannot give is cut, and said."""
    before = drafted.record.levels()
    corrected = correct(drafted, Corrected(sku="TARO-R", quantity=9))
    assert drafted.record.levels() == before
    assert [line.quantity for line in corrected.lines] == [6]
    assert [problem.kind for problem in corrected.problems] == [ProblemKind.SHORT]


def test_only_a_draft_can_be_corrected(drafted: World) -> None:
    """What the customer has confirmed is theirs."""
    drafted.record.state.orders["ord_1"] = order(status=OrderStatus.CONFIRMED)
    with pytest.raises(NotADraft, match="confirmed"):
        correct(drafted)


def test_what_is_not_sold_here_is_named(drafted: World) -> None:
    """Nothing is written."""
    with pytest.raises(UnknownProducts, match="LATTE, MOCHA"):
        correct(drafted, Corrected(sku="MOCHA", quantity=1), Corrected(sku="LATTE", quantity=1))
    drafted.record.state.orders.clear()
    with pytest.raises(UnknownOrder):
        correct(drafted)
    assert drafted.record.state.events == []
