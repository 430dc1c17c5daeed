"""Money is an integer in the currency's minor unit and an ISO 4217 code. No floats, anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

#: Decimal places by currency; a currency that is not listed has two (ISO 4217).
EXPONENTS = dict.fromkeys(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"], 0
) | dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)

#: The smallest sum that can be paid, in minor units, where that is not one: no gateway takes a thousandth, and nobody
#: the hundredth of a króna.
STEPS = {"ISK": 100} | {currency: 10 for currency, places in EXPONENTS.items() if places == 3}

SYMBOLS = {"USD": "$", "INR": "₹", "EUR": "€", "GBP": "£", "JPY": "¥", "BRL": "R$", "MXN": "MX$"}


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"amounts in {left} and {right} cannot be combined")
        self.left, self.right = left, right


@dataclass(frozen=True)
class Money:
    """An amount in minor units (cents, paise) of one currency (ISO 4217, upper case)."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        """As a customer reads it: ``$12.50``, ``₹1,45,000`` (Indian grouping), ``CHF 3.00``."""
        places = exponent(self.currency)
        whole, fraction = divmod(abs(self.amount), 10**places)
        number = _grouped(whole, indian=self.currency == "INR")
        if places and (fraction or self.currency != "INR"):
            number += f".{fraction:0{places}d}"
        sign = "-" if self.amount < 0 else ""
        return f"{sign}{SYMBOLS.get(self.currency, self.currency + ' ')}{number}"


def exponent(currency: str) -> int:
    """How many decimal places the currency has."""
    return EXPONENTS.get(currency, 2)


def to_major(amount: int, currency: str) -> str:
    """Minor units as a plain decimal number of major ones, for a table: ``-5.00``, ``1500``, ``1.234``."""
    digits = exponent(currency)
    sign, rest = ("-" if amount < 0 else ""), str(abs(amount)).rjust(digits + 1, "0")
    return f"{sign}{rest[:-digits]}.{rest[-digits:]}" if digits else f"{sign}{rest}"


def step(currency: str) -> int:
    """The smallest sum that can be paid in the currency, in minor units."""
    return STEPS.get(currency, 1)


def from_major(value: object, currency: str) -> int | None:
    """Minor units of a price in major units (Meta's ``item_price``: 7.99, 30), or None if it is not an exact one."""
    try:
        scaled = Decimal(str(value)).scaleb(exponent(currency))
    except InvalidOperation:
        return None
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        return None
    return int(scaled)


def _grouped(whole: int, *, indian: bool) -> str:
    if not indian:
        return f"{whole:,}"
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])
