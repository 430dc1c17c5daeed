"""Tax to the last cent: halves up, contained or on top, and nothing lost when a sum is split."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.order import Line
from shared.domain.tax import Taxed, tax_share, taxed
from tests.shared.domain.test_receipt import ORDER


@pytest.mark.parametrize(
    ("amount", "tax_bp", "net", "tax"),
    [
        # 18 % in 118.00; 5 % in 1.00 is 4.76 cents; 8.03 % (a rate of 803) in 5.75 is 42.74.
        (11800, 1800, 10000, 1800),
        (100, 500, 95, 5),
        (575, 803, 532, 43),
        (1, 1800, 1, 0),
        (0, 1800, 0, 0),
        (575, 0, 575, 0),
        # Exactly half a cent: 100 % in 1.
        (1, 10000, 0, 1),
    ],
)
def test_a_price_contains_its_tax(amount: int, tax_bp: int, net: int, tax: int) -> None:
    """And stays the price."""
    assert taxed(amount, tax_bp=tax_bp, inclusive=True) == Taxed(net=net, tax=tax)


@pytest.mark.parametrize(
    ("amount", "tax_bp", "tax", "gross"),
    [(10000, 1800, 1800, 11800), (575, 803, 46, 621), (50, 100, 1, 51), (49, 100, 0, 49), (0, 1800, 0, 0)],
)
def test_tax_comes_on_top(amount: int, tax_bp: int, tax: int, gross: int) -> None:
    """Half a cent is a cent."""
    found = taxed(amount, tax_bp=tax_bp, inclusive=False)
    assert (found.net, found.tax, found.gross) == (amount, tax, gross)


_LINES = st.lists(
    st.builds(
        Line,
        sku=st.just("S"),
        name=st.just("Something"),
        quantity=st.integers(1, 99),
        unit_price=st.integers(0, 10**9),
        tax_bp=st.integers(0, 10_000),
        tax_on_top=st.booleans(),
    ),
    max_size=8,
)


@given(lines=_LINES, currency=st.sampled_from(["JPY", "USD", "KWD", "ISK"]))
def test_lines_and_their_added_tax_make_the_total(lines: list[Line], currency: str) -> None:
    """With no, two and three decimals; what is sold and what is tax in it are the total too."""
    order = replace(ORDER, lines=tuple(lines), currency=currency)
    assert sum(line.total for line in lines) + order.added_tax.amount == order.total.amount
    assert sum(one.net + one.tax for one in order.taxed_lines()) == order.total.amount
    added = [one.tax for line, one in zip(lines, order.taxed_lines(), strict=True) if line.tax_on_top]
    assert sum(added) == order.added_tax.amount
    assert all(tax % {"JPY": 1, "USD": 1, "KWD": 10, "ISK": 100}[currency] == 0 for tax in added)


@pytest.mark.parametrize(
    ("currency", "unit_price", "tax_bp", "tax"),
    [
        # 10 % of 545 yen is 54.5: 55. Of 5.45: 0.545. 5 % of 1.230 dinars is 0.0615: a gateway takes 0.060, no 0.062.
        ("JPY", 545, 1000, 55),
        ("USD", 545, 1000, 55),
        ("KWD", 1230, 500, 60),
        ("KWD", 1300, 500, 70),
        ("ISK", 54500, 1100, 6000),
    ],
)
def test_tax_on_top_is_a_sum_that_can_be_paid(currency: str, unit_price: int, tax_bp: int, tax: int) -> None:
    """Halves up, to the smallest sum of the currency."""
    line = Line(sku="S", name="Something", quantity=1, unit_price=unit_price, tax_bp=tax_bp, tax_on_top=True)
    assert replace(ORDER, lines=(line,), currency=currency).added_tax.amount == tax


@given(amount=st.integers(0, 10**12), tax_bp=st.integers(0, 10_000))
def test_contained_tax_is_the_tax_on_what_is_left(amount: int, tax_bp: int) -> None:
    """Within the cent that rounding takes."""
    found = taxed(amount, tax_bp=tax_bp, inclusive=True)
    assert found.gross == amount
    assert abs(found.net * tax_bp - found.tax * 10_000) <= 10_000


@given(tax=st.integers(0, 10**6), parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_the_shares_of_all_parts_are_the_tax(tax: int, parts: list[int]) -> None:
    """However a sum is given back."""
    whole = sum(parts)
    shares = [tax_share(tax, part=part, whole=whole, before=sum(parts[:place])) for place, part in enumerate(parts)]
    assert sum(shares) == (tax if whole else 0)
    assert all(0 <= share <= tax for share in shares)


def test_a_third_of_ten_is_three_and_the_rest_follows() -> None:
    """3, 4, 3: never more than the tax."""
    assert [tax_share(10, part=1, whole=3, before=before) for before in range(3)] == [3, 4, 3]


@pytest.mark.parametrize(
    ("part", "whole", "before"), [(2, 1, 0), (1, 1, 1), (-1, 1, 0), (1, 2, -1)], ids=["more", "late", "less", "early"]
)
def test_a_part_is_within_its_whole(part: int, whole: int, before: int) -> None:
    """Everything else is a mistake of ours."""
    with pytest.raises(ValueError, match="parts of a whole"):
        tax_share(10, part=part, whole=whole, before=before)


@pytest.mark.parametrize(("amount", "rate"), [(-1, 100), (1, -100)])
def test_a_negative_amount_has_no_tax(amount: int, rate: int) -> None:
    """What is given back is booked as such."""
    with pytest.raises(ValueError, match="not negative"):
        taxed(amount, tax_bp=rate, inclusive=True)
