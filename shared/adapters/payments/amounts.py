"""Our amounts as the gateways want them written.

NotPayable      an amount that the gateway cannot take to the last digit: a Refused, for a person

Sources: Stripe, "Supported currencies" (zero-decimal, three-decimal and special cases); Razorpay, "International
payments" (three-decimal currencies end in 0).
"""

from __future__ import annotations

from collections.abc import Mapping

from shared.adapters.payments.stripe_events import UNITS
from shared.domain.money import Money, exponent
from shared.ports import Refused

#: Currencies without cents that Stripe writes with them: the last two digits must be 0. Ours are written so already.
STRIPE_ROUND: Mapping[str, int] = {"ISK": 100}


class NotPayable(Refused):
    """``money`` has digits that ``provider`` does not take."""

    def __init__(self, money: Money, *, provider: str) -> None:
        super().__init__("amount_not_payable", f"{provider} cannot take {money.amount} {money.currency}", alarm=True)
        self.money = money


def stripe_amount(money: Money) -> int:
    """The amount as Stripe counts it. Raises NotPayable."""
    if money.amount % (STRIPE_ROUND.get(money.currency) or _smallest(money)):
        raise NotPayable(money, provider="stripe")
    return money.amount * UNITS.get(money.currency, 1)


def razorpay_amount(money: Money) -> int:
    """The amount as Razorpay counts it. Raises NotPayable."""
    if money.amount % _smallest(money):
        raise NotPayable(money, provider="razorpay")
    return money.amount


def _smallest(money: Money) -> int:
    """Neither gateway takes a thousandth: of three decimals the last is 0."""
    return 10 if exponent(money.currency) == 3 else 1
