"""Money: integers, exponents, and how a customer reads an amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.money import CurrencyMismatch, Money, from_major, to_major


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1250, "USD"), "$12.50"),
        (Money(5, "USD"), "$0.05"),
        (Money(123456789, "USD"), "$1,234,567.89"),
        (Money(14500, "INR"), "₹145"),
        (Money(14550, "INR"), "₹145.50"),
        (Money(123456700, "INR"), "₹12,34,567"),
        (Money(1500, "JPY"), "¥1,500"),
        (Money(1234, "KWD"), "KWD 1.234"),
        (Money(-250, "USD"), "-$2.50"),
    ],
)
def test_an_amount_reads_as_its_country_writes_it(money: Money, text: str) -> None:
    """Symbol, grouping and decimals follow the currency."""
    assert str(money) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1250, "USD", "12.50"),
        (5, "USD", "0.05"),
        (-500, "USD", "-5.00"),
        (-5, "INR", "-0.05"),
        (123456700, "INR", "1234567.00"),
        (1500, "JPY", "1500"),
        (1234, "KWD", "1.234"),
        (0, "KWD", "0.000"),
    ],
)
def test_an_amount_in_a_table_is_a_plain_number(amount: int, currency: str, text: str) -> None:
    """A spreadsheet adds it up, whatever its currency."""
    assert to_major(amount, currency) == text


def test_amounts_of_different_currencies_do_not_add_up() -> None:
    """Adding dollars to rupees is an error that names both."""
    with pytest.raises(CurrencyMismatch, match="USD and INR"):
        Money(1, "USD") + Money(1, "INR")


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [
        (7.99, "USD", 799),
        (30, "USD", 3000),
        (99.99, "INR", 9999),
        (1500, "JPY", 1500),
        (1.5, "JPY", None),
        (7.999, "USD", None),
        ("abc", "USD", None),
        (float("nan"), "USD", None),
        (float("inf"), "USD", None),
        (None, "USD", None),
    ],
)
def test_a_price_in_major_units_becomes_exact_minor_units_or_nothing(value: object, currency: str, minor: int) -> None:
    """Meta sends 7.99; binary floats must not make it 798."""
    assert from_major(value, currency) == minor


@given(st.integers(min_value=0, max_value=10**9))
def test_every_cent_survives_the_way_through_metas_float(cents: int) -> None:
    """Whatever price our catalog has, the number Meta sends back is recognised as the same price."""
    assert from_major(cents / 100, "USD") == cents
