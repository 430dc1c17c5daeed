"""What goods were paid for: the parts of an order make up its whole, and its tax."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.order import Line
from shared.domain.return_terms import ReturnTerms
from shared.domain.returned_goods import Worth, left_to_return, paid_back, worth
from tests.fakes.people import order

TWO = order(lines=(Line(sku="A", name="A", quantity=3, unit_price=333, tax_bp=888, tax_on_top=True),))
ONE = GoodsReturn(
    id="ret_1",
    order_id="ord_1",
    customer_id="cus_ana",
    state=ReturnState.REQUESTED,
    version=1,
    at=datetime(2026, 11, 21, tzinfo=UTC),
    items={"A": 1},
)


def test_the_price_has_its_tax_in_it() -> None:
    """Three of 3.33 with 8.88 percent on top are 10.88, 0.89 of it tax."""
    assert worth(TWO, {"A": 3}) == Worth(amount=1088, tax=89)


def test_one_after_the_other_make_up_the_whole() -> None:
    """No cent is lost, and none is made."""
    parts = [worth(TWO, {"A": 1}, before={"A": done}) for done in range(3)]
    assert (sum(one.amount for one in parts), sum(one.tax for one in parts)) == (1088, 89)


def test_what_is_in_a_return_cannot_be_in_another_unless_that_is_over() -> None:
    """Refused and called off, it may come back again."""
    assert left_to_return(TWO, [ONE]) == {"A": 2}
    assert left_to_return(TWO, [replace(ONE, state=ReturnState.REFUSED)]) == {"A": 3}
    assert left_to_return(TWO, [replace(ONE, items={"A": 3})]) == {}


def test_only_what_came_or_need_not_come_was_paid_back() -> None:
    """New goods are no money."""
    settled = replace(ONE, state=ReturnState.SETTLED)
    assert paid_back([replace(settled, decision=Decision.REFUND, damaged={"A": 1})]) == {"A": 1}
    assert paid_back([replace(settled, decision=Decision.REFUND_WITHOUT_RETURN)]) == {"A": 1}
    assert paid_back([replace(settled, decision=Decision.REPLACE), ONE]) == {}


@pytest.mark.parametrize(
    ("trouble", "value", "said"),
    [
        (Trouble.DAMAGED, 499, Decision.REFUND_WITHOUT_RETURN),
        (Trouble.DAMAGED, 500, None),
        (Trouble.MISSING, 0, None),
        (Trouble.NOT_WANTED, 100, Decision.REFUSE),
    ],
)
def test_the_rule_decides_what_is_small_or_only_not_wanted(trouble: Trouble, value: int, said: Decision | None) -> None:
    """All else is a person's; so is what is not wanted, where the store looks at that."""
    assert ReturnTerms(refund_without_return_below=500).decide(trouble, worth=value) is said
    assert ReturnTerms(not_wanted=True).decide(Trouble.NOT_WANTED, worth=100) is None
    assert ReturnTerms().decide(Trouble.DAMAGED, worth=1) is None
