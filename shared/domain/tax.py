"""Tax on a line, exact to the minor unit: rates are basis points, halves round up, and no cent is lost in a split."""

from __future__ import annotations

from shared.domain.frozen import dataclass

#: A rate of 100 %, in basis points.
WHOLE = 10_000


@dataclass(frozen=True, kw_only=True)
class Taxed:
    """An amount taken apart, in minor units: ``net`` is the store's, ``tax`` the state's."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """What the customer pays."""
        return self.net + self.tax


def taxed(amount: int, *, tax_bp: int, inclusive: bool, step: int = 1) -> Taxed:
    """An amount from 0 with its tax: contained in it (``inclusive``) or on top of it. Raises ValueError below 0.

    Tax on top is rounded to ``step`` minor units, so that what the customer is asked for can be paid.
    """
    if amount < 0 or tax_bp < 0:
        raise ValueError("amounts and rates are not negative: what is given back is booked as such")
    if inclusive:
        tax = half_up(amount * tax_bp, WHOLE + tax_bp)
        return Taxed(net=amount - tax, tax=tax)
    return Taxed(net=amount, tax=step * half_up(amount * tax_bp, WHOLE * step))


def tax_share(tax: int, *, part: int, whole: int, before: int = 0) -> int:
    """How much of ``tax`` belongs to ``part`` of ``whole``, when ``before`` of it was dealt with already.

    The shares of parts that make up the whole make up the tax. Raises ValueError for parts beyond the whole.
    """
    if not 0 <= before <= before + part <= whole:
        raise ValueError("parts of a whole are not negative and not more than it")
    if whole == 0:
        return 0
    return half_up(tax * (before + part), whole) - half_up(tax * before, whole)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient to the nearest whole number, halves up; from 0."""
    return (2 * numerator + denominator) // (2 * denominator)
