"""The ids of a return's buttons say all that their tap needs, and only ours are understood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.goods_return import Trouble
from shared.usecases.milestones.how_was_it import return_start_id
from shared.usecases.return_tap import ReturnTap, edition
from tests.fakes.parcels_of_ana import goods_return

ONE = replace(goods_return(), version=7, photos=(11, 12))
ANSWERS = [
    ReturnTap.ALL,
    ReturnTap.MORE,
    ReturnTap.WHAT,
    ReturnTap.DONE,
    ReturnTap.SEND,
    ReturnTap.CHANGE,
    ReturnTap.CANCEL,
    ReturnTap.item("TARO-R"),
    ReturnTap.item("a:b.c"),
    ReturnTap.units("1.5-L:2", 12),
    *(ReturnTap.trouble(trouble) for trouble in Trouble),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_was_sent_is_what_comes_back(answer: str) -> None:
    """Whatever a sku looks like."""
    tap = ReturnTap.about(ONE, answer)
    assert ReturnTap.parse(tap.id) == tap
    assert len(tap.id) <= 200


def test_photos_make_no_button_stale() -> None:
    """Two of the seven versions are photos."""
    assert edition(ONE) == 5
    assert edition(replace(ONE, version=8, photos=(11, 12, 13))) == 5


def test_what_an_answer_says() -> None:
    """Which product, how many, what is wrong."""
    item, units = (ReturnTap.about(ONE, one) for one in (ReturnTap.item("X.1"), ReturnTap.units("X.1", 3)))
    assert (item.sku, item.count, item.wrong) == ("X.1", None, None)
    assert (units.sku, units.count, units.wrong) == ("X.1", 3, None)
    wrong = ReturnTap.about(ONE, ReturnTap.trouble(Trouble.MISSING))
    assert (wrong.sku, wrong.count, wrong.wrong) == ("", None, Trouble.MISSING)


def test_the_row_of_the_message_that_goods_came_begins_one() -> None:
    """With or without what is wrong."""
    tap = ReturnTap.parse(return_start_id("ord_1", 6))
    assert tap == ReturnTap.start("ord_1", 6)
    assert tap.starts
    told = ReturnTap.parse("return:ord_1:6:start.wrong_item")
    assert told == ReturnTap.start("ord_1", 6, Trouble.WRONG_ITEM)
    assert told.wrong is Trouble.WRONG_ITEM


@pytest.mark.parametrize(
    "button",
    [
        "",
        "return",
        "return:ord_1:6",
        "return:ord_1:6:begin",
        "return:ord_1:-6:start",
        "return:ord_1:٣:start",
        "return:ord_1:6:start.eaten",
        "return:ord_1:ret_1:6:",
        "return:ord_1:ret_1:6:item.",
        "return:ord_1:ret_1:6:units.x.TARO",
        "return:ord_1:ret_1:6:units.3.",
        "return:ord_1:ret_1:6:trouble.eaten",
        "return:ord_1:ret_1:1000000000:send",
        "parcel:ord_1:ret_1:6:send",
    ],
)
def test_what_is_not_ours_is_none(button: str) -> None:
    """Ids come back from phones."""
    assert ReturnTap.parse(button) is None


@given(button=st.from_regex(r"return:[a-z0-9_]{0,5}(:[a-z0-9_.\-]{0,12}){1,4}", fullmatch=True))
def test_whatever_is_understood_is_what_was_sent(button: str) -> None:
    """Numbers may have had zeros before them."""
    tap = ReturnTap.parse(button)
    assert tap is None or ReturnTap.parse(tap.id) == tap
