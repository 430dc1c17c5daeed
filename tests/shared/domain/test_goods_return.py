"""A return moves along its table, one version at a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.domain.goods_return import RETURN_MOVES, GoodsReturn, IllegalReturnMove, ReturnState, return_id_for

R = ReturnState
OPENED = GoodsReturn(
    id="ret_1",
    order_id="ord_1",
    customer_id="cus_1",
    state=R.OPENED,
    version=1,
    at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC),
    items={"WAFFLE": 1},
)


def moved(*states: ReturnState) -> GoodsReturn:
    """The return after these moves."""
    one = OPENED
    for state in states:
        one = one.become(state)
    return one


@pytest.mark.parametrize(
    "way",
    [
        (R.REQUESTED, R.ACCEPTED, R.BOOKED, R.ON_ITS_WAY, R.ARRIVED, R.INSPECTED, R.SETTLED),
        (R.REQUESTED, R.ACCEPTED, R.ARRIVED, R.INSPECTED, R.REFUSED),
        (R.REQUESTED, R.SETTLED),
        (R.REQUESTED, R.REFUSED),
        (R.CANCELLED,),
        (R.REQUESTED, R.ACCEPTED, R.BOOKED, R.CANCELLED),
    ],
    ids=["by label", "brought to the shop, and not what was said", "nothing back", "refused", "given up", "kept"],
)
def test_a_return_goes_its_way_step_by_step(way: tuple[ReturnState, ...]) -> None:
    """Each step is a version."""
    done = moved(*way)
    assert (done.state, done.version) == (way[-1], len(way) + 1)


@pytest.mark.parametrize("state", R)
def test_every_move_that_is_not_in_the_table_is_refused(state: ReturnState) -> None:
    """With what it is and what it should have become."""
    one = GoodsReturn(**(vars(OPENED) | {"state": state}))
    for wanted in R:
        if wanted in RETURN_MOVES[state]:
            assert one.become(wanted).state is wanted
            continue
        with pytest.raises(IllegalReturnMove) as caught:
            one.become(wanted)
        assert (caught.value.state, caught.value.wanted) == (state, wanted)


def test_what_is_over_stays_over() -> None:
    """Money that went back does not come again, and a refusal is not taken back behind the customer's back."""
    assert {state for state, moves in RETURN_MOVES.items() if not moves} == {R.REFUSED, R.SETTLED, R.CANCELLED}


def test_goods_on_their_way_cannot_be_given_up() -> None:
    """They will arrive, and somebody has to look at them."""
    with pytest.raises(IllegalReturnMove):
        moved(R.REQUESTED, R.ACCEPTED, R.ON_ITS_WAY, R.CANCELLED)


def test_the_same_cause_finds_the_same_return() -> None:
    """A repeated message opens none beside it."""
    assert return_id_for("wamid.1") == return_id_for("wamid.1") != return_id_for("wamid.2")
