"""Tax to the last cent: halves up, contained or on top, and nothing lost when a sum is split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.tax import Taxed, tax_share, taxed


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
