"""Our amounts as the gateways want them: whole yen, shillings in hundredths, dinars without their last digit."""

import pytest

from shared.adapters.payments.amounts import NotPayable, razorpay_amount, stripe_amount
from shared.domain.money import Money


@pytest.mark.parametrize(
    ("money", "written"),
    [
        (Money(1845, "USD"), 1845),
        (Money(1845, "JPY"), 1845),
        (Money(1845, "UGX"), 184500),
        (Money(184500, "ISK"), 184500),
        (Money(18450, "KWD"), 18450),
    ],
)
def test_stripe_reads_the_amount_that_we_mean(money: Money, written: int) -> None:
    """In its own units."""
    assert stripe_amount(money) == written


@pytest.mark.parametrize("money", [Money(1845, "KWD"), Money(1845, "ISK")])
def test_stripe_takes_no_more_digits_than_it_does(money: Money) -> None:
    """Rounding is not for an adapter: a person must look."""
    with pytest.raises(NotPayable) as no:
        stripe_amount(money)
    assert (no.value.money, no.value.alarm) == (money, True)


def test_razorpay_takes_no_thousandths() -> None:
    """The last of three decimals is 0."""
    assert [razorpay_amount(one) for one in (Money(45000, "INR"), Money(500, "JPY"), Money(18450, "BHD"))] == [
        45000,
        500,
        18450,
    ]
    with pytest.raises(NotPayable):
        razorpay_amount(Money(18455, "BHD"))
